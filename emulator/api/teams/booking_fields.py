"""The questions of a team's event type as a list of their own, in version 2026-06-12 (live.md 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.api.booking_fields import questions_given, questions_of, shown_questions
from emulator.api.call import Call, Guard, Handler, Json
from emulator.api.teams import guard
from emulator.scheduling.booking_field_changes import appended, changed, without
from emulator.scheduling.team_event_types import event_type_in_team, set_team_questions, update_team_event_type
from emulator.world.appointments import EventType


def list_all(call: Call) -> Json:
    return shown_questions(_event_type(call))


def replace(call: Call) -> Json:
    team, event_type = guard.administrator(call), _event_type(call)
    settings = {"bookingFields": questions_given(call)}
    update_team_event_type(call.world, team, call.me.user, event_type.id, settings, call.version)
    return shown_questions(event_type)


def add(call: Call) -> Json:
    event_type = _event_type(call)
    return _stored(call, event_type, appended(questions_of(event_type), questions_given(call)))


def change(call: Call) -> Json:
    event_type = _event_type(call)
    return _stored(call, event_type, changed(questions_of(event_type), questions_given(call)))


def remove(call: Call) -> Json:
    event_type = _event_type(call)
    return _stored(call, event_type, without(questions_of(event_type), call.path["slug"]))


def _event_type(call: Call) -> EventType:
    return event_type_in_team(call.world, guard.administrator(call), call.path["eventTypeId"])


def _stored(call: Call, event_type: EventType, fields: list[dict[str, Any]]) -> Json:
    team = guard.administrator(call)
    return shown_questions(set_team_questions(call.world, team, call.me.user, event_type, fields))


_HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "getBookingFields": list_all,
        "replaceBookingFields": replace,
        "addBookingFields": add,
        "updateBookingFields": change,
        "deleteBookingField": remove,
    }
)
CONTROLLERS: Final = ("TeamsEventTypesController_2026_06_12", "OrganizationsEventTypesController_2026_06_12")
HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {f"{prefix}_{name}": handler for prefix in CONTROLLERS for name, handler in _HANDLERS.items()}
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(dict.fromkeys(HANDLERS, _event_type))
