"""What Cal Video made of a meeting: a recording, a transcript (webhooks.md 4.7)."""

from __future__ import annotations

from typing import Any

from emulator.webhooks.payloads.people import utc_offset
from emulator.world.appointments import Booking
from emulator.world.events import Event
from emulator.world.instants import wire
from emulator.world.world import World

Json = dict[str, Any]


def recording_payload(world: World, event: Event, booking: Booking) -> Json:
    """The booking as `RECORDING_READY` tells it, with the link to the recording."""
    return {**_meeting(world, booking), "downloadLink": event.facts["recording"]["downloadLink"]}


def transcription_payload(world: World, event: Event, booking: Booking) -> Json:
    """As `recording_payload`, with the links of the transcript's formats."""
    links = {"transcription": event.facts["transcription"], "recording": event.facts["recording"]}
    return {**_meeting(world, booking), "downloadLinks": links}


def _meeting(world: World, booking: Booking) -> Json:
    """The older, shorter calendar event. Its `type` is the booking's title, not the event type's slug."""
    host = world.users.get(booking.user_id)
    host_zone = host.time_zone if host else "Europe/London"
    return {
        "type": booking.title,
        "title": booking.title,
        **({"description": booking.description} if booking.description else {}),
        "startTime": wire(booking.start),
        "endTime": wire(booking.end),
        "organizer": {
            "email": booking.user_email or (host.email if host else "Email-less"),
            "name": (host.name if host else None) or "Nameless",
            "timeZone": host_zone,
            "language": {"locale": (host.locale if host else None) or "en"},
            "utcOffset": utc_offset(host_zone, booking.start),
        },
        "attendees": [
            {
                "id": person.id,
                "name": person.name,
                "email": person.email,
                "timeZone": person.time_zone,
                "language": {"locale": person.locale or "en"},
                "utcOffset": utc_offset(person.time_zone, booking.start),
            }
            for person in world.attendees.where("booking_id", booking.id)
        ],
        "uid": booking.uid,
        "customReplyToEmail": None,
    }
