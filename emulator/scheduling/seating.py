"""Places in seated event types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from emulator.world.appointments import EventType
from emulator.world.world import World


@dataclass(slots=True, frozen=True)
class Occupancy:
    """How many people come to a seated time, and the uid of their booking if there is one."""

    taken: int
    booking_uid: str | None


def seats_offered(event_type: EventType) -> int | None:
    """Seats at each time; None for an event type without seats."""
    seats = event_type.seats or {}
    return None if not seats or seats.get("disabled") else int(seats["seatsPerTimeSlot"])


def seats_held(world: World, event_type: EventType, start: datetime) -> int:
    """How many reservations hold a seat at `start`."""
    now = world.now()
    return sum(
        held.is_seat and held.start == start and held.until > now
        for held in world.reservations.where("event_type_id", event_type.id)
    )


def occupancy(world: World, event_type: EventType, start: datetime, statuses: frozenset[str]) -> Occupancy:
    """The people in bookings of one of `statuses` that start at `start` (UTC)."""
    taken, uid = 0, None
    for booking in world.bookings.between("event_type_id", event_type.id, start, start + timedelta(milliseconds=1)):
        if booking.status in statuses:
            taken += len(world.attendees.where("booking_id", booking.id))
            uid = booking.uid
    return Occupancy(taken, uid)
