"""An event type's own questions as fields of a form, and what was filled in as answers for the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from emulator.scheduling.booking_fields import SYSTEM, option_values
from emulator.world.appointments import EventType

Json = dict[str, Any]

PREFIX: Final = "answer."
SEVERAL: Final = ("multiselect", "checkbox", "multiemail")
CONTROLS: Final = {"select": "select", "radio": "select", "boolean": "yes-no", "textarea": "textarea"}


def questions(event_type: EventType) -> list[Json]:
    """The event type's own questions that are not hidden: name of the field, label, kind of control, options."""
    return [_question(field) for field in event_type.booking_fields if _is_own(field) and not field.get("hidden")]


def answers(event_type: EventType, given: Mapping[str, str]) -> Json:
    """What was filled in, in the types that the API takes; what has no such type stays text, for the API to refuse."""
    found: Json = {}
    for field in event_type.booking_fields:
        text = given.get(f"{PREFIX}{field.get('slug')}")
        if text is not None and _is_own(field):
            found[str(field["slug"])] = _typed(str(field.get("type")), text)
    return found


def _is_own(field: Json) -> bool:
    slug = str(field.get("slug"))
    return not field.get("isDefault", slug in SYSTEM)


def _question(field: Json) -> Json:
    kind = str(field.get("type"))
    return {
        "name": f"{PREFIX}{field.get('slug')}",
        "label": str(field.get("label") or field.get("slug")),
        "control": CONTROLS.get(kind, "text"),
        "options": option_values(field),
        "required": bool(field.get("required")),
        "several": kind in SEVERAL,
        "placeholder": str(field.get("placeholder") or ""),
    }


def _typed(kind: str, text: str) -> Any:
    if kind == "number":
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() else number
    if kind == "boolean":
        return text == "true"
    return [each.strip() for each in text.split(",")] if kind in SEVERAL else text
