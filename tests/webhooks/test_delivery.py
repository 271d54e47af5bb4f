from __future__ import annotations

from datetime import timedelta

import pytest

from emulator.settings import Settings
from emulator.webhooks.delivery import Attempt, Delivery, in_line
from emulator.webhooks.dispatcher import Dispatcher
from tests.office import NOW, event_type, office, stored
from tests.webhooks.subscriber import Subscriber, in_loop
from tests.webhooks.subscriptions import event, subscribe


@pytest.mark.parametrize(
    ("status", "ok"), [(200, True), (204, True), (299, True), (302, False), (410, False), (None, False)]
)
def test_which_answers_count(status: int | None, ok: bool) -> None:
    assert Attempt(NOW, 0.1, status).ok is ok


def test_as_json() -> None:
    delivery = Delivery(3, "BOOKING_CREATED", "hook", "http://x", b'{"a":1}', {"Content-Type": "text/plain"}, NOW, "r1")
    delivery.attempts.append(Attempt(NOW, 0.12345678, error="ServerDisconnectedError", trouble="reset"))
    delivery.retry_at = NOW
    assert delivery.to_json() == {
        "id": 3,
        "trigger": "BOOKING_CREATED",
        "uid": None,
        "webhookId": "hook",
        "url": "http://x",
        "state": "queued",
        "outcome": "reset",
        "status": None,
        "cause": "r1",
        "createdAt": "2029-12-03T08:00:00.000Z",
        "retryAt": "2029-12-03T08:00:00.000Z",
        "replayOf": None,
        "duplicateOf": None,
        "faults": [],
        "headers": {"Content-Type": "text/plain"},
        "body": '{"a":1}',
        "attempts": [
            {
                "at": "2029-12-03T08:00:00.000Z",
                "outcome": "reset",
                "status": None,
                "error": "ServerDisconnectedError",
                "said": None,
                "seconds": 0.123457,
                "headSeconds": None,
            }
        ],
    }


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (None, ""),
        ("database\n is  locked\n", "database is locked"),
        ("<!doctype html><title>500", ""),
        ("x" * 161, "x" * 160 + "…"),
    ],
)
def test_a_refusal_in_a_line(said: str | None, line: str) -> None:
    assert in_line(said) == line


def test_bytes_that_are_no_text_are_still_shown() -> None:
    delivery = Delivery(3, "BOOKING_CREATED", "hook", "http://x", "ü".encode()[:1], {}, NOW, None)
    assert (delivery.to_json()["body"], delivery.to_json()["bodyBase64"]) == ("\ufffd", "ww==")


@pytest.mark.parametrize(
    ("attempt", "outcome"),
    [
        (Attempt(NOW, 0.1, 204), "ok"),
        (Attempt(NOW, 0.1, 500), "status"),
        (Attempt(NOW, 0.1, error="gone"), "other"),
        (Attempt(NOW, 0.1, 200, "cut off", "slow"), "slow"),
    ],
)
def test_outcomes(attempt: Attempt, outcome: str) -> None:
    assert attempt.outcome == outcome


@in_loop
async def test_the_log_knows_of_every_request_that_a_subscriber_who_hangs_up_got() -> None:
    """One that is sent again since a kept connection was gone counts for nothing: three retries are left."""
    world = office()
    dispatcher = Dispatcher(Settings())
    booking = stored(world, event_type(world))
    async with Subscriber([200, 0, 503, 0, 0, 0, 0]) as subscriber:
        subscribe(world, subscriber.url)
        for trigger in ("BOOKING_CREATED", "BOOKING_CANCELLED"):
            dispatcher.publish(world, [event(trigger, booking)], "request-1")
        await dispatcher.drain(world)
        for _ in range(3):
            world.clock.move_to(world.now() + timedelta(minutes=10))
            dispatcher.retry_due(world)
            await dispatcher.drain(world)
        first, second = dispatcher.deliveries(world)
        assert (first.state, first.tries, len(first.attempts)) == ("delivered", 1, 1)
        assert (second.state, second.tries) == ("failed", 4)
        assert [attempt.kept for attempt in second.attempts] == [True, False, True, False, False, False]
        assert len(subscriber.requests) == len(first.attempts) + len(second.attempts)
    await dispatcher.stop(5)
