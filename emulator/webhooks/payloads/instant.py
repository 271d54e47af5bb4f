"""Somebody waits for whichever host comes first, and one has come (webhooks.md 4.7, live.md 2.4)."""

from __future__ import annotations

from typing import Any, Final

from emulator.webhooks.payloads.people import attendee, organizer
from emulator.webhooks.payloads.responses import responses
from emulator.world.appointments import Booking
from emulator.world.events import Event
from emulator.world.instants import wire
from emulator.world.world import World

Json = dict[str, Any]

CONNECT: Final = "https://app.cal.com/connect-and-join?token="


def waiting_payload(world: World, event: Event, booking: Booking) -> Json:
    """Repeats its trigger; the answers are plain, without labels."""
    event_type = world.event_types.get(booking.event_type_id)
    return {
        "triggerEvent": event.trigger,
        "uid": booking.uid,
        "responses": booking.responses or {},
        "connectAndJoinUrl": CONNECT + str(event.facts.get("token") or ""),
        "eventTypeId": booking.event_type_id,
        "eventTypeTitle": event_type.title if event_type else None,
        "customInputs": {},
    }


def accepted_payload(world: World, event: Event, booking: Booking) -> Json:
    event_type = world.event_types.get(booking.event_type_id)
    host = world.users.get(booking.user_id)
    url = {"videoCallUrl": booking.video_call_url} if booking.video_call_url else {}
    return {
        "bookingId": booking.id,
        "bookingUid": booking.uid,
        "eventTypeId": booking.event_type_id,
        "status": booking.status.upper(),
        "title": booking.title,
        "startTime": wire(booking.start),
        "endTime": wire(booking.end),
        "organizer": organizer(host, booking),
        "attendees": [
            attendee(person, booking.start, None) for person in world.attendees.where("booking_id", booking.id)
        ],
        "responses": responses(event_type, booking.responses),
        "location": booking.video_call_url or booking.location or "",
        "metadata": {**booking.metadata, **url},
    }
