"""Event types of teams, on their own and within organizations (platform.md 2.3, 3.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.api.pagination import FARTHEST
from emulator.api.teams import guard
from emulator.api.teams.event_type_output import team_event_type_output, with_copies
from emulator.api.teams.teams import page
from emulator.errors.event_types import nothing_to_delete
from emulator.scheduling.access import manages_event_type
from emulator.scheduling.questions import NEWEST
from emulator.scheduling.team_event_types import create_team_event_type, event_type_in_team, update_team_event_type
from emulator.world import ties
from emulator.world.appointments import EventType


def create(call: Call) -> Json:
    team = guard.administrator(call)
    made = create_team_event_type(call.world, team, call.me.user, call.body, _version(call))
    return success(with_copies(call.world, made, _version(call)))


def list_all(call: Call) -> Json:
    """For everybody. The members' copies are not the team's; the cut on hosts goes with the slug alone."""
    team, query = guard.anybody(call), call.query
    found = call.world.event_types.where("team_id", team.id)
    slug = query.get("eventSlug")
    if slug:
        found = [event_type for event_type in found if event_type.slug == slug]
    return success(_listed(call, _sorted(call, found), _most_hosts(call) if slug else None))


def list_of_organization(call: Call) -> Json:
    """Those of all teams of the organization."""
    organization = guard.organization_administrator(call)
    teams = call.world.teams.where("parent_id", organization.id)
    found = [event_type for team in teams for event_type in call.world.event_types.where("team_id", team.id)]
    return success(_listed(call, page(call, _sorted(call, found)), None))


def read(call: Call) -> Json:
    event_type = event_type_in_team(call.world, guard.administrator(call), call.path["eventTypeId"])
    return success(team_event_type_output(call.world, event_type, _version(call)))


def update(call: Call) -> Json:
    team, number = guard.administrator(call), call.path["eventTypeId"]
    changed = update_team_event_type(call.world, team, call.me.user, number, call.body or {}, _version(call))
    return success(with_copies(call.world, changed, _version(call)))


def delete(call: Call) -> Json:
    team, number = guard.administrator(call), call.path["eventTypeId"]
    event_type = call.world.event_types.get(number)
    if event_type is None or event_type.team_id != team.id:
        raise nothing_to_delete(number)
    ties.remove(call.world, call.world.event_types, event_type)
    return success({"id": event_type.id, "title": event_type.title})


def _version(call: Call) -> str:
    """Whatever a request asks for gets the one older generation of event types, but for the newest."""
    return call.version if call.version == NEWEST else "2024-06-14"


def _most_hosts(call: Call) -> int | None:
    limit = call.query.get("hostsLimit")
    return None if limit is None else int(min(limit, FARTHEST))


def _sorted(call: Call, found: list[EventType]) -> list[EventType]:
    order = call.query.get("sortCreatedAt")
    return sorted(found, key=lambda each: each.id, reverse=order == "desc") if order else found


def _listed(call: Call, found: Iterable[EventType], most_hosts: int | None) -> list[dict[str, Json]]:
    return [
        team_event_type_output(
            call.world,
            event_type,
            _version(call),
            hidden=_version(call) == NEWEST and manages_event_type(call.world, call.user, event_type),
            most_hosts=most_hosts,
        )
        for event_type in found
    ]


OF_TEAM: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "createTeamEventType": create,
        "getTeamEventTypes": list_all,
        "getTeamEventType": read,
        "updateTeamEventType": update,
        "deleteTeamEventType": delete,
    }
)
OF_ORGANIZATION: Final[Mapping[str, Handler]] = MappingProxyType(
    {**OF_TEAM, "getTeamsEventTypes": list_of_organization}
)
CONTROLLERS: Final[Mapping[str, Mapping[str, Handler]]] = MappingProxyType(
    {
        "TeamsEventTypesController": OF_TEAM,
        "OrganizationsEventTypesController": OF_ORGANIZATION,
        "TeamsEventTypesController_2026_06_12": OF_TEAM,
        "OrganizationsEventTypesController_2026_06_12": OF_ORGANIZATION,
    }
)
HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {f"{prefix}_{name}": handler for prefix, own in CONTROLLERS.items() for name, handler in own.items()}
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        f"{prefix}_{name}": guard.administrator
        for prefix in CONTROLLERS
        for name in ("createTeamEventType", "updateTeamEventType")
    }
)
