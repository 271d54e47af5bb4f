"""The calendar files that newer payloads carry, one for the attendees and one for the organizer (live.md 2.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from emulator.world.appointments import Booking
from emulator.world.world import World

Json = dict[str, Any]


def invitations(world: World, booking: Booking, now: datetime, *, cancelled: bool) -> Json:
    """`attendeeIcsContent` and `organizerIcsContent` as iCalendar text."""
    return {
        "attendeeIcsContent": _text(world, booking, now, cancelled=cancelled, for_organizer=False),
        "organizerIcsContent": _text(world, booking, now, cancelled=cancelled, for_organizer=True),
    }


def _text(world: World, booking: Booking, now: datetime, *, cancelled: bool, for_organizer: bool) -> str:
    from icalendar import Calendar, Event, vCalAddress  # noqa: PLC0415 - slow to load, and few deliveries want it

    host = world.users.get(booking.user_id)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "calcom-emulator")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    event = Event()
    event.add("uid", booking.ics_uid)
    event.add("sequence", booking.ics_sequence)
    event.add("summary", booking.title)
    event.add("dtstamp", now)
    event.add("dtstart", booking.start)
    event.add("dtend", booking.end)
    event.add("description", booking.description or "")
    event.add("location", booking.video_call_url or booking.location or "")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if host is not None:
        organizer = vCalAddress(f"mailto:{host.email}")
        organizer.params["CN"] = host.name or host.email
        event.add("organizer", organizer)
        if for_organizer:
            chair = vCalAddress(f"mailto:{host.email}")
            chair.params |= {"CN": host.name or host.email, "ROLE": "CHAIR", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
            event.add("attendee", chair)
    for person in world.attendees.where("booking_id", booking.id):
        guest = vCalAddress(f"mailto:{person.email}")
        guest.params |= {
            "CN": person.name or person.email,
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "ACCEPTED",
            "RSVP": "TRUE",
        }
        event.add("attendee", guest)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())
