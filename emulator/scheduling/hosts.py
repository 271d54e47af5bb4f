"""Who hosts an event type."""

from __future__ import annotations

from emulator.world.appointments import EventType
from emulator.world.records import User
from emulator.world.world import World


def hosts(world: World, event_type: EventType) -> list[User]:
    """The owner of a personal event type; the listed hosts of a team's. Users that are gone are left out."""
    if event_type.team_id is None:
        owner = world.users.get(event_type.owner_id)
        return [owner] if owner else []
    numbers = [host.get("userId") for host in event_type.hosts]
    found = [world.users.get(number) for number in numbers]
    return [user for user in found if user is not None]
