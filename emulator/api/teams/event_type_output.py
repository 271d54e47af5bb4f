"""Event types of teams as versions 2024-06-14 and 2026-06-12 show them (platform.md 2.3, live.md 2.3)."""

from __future__ import annotations

from typing import Any

from emulator.api.event_type_output import event_type_base
from emulator.scheduling.booking_pages import booking_page, team_page
from emulator.scheduling.questions import questions
from emulator.scheduling.team_hosts import copies
from emulator.world.appointments import EventType, Host
from emulator.world.records import Team, User
from emulator.world.world import World

Json = dict[str, Any]


def team_event_type_output(
    world: World, event_type: EventType, version: str, *, hidden: bool = True, most_hosts: int | None = None
) -> Json:
    """A team's event type, or a member's copy of a managed one, with its hidden questions or without.

    `most_hosts` cuts the list of hosts short. Its values are the record's own: change none.
    """
    parent = world.event_types.get(event_type.parent_id)
    owner = world.users.get(event_type.owner_id)
    team = world.teams.get(event_type.team_id if parent is None else parent.team_id)
    people: Json = {
        "teamId": event_type.team_id,
        "parentEventTypeId": event_type.parent_id,
        "hosts": _hosts(world, event_type)[:most_hosts],
        "schedulingType": event_type.scheduling_type,
        "team": _team(team),
        "rescheduleWithSameRoundRobinHost": event_type.keep_host,
        "allowRRHostChoiceOnReschedule": event_type.host_choice,
        "rrHostSubsetEnabled": event_type.host_subset,
    }
    page: str | None
    if parent is None:
        people["assignAllTeamMembers"] = event_type.assign_all
        page = team_page(world, event_type)
    else:
        page = booking_page(world, () if owner is None else (owner,), event_type.slug)
    fields = questions(version).shown_fields(event_type.booking_fields, hidden=hidden)
    return event_type_base(event_type, fields, people, page)


def with_copies(world: World, event_type: EventType, version: str) -> Json | list[Json]:
    """What creating and changing answer: a managed event type comes first in a list with its members' copies."""
    shown = team_event_type_output(world, event_type, version)
    if event_type.scheduling_type != "managed":
        return shown
    return [shown, *(team_event_type_output(world, copy, version) for copy in copies(world, event_type))]


def _hosts(world: World, event_type: EventType) -> list[Json]:
    """What a host is to a booking is said only where hosts take turns."""
    if event_type.scheduling_type == "managed":
        owners = [world.users.get(copy.owner_id) for copy in copies(world, event_type)]
        return [_person(user) for user in owners if user is not None]
    rows = [(host, world.users.get(host.user_id)) for host in world.hosts.where("event_type_id", event_type.id)]
    turns = event_type.scheduling_type == "roundRobin"
    return [{**_person(user), **(_part(host) if turns else {})} for host, user in rows if user is not None]


def _person(user: User) -> Json:
    return {"userId": user.id, "name": user.name, "username": user.username, "avatarUrl": user.avatar_url}


def _part(host: Host) -> Json:
    return {"mandatory": host.fixed, "priority": host.priority}


def _team(team: Team | None) -> Json:
    names = ("id", "slug", "name", "bannerUrl", "logoUrl", "weekStart", "brandColor", "darkBrandColor", "theme")
    if team is None:
        return dict.fromkeys(names)
    values = (
        team.id,
        team.slug,
        team.name,
        team.banner_url,
        team.logo_url,
        team.week_start,
        team.brand_color,
        team.dark_brand_color,
        team.theme,
    )
    return dict(zip(names, values, strict=True))
