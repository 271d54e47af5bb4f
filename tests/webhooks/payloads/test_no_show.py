from __future__ import annotations

import pytest

from emulator.webhooks.payloads.no_show import no_show_payload
from tests.office import office, stored
from tests.webhooks.subscriptions import event

BOB, EVE = {"email": "bob@example.com", "noShow": True}, {"email": "eve@example.com", "noShow": False}


@pytest.mark.behaviour("webhooks", 63)
@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ([BOB], "bob@example.com marked as no-show"),
        ([EVE], "eve@example.com unmarked as no-show"),
        ([BOB, EVE], "No-show status updated for attendees"),
    ],
)
def test_messages(marked: list[dict[str, object]], message: str) -> None:
    """webhooks.md 10 #63"""
    booking = stored(office(), None)
    assert no_show_payload(office(), event("BOOKING_NO_SHOW_UPDATED", booking, attendees=marked), booking) == {
        "bookingUid": booking.uid,
        "bookingId": booking.id,
        "attendees": marked,
        "message": message,
    }
