"""The questions of an event type as a list of their own, in version 2026-06-12 (live.md 2.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Call, Handler, Json, success
from emulator.scheduling.booking_field_changes import appended, changed, without
from emulator.scheduling.booking_fields_2026_06_12 import shown_fields
from emulator.scheduling.event_type_defaults import default_booking_fields
from emulator.scheduling.event_types import own_event_type, set_questions, update_event_type, visible_event_type
from emulator.world.appointments import EventType

Fields = list[dict[str, Any]]


@dataclass(frozen=True)
class Questions:
    """What people's and teams' event types have in common; every answer is the complete list.

    `readable` and `own` give the event type in the path, `update` changes settings of it, `store` its whole list; each
    raises the refusals of its resource.
    """

    readable: Callable[[Call], EventType]
    own: Callable[[Call], EventType]
    update: Callable[[Call, Mapping[str, Json]], EventType]
    store: Callable[[Call, EventType, Fields], EventType]

    def list_all(self, call: Call) -> Json:
        return _shown(self.readable(call))

    def replace(self, call: Call) -> Json:
        return _shown(self.update(call, {"bookingFields": _given(call)}))

    def add(self, call: Call) -> Json:
        event_type = self.own(call)
        return _shown(self.store(call, event_type, appended(_stored(event_type), _given(call))))

    def change(self, call: Call) -> Json:
        event_type = self.own(call)
        return _shown(self.store(call, event_type, changed(_stored(event_type), _given(call))))

    def remove(self, call: Call) -> Json:
        event_type = self.own(call)
        return _shown(self.store(call, event_type, without(_stored(event_type), call.path["slug"])))

    def handlers(self, controller: str) -> Mapping[str, Handler]:
        """By operationId."""
        return MappingProxyType(
            {
                f"{controller}_getBookingFields": self.list_all,
                f"{controller}_replaceBookingFields": self.replace,
                f"{controller}_addBookingFields": self.add,
                f"{controller}_updateBookingFields": self.change,
                f"{controller}_deleteBookingField": self.remove,
            }
        )


def _given(call: Call) -> Any:
    """What the body has for a list, unchecked."""
    return (call.body or {}).get("bookingFields")


def _stored(event_type: EventType) -> Fields:
    """The list that is stored, or the default one."""
    return event_type.booking_fields or default_booking_fields()


def _shown(event_type: EventType) -> Json:
    return success({"bookingFields": shown_fields(event_type.booking_fields, hidden=True)})


def _visible(call: Call) -> EventType:
    return visible_event_type(call.world, call.me.user, call.path["eventTypeId"])


def _own(call: Call) -> EventType:
    return own_event_type(call.world, call.me.user, call.path["eventTypeId"])


def _update(call: Call, settings: Mapping[str, Json]) -> EventType:
    return update_event_type(call.world, call.me.user, call.path["eventTypeId"], settings, call.version)


def _store(call: Call, event_type: EventType, fields: Fields) -> EventType:
    return set_questions(call.world, call.me.user, event_type, fields)


HANDLERS: Final[Mapping[str, Handler]] = Questions(_visible, _own, _update, _store).handlers(
    "EventTypesController_2026_06_12"
)
