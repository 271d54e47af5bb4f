"""What keeps a host from being booked, besides not working."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from emulator.scheduling.intervals import Interval
from emulator.world.appointments import Booking, EventType
from emulator.world.records import User
from emulator.world.world import World


def busy_times(
    world: World, event_type: EventType, host: User, low: datetime, high: datetime, ignoring: Booking | None = None
) -> list[Interval]:
    """Intervals around [low, high) in which `host` cannot take `event_type`: bookings with buffers, and absence.

    Accepted bookings that the host owns or attends block; pending ones only of the same event type when it says so.
    `ignoring` is the booking about to be moved. Unsorted.
    """
    return [
        *(_blocked(world, event_type, booking) for booking in _bookings(world, event_type, host, low, high, ignoring)),
        *((entry.start, entry.end) for entry in world.out_of_office.where("user_id", host.id)),
    ]


def _bookings(
    world: World, event_type: EventType, host: User, low: datetime, high: datetime, ignoring: Booking | None
) -> Iterator[Booking]:
    margin = timedelta(minutes=event_type.before_buffer + event_type.after_buffer) + _widest_buffers(world, host)
    low, high = low - margin, high + margin
    seen: set[int] = {ignoring.id} if ignoring else set()
    for booking in world.bookings.overlapping("user_id", host.id, low, high):
        if booking.id not in seen and _blocks(event_type, booking):
            seen.add(booking.id)
            yield booking
    for attendee in world.attendees.where("email", host.email):
        attended = world.bookings.get(attendee.booking_id)
        if attended is None or attended.id in seen or attended.end <= low or attended.start >= high:
            continue
        if attended.status == "accepted":
            seen.add(attended.id)
            yield attended


def _widest_buffers(world: World, host: User) -> timedelta:
    """How far the buffers of the host's event types can reach beyond their bookings."""
    own = world.event_types.where("owner_id", host.id)
    return timedelta(minutes=max((kind.before_buffer + kind.after_buffer for kind in own), default=0))


def _blocks(event_type: EventType, booking: Booking) -> bool:
    if booking.status == "accepted":
        return True
    policy = event_type.confirmation_policy or {}
    return (
        booking.status == "pending"
        and booking.event_type_id == event_type.id
        and bool(policy.get("blockUnconfirmedBookingsInBooker"))
        and not policy.get("disabled")
    )


def _blocked(world: World, event_type: EventType, booking: Booking) -> Interval:
    """A booking with the buffers of both sides: its own, and those that the new booking wants (resources.md 5.3)."""
    own = world.event_types.get(booking.event_type_id)
    before = (own.before_buffer if own else 0) + event_type.after_buffer
    after = (own.after_buffer if own else 0) + event_type.before_buffer
    return booking.start - timedelta(minutes=before), booking.end + timedelta(minutes=after)
