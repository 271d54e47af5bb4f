"""Who hosts a team's event types: rows for hosts that share them, copies of the managed ones (platform.md 2.3)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, Final

from emulator.scheduling.lookup import event_type_of_user
from emulator.world import ties
from emulator.world.appointments import EventType, Host
from emulator.world.records import Team
from emulator.world.world import World

Json = dict[str, Any]

OWN: Final = frozenset({"id", "owner_id", "team_id", "parent_id", "scheduling_type", "assign_all", "hidden"})
"""What a member's copy does not have from its parent: copies are never hidden."""


def members_to_host(world: World, team: Team) -> list[int]:
    """Everybody in the team; of a team that a platform client made only the users whom clients manage."""
    numbers = [membership.user_id for membership in world.memberships.where("team_id", team.id)]
    if team.created_by_client is None:
        return numbers
    users = [world.users.get(number) for number in numbers]
    return [user.id for user in users if user is not None and user.oauth_client_id is not None]


def assign(world: World, event_type: EventType, wanted: Iterable[Json]) -> None:
    """Make exactly these the hosts, given as the API's `{userId, mandatory, priority}`. A managed event type has
    copies in their place; those that stay are brought in line with it.
    """
    people = {host["userId"]: host for host in wanted}
    if event_type.scheduling_type == "managed":
        _assign_copies(world, event_type, list(people))
        return
    there = {host.user_id: host for host in world.hosts.where("event_type_id", event_type.id)}
    for number, host in there.items():
        if number not in people:
            world.hosts.remove(host)
    for number, given in people.items():
        part = _part(event_type, given)
        if number in there:
            world.hosts.update(there[number], **part)
        else:
            world.hosts.add(Host(world.ids.next("hosts"), event_type.id, number, **part))


def synchronise(world: World, parent: EventType) -> None:
    """Bring the copies of a managed event type in line with it, in everything: nothing is left to the members."""
    for copy in copies(world, parent):
        world.event_types.update(copy, **_inherited(parent))


def copies(world: World, parent: EventType) -> list[EventType]:
    """The members' copies of a managed event type, oldest first."""
    return world.event_types.where("parent_id", parent.id)


def enlist(world: World, team: Team, user_id: int) -> None:
    """Give a new member a part in every event type that is for the whole team."""
    if user_id not in members_to_host(world, team):
        return
    for event_type in world.event_types.where("team_id", team.id):
        if not event_type.assign_all:
            continue
        if event_type.scheduling_type == "managed":
            if all(copy.owner_id != user_id for copy in copies(world, event_type)):
                _copy(world, event_type, user_id)
        elif all(host.user_id != user_id for host in world.hosts.where("event_type_id", event_type.id)):
            part = _part(event_type, {})
            world.hosts.add(Host(world.ids.next("hosts"), event_type.id, user_id, **part))


def strike(world: World, team: Team, user_id: int) -> None:
    """Take a former member's copies and parts in the team's event types away."""
    for event_type in world.event_types.where("team_id", team.id):
        for copy in copies(world, event_type):
            if copy.owner_id == user_id:
                ties.remove(world, world.event_types, copy)
        for host in world.hosts.where("event_type_id", event_type.id):
            if host.user_id == user_id:
                world.hosts.remove(host)


def _part(event_type: EventType, given: Json) -> dict[str, Any]:
    """In a collective event type everybody is in every booking, and nobody comes before others."""
    if event_type.scheduling_type == "collective":
        return {"fixed": True, "priority": "medium"}
    return {"fixed": bool(given.get("mandatory")), "priority": given.get("priority") or "medium"}


def _assign_copies(world: World, parent: EventType, people: list[int]) -> None:
    there = {copy.owner_id: copy for copy in copies(world, parent)}
    for number, copy in there.items():
        if number not in people:
            ties.remove(world, world.event_types, copy)
    for number in people:
        if number not in there:
            _copy(world, parent, number)


def _copy(world: World, parent: EventType, user_id: int) -> None:
    """A member's copy. An event type of the member's own with the same slug makes room for it."""
    user = world.users.get(user_id)
    own = event_type_of_user(world, user, parent.slug) if user is not None else None
    if own is not None and own.parent_id is None:
        ties.remove(world, world.event_types, own)
    bare = EventType(
        id=world.ids.next("event-types"), title="", slug="", length=0, owner_id=user_id, parent_id=parent.id
    )
    world.event_types.add(dataclasses.replace(bare, **_inherited(parent)))


def _inherited(parent: EventType) -> dict[str, Any]:
    names = (field.name for field in dataclasses.fields(parent))
    return {name: getattr(parent, name) for name in names if name not in OWN}
