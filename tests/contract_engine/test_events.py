from __future__ import annotations

import pytest

from emulator.contract.events import Events
from emulator.webhooks.triggers import TRIGGERS


@pytest.fixture(scope="module")
def events() -> Events:
    return Events()


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_every_trigger_is_described_and_an_empty_body_fits_none(events: Events, trigger: str) -> None:
    wrong = events.check(trigger, {})
    assert wrong
    assert "triggerEvent" in " ".join(wrong)


def test_a_body_that_fits_and_what_is_wrong_with_another(events: Events) -> None:
    payload = {"message": "m", "attendees": [], "bookingUid": "u", "bookingId": 1}
    body = {"triggerEvent": "BOOKING_NO_SHOW_UPDATED", "createdAt": "2030-01-08T13:00:00.000Z", "payload": payload}
    assert events.check("BOOKING_NO_SHOW_UPDATED", body) == []
    (sentence,) = events.check("BOOKING_NO_SHOW_UPDATED", {**body, "payload": {**payload, "bookingId": "1"}})
    assert sentence.startswith("/payload/bookingId: ")
    assert "integer" in sentence


def test_what_nobody_described(events: Events) -> None:
    assert events.check("BOOKING_CONFIRMED", {}) == ["BOOKING_CONFIRMED is not described"]
