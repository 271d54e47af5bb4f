"""Organizer and attendees as deliveries show them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from emulator.world.appointments import Attendee
from emulator.world.instants import zone
from emulator.world.records import User

Json = dict[str, Any]


def organizer(host: User | None, start: datetime) -> Json:
    """The host. `utcOffset` is in minutes, at the booking's start."""
    if host is None:
        return {"name": "Nameless", "email": "", "timeZone": "Europe/London", "language": {"locale": "en"}}
    return {
        "id": host.id,
        "name": host.name or "Nameless",
        "email": host.email,
        "username": host.username,
        "timeZone": host.time_zone,
        "language": {"locale": host.locale or "en"},
        "timeFormat": "HH:mm" if host.time_format == 24 else "h:mma",
        "utcOffset": utc_offset(host.time_zone, start),
    }


def attendee(person: Attendee, start: datetime) -> Json:
    """One attendee; first and last name are what stands before and after the first blank."""
    first, _, last = person.name.partition(" ")
    return {
        "name": person.name,
        "email": person.email,
        "timeZone": person.time_zone,
        "language": {"locale": person.locale or "en"},
        "phoneNumber": person.phone_number,
        "bookingSeat": None,
        "utcOffset": utc_offset(person.time_zone, start),
        "firstName": first,
        "lastName": last,
    }


def utc_offset(zone_name: str, instant: datetime) -> int:
    """Minutes east of UTC."""
    offset = instant.astimezone(zone(zone_name)).utcoffset()
    return int(offset.total_seconds() // 60) if offset is not None else 0
