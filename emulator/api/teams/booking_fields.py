"""The questions of a team's event type as a list of their own, in version 2026-06-12 (live.md 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.booking_fields import Fields, Questions
from emulator.api.call import Call, Guard, Handler, Json
from emulator.api.teams import guard
from emulator.scheduling.team_event_types import event_type_in_team, set_team_questions, update_team_event_type
from emulator.world.appointments import EventType


def _event_type(call: Call) -> EventType:
    return event_type_in_team(call.world, guard.administrator(call), call.path["eventTypeId"])


def _update(call: Call, settings: Mapping[str, Json]) -> EventType:
    team, event_type = guard.administrator(call), _event_type(call)
    update_team_event_type(call.world, team, call.me.user, event_type.id, settings, call.version)
    return event_type


def _store(call: Call, event_type: EventType, fields: Fields) -> EventType:
    return set_team_questions(call.world, guard.administrator(call), call.me.user, event_type, fields)


QUESTIONS: Final = Questions(_event_type, _event_type, _update, _store)
HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        **QUESTIONS.handlers("TeamsEventTypesController_2026_06_12"),
        **QUESTIONS.handlers("OrganizationsEventTypesController_2026_06_12"),
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(dict.fromkeys(HANDLERS, _event_type))
