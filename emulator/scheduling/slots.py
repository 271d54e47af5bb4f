"""The times that an event type offers (resources.md 5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from emulator.scheduling.availability import HostTime, host_time
from emulator.scheduling.grid import starts_within
from emulator.scheduling.hosts import hosts
from emulator.scheduling.intervals import Interval, merged, span, subtracted
from emulator.scheduling.limits import Exhausted, exhausted
from emulator.scheduling.lookup import effective_schedule
from emulator.scheduling.window import counts, earliest, rolling_days, window_limits
from emulator.scheduling.working_hours import zone_of
from emulator.world.appointments import Booking, EventType, Reservation
from emulator.world.records import User
from emulator.world.world import World

SEARCHED: Final = timedelta(days=61)
SECOND: Final = timedelta(seconds=1)
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


@dataclass(slots=True, frozen=True)
class Search:
    """What a search for slots found out on its way: `explain` reads here why a start is not among `starts`.

    `first` and `last` bound the booking window where it has bounds, `notice` is the earliest start that the minimum
    notice lets in. `free` is what is left of the hosts' time after `full`, the periods whose limits are reached; `grid`
    are the starts that fit into it, `held` the reservations in their way.
    """

    low: datetime
    high: datetime
    now: datetime
    notice: datetime
    first: datetime | None
    last: datetime | None
    hosts: tuple[HostTime, ...]
    full: list[Exhausted]
    free: list[Interval]
    grid: list[datetime]
    held: list[Reservation]
    starts: list[datetime]


def slots(world: World, event_type: EventType, request: SlotRequest) -> list[datetime]:
    """Every start that the event type offers, in UTC, in order. A team's event types offer none yet."""
    return search(world, event_type, request).starts


def first_slot(world: World, event_type: EventType, low: datetime, high: datetime) -> datetime | None:
    """The first start offered within [low, high]."""
    return next(iter(slots(world, event_type, SlotRequest(low, high, UTC))), None)


def search(world: World, event_type: EventType, request: SlotRequest) -> Search:
    """Look for slots step by step."""
    now = world.now()
    notice = earliest(event_type, now)
    people = hosts(world, event_type)
    if event_type.team_id is not None or not people:
        return Search(request.low, request.high, now, notice, None, None, (), [], [], [], [], [])
    host = people[0]
    zone = zone_of(effective_schedule(world, event_type, host), host.time_zone)
    first, last = window_limits(event_type, now, request.zone, zone)
    low = max(request.low, now, first) if first else max(request.low, now)
    high = min(request.high, low + LONGEST)
    days = rolling_days(event_type)
    if days is not None:
        last = _last_rolling_day(world, event_type, host, request, days)
    times: tuple[HostTime, ...] = ()
    full: list[Exhausted] = []
    free: list[Interval] = []
    if low <= high:
        times = (host_time(world, event_type, host, low, high + SECOND, ignoring=request.moved),)
        full = exhausted(world, event_type, low, high + SECOND, zone, moved=request.moved)
        free = _open(times, full)
    minutes = request.minutes(event_type)
    grid = list(starts_within(event_type, free, notice, minutes, request.zone))
    held = _held(world, host, now)
    starts = grid if last is None else [start for start in grid if start <= last]
    starts = _unheld(starts, held, span(minutes))
    if event_type.only_first_slot:
        starts = list({start.astimezone(request.zone).date(): start for start in reversed(starts)}.values())[::-1]
    return Search(low, high, now, notice, first, last, times, full, free, grid, held, starts)


def _open(times: tuple[HostTime, ...], full: list[Exhausted]) -> list[Interval]:
    """The hosts' free time without the periods whose limits are reached."""
    return subtracted(times[0].free, merged(period.interval for period in full))


def _held(world: World, host: User, now: datetime) -> list[Reservation]:
    """Reservations of any of the host's event types that have not run out, but for those of seats."""
    return [
        reservation
        for kind in world.event_types.where("owner_id", host.id)
        for reservation in world.reservations.where("event_type_id", kind.id)
        if reservation.until > now and not reservation.is_seat
    ]


def _unheld(starts: list[datetime], held: list[Reservation], length: timedelta) -> list[datetime]:
    """The starts, in order, whose bookings meet no reservation; one sweep over both."""
    if not held:
        return starts
    taken = merged((reservation.start, reservation.end) for reservation in held)
    kept: list[datetime] = []
    number = 0
    for start in starts:
        while number < len(taken) and taken[number][1] <= start:
            number += 1
        if number == len(taken) or taken[number][0] >= start + length:
            kept.append(start)
    return kept


def _last_rolling_day(world: World, event_type: EventType, host: User, request: SlotRequest, days: int) -> datetime:
    """The end of the n-th day, from today on, that offers anything; after two months the search ends."""
    now = world.now()
    zone = zone_of(effective_schedule(world, event_type, host), host.time_zone)
    times = (host_time(world, event_type, host, now, now + SEARCHED, ignoring=request.moved),)
    free = _open(times, exhausted(world, event_type, now, now + SEARCHED, zone, moved=request.moved))
    bookable: list[date] = []
    for start in starts_within(event_type, free, earliest(event_type, now), request.minutes(event_type), request.zone):
        day = start.astimezone(request.zone).date()
        if counts(event_type, day) and (not bookable or bookable[-1] != day):
            bookable.append(day)
            if len(bookable) == days:
                break
    last = bookable[-1] if bookable else now.astimezone(request.zone).date()
    midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), request.zone)
    return midnight.astimezone(UTC) - SECOND
