"""The life of teams' event types: made, changed, found (platform.md 2.3, 3.5)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.errors import event_types as event_type_errors
from emulator.errors import teams as errors
from emulator.scheduling.access import leads_team
from emulator.scheduling.apps.credentials import APP_INTEGRATIONS
from emulator.scheduling.event_type_defaults import default_booking_fields, default_locations
from emulator.scheduling.event_type_fields import guests_hidden, reachable
from emulator.scheduling.event_type_history import change_event_type
from emulator.scheduling.event_type_locations import CAL_VIDEO, check_connected
from emulator.scheduling.event_type_rules import check_body, check_email, check_rules, check_schedule
from emulator.scheduling.event_type_settings import changes
from emulator.scheduling.lookup import event_type_of_team
from emulator.scheduling.team_hosts import assign, copies, members_to_host, synchronise
from emulator.scheduling.teams import membership_of
from emulator.world.appointments import EventType, SchedulingType
from emulator.world.records import Team, User
from emulator.world.world import World

Json = dict[str, Any]

KINDS: Final[Mapping[str, SchedulingType]] = MappingProxyType(
    {
        "roundRobin": "roundRobin",
        "collective": "collective",
        "managed": "managed",
        # The words of the database are taken as well.
        "ROUND_ROBIN": "roundRobin",
        "COLLECTIVE": "collective",
        "MANAGED": "managed",
    }
)
OPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "assignAllTeamMembers": "assign_all",
        "rescheduleWithSameRoundRobinHost": "keep_host",
        "allowRRHostChoiceOnReschedule": "host_choice",
        "rrHostSubsetEnabled": "host_subset",
    }
)
"""Settings that only event types of teams have, and their field of the record."""


def create_team_event_type(
    world: World, team: Team, creator: User, settings: Mapping[str, Any], version: str
) -> EventType:
    """A new event type of the team, with its hosts or the copies of its members. Raises 400s, 401, 403 and 404s."""
    check_body(settings, version, of_team=True)
    bare = EventType(
        id=0,
        title="",
        slug="",
        length=0,
        team_id=team.id,
        scheduling_type=KINDS[settings["schedulingType"]],
        booking_fields=default_booking_fields(),
        locations=default_locations(),
    )
    wanted = dataclasses.replace(bare, **changes(settings, bare, version), **_options(settings))
    _check(world, team, creator, wanted, settings)
    made = world.event_types.add(dataclasses.replace(wanted, id=world.ids.next("event-types")))
    assign(world, made, _hosts(world, team, made, settings) or ())
    return made


def update_team_event_type(
    world: World, team: Team, user: User, event_type_id: int, settings: Mapping[str, Any], version: str
) -> EventType:
    """Change what the body holds and leave the rest; a managed event type takes its copies along.

    Raises what creating raises, and a 400 for an event type that the team has not.
    """
    check_body(settings, version, of_team=True)
    event_type = world.event_types.get(event_type_id)
    if event_type is None or event_type.team_id != team.id:
        raise errors.nothing_to_update()
    changed = {**changes(settings, event_type, version), **_options(settings)}
    kind = _changed_kind(event_type, settings)
    if kind is not None:
        changed["scheduling_type"] = kind
    _check(world, team, user, dataclasses.replace(event_type, **changed), settings)
    change_event_type(world, event_type, changed, user)
    hosts = _hosts(world, team, event_type, settings)
    if hosts is None and kind is not None:
        # What the hosts of one kind are in the other nobody can tell: there are none until somebody says.
        hosts = []
    if event_type.scheduling_type == "managed":
        for copy in copies(world, event_type):
            for link in world.private_links.where("event_type_id", copy.id):
                world.private_links.remove(link)
    if hosts is not None:
        assign(world, event_type, hosts)
    synchronise(world, event_type)
    return event_type


def set_team_questions(world: World, team: Team, user: User, event_type: EventType, fields: list[Json]) -> EventType:
    """Give an event type and its copies another complete list of questions.

    Raises a 400 when the booker could not be written to.
    """
    _check_questions(team, dataclasses.replace(event_type, booking_fields=fields))
    changed = {"booking_fields": fields, "disable_guests": bool(guests_hidden(fields))}
    change_event_type(world, event_type, changed, user)
    synchronise(world, event_type)
    return event_type


def event_type_in_team(world: World, team: Team, event_type_id: int) -> EventType:
    """An event type of the team. Raises a 404."""
    event_type = world.event_types.get(event_type_id)
    if event_type is None or event_type.team_id != team.id:
        raise event_type_errors.not_found(event_type_id)
    return event_type


def _options(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {field: settings[name] for name, field in OPTIONS.items() if settings.get(name) is not None}


def _changed_kind(event_type: EventType, settings: Mapping[str, Any]) -> SchedulingType | None:
    """What the event type becomes, if it becomes anything else. Managed ones stay what they are."""
    kind = KINDS.get(settings.get("schedulingType") or "")
    if kind is None or kind == event_type.scheduling_type or "managed" in (kind, event_type.scheduling_type):
        return None
    return kind


def _hosts(world: World, team: Team, event_type: EventType, settings: Mapping[str, Any]) -> list[Json] | None:
    """The hosts that the body wants; None where it says nothing of them."""
    given: list[Json] | None = settings.get("hosts")
    if not settings.get("assignAllTeamMembers"):
        return given
    # With everybody in, what is said of single hosts counts only where it makes them mandatory (live.md 2.3).
    fixed = {host["userId"]: host for host in given or () if host.get("mandatory")}
    return [fixed.get(number, {"userId": number}) for number in members_to_host(world, team)]


def _check(world: World, team: Team, user: User, wanted: EventType, settings: Mapping[str, Any]) -> None:
    """The checks of the service, in its order."""
    sent = {name for name, value in settings.items() if value is not None}
    if "locations" in sent:
        check_connected(settings["locations"], _apps(world, team))
    if "hosts" in sent:
        _check_members(world, team, [host["userId"] for host in settings["hosts"]])
    # Its own slug is taken too: an update that sends it is refused (platform.md 2.3).
    if "slug" in sent and event_type_of_team(world, team, wanted.slug) is not None:
        raise errors.slug_taken()
    if "bookingFields" in sent:
        _check_questions(team, wanted)
    check_rules(world, user, wanted, settings, sent)
    if "scheduleId" in sent:
        check_schedule(world, user, settings["scheduleId"])
    _check_accepted(world, team, settings)
    if user.role != "ADMIN" and not leads_team(world, user, team.id):
        raise errors.creator_does_not_lead()


def _apps(world: World, team: Team) -> set[str]:
    connected = world.credentials.where("team_id", team.id)
    return {CAL_VIDEO, *(APP_INTEGRATIONS.get(each.app_id, each.app_id) for each in connected)}


def _check_members(world: World, team: Team, numbers: list[int]) -> None:
    members = set(members_to_host(world, team))
    strangers = [number for number in numbers if number not in members]
    if strangers:
        raise errors.invalid_hosts(strangers, team.id)


def _check_questions(team: Team, wanted: EventType) -> None:
    """Teams of organizations may ask for a telephone number instead of an address."""
    if team.parent_id is None:
        check_email(wanted)
    elif not any(reachable(wanted.booking_fields)):
        raise event_type_errors.attendee_not_reachable()


def _check_accepted(world: World, team: Team, settings: Mapping[str, Any]) -> None:
    if team.parent_id is not None:
        return
    for host in settings.get("hosts") or ():
        membership = membership_of(world, host["userId"], team.id)
        if membership is None or not membership.accepted:
            raise errors.host_not_accepted()
