"""The body that subscriptions made by Zapier get instead of everybody's (webhooks.md 3.4)."""

from __future__ import annotations

from typing import Any, Final

from emulator.webhooks.payloads.people import utc_offset
from emulator.world.appointments import Booking
from emulator.world.events import Event
from emulator.world.instants import wire
from emulator.world.world import World

Json = dict[str, Any]

APP: Final = "zapier"
PLACES: Final = {
    "integrations:daily": "Cal Video",
    "integrations:google:meet": "Google Meet",
    "integrations:zoom": "Zoom Video",
    "integrations:office365_video": "MS Teams",
}


def zapier_body(world: World, event: Event, booking: Booking, payload: Json) -> Json:
    """No envelope, no trigger; `payload` is the event's usual one, of which this is a selection in its own order."""
    host = world.users.get(booking.user_id)
    event_type = world.event_types.get(booking.event_type_id)
    people = payload["attendees"]
    return {
        "uid": booking.uid,
        "bookingId": booking.id,
        "rootBookingUid": _root(world, booking),
        "title": payload["title"],
        "description": payload["description"],
        "customInputs": payload["customInputs"],
        "responses": payload["responses"],
        "userFieldsResponses": payload["userFieldsResponses"],
        "startTime": payload["startTime"],
        "endTime": payload["endTime"],
        "location": _place(booking),
        "status": payload["status"],
        "cancellationReason": payload["cancellationReason"],
        "smsReminderNumber": (booking.responses or {}).get("smsReminderNumber"),
        "user": {
            "username": host.username if host else None,
            "usernameInOrg": payload["organizer"].get("usernameInOrg"),
            "name": payload["organizer"]["name"],
            "email": payload["organizer"]["email"],
            "timeZone": payload["organizer"]["timeZone"],
            "utcOffset": utc_offset(payload["organizer"]["timeZone"], booking.start),
            "locale": payload["organizer"]["language"]["locale"],
        },
        "eventType": {
            "id": event_type.id if event_type else None,
            "slug": event_type.slug if event_type else None,
            "title": payload["eventTitle"],
            "description": payload["eventDescription"],
            "requiresConfirmation": payload["requiresConfirmation"],
            "price": payload["price"],
            "currency": payload["currency"],
            "length": payload["length"],
        },
        "attendees": [
            {
                "name": person["name"],
                "email": person["email"],
                "timeZone": person["timeZone"],
                "phoneNumber": person["phoneNumber"],
                "utcOffset": person["utcOffset"],
            }
            for person in people
        ],
        "metadata": {"videoCallUrl": booking.video_call_url} if booking.video_call_url else {},
        "createdAt": wire(event.at),
    }


def _root(world: World, booking: Booking) -> str:
    """The first of the bookings that were moved one into the other."""
    seen = {booking.uid}
    while booking.from_reschedule is not None and booking.from_reschedule not in seen:
        before = world.bookings.by("uid", booking.from_reschedule)
        if before is None:
            break
        booking = before
        seen.add(booking.uid)
    return booking.uid


def _place(booking: Booking) -> str:
    """Where, in words for people."""
    return PLACES.get(booking.location or "", booking.location or "")
