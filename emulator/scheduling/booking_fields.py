"""The questions of an event type as the API layer checks them, before the booking core has its say."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.errors import bookings as errors
from emulator.world.appointments import EventType

Json = dict[str, Any]

SMS_REMINDER: Final = "smsReminderNumber"
ATTENDEE_PHONE: Final = "attendeePhoneNumber"
PHONES: Final = frozenset({SMS_REMINDER, ATTENDEE_PHONE})
SYSTEM: Final = frozenset(
    {"name", "splitName", "email", "location", "title", "notes", "guests", "rescheduleReason", ATTENDEE_PHONE}
)

EXPECTED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "phone": ("string",),
        "address": ("string",),
        "text": ("string",),
        "textarea": ("string",),
        "url": ("string",),
        "number": ("number",),
        "boolean": ("boolean",),
        "multiemail": ("array",),
        "multiselect": ("array",),
        "checkbox": ("array",),
        "select": ("string", "number"),
        "radio": ("string", "number"),
    }
)
"""Field type → the JavaScript types its answer may have. Other field types take anything."""


def check_answers(event_type: EventType, answers: Mapping[str, Any]) -> None:
    """Refuse the first custom field, in the event type's order, whose answer is missing, of a wrong type or no option.

    `answers` are the request's, the attendee's phone number included under both of its slugs.
    """
    for field in event_type.booking_fields:
        slug = str(field.get("slug"))
        if field.get("isDefault", slug in SYSTEM) and slug != SMS_REMINDER:
            continue
        if slug not in answers:
            if field.get("required"):
                raise errors.missing_phone() if slug in PHONES else errors.missing_field(slug, event_type.id)
            continue
        # The service turns null into "" before it looks: it answers a required question here, if that takes a text.
        value = "" if answers[slug] is None else answers[slug]
        _check_type(slug, str(field.get("type")), value)
        _check_options(slug, field, value)


def option_values(field: Json) -> list[str]:
    """The values a field offers; options are plain strings or objects with a `value`."""
    options = field.get("options") or []
    return [str(option.get("value")) if isinstance(option, dict) else str(option) for option in options]


def javascript_type(value: Any) -> str:
    """What `typeof` says, except that lists are `array`."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _check_type(slug: str, field_type: str, value: Any) -> None:
    expected = EXPECTED.get(field_type)
    received = javascript_type(value)
    if expected is None or received in expected:
        return
    named = "object" if received == "array" else received
    raise errors.wrong_field_type(slug, " or ".join(expected), field_type, named)


def _check_options(slug: str, field: Json, value: Any) -> None:
    allowed = option_values(field)
    if not allowed:
        return
    if field.get("type") in ("select", "radio") and _text(value) not in allowed:
        raise errors.unknown_option(slug, _text(value), allowed)
    if field.get("type") in ("multiselect", "checkbox") and any(_text(each) not in allowed for each in value):
        raise errors.unknown_options(slug, allowed)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
