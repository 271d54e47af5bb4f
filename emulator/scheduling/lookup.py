"""Finding users and event types by the names that URLs and bodies carry."""

from __future__ import annotations

from emulator.world.appointments import EventType
from emulator.world.records import Schedule, User
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


def effective_schedule(world: World, event_type: EventType, host: User) -> Schedule | None:
    """Whose hours count: the event type's schedule, else the host's default, else the first one the host has."""
    chosen = world.schedules.get(event_type.schedule_id) or world.schedules.get(host.default_schedule_id)
    if chosen is not None:
        return chosen
    own = world.schedules.where("user_id", host.id)
    return own[0] if own else None
