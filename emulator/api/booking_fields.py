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
    return _shown(visible_event_type(call.world, call.me.user, call.path["eventTypeId"]))


def replace(call: Call) -> Json:
    settings = {"bookingFields": _given(call)}
    return _shown(update_event_type(call.world, call.me.user, call.path["eventTypeId"], settings, call.version))


def add(call: Call) -> Json:
    event_type = _own(call)
    return _stored(call, event_type, appended(_there(event_type), _given(call)))


def change(call: Call) -> Json:
    event_type = _own(call)
    return _stored(call, event_type, changed(_there(event_type), _given(call)))


def remove(call: Call) -> Json:
    event_type = _own(call)
    return _stored(call, event_type, without(_there(event_type), call.path["slug"]))


def _own(call: Call) -> EventType:
    return own_event_type(call.world, call.me.user, call.path["eventTypeId"])


def _there(event_type: EventType) -> list[dict[str, Any]]:
    return event_type.booking_fields or default_booking_fields()


def _given(call: Call) -> Any:
    return (call.body or {}).get("bookingFields")


def _stored(call: Call, event_type: EventType, fields: list[dict[str, Any]]) -> Json:
    return _shown(set_questions(call.world, call.me.user, event_type, fields))


def _shown(event_type: EventType) -> Json:
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
