"""When connected calendars say that their owner is busy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from emulator.scheduling.apps import feeds
from emulator.scheduling.apps.calendars import selected
from emulator.scheduling.apps.catalog import ICS_FEED
from emulator.scheduling.intervals import Interval, clipped, merged
from emulator.world.connections import Calendar, CalendarEvent
from emulator.world.instants import parse, wire, zone
from emulator.world.records import User
from emulator.world.world import World

BUSY: Final = "Busy"


class BusyTime(NamedTuple):
    """A time that a calendar calls busy, and what it calls the reason."""

    start: datetime
    end: datetime
    title: str
    calendar: Calendar


def busy_of_user(world: World, user: User, low: datetime, high: datetime) -> list[BusyTime]:
    """Busy times within reach of [low, high) in all of the user's selected calendars.

    Events that were written for a booking are left out while they stand at its time: the booking itself blocks, and
    knows about seats and about being moved.
    """
    return [
        busy
        for calendar in selected(world, user)
        for busy in busy_times(world, calendar, low, high, without_bookings=True)
    ]


def busy_times(
    world: World, calendar: Calendar, low: datetime, high: datetime, *, without_bookings: bool = False
) -> Iterator[BusyTime]:
    """Busy times of one calendar that meet [low, high): what its provider reports and its opaque events."""
    # Their instants are kept as `wire` writes them, and such texts sort as instants do: only what is near is parsed.
    first, last = wire(low), wire(high)
    for period in calendar.busy_times:
        if period["start"] > last or period["end"] < first:
            continue
        start, end = parse(period["start"]), parse(period["end"])
        if start < high and end > low:
            yield BusyTime(start, end, str(period.get("title") or BUSY), calendar)
    # All-day events reach a day beyond their instants, whatever the zone.
    day = timedelta(days=1)
    for event in world.calendar_events.overlapping("calendar_id", calendar.id, low - day, high + day):
        start, end = time_of(event)
        if start >= high or end <= low or not _blocks(event):
            continue
        if without_bookings and _stands_for_booking(world, event):
            continue
        yield BusyTime(start, end, event.title, calendar)
    if calendar.integration == ICS_FEED:
        for start, end, title in feeds.busy(world, calendar.external_id, low, high):
            yield BusyTime(start, end, title, calendar)


def time_of(event: CalendarEvent) -> Interval:
    """When an event is: an all-day one from midnight to midnight in its own zone, for one day at least."""
    if not event.all_day:
        return event.start, event.end
    local = zone(event.time_zone)
    first, last = event.start.date(), max(event.end.date(), event.start.date() + timedelta(days=1))
    start, end = (datetime(day.year, day.month, day.day, tzinfo=local).astimezone(UTC) for day in (first, last))
    return start, end


def free_busy(times: Iterable[BusyTime], low: datetime, high: datetime) -> list[Interval]:
    """Busy times as a provider tells them: within [low, high), by start, those that meet made one."""
    return clipped(merged((busy.start, busy.end) for busy in times), low, high)


def _blocks(event: CalendarEvent) -> bool:
    return event.transparency == "opaque" and event.status in ("accepted", "pending")


def _stands_for_booking(world: World, event: CalendarEvent) -> bool:
    booking = None if event.booking_uid is None else world.bookings.by("uid", event.booking_uid)
    return booking is not None and (booking.start, booking.end) == (event.start, event.end)
