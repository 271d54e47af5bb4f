"""What keeps a host from being booked, besides not working."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from emulator.scheduling.apps.calendar_busy import BusyTime, busy_of_user
from emulator.scheduling.host_limits import full_periods
from emulator.scheduling.intervals import Interval, span
from emulator.scheduling.limits import Exhausted
from emulator.scheduling.seating import seats_offered
from emulator.world.appointments import Booking, EventType
from emulator.world.records import User
from emulator.world.world import World


class Block(NamedTuple):
    """A time in which a host cannot be booked, and why: a booking with its buffers, a calendar that says busy, or a
    period in which the host takes no more.
    """

    start: datetime
    end: datetime
    booking: Booking | None
    busy: BusyTime | None = None
    full: Exhausted | None = None

    @property
    def interval(self) -> Interval:
        return self.start, self.end


def blocks(
    world: World,
    event_type: EventType,
    host: User,
    low: datetime,
    high: datetime,
    ignoring: Booking | None = None,
    *,
    limited: bool = True,
) -> list[Block]:
    """What keeps `host` from taking `event_type` around [low, high), unsorted: bookings, busy calendars, buffers, and
    limits of the host's own unless they are set aside (`limited` False).

    Accepted bookings that the host owns or attends block; pending ones only of the same event type when it says so.
    A booking with seats blocks its own event type by its buffers alone while there are fewer bookings at its time than
    seats. `ignoring` is the booking about to be moved.
    """
    seats = seats_offered(event_type)
    alike: Counter[Interval] = Counter()
    found: list[Block] = []
    around: dict[int | None, tuple[timedelta, timedelta]] = {}
    for booking in _bookings(world, event_type, host, low, high, ignoring):
        buffers = around.get(booking.event_type_id)
        if buffers is None:
            buffers = around[booking.event_type_id] = _buffers(world, event_type, booking)
        start, end = booking.start - buffers[0], booking.end + buffers[1]
        if world.seats.where("booking_id", booking.id):
            time = (booking.start, booking.end)
            alike[time] += 1
            if booking.event_type_id == event_type.id and alike[time] < (seats or 1):
                found += [Block(start, booking.start, booking), Block(booking.end, end, booking)]
                continue
            del alike[time]
        found.append(Block(start, end, booking))
    found += _calendar_blocks(world, event_type, host, low, high)
    if limited:
        full = full_periods(world, event_type, host, low, high, ignoring)
        found += [Block(each.start, each.end, None, full=each) for each in full]
    return found


def _calendar_blocks(world: World, event_type: EventType, host: User, low: datetime, high: datetime) -> list[Block]:
    """Busy times of the host's selected calendars, widened by the event type's own buffers (resources.md 5.3)."""
    before, after = span(event_type.after_buffer), span(event_type.before_buffer)
    return [
        Block(busy.start - before, busy.end + after, None, busy)
        for busy in busy_of_user(world, host, low - after, high + before)
    ]


def _bookings(
    world: World, event_type: EventType, host: User, low: datetime, high: datetime, ignoring: Booking | None
) -> Iterator[Booking]:
    margin = span(event_type.before_buffer + event_type.after_buffer + _widest_buffers(world))
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


def _widest_buffers(world: World) -> int:
    """How many minutes any event type's buffers can reach beyond a booking; the host may attend anybody's."""
    return max((max(kind.before_buffer, kind.after_buffer) for kind in world.event_types), default=0)


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


def _buffers(world: World, event_type: EventType, booking: Booking) -> tuple[timedelta, timedelta]:
    """The time before and after a booking: its own buffers, and those that the new one wants (resources.md 5.3)."""
    own = world.event_types.get(booking.event_type_id)
    return (
        span((own.before_buffer if own else 0) + event_type.after_buffer),
        span((own.after_buffer if own else 0) + event_type.before_buffer),
    )
