"""Where starts fall inside free time (resources.md 5.3, step 4)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from typing import Final

from emulator.scheduling.intervals import Interval, span
from emulator.world.appointments import EventType

ROUNDED: Final = (60, 30, 20, 15, 10, 5)
MINUTE: Final = timedelta(minutes=1)


def starts_within(
    event_type: EventType, free: Iterable[Interval], notice: datetime, minutes: int, zone: tzinfo
) -> Iterator[datetime]:
    """The starts of bookings of `minutes` that lie wholly in free time, none before `notice`; `zone` is the booker's.

    The ranges of free time come by their beginnings. A range that begins before an earlier slot's step is over goes on
    from that slot. Where ranges overlap, because several hosts are free, the starts of the second may come behind later
    ones of the first; none comes twice.
    """
    length = span(minutes)
    interval = event_type.slot_interval or minutes
    step = max(span(interval + event_type.offset_start), MINUTE)
    found: list[datetime] = []
    for begin, end in free:
        if event_type.show_optimized_slots:
            start = _optimized(max(begin, notice), end, length, interval, zone)
        else:
            start = rounded_up(max(begin, notice), marks(interval), zone)
        start += span(event_type.offset_start)
        place = bisect_left(found, start)
        if place and start < found[place - 1] + step:
            earlier = found[place - 1]
            start = earlier if earlier >= begin else earlier + step
        while start + length <= end:
            place = bisect_left(found, start)
            if place == len(found) or found[place] != start:
                found.insert(place, start)
                yield start
            start += step


def marks(interval: int) -> int:
    """How many minutes apart the marks inside an hour are to which the first start is rounded up."""
    return next((minutes for minutes in ROUNDED if interval % minutes == 0), 1)


def rounded_up(instant: datetime, minutes: int, zone: tzinfo) -> datetime:
    """The next multiple of `minutes` inside the hour of `zone`'s clock."""
    local = instant.astimezone(zone)
    past = timedelta(minutes=local.minute % minutes, seconds=local.second, microseconds=local.microsecond)
    return instant if not past else instant + timedelta(minutes=minutes) - past


def _optimized(begin: datetime, end: datetime, length: timedelta, interval: int, zone: tzinfo) -> datetime:
    """Begin where the range begins, unless it has minutes to spare for a rounder start."""
    spare = (end - begin) % max(length, MINUTE)
    for minutes in (marks(interval), 15, 5):
        start = rounded_up(begin, minutes, zone)
        if start - begin <= spare:
            return start
    return begin
