"""The questions of an event type as a list of their own, in version 2026-06-12 (live.md 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Call, Handler, Json, success
from emulator.scheduling.booking_field_changes import appended, changed, without
from emulator.scheduling.booking_fields_2026_06_12 import shown_fields
from emulator.scheduling.event_type_defaults import default_booking_fields
from emulator.scheduling.event_types import own_event_type, set_questions, update_event_type, visible_event_type
from emulator.world.appointments import EventType


def list_all(call: Call) -> Json:
    return shown_questions(visible_event_type(call.world, call.me.user, call.path["eventTypeId"]))


def replace(call: Call) -> Json:
    settings = {"bookingFields": questions_given(call)}
    return shown_questions(
        update_event_type(call.world, call.me.user, call.path["eventTypeId"], settings, call.version)
    )


def add(call: Call) -> Json:
    event_type = _own(call)
    return _stored(call, event_type, appended(questions_of(event_type), questions_given(call)))


def change(call: Call) -> Json:
    event_type = _own(call)
    return _stored(call, event_type, changed(questions_of(event_type), questions_given(call)))


def remove(call: Call) -> Json:
    event_type = _own(call)
    return _stored(call, event_type, without(questions_of(event_type), call.path["slug"]))


def _own(call: Call) -> EventType:
    return own_event_type(call.world, call.me.user, call.path["eventTypeId"])


def questions_of(event_type: EventType) -> list[dict[str, Any]]:
    """The list that is stored, or the default one."""
    return event_type.booking_fields or default_booking_fields()


def questions_given(call: Call) -> Any:
    """What the body has for a list, unchecked."""
    return (call.body or {}).get("bookingFields")


def _stored(call: Call, event_type: EventType, fields: list[dict[str, Any]]) -> Json:
    return shown_questions(set_questions(call.world, call.me.user, event_type, fields))


def shown_questions(event_type: EventType) -> Json:
    """The answer of every operation: the complete list."""
    return success({"bookingFields": shown_fields(event_type.booking_fields, hidden=True)})


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "EventTypesController_2026_06_12_getBookingFields": list_all,
        "EventTypesController_2026_06_12_replaceBookingFields": replace,
        "EventTypesController_2026_06_12_addBookingFields": add,
        "EventTypesController_2026_06_12_updateBookingFields": change,
        "EventTypesController_2026_06_12_deleteBookingField": remove,
    }
)
