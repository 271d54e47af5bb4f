"""Limits on how many bookings, or minutes of them, an event type takes a day, week, month or year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final, Literal, NamedTuple

from emulator.scheduling.intervals import Interval
from emulator.world.appointments import Booking, EventType
from emulator.world.shelves import Run
from emulator.world.world import World

Unit = Literal["day", "week", "month", "year"]
UNITS: Final[tuple[Unit, ...]] = ("day", "week", "month", "year")


def exceeded(
    world: World, event_type: EventType, start: datetime, zone: tzinfo, *, moved: Booking | None = None
) -> Literal["count", "duration"] | None:
    """Which limit, if any, a booking at `start` would break; units are counted in the schedule's `zone`.

    `moved` is the booking being rescheduled, which does not count.
    """
    for unit, most in _limits(event_type.booking_limits_count):
        low, high = period(start, unit, zone)
        if _number(world, event_type, low, high, moved) >= most:
            return "count"
    for unit, most in _limits(event_type.booking_limits_duration):
        low, high = period(start, unit, zone)
        # The new booking's own length does not count: a period is full when what is booked has reached the limit.
        if _reaches(world, event_type, low, high, moved, most):
            return "duration"
    return None


class Exhausted(NamedTuple):
    """A period that takes no more: `most` bookings, or minutes of them, are there already."""

    start: datetime
    end: datetime
    unit: Unit
    counted: Literal["count", "duration"]
    most: int

    @property
    def interval(self) -> Interval:
        return self.start, self.end


def exhausted(
    world: World, event_type: EventType, low: datetime, high: datetime, zone: tzinfo, *, moved: Booking | None = None
) -> list[Exhausted]:
    """The periods that meet [low, high) and take no more bookings; they may overlap."""
    full: list[Exhausted] = []
    kinds: tuple[tuple[Literal["count", "duration"], dict[str, object] | None], ...] = (
        ("count", event_type.booking_limits_count),
        ("duration", event_type.booking_limits_duration),
    )
    for counted, limits in kinds:
        for unit, most in _limits(limits):
            start, end = period(low, unit, zone)
            while start < high:
                if counted == "count":
                    over = _number(world, event_type, start, end, moved) >= most
                else:
                    over = _reaches(world, event_type, start, end, moved, most)
                if over:
                    full.append(Exhausted(start, end, unit, counted, most))
                start, end = period(end, unit, zone)
    return full


def period(instant: datetime, unit: Unit, zone: tzinfo) -> Interval:
    """The calendar day, week (from Sunday), month or year around an instant, as UTC bounds."""
    day = instant.astimezone(zone).date()
    if unit == "day":
        first, after = day, day + timedelta(days=1)
    elif unit == "week":
        first = day - timedelta(days=(day.weekday() + 1) % 7)
        after = first + timedelta(days=7)
    elif unit == "month":
        first = day.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
    else:
        first = day.replace(month=1, day=1)
        after = first.replace(year=first.year + 1)
    midnight = time()
    return (
        datetime.combine(first, midnight, zone).astimezone(UTC),
        datetime.combine(after, midnight, zone).astimezone(UTC),
    )


def _limits(setting: dict[str, object] | None) -> Iterator[tuple[Unit, int]]:
    if setting and not setting.get("disabled"):
        for unit in UNITS:
            most = setting.get(unit)
            if isinstance(most, int) and not isinstance(most, bool):
                yield unit, most


def _accepted(world: World, event_type: EventType) -> list[Run]:
    runs = world.shelves.everything.of_event_type(event_type.id)
    return [run for partition, run in runs.items() if partition.status == "accepted"]


def _number(world: World, event_type: EventType, low: datetime, high: datetime, moved: Booking | None) -> int:
    """How many accepted bookings start in the period, without a look at each."""
    booked = sum(run.counted("start", low, high) for run in _accepted(world, event_type))
    leaves = (
        moved is not None
        and moved.status == "accepted"
        and moved.event_type_id == event_type.id
        and low <= moved.start < high
    )
    return booked - leaves


def _reaches(
    world: World, event_type: EventType, low: datetime, high: datetime, moved: Booking | None, most: int
) -> bool:
    """Whether the bookings of the period last `most` minutes; no more of them are looked at than it takes."""
    minutes = 0.0
    for run in _accepted(world, event_type):
        for booking in run.starting(low, high):
            if booking is not moved:
                minutes += (booking.end - booking.start).total_seconds() / 60
                if minutes >= most:
                    return True
    return minutes >= most
