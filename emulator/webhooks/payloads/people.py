"""Organizer and attendees as deliveries show them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from emulator.world.appointments import Attendee, Booking, Seat
from emulator.world.instants import zone
from emulator.world.records import User

Json = dict[str, Any]

NOWHERE: Final = "Europe/London"
"""The zone of whoever has none."""


def organizer(host: User | None, booking: Booking) -> Json:
    """The host, with the address that the booking was made under. `utcOffset` is in minutes, at the booking's start."""
    if host is None:
        # Nobody hosts an instant meeting before somebody takes it.
        return {
            "id": None,
            "name": "Nameless",
            "email": booking.user_email or "",
            "username": None,
            "timeZone": NOWHERE,
            "language": {"locale": "en"},
            "timeFormat": "h:mma",
            "utcOffset": utc_offset(NOWHERE, booking.start),
        }
    return {
        "id": host.id,
        "name": host.name or "Nameless",
        "email": booking.user_email or host.email,
        "username": host.username,
        "timeZone": host.time_zone,
        "language": {"locale": host.locale or "en"},
        "timeFormat": "HH:mm" if host.time_format == 24 else "h:mma",
        "utcOffset": utc_offset(host.time_zone, booking.start),
    }


def attendee(person: Attendee, start: datetime, seat: Seat | None) -> Json:
    """One attendee, with the seat taken if there are seats. First and last name are split at the first blank."""
    first, _, last = person.name.partition(" ")
    return {
        "name": person.name,
        "email": person.email,
        "timeZone": person.time_zone,
        "language": {"locale": person.locale or "en"},
        "phoneNumber": person.phone_number,
        "bookingSeat": _seat(seat) if seat else None,
        "utcOffset": utc_offset(person.time_zone, start),
        "firstName": first,
        "lastName": last,
    }


def _seat(seat: Seat) -> Json:
    return {
        "id": seat.id,
        "referenceUid": seat.uid,
        "bookingId": seat.booking_id,
        "attendeeId": seat.attendee_id,
        "data": {"responses": seat.responses, "description": seat.description or ""},
        "metadata": seat.metadata,
    }


def utc_offset(zone_name: str, instant: datetime) -> int | None:
    """Minutes east of UTC; None where the zone is unknown, as records put straight into the world may have it."""
    try:
        offset = instant.astimezone(zone(zone_name)).utcoffset()
    except (KeyError, ValueError, OSError):
        return None
    return int(offset.total_seconds() // 60) if offset is not None else 0
