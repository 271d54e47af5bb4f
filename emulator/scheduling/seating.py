"""Places in seated event types."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from emulator.frozen import frozen
from emulator.scheduling.hosts import crew_of
from emulator.world.appointments import Booking, EventType
from emulator.world.world import World

ACCEPTED: Final = frozenset({"accepted"})
INSTANT: Final = timedelta(milliseconds=1)
"""Instants are told apart no further."""


@frozen
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
        held.is_seat and held.until > now
        for held in world.reservations.between("event_type_id", event_type.id, start, start + INSTANT)
    )


def occupancy(world: World, event_type: EventType, start: datetime, statuses: Collection[str] = ACCEPTED) -> Occupancy:
    """The people in bookings of one of `statuses` that start at `start` (UTC)."""
    taken, uid = 0, None
    for booking in _at(world, event_type, start):
        if booking.status in statuses:
            taken += seated_people(world, booking)
            uid = booking.uid
    return Occupancy(taken, uid)


def seated_people(world: World, booking: Booking) -> int:
    """How many of the attendees need a seat: the hosts of a team's event type, who come as attendees too, do not."""
    event_type = world.event_types.get(booking.event_type_id)
    if event_type is None or event_type.team_id is None:
        return world.attendees.counted("booking_id", booking.id)
    hosting = {user.email for user in crew_of(world, event_type).members}
    return sum(person.email not in hosting for person in world.attendees.where("booking_id", booking.id))


def shared_booking(world: World, event_type: EventType, start: datetime) -> Booking | None:
    """The booking whose seats are taken one by one at `start` (UTC).

    Only an accepted one is shared: who asks while another still waits for the host, or has not paid, asks alone.
    """
    return next((each for each in _at(world, event_type, start) if each.status == "accepted"), None)


def _at(world: World, event_type: EventType, start: datetime) -> list[Booking]:
    return world.bookings.between("event_type_id", event_type.id, start, start + INSTANT)
