"""Bookings in their organizers' calendars: an event in the destination, and the booking's reference to it.

An event comes with the booking's acceptance, moves and changes with it, and goes when it ends (bookings.md 7.5).
"""

from __future__ import annotations

from typing import Any

from emulator.scheduling.apps.calendars import destination_of
from emulator.world.appointments import Booking
from emulator.world.connections import Calendar, CalendarEvent
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]


def follow(world: World, booking: Booking) -> None:
    """Make the organizer's calendar fit the booking: write its event, bring it up to date, or remove it."""
    if not len(world.calendars):
        return
    organizer = world.users.get(booking.user_id)
    kept: CalendarEvent | None = None
    for written in world.calendar_events.where("booking_uid", booking.uid):
        if kept is None and booking.status == "accepted" and _owner_of(world, written) == booking.user_id:
            kept = written
        else:
            _remove(world, booking, written)
    if booking.status != "accepted" or organizer is None:
        return
    event = kept or _taken_over(world, booking) or _written(world, booking, organizer)
    if event is not None:
        world.calendar_events.update(event, **_contents(world, booking, organizer))


def refresh(world: World, booking: Booking) -> None:
    """Bring the event up to date after people came or went; where none was written, none appears."""
    if len(world.calendars) and world.calendar_events.where("booking_uid", booking.uid):
        follow(world, booking)


def _owner_of(world: World, event: CalendarEvent) -> int | None:
    calendar = world.calendars.get(event.calendar_id)
    return calendar.user_id if calendar is not None else None


def _written(world: World, booking: Booking, organizer: User) -> CalendarEvent | None:
    """A new event in the organizer's destination calendar, if there is one and bookings go to calendars at all."""
    event_type = world.event_types.get(booking.event_type_id)
    calendar = destination_of(world, organizer, event_type)
    if calendar is None or not _wants_events(world, organizer):
        return None
    event = world.calendar_events.add(
        CalendarEvent(
            id=world.ids.hexadecimal(26),
            calendar_id=calendar.id,
            title=booking.title,
            start=booking.start,
            end=booking.end,
            booking_uid=booking.uid,
        )
    )
    _refer(world, booking, event, calendar)
    return event


def _taken_over(world: World, booking: Booking) -> CalendarEvent | None:
    """The event of the booking that this one replaced, which moves with it; other seats keep theirs."""
    old = None if booking.from_reschedule is None else world.bookings.by("uid", booking.from_reschedule)
    if old is None or world.seats.where("booking_id", old.id):
        return None
    for event in world.calendar_events.where("booking_uid", old.uid):
        calendar = world.calendars.get(event.calendar_id)
        if calendar is not None and calendar.user_id == booking.user_id:
            world.calendar_events.update(event, booking_uid=booking.uid)
            _refer(world, booking, event, calendar)
            return event
    return None


def _wants_events(world: World, organizer: User) -> bool:
    """Platform clients may keep the calendars of their users free of events."""
    client = world.oauth_clients.get(organizer.oauth_client_id)
    return client is None or client.are_calendar_events_enabled


def _refer(world: World, booking: Booking, event: CalendarEvent, calendar: Calendar) -> None:
    reference = {
        "type": calendar.integration,
        "eventUid": event.id,
        "id": world.ids.next("references"),
        "destinationCalendarId": calendar.external_id,
    }
    world.bookings.update(booking, references=[*booking.references, reference])


def _remove(world: World, booking: Booking, event: CalendarEvent) -> None:
    world.calendar_events.remove(event)
    rest = [each for each in booking.references if each.get("eventUid") != event.id]
    if len(rest) != len(booking.references):
        world.bookings.update(booking, references=rest)


def _contents(world: World, booking: Booking, organizer: User) -> Json:
    event_type = world.event_types.get(booking.event_type_id)
    people = world.attendees.where("booking_id", booking.id)
    email = booking.user_email or organizer.email
    return {
        "title": booking.title,
        "start": booking.start,
        "end": booking.end,
        "time_zone": organizer.time_zone,
        "description": None if event_type is not None and event_type.hide_calendar_notes else booking.description,
        "attendees": [{"email": each.email, "name": each.name, "responseStatus": "accepted"} for each in people],
        "hosts": [{"email": email, "name": organizer.name, "responseStatus": "accepted"}],
        "locations": [{"type": "video", "url": booking.video_call_url}] if booking.video_call_url else [],
    }
