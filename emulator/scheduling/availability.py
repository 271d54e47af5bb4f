"""Whether, and when, a host is free."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from emulator.scheduling.busy import Block, blocks
from emulator.scheduling.intervals import Interval, covers, meets, merged, subtracted
from emulator.scheduling.lookup import effective_schedule
from emulator.scheduling.working_hours import Day, days, working_hours
from emulator.world.appointments import Booking, EventType
from emulator.world.records import User
from emulator.world.world import World

MONTH: Final = timedelta(days=31)
AROUND: Final = timedelta(days=3)


def is_free(
    world: World,
    event_type: EventType,
    user: User,
    start: datetime,
    end: datetime,
    *,
    ignoring: Booking | None = None,
    limited: bool = True,
) -> bool:
    """Whether `user` can take `event_type` from `start` to `end`: at work, and neither busy nor away.

    `ignoring` is the booking being moved, `limited` whether the user's own limits are kept. Reservations, notice and
    windows are not looked at (bookings.md 3.2).
    """
    if not _at_work_throughout(world, event_type, user, start, end):
        return False
    taken = blocks(world, event_type, user, start, end, ignoring, limited=limited)
    return not meets((block.interval for block in taken), start, end)


def _at_work_throughout(world: World, event_type: EventType, user: User, start: datetime, end: datetime) -> bool:
    """Whether the host works from `start` to `end` without a break; looks no further than the first one."""
    while start < end:
        stop = min(end, start + MONTH)
        if not covers(time_at_work(world, event_type, user, start, stop), start, stop):
            return False
        start = stop
    return True


class HostTime(NamedTuple):
    """One host's time within the bounds of a search: when the host works, what is in the way, and what is left."""

    host: User
    at_work: list[Interval]
    blocks: list[Block]
    free: list[Interval]


def host_time(
    world: World, event_type: EventType, user: User, low: datetime, high: datetime, *, ignoring: Booking | None = None
) -> HostTime:
    """What `user` can give to `event_type` within [low, high); `ignoring` is the booking being moved."""
    at_work = time_at_work(world, event_type, user, low, high)
    taken = blocks(world, event_type, user, low, high, ignoring)
    return HostTime(user, at_work, taken, subtracted(at_work, merged(block.interval for block in taken)))


def time_at_work(world: World, event_type: EventType, user: User, low: datetime, high: datetime) -> list[Interval]:
    """The hours of the schedule that counts, without the days that `user` is out of office, within [low, high)."""
    schedule = effective_schedule(world, event_type, user)
    return working_hours(schedule, user.time_zone, low, high, _days_away(world, user, low, high))


def days_at_work(world: World, event_type: EventType, user: User, low: datetime, high: datetime) -> list[Day]:
    """The dates around [low, high) in the calendar of the schedule that counts, and what settles the hours of each."""
    schedule = effective_schedule(world, event_type, user)
    return list(days(schedule, user.time_zone, low, high, _days_away(world, user, low, high)))


def _days_away(world: World, user: User, low: datetime, high: datetime) -> list[tuple[date, date]]:
    # Entries are whole UTC days (live.md 3); the engine closes the same dates of the host's own calendar, which can be
    # a day off, and looks at the date before `low` as well.
    entries = world.out_of_office.overlapping("user_id", user.id, low - AROUND, high + AROUND)
    return [(entry.start.date(), entry.end.date()) for entry in entries]
