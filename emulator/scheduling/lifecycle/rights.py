"""Who runs a booking, and which rules a caller may set aside."""

from __future__ import annotations

from emulator.scheduling.access import hosts_event_type, leads_event_type
from emulator.scheduling.lifecycle.requests import NONE, Overrides
from emulator.world.appointments import Booking, EventType
from emulator.world.records import User
from emulator.world.world import World


def is_host(world: World, booking: Booking, event_type: EventType | None, user: User | None) -> bool:
    """Organizer of the booking, or owner or host of its event type."""
    if user is None:
        return False
    return booking.user_id == user.id or (event_type is not None and hosts_event_type(world, user, event_type))


def runs_booking(world: World, booking: Booking, user: User) -> bool:
    """A host, or an administrator of the event type's team."""
    event_type = world.event_types.get(booking.event_type_id)
    if is_host(world, booking, event_type, user):
        return True
    return event_type is not None and leads_event_type(world, user, event_type)


def granted(world: World, wanted: Overrides, event_type: EventType, user: User | None) -> Overrides:
    """The overrides that count: those of the event type's hosts; anybody else's are silently ignored."""
    return wanted if user is not None and hosts_event_type(world, user, event_type) else NONE
