"""The times that an event type offers (resources.md 5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from emulator.scheduling.availability import free_time
from emulator.scheduling.hosts import hosts
from emulator.scheduling.intervals import Interval, meets, merged, span, subtracted
from emulator.scheduling.limits import exhausted
from emulator.scheduling.lookup import effective_schedule
from emulator.scheduling.window import counts, earliest, rolling_days, window_limits
from emulator.scheduling.working_hours import zone_of
from emulator.world.appointments import Booking, EventType
from emulator.world.records import User
from emulator.world.world import World

GRIDS: Final = (60, 30, 20, 15, 10, 5)
SEARCHED: Final = timedelta(days=61)
SECOND: Final = timedelta(seconds=1)
MINUTE: Final = timedelta(minutes=1)
LONGEST: Final = timedelta(days=732)
"""So much is searched at once; whoever asks for more gets the first two years."""


@dataclass(slots=True, frozen=True)
class SlotRequest:
    """What is asked: starts within [low, high] whose bookings end by `high`.

    `zone` is where the booker is, `duration` the wanted minutes if not the event type's, `moved` the booking to
    be moved.
    """

    low: datetime
    high: datetime
    zone: tzinfo
    duration: int | None = None
    moved: Booking | None = None

    def minutes(self, event_type: EventType) -> int:
        return self.duration if self.duration is not None and self.duration > 0 else event_type.length


def slots(world: World, event_type: EventType, request: SlotRequest) -> list[datetime]:
    """Every start that the event type offers, in UTC, in order. A team's event types offer none yet."""
    people = hosts(world, event_type)
    if event_type.team_id is not None or not people:
        return []
    host = people[0]
    low, high = request.low, request.high
    now = world.now()
    schedule_zone = zone_of(effective_schedule(world, event_type, host), host.time_zone)
    first, last = window_limits(event_type, now, request.zone, schedule_zone)
    low = max(low, now, first) if first else max(low, now)
    high = min(high, low + LONGEST)
    days = rolling_days(event_type)
    if days is not None:
        last = _last_rolling_day(world, event_type, host, request, days)
    starts: list[datetime] = []
    if low <= high:
        free = _bookable(world, event_type, host, low, high + SECOND, schedule_zone, request.moved)
        starts = list(_grid(event_type, free, earliest(event_type, now), request))
    if last is not None:
        starts = [start for start in starts if start <= last]
    held = _held(world, event_type, host, now)
    if held:
        length = span(request.minutes(event_type))
        starts = [start for start in starts if not meets(held, start, start + length)]
    if event_type.only_first_slot:
        starts = list({start.astimezone(request.zone).date(): start for start in reversed(starts)}.values())[::-1]
    return starts


def first_slot(world: World, event_type: EventType, low: datetime, high: datetime) -> datetime | None:
    """The first start offered within [low, high]."""
    return next(iter(slots(world, event_type, SlotRequest(low, high, UTC))), None)


def _bookable(
    world: World,
    event_type: EventType,
    host: User,
    low: datetime,
    high: datetime,
    zone: tzinfo,
    moved: Booking | None,
) -> list[Interval]:
    """Free time without the periods whose limits are reached."""
    free = free_time(world, event_type, host, low, high, ignoring=moved)
    return subtracted(free, exhausted(world, event_type, low, high, zone, moved=moved))


def _grid(event_type: EventType, free: list[Interval], notice: datetime, request: SlotRequest) -> Iterator[datetime]:
    minutes = request.minutes(event_type)
    length = span(minutes)
    interval = event_type.slot_interval or minutes
    step = max(span(interval + event_type.offset_start), MINUTE)
    last: datetime | None = None
    for begin, end in free:
        if event_type.show_optimized_slots:
            start = _optimized(max(begin, notice), end, length, interval, request.zone)
        else:
            start = _rounded_up(max(begin, notice), _grid_minutes(interval), request.zone)
        start += span(event_type.offset_start)
        if last is not None and last < start < last + step:
            # The range begins before the earlier slot's step is over: the grid goes on from that slot.
            start = last + step
        while start + length <= end:
            yield start
            last = start
            start += step


def _grid_minutes(interval: int) -> int:
    return next((minutes for minutes in GRIDS if interval % minutes == 0), 1)


def _rounded_up(instant: datetime, minutes: int, zone: tzinfo) -> datetime:
    """The next multiple of `minutes` inside the hour of `zone`'s clock."""
    local = instant.astimezone(zone)
    past = timedelta(minutes=local.minute % minutes, seconds=local.second, microseconds=local.microsecond)
    return instant if not past else instant + timedelta(minutes=minutes) - past


def _optimized(begin: datetime, end: datetime, length: timedelta, interval: int, zone: tzinfo) -> datetime:
    """Begin where the range begins, unless it has minutes to spare for a rounder start."""
    spare = (end - begin) % max(length, MINUTE)
    for minutes in (_grid_minutes(interval), 15, 5):
        start = _rounded_up(begin, minutes, zone)
        if start - begin <= spare:
            return start
    return begin


def _held(world: World, event_type: EventType, host: User, now: datetime) -> list[Interval]:
    """Reservations of any of the host's event types that have not run out."""
    return merged(
        (reservation.start, reservation.end)
        for kind in world.event_types.where("owner_id", host.id)
        for reservation in world.reservations.where("event_type_id", kind.id)
        if reservation.until > now and not reservation.is_seat
    )


def _last_rolling_day(world: World, event_type: EventType, host: User, request: SlotRequest, days: int) -> datetime:
    """The end of the n-th day, from today on, that offers anything; after two months the search ends."""
    now = world.now()
    zone = zone_of(effective_schedule(world, event_type, host), host.time_zone)
    free = _bookable(world, event_type, host, now, now + SEARCHED, zone, request.moved)
    bookable: list[date] = []
    for start in _grid(event_type, free, earliest(event_type, now), request):
        day = start.astimezone(request.zone).date()
        if counts(event_type, day) and (not bookable or bookable[-1] != day):
            bookable.append(day)
            if len(bookable) == days:
                break
    last = bookable[-1] if bookable else now.astimezone(request.zone).date()
    midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), request.zone)
    return midnight.astimezone(UTC) - SECOND
