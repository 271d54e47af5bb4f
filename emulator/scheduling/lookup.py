"""Finding users and event types by the names that URLs and bodies carry."""

from __future__ import annotations

from emulator.world.appointments import EventType
from emulator.world.records import Schedule, Team, User
from emulator.world.world import World


def user_by_username(world: World, username: str, organization_id: int | None = None) -> User | None:
    """The user of that name outside any organization, or inside the one given, where profiles tell names too."""
    if organization_id is not None:
        for profile in world.profiles.where("username", username.lower()):
            if profile.organization_id == organization_id:
                return world.users.get(profile.user_id)
    for user in world.users.where("username", username.lower()):
        if user.organization_id == organization_id:
            return user
    return None


def event_type_of_user(world: World, user: User, slug: str) -> EventType | None:
    """The user's own event type with that slug."""
    for event_type in world.event_types.where("owner_id", user.id):
        if event_type.slug == slug:
            return event_type
    return None


def organization_by_slug(world: World, slug: str) -> Team | None:
    """The organization of that slug; a team of the same slug is none."""
    return next((team for team in world.teams.where("slug", slug) if team.is_organization), None)


def team_by_slug(world: World, slug: str, organization: Team | None) -> Team | None:
    """The team of that slug outside any organization, or inside the one given."""
    parent_id = organization.id if organization else None
    found = world.teams.where("slug", slug)
    return next((team for team in found if team.parent_id == parent_id and not team.is_organization), None)


def event_type_of_team(world: World, team: Team, slug: str) -> EventType | None:
    """The team's event type with that slug."""
    return next((kind for kind in world.event_types.where("team_id", team.id) if kind.slug == slug), None)


def effective_schedule(world: World, event_type: EventType, host: User) -> Schedule | None:
    """Whose hours count: the event type's schedule, else the one chosen for this host of a team's event type, else the
    host's default, else the first one the host has.
    """
    chosen = (
        world.schedules.get(event_type.schedule_id)
        or world.schedules.get(_schedule_of_host(world, event_type, host))
        or world.schedules.get(host.default_schedule_id)
    )
    if chosen is not None:
        return chosen
    own = world.schedules.where("user_id", host.id)
    return own[0] if own else None


def _schedule_of_host(world: World, event_type: EventType, user: User) -> int | None:
    if event_type.team_id is None:
        return None
    rows = world.hosts.where("event_type_id", event_type.id)
    return next((host.schedule_id for host in rows if host.user_id == user.id), None)
