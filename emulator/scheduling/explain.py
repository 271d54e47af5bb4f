"""Why a start is offered or not: read off the very search that offers slots, never decided a second time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, timedelta, tzinfo
from itertools import chain
from types import MappingProxyType
from typing import Any, Final, Literal

from emulator.frozen import frozen
from emulator.scheduling.availability import HostTime, days_at_work
from emulator.scheduling.busy import Block
from emulator.scheduling.grid import marks, rounded_up
from emulator.scheduling.hosts import hosts
from emulator.scheduling.intervals import meets, span, subtracted
from emulator.scheduling.limits import Exhausted
from emulator.scheduling.lookup import effective_schedule
from emulator.scheduling.slots import SECOND, Search, SlotRequest, search
from emulator.scheduling.working_hours import Day, zone_of
from emulator.world.appointments import EventType
from emulator.world.instants import wire
from emulator.world.records import User
from emulator.world.world import World

Cause = Literal[
    "host",
    "bounds",
    "past",
    "notice",
    "window",
    "schedule",
    "override",
    "out-of-office",
    "booking",
    "buffer",
    "calendar",
    "limit",
    "reservation",
    "grid",
    "first-slot",
]

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@frozen
class Reason:
    """One thing in the way of a start. `start` and `end` are the time that it closes; `about` names records."""

    cause: Cause
    message: str
    start: datetime | None = None
    end: datetime | None = None
    about: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@frozen
class Verdict:
    """A start, and everything that keeps it from being offered: nothing for those that are."""

    start: datetime
    end: datetime
    offered: bool
    reasons: list[Reason]


def explain(world: World, event_type: EventType, request: SlotRequest, start: datetime) -> Verdict:
    """Why the search for `request` offers `start`, or does not."""
    return _Explanation(world, event_type, request).of(start)


def explain_all(world: World, event_type: EventType, request: SlotRequest) -> list[Verdict]:
    """A verdict on every start that `request` offers and on every mark of the clock between its bounds, in order."""
    explanation = _Explanation(world, event_type, request)
    return [explanation.of(start) for start in explanation.candidates()]


def how_many(event_type: EventType, request: SlotRequest) -> int:
    """How many marks of the clock lie between the bounds, roughly: what `explain_all` will have to look at."""
    return int((request.high - request.low) / timedelta(minutes=_marks(event_type, request))) + 1


def _marks(event_type: EventType, request: SlotRequest) -> int:
    return marks(event_type.slot_interval or request.minutes(event_type))


class _Explanation:
    def __init__(self, world: World, event_type: EventType, request: SlotRequest) -> None:
        self.world = world
        self.event_type = event_type
        self.request = request
        self.search: Search = search(world, event_type, request)
        self.length = span(request.minutes(event_type))

    def candidates(self) -> list[datetime]:
        minutes = _marks(self.event_type, self.request)
        found = set(self.search.starts)
        start = rounded_up(self.request.low, minutes, self.request.zone)
        while start <= self.request.high:
            found.add(start)
            # Anew each time: a clock that changes by other than whole marks moves them.
            start = rounded_up(start + timedelta(minutes=minutes), minutes, self.request.zone)
        return sorted(found)

    def of(self, start: datetime) -> Verdict:
        end = start + self.length
        offered = _among(self.search.starts, start)
        return Verdict(start, end, offered, [] if offered else list(self._reasons(start, end)))

    def _reasons(self, start: datetime, end: datetime) -> Iterator[Reason]:
        found = [*self._out_of_range(start, end), *self._closed(start, end)]
        on_grid = _among(self.search.grid, start)
        if not found and not on_grid:
            found.append(self._off_grid(start))
        found += self._reserved(start, end)
        # All that is left: it was on the grid, and nothing was in its way.
        yield from found or [self._not_first(start)]

    def _out_of_range(self, start: datetime, end: datetime) -> Iterator[Reason]:
        search, request = self.search, self.request
        if not hosts(self.world, self.event_type):
            yield Reason("host", "the event type has no host whose time could be offered")
            return
        if start < request.low or end > request.high + SECOND:
            bounds = f"{wire(request.low)} to {wire(request.high)}"
            yield Reason("bounds", f"not within the time asked about, {bounds}", request.low, request.high)
        if start < search.now:
            yield Reason("past", f"it is {wire(search.now)} already", end=search.now)
        elif start < search.notice:
            minutes = self.event_type.minimum_booking_notice
            message = f"bookings need {minutes} minutes' notice: none before {wire(search.notice)}"
            yield Reason("notice", message, search.now, search.notice)
        if search.first is not None and start < search.first:
            yield Reason("window", f"the booking window opens at {wire(search.first)}", end=search.first)
        if search.last is not None and start > search.last:
            yield Reason("window", f"the booking window closes at {wire(search.last)}", start=search.last)

    def _closed(self, start: datetime, end: datetime) -> Iterator[Reason]:
        for times in self.search.hosts:
            yield from self._busy(times, start, end)
        # Of those who take turns one is enough: they are in the way only together.
        turns = [list(self._busy(times, start, end)) for times in self.search.rotating]
        if all(turns):
            yield from chain.from_iterable(turns)
        for period in self.search.full:
            if meets([period.interval], start, end):
                yield _limit(period)

    def _busy(self, times: HostTime, start: datetime, end: datetime) -> Iterator[Reason]:
        yield from self._not_at_work(times, start, end)
        yield from self._taken(times, start, end)

    def _not_at_work(self, times: HostTime, start: datetime, end: datetime) -> Iterator[Reason]:
        start, end = max(start, self.search.low), min(end, self.search.high + SECOND)
        gaps = subtracted([(start, end)], times.at_work) if start < end else []
        if not gaps:
            return
        zone = zone_of(effective_schedule(self.world, self.event_type, times.host), times.host.time_zone)
        for day in days_at_work(self.world, self.event_type, times.host, start, end):
            if any(low.astimezone(zone).date() <= day.date <= _last_date(high, zone) for low, high in gaps):
                yield _day(day, zone, times)

    def _taken(self, times: HostTime, start: datetime, end: datetime) -> Iterator[Reason]:
        for block in sorted(times.blocks, key=lambda block: block.interval):
            if meets([block.interval], start, end):
                yield _block(block, start, end, times)

    def _reserved(self, start: datetime, end: datetime) -> Iterator[Reason]:
        for reservation in self.search.held:
            if meets([(reservation.start, reservation.end)], start, end):
                message = f"reserved until {wire(reservation.until)}"
                about = {"reservationUid": reservation.uid, "eventTypeId": reservation.event_type_id}
                yield Reason("reservation", message, reservation.start, reservation.end, about)

    def _off_grid(self, start: datetime) -> Reason:
        place = bisect_left(self.search.grid, start)
        near = self.search.grid[max(0, place - 1) : place + 1]
        where = " and ".join(map(wire, near)) or "none"
        return Reason("grid", f"the host is free, but starts fall elsewhere; nearest: {where}")

    def _not_first(self, start: datetime) -> Reason:
        zone = self.request.zone
        day = start.astimezone(zone).date()
        first = next(each for each in self.search.starts if each.astimezone(zone).date() == day)
        return Reason("first-slot", f"only the first slot of a day is offered, which is {wire(first)}")


def _among(starts: list[datetime], start: datetime) -> bool:
    place = bisect_left(starts, start)
    return place < len(starts) and starts[place] == start


def _last_date(end: datetime, zone: tzinfo) -> date:
    return (end - timedelta(microseconds=1)).astimezone(zone).date()


def _day(day: Day, zone: tzinfo, times: HostTime) -> Reason:
    hours = ", ".join(f"{low}-{high}" for low, high in day.windows if low < high) or "closed"
    messages = {
        "schedule": f"outside the schedule, which has {day.date:%A}: {hours} ({zone})",
        "override": f"an override gives {day.date} other hours: {hours} ({zone})",
        "out-of-office": f"{times.host.username or times.host.email} is out of office on {day.date}",
    }
    return Reason(day.source, messages[day.source], about={"userId": times.host.id, "date": day.date.isoformat()})


def _block(block: Block, start: datetime, end: datetime, times: HostTime) -> Reason:
    booking = block.booking
    if block.full is not None:
        return _limit(block.full, times.host)
    if booking is None:
        return _calendar(block, start, end, times)
    about = {"userId": times.host.id, "bookingUid": booking.uid}
    met = block.start < booking.end and booking.start < block.end
    if met and booking.start < end and start < booking.end:
        message = f"{booking.title!r} is booked from {wire(booking.start)} to {wire(booking.end)}"
        return Reason("booking", message, booking.start, booking.end, about)
    message = f"buffers around {booking.title!r} keep {wire(block.start)} to {wire(block.end)} free"
    return Reason("buffer", message, block.start, block.end, about)


def _calendar(block: Block, start: datetime, end: datetime, times: HostTime) -> Reason:
    busy = block.busy
    if busy is None:
        raise TypeError("a block has a booking or a busy time")
    about = {"userId": times.host.id, "calendarId": busy.calendar.id, "externalId": busy.calendar.external_id}
    if busy.start < end and start < busy.end:
        message = (
            f"{busy.title!r} in the calendar {busy.calendar.name} lasts from {wire(busy.start)} to {wire(busy.end)}"
        )
        return Reason("calendar", message, busy.start, busy.end, about)
    message = f"buffers around {busy.title!r} in the calendar {busy.calendar.name} keep {wire(block.start)} to "
    return Reason("buffer", f"{message}{wire(block.end)} free", block.start, block.end, about)


def _limit(period: Exhausted, host: User | None = None) -> Reason:
    """A limit of the event type's, or of the host's own."""
    things = "bookings" if period.counted == "count" else "minutes of bookings"
    whose = f"of {host.username or host.email} " if host is not None else ""
    message = f"the {period.unit} {whose}takes {period.most} {things}, and they are there"
    about = {"limit": period.counted, "unit": period.unit, **({"userId": host.id} if host is not None else {})}
    return Reason("limit", message, period.start, period.end, about)
