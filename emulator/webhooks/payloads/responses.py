"""The answer sheet with labels, as deliveries show it (webhooks.md 4.2, live.md 2.4)."""

from __future__ import annotations

from typing import Any, Final

from emulator.world.appointments import EventType

Json = dict[str, Any]

LABELS: Final = {
    "name": "your_name",
    "email": "email_address",
    "attendeePhoneNumber": "phone_number",
    "location": "location",
    "title": "what_is_this_meeting_about",
    "notes": "additional_notes",
    "guests": "additional_guests",
    "rescheduleReason": "reason_for_reschedule",
}
"""Labels of the fields that every event type has: the keys of translations, unless the owner wrote some."""

HIDDEN: Final = frozenset({"attendeePhoneNumber", "title"})
ALIASES: Final = {"splitName": "name"}


def responses(event_type: EventType | None, sheet: Json | None) -> Json:
    """Every field of the event type with `label`, `value` if the answer sheet answers it, and `isHidden`."""
    answers = _answers(sheet)
    shown = {slug: _entry(field, slug, answers) for slug, field in _fields(event_type).items()}
    for slug, value in answers.items():
        if slug not in shown:
            shown[slug] = {"label": slug, "value": value, "isHidden": False}
    return shown


def user_fields(event_type: EventType | None, sheet: Json | None) -> Json:
    """The answered ones among the fields that the owner added."""
    answers = _answers(sheet)
    return {
        slug: _entry(field, slug, answers)
        for slug, field in _fields(event_type).items()
        if slug not in LABELS and slug in answers
    }


def labelled_by_name(event_type: EventType | None, sheet: Json | None) -> Json:
    """As older deliveries have it: what was answered alone, default fields called by their names (webhooks.md 4.2)."""
    fields = _fields(event_type)
    return {
        slug: {"label": (fields.get(slug, {}).get("label") or slug) if slug not in LABELS else slug, "value": value}
        for slug, value in _answers(sheet).items()
    }


def _answers(sheet: Json | None) -> Json:
    """The stored sheet; what an older service stored as `rescheduledReason` is shown under the field's own name."""
    answers = dict(sheet or {})
    old = answers.pop("rescheduledReason", None)
    if old is not None:
        answers.setdefault("rescheduleReason", old)
    return answers


def _fields(event_type: EventType | None) -> dict[str, Json]:
    """Fields by slug in stored order; those that every booking form has come along even when not stored."""
    stored: dict[str, Json] = {}
    for field in event_type.booking_fields if event_type else ():
        slug = str(field["slug"])
        stored[ALIASES.get(slug, slug)] = field
    ordered: dict[str, Json] = {}
    for slug in ("name", "email", "attendeePhoneNumber", "location"):
        ordered[slug] = stored.pop(slug, {})
    last = {slug: stored.pop(slug, {}) for slug in ("title", "notes", "guests", "rescheduleReason")}
    return {**ordered, **stored, **last}


def _entry(field: Json, slug: str, answers: Json) -> Json:
    entry: Json = {"label": field.get("label") or LABELS.get(slug, slug)}
    if slug in answers:
        entry["value"] = answers[slug]
    entry["isHidden"] = bool(field.get("hidden", slug in HIDDEN))
    if slug == "guests" and entry["isHidden"]:
        # Nobody could name any, and that is told (webhooks.md 4.2).
        entry["value"] = []
    return entry
