"""Who may do what with somebody's event type or booking."""

from __future__ import annotations

from collections.abc import Iterator

from emulator.world.appointments import Booking, EventType
from emulator.world.records import User
from emulator.world.world import World

LEADERS = frozenset({"ADMIN", "OWNER"})


def leads_team(world: World, user: User, team_id: int) -> bool:
    """Is the user an accepted administrator or owner of the team, or of the organization above it?"""
    team = world.teams.get(team_id)
    ids = {team_id} if team is None or team.parent_id is None else {team_id, team.parent_id}
    return any(
        membership.team_id in ids and membership.accepted and membership.role in LEADERS
        for membership in world.memberships.where("user_id", user.id)
    )


def in_organization(world: World, user_id: int, organization_id: int) -> bool:
    """Does the user have a profile in the organization? Memberships do not count (platform.md 1.3)."""
    user = world.users.get(user_id)
    if user is None:
        return False
    profiles = world.profiles.where("user_id", user_id)
    return user.organization_id == organization_id or any(
        profile.organization_id == organization_id for profile in profiles
    )


def hosts_event_type(world: World, user: User, event_type: EventType) -> bool:
    """Is the user the owner of the event type or one of its hosts?"""
    if event_type.owner_id == user.id:
        return True
    return any(host.user_id == user.id for host in world.hosts.where("event_type_id", event_type.id))


def leads_event_type(world: World, user: User, event_type: EventType) -> bool:
    """Does the user lead the event type's team, or the one that a member's copy of a managed event type comes from?"""
    parent = world.event_types.get(event_type.parent_id)
    team_id = event_type.team_id if parent is None else parent.team_id
    return team_id is not None and leads_team(world, user, team_id)


def manages_event_type(world: World, user: User | None, event_type: EventType) -> bool:
    """Owner, host, or administrator of the team or of the organization that the event type lives in."""
    if user is None:
        return False
    if hosts_event_type(world, user, event_type) or leads_event_type(world, user, event_type):
        return True
    owner = world.users.get(event_type.owner_id)
    return owner is not None and owner.organization_id is not None and leads_team(world, user, owner.organization_id)


def may_open_booking(world: World, user: User, booking: Booking) -> bool:
    """The organizer, and administrators of the event type's team or of the organizer's teams and organization."""
    if booking.user_id == user.id:
        return True
    event_type = world.event_types.get(booking.event_type_id)
    if event_type is not None and leads_event_type(world, user, event_type):
        return True
    return any(leads_team(world, user, team_id) for team_id in _teams_of(world, booking.user_id))


def _teams_of(world: World, user_id: int | None) -> Iterator[int]:
    for membership in world.memberships.where("user_id", user_id):
        if membership.accepted:
            yield membership.team_id
