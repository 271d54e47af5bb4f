from __future__ import annotations

import pytest

from emulator.webhooks.delivery import Attempt, Delivery
from tests.office import NOW


@pytest.mark.parametrize(
    ("status", "ok"), [(200, True), (204, True), (299, True), (302, False), (410, False), (None, False)]
)
def test_which_answers_count(status: int | None, ok: bool) -> None:
    assert Attempt(NOW, 0.1, status).ok is ok


def test_as_json() -> None:
    delivery = Delivery(3, "BOOKING_CREATED", "hook", "http://x", b'{"a":1}', {"Content-Type": "text/plain"}, NOW, "r1")
    delivery.attempts.append(Attempt(NOW, 0.12345678, error="ServerDisconnectedError"))
    delivery.retry_at = NOW
    assert delivery.to_json() == {
        "id": 3,
        "trigger": "BOOKING_CREATED",
        "webhookId": "hook",
        "url": "http://x",
        "state": "queued",
        "cause": "r1",
        "createdAt": "2029-12-03T08:00:00.000Z",
        "retryAt": "2029-12-03T08:00:00.000Z",
        "replayOf": None,
        "headers": {"Content-Type": "text/plain"},
        "body": '{"a":1}',
        "attempts": [
            {
                "at": "2029-12-03T08:00:00.000Z",
                "seconds": 0.123457,
                "status": None,
                "error": "ServerDisconnectedError",
            }
        ],
    }
