from __future__ import annotations

from emulator.webhooks.triggers import MEETINGS, TRIGGERS, WITH_INVITATIONS
from tests.test_spec import CURRENT


def test_the_names() -> None:
    assert len(TRIGGERS) == len(set(TRIGGERS)) == 28
    assert set(TRIGGERS) > MEETINGS | WITH_INVITATIONS
    assert TRIGGERS[:3] == ("BOOKING_CREATED", "BOOKING_PAYMENT_INITIATED", "BOOKING_PAID")


def test_the_document_takes_these_names_in_this_order() -> None:
    names = CURRENT["components"]["schemas"]["WebhookTrigger"]["enum"]
    assert tuple(names) == TRIGGERS


def test_every_described_event_can_be_subscribed() -> None:
    assert set(TRIGGERS) >= CURRENT["webhooks"].keys()
