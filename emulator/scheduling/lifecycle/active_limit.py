"""How many bookings to come one booker may hold of one event type."""

from __future__ import annotations

from emulator.errors import bookings as errors
from emulator.world.appointments import Booking, EventType
from emulator.world.world import World


def check_active_limit(world: World, event_type: EventType, email: str) -> None:
    """Raise a 400 when the booker holds as many accepted bookings to come as the event type lets one person have."""
    limit = event_type.active_bookings_limit
    most = None if not limit or limit.get("disabled") else limit.get("maximumActiveBookings")
    if not most:
        return
    active = _active(world, event_type, email)
    if len(active) < most:
        return
    # Of the latest `most` bookings the earliest one is offered for moving.
    movable = active[-int(most)].uid if limit and limit.get("offerReschedule") else None
    raise errors.too_many_active_bookings(movable)


def _active(world: World, event_type: EventType, email: str) -> list[Booking]:
    """By start, earliest first."""
    now = world.now()
    found = {
        booking.id: booking
        for attendee in world.attendees.where("email", email)
        if (booking := world.bookings.get(attendee.booking_id)) is not None
        and booking.event_type_id == event_type.id
        and booking.status == "accepted"
        and booking.start >= now
    }
    return sorted(found.values(), key=lambda booking: booking.start)
