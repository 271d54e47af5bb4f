"""The times that an event type offers (resources.md 5.3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import reduce
from typing import Final

from emulator.frozen import frozen
from emulator.scheduling.availability import HostTime, host_time
from emulator.scheduling.grid import starts_within
from emulator.scheduling.hosts import Crew, crew_of, staying
from emulator.scheduling.intervals import Interval, intersected, merged, span, subtracted
from emulator.scheduling.limits import Exhausted, exhausted
from emulator.scheduling.lookup import effective_schedule
from emulator.scheduling.window import counts, earliest, rolling_days, window_limits
from emulator.scheduling.working_hours import zone_of
from emulator.world.appointments import Booking, EventType, Host, Reservation
from emulator.world.world import World

SEARCHED: Final = timedelta(days=61)
SECOND: Final = timedelta(seconds=1)
LONGEST: Final = timedelta(days=732)
"""So much is searched at once; whoever asks for more gets the first two years."""


@frozen
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


@frozen
class Search:
    """What a search for slots found out on its way: `explain` reads here why a start is not among `starts`.

    `first` and `last` bound the booking window where it has bounds, `notice` is the earliest start that the minimum
    notice lets in. All of `hosts` are needed, and one of `rotating` where there are any; `free` is what is left of
    their time after `full`, the periods whose limits are reached, with ranges for every rotating host; `grid` are the
    starts that fit into it, `held` the reservations in their way.
    """

    low: datetime
    high: datetime
    now: datetime
    notice: datetime
    first: datetime | None
    last: datetime | None
    hosts: tuple[HostTime, ...]
    rotating: tuple[HostTime, ...]
    full: list[Exhausted]
    free: list[Interval]
    grid: list[datetime]
    held: list[Reservation]
    starts: list[datetime]


def slots(world: World, event_type: EventType, request: SlotRequest, crew: Crew | None = None) -> list[datetime]:
    """Every start that the event type offers, in UTC, in order. `crew` are its hosts if they are not the usual ones."""
    return search(world, event_type, request, crew).starts


def first_slot(world: World, event_type: EventType, low: datetime, high: datetime) -> datetime | None:
    """The first start offered within [low, high]."""
    return next(iter(slots(world, event_type, SlotRequest(low, high, UTC))), None)


def search(world: World, event_type: EventType, request: SlotRequest, crew: Crew | None = None) -> Search:
    """Look for slots step by step."""
    now = world.now()
    notice = earliest(event_type, now)
    crew = staying(world, event_type, crew or crew_of(world, event_type), request.moved)
    if not crew.members:
        return Search(request.low, request.high, now, notice, None, None, (), (), [], [], [], [], [])
    zone = _zone(world, event_type, crew)
    first, last = window_limits(event_type, now, request.zone, zone)
    low = max(request.low, now, first) if first else max(request.low, now)
    high = min(request.high, low + LONGEST)
    days = rolling_days(event_type)
    if days is not None:
        last = _last_rolling_day(world, event_type, crew, request, days)
    fixed: tuple[HostTime, ...] = ()
    rotating: tuple[HostTime, ...] = ()
    full: list[Exhausted] = []
    free: list[Interval] = []
    if low <= high:
        fixed, rotating, full = _times(world, event_type, crew, low, high + SECOND, request.moved)
        free = _open(fixed, rotating, full)
    minutes = request.minutes(event_type)
    grid = sorted(starts_within(event_type, free, notice, minutes, request.zone))
    held = _held(world, event_type, crew, low, high + span(minutes))
    starts = grid if last is None else [start for start in grid if start <= last]
    starts = _unheld(starts, held, span(minutes))
    if event_type.only_first_slot:
        starts = list({start.astimezone(request.zone).date(): start for start in reversed(starts)}.values())[::-1]
    return Search(low, high, now, notice, first, last, fixed, rotating, full, free, grid, held, starts)


def _zone(world: World, event_type: EventType, crew: Crew) -> tzinfo:
    """Where days begin and end for limits and windows: with the schedule of the first host."""
    host = crew.members[0]
    return zone_of(effective_schedule(world, event_type, host), host.time_zone)


def _times(
    world: World, event_type: EventType, crew: Crew, low: datetime, high: datetime, moved: Booking | None
) -> tuple[tuple[HostTime, ...], tuple[HostTime, ...], list[Exhausted]]:
    fixed, rotating = (
        tuple(host_time(world, event_type, host, low, high, ignoring=moved) for host in part)
        for part in (crew.fixed, crew.rotating)
    )
    full = exhausted(world, event_type, low, high, _zone(world, event_type, crew), moved=moved)
    return fixed, rotating, full


def _open(fixed: tuple[HostTime, ...], rotating: tuple[HostTime, ...], full: list[Exhausted]) -> list[Interval]:
    """The time in which all of `fixed` and one of `rotating` are free, without the periods whose limits are reached.

    What two rotating hosts have in a row is not one range: a booking needs the same host from beginning to end.
    """
    closed = merged(period.interval for period in full)
    if not rotating:
        return subtracted(reduce(intersected, (times.free for times in fixed)), closed)
    ranges = {
        interval
        for turn in rotating
        for interval in subtracted(reduce(intersected, (times.free for times in fixed), turn.free), closed)
    }
    return sorted(ranges)


def _held(world: World, event_type: EventType, crew: Crew, low: datetime, high: datetime) -> list[Reservation]:
    """Reservations of [low, high) that have not run out, but for those of seats: of the event type itself, and of any
    other whose reservations stand in the name of a host who is needed in every booking.
    """
    now = world.now()
    kinds = {event_type.id}
    for host in crew.fixed:
        kinds.update(kind.id for kind in world.event_types.where("owner_id", host.id))
        kinds.update(row.event_type_id for row in world.hosts.where("user_id", host.id) if _holds(world, row))
    return [
        reservation
        for kind in sorted(kinds)
        for reservation in world.reservations.overlapping("event_type_id", kind, low, high)
        if reservation.until > now and not reservation.is_seat
    ]


def _holds(world: World, host: Host) -> bool:
    # A team's reservation is entered under the first of its hosts, and under no other (resources.md 5.4).
    return world.hosts.where("event_type_id", host.event_type_id)[0] is host


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


def _last_rolling_day(world: World, event_type: EventType, crew: Crew, request: SlotRequest, days: int) -> datetime:
    """The end of the n-th day, from today on, that offers anything; after two months the search ends.

    A window of no days closes with today.
    """
    now = world.now()
    free = _open(*_times(world, event_type, crew, now, now + SEARCHED, request.moved))
    starts = starts_within(event_type, free, earliest(event_type, now), request.minutes(event_type), request.zone)
    bookable: list[date] = []
    for start in sorted(starts) if crew.rotating else starts:
        if days <= 0:
            break
        day = start.astimezone(request.zone).date()
        if counts(event_type, day) and (not bookable or bookable[-1] != day):
            bookable.append(day)
            if len(bookable) == days:
                break
    last = bookable[-1] if bookable else now.astimezone(request.zone).date()
    midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), request.zone)
    return midnight.astimezone(UTC) - SECOND
