"""The calendar files that newer payloads carry, one for the attendees and one for the organizer (live.md 2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from emulator.world.appointments import Attendee, Booking
from emulator.world.records import User

Json = dict[str, Any]

CHAIR: Final = {"ROLE": "CHAIR", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
PARTICIPANT: Final = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "TRUE"}


def invitations(booking: Booking, host: User | None, people: list[Attendee], now: datetime, *, cancelled: bool) -> Json:
    """`attendeeIcsContent` and `organizerIcsContent` as iCalendar text.

    The library writes the lines that want escaping or folding; its component objects would take five times as long,
    and this stands in the way of the answer to whoever booked.
    """
    head = [
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:calcom-emulator\r\nCALSCALE:GREGORIAN\r\n",
        f"METHOD:{'CANCEL' if cancelled else 'REQUEST'}\r\nBEGIN:VEVENT\r\n",
        _text("UID", booking.ics_uid),
        f"SEQUENCE:{booking.ics_sequence}\r\n",
        _text("SUMMARY", booking.title),
        f"DTSTAMP:{_instant(now)}\r\nDTSTART:{_instant(booking.start)}\r\nDTEND:{_instant(booking.end)}\r\n",
        _text("DESCRIPTION", booking.description or ""),
        _text("LOCATION", booking.video_call_url or booking.location or ""),
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}\r\n",
    ]
    chair: list[str] = []
    if host is not None:
        email = booking.user_email or host.email
        head.append(_person("ORGANIZER", email, host.name, {}))
        chair = [_person("ATTENDEE", email, host.name, CHAIR)]
    guests = [_person("ATTENDEE", person.email, person.name, PARTICIPANT) for person in people]
    tail = ["END:VEVENT\r\nEND:VCALENDAR\r\n"]
    return {
        "attendeeIcsContent": "".join([*head, *guests, *tail]),
        "organizerIcsContent": "".join([*head, *chair, *guests, *tail]),
    }


def _text(name: str, value: str) -> str:
    from icalendar import vText  # noqa: PLC0415 - slow to load, and few deliveries want it

    return _line(name, vText(value))


def _person(name: str, email: str, called: str | None, more: Mapping[str, str]) -> str:
    return _line(name, f"mailto:{email}", {"CN": called or email, **more})


def _line(name: str, value: str, parameters: Mapping[str, str] | None = None) -> str:
    """One line, escaped and folded, with its line end."""
    from icalendar.parser import Contentline, Parameters  # noqa: PLC0415

    line = Contentline.from_parts(name, Parameters(parameters or {}), value, sorted=False)
    return str(line.to_ical().decode()) + "\r\n"


def _instant(instant: datetime) -> str:
    return instant.strftime("%Y%m%dT%H%M%SZ")
