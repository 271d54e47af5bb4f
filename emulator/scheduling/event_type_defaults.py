"""What an event type asks and where it takes place when nobody said otherwise."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def default_booking_fields() -> list[Json]:
    """The eight questions of an event type without questions of its own, in stored order and in the 2024-06-14 form."""
    return [
        name_field(),
        system_field("email", "email", required=True),
        system_field("phone", "attendeePhoneNumber", hidden=True),
        location_field(),
        system_field("text", "title", required=True, hidden=True),
        system_field("textarea", "notes"),
        system_field("multiemail", "guests"),
        system_field("textarea", "rescheduleReason"),
    ]


def default_locations() -> list[Json]:
    """Cal Video, the conferencing app that every account has."""
    return [{"type": "integration", "integration": "cal-video"}]


def name_field() -> Json:
    """The question for the name in one piece."""
    return {"isDefault": True, "type": "name", "slug": "name", "required": True, "disableOnPrefill": False}


def location_field() -> Json:
    """The question for the place, which cannot be hidden or demanded."""
    return {"isDefault": True, "type": "radioInput", "slug": "location", "required": False, "hidden": False}


def system_field(kind: str, slug: str, *, required: bool = False, hidden: bool = False) -> Json:
    """Any other default question."""
    return {
        "isDefault": True,
        "type": kind,
        "slug": slug,
        "required": required,
        "hidden": hidden,
        "disableOnPrefill": False,
    }
