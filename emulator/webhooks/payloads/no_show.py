"""The payload that tells who did not come."""

from __future__ import annotations

from typing import Any

from emulator.world.appointments import Booking
from emulator.world.events import Event
from emulator.world.world import World

Json = dict[str, Any]


def no_show_payload(_: World, event: Event, booking: Booking) -> Json:
    """The marked attendees, and a sentence about them (webhooks.md 4.7)."""
    marked = event.facts["attendees"]
    if len(marked) == 1:
        verb = "marked" if marked[0]["noShow"] else "unmarked"
        message = f"{marked[0]['email']} {verb} as no-show"
    else:
        message = "No-show status updated for attendees"
    return {"bookingUid": booking.uid, "bookingId": booking.id, "attendees": marked, "message": message}
