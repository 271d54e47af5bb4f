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
from emulator.world.shelves import Partition, Run
from emulator.world.world import World

Buffers = tuple[timedelta, timedelta]


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
    for booking, (before, after) in _bookings(world, event_type, host, low, high, ignoring):
        start, end = booking.start - before, booking.end + after
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
) -> Iterator[tuple[Booking, Buffers]]:
    """What stands in the host's way around [low, high), with the time that belongs to it before and after."""
    seen: set[int] = {ignoring.id} if ignoring else set()
    for partition, run in _runs(world, event_type, host):
        before, after = buffers = _buffers(world, event_type, partition.event_type_id)
        for booking in run.meeting(low - after, high + before):
            if booking.id not in seen:
                seen.add(booking.id)
                yield booking, buffers


def _runs(world: World, event_type: EventType, host: User) -> Iterator[tuple[Partition, Run]]:
    """Runs of bookings that block: the host's own, and the accepted ones that the host attends."""
    for partition, run in world.shelves.everything.of_user(host.id).items():
        if _blocks(event_type, partition):
            yield partition, run
    for partition, run in world.shelves.attended(host.email):
        if partition.status == "accepted":
            yield partition, run


def _blocks(event_type: EventType, partition: Partition) -> bool:
    if partition.status == "accepted":
        return True
    policy = event_type.confirmation_policy or {}
    return (
        partition.status == "pending"
        and partition.event_type_id == event_type.id
        and bool(policy.get("blockUnconfirmedBookingsInBooker"))
        and not policy.get("disabled")
    )


def _buffers(world: World, event_type: EventType, other_id: int | None) -> Buffers:
    """The time around bookings of another event type: its buffers, and what the new one wants (resources.md 5.3)."""
    own = world.event_types.get(other_id)
    return (
        span((own.before_buffer if own else 0) + event_type.after_buffer),
        span((own.after_buffer if own else 0) + event_type.before_buffer),
    )
