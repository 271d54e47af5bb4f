"""Events in connected calendars, as their owner's programs see and change them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from emulator.errors import calendars as errors
from emulator.scheduling.intervals import meets
from emulator.world.connections import Calendar, CalendarEvent
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]


def events(world: World, calendar: Calendar, low: datetime, high: datetime) -> list[CalendarEvent]:
    """Events with a time that meet [low, high], by start; cancelled ones are gone, all-day ones left out."""
    found = world.calendar_events.overlapping("calendar_id", calendar.id, low, high)
    return [
        event
        for event in found
        if not event.all_day and event.status != "cancelled" and meets([(event.start, event.end)], low, high)
    ]


def event_in(world: World, calendar: Calendar, event_id: str) -> CalendarEvent:
    """The calendar's event of that id. Raises a 404."""
    event = world.calendar_events.get(event_id)
    if event is None or event.calendar_id != calendar.id or event.status == "cancelled":
        raise errors.event_not_found()
    return event


def add(
    world: World,
    calendar: Calendar,
    owner: User,
    title: str,
    start: datetime,
    end: datetime,
    **more: Any,
) -> CalendarEvent:
    """Write an event; the calendar's owner is its host. Raises a 400 for one that ends before it starts."""
    if end <= start:
        raise errors.empty_range()
    return world.calendar_events.add(
        CalendarEvent(
            id=world.ids.hexadecimal(26),
            calendar_id=calendar.id,
            title=title,
            start=start,
            end=end,
            hosts=[{"email": calendar.email or owner.email, "name": owner.name, "responseStatus": "accepted"}],
            **more,
        )
    )


def change(world: World, event: CalendarEvent, changes: Json) -> CalendarEvent:
    """Change an event's fields (attribute names). Raises a 400 for one that would end before it starts."""
    if changes.get("end", event.end) <= changes.get("start", event.start):
        raise errors.empty_range()
    return world.calendar_events.update(event, **changes)
