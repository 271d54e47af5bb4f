from __future__ import annotations

import re
import threading
from typing import Any

import pytest

from emulator.testing import Calcom, Inbox
from tests.testing.asking import book, move


def refused(inbox: Inbox, *arguments: Any, **wanted: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        inbox.expect(*arguments, timeout=0, **wanted)
    return str(caught.value)


def test_an_event_is_expected_by_trigger_booking_and_payload(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED", secret="s3cret")
    booking = book(world)
    event = inbox.expect(
        "BOOKING_CREATED",
        uid=booking["uid"],
        length=30,
        attendees=[{"email": "bob@example.com"}],
        title=re.compile(".+"),
    )
    assert event.signed
    assert event.json["triggerEvent"] == "BOOKING_CREATED"
    assert event.headers["x-cal-webhook-version"] == "2021-10-20"
    assert event.payload["uid"] == event.uid == booking["uid"]


def test_an_event_is_taken_once(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    first, second = book(world), book(world, start="2030-01-09T13:00:00Z")
    assert inbox.expect("BOOKING_CREATED").uid == first["uid"]
    assert inbox.expect("BOOKING_CREATED").uid == second["uid"]
    assert "which an earlier expect has taken" in refused(inbox, "BOOKING_CREATED")
    assert [event.uid for event in inbox.all("BOOKING_CREATED")] == [first["uid"], second["uid"]]
    inbox.expect_none()


def test_all_triggers_are_subscribed_to_unless_some_are_named(world: Calcom) -> None:
    inbox = world.webhooks.inbox()
    booking = book(world)
    move(world, booking["uid"], "2030-01-09T13:00:00Z")
    world.clock.advance(to="2030-01-09T13:00:00Z")
    assert [event.trigger for event in inbox.all()] == ["BOOKING_CREATED", "BOOKING_RESCHEDULED", "MEETING_STARTED"]
    assert inbox.expect("MEETING_STARTED").payload["uid"] == inbox.events[1].uid


def test_what_is_missing_is_told_with_what_came_instead(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED", "BOOKING_RESCHEDULED")
    assert refused(inbox, "BOOKING_CREATED").splitlines() == [
        "no BOOKING_CREATED came",
        "  nothing came at all",
        "  this world has sent nothing",
    ]
    uid = book(world)["uid"]
    assert refused(inbox, "BOOKING_CANCELLED", uid=uid).splitlines() == [
        f"no BOOKING_CANCELLED of {uid} came",
        f"  what else came: BOOKING_CREATED of {uid}",
        "  what this world sent:",
        f"    BOOKING_CREATED to {inbox.url}: delivered (200)",
    ]
    assert refused(inbox, "BOOKING_CREATED", length=15, nothing=...).splitlines()[:4] == [
        "no BOOKING_CREATED came with the payload expected",
        f"  there came BOOKING_CREATED of {uid}, but",
        "    /length: expected 15, got 30",
        "    /nothing: expected something, but it is not there",
    ]


def test_nothing_is_expected(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    inbox.expect_none()
    uid = book(world)["uid"]
    inbox.expect_none("BOOKING_CANCELLED")
    inbox.expect_none(uid="another")
    with pytest.raises(
        AssertionError, match=f"no BOOKING_CREATED expected, but there came:\n  BOOKING_CREATED of {uid}"
    ):
        inbox.expect_none("BOOKING_CREATED")


def test_code_under_test_may_take_its_time(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    waiting = threading.Event()
    settle = inbox._settle

    def settled() -> None:
        settle()
        waiting.set()

    inbox._settle = settled

    def later() -> None:
        waiting.wait()
        book(world)

    thread = threading.Thread(target=later)
    thread.start()
    assert inbox.expect("BOOKING_CREATED", timeout=30).signed
    thread.join()


def test_a_receiver_in_trouble(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    inbox.answer(400)
    inbox.answer(None, times=1)
    book(world)
    book(world, start="2030-01-09T13:00:00Z")
    world.webhooks.drain()
    first, second = world.webhooks.deliveries()
    assert first["attempts"][0]["status"] == 400
    assert second["attempts"][0]["status"] is None
    assert second["attempts"][0]["error"]


def test_signatures_are_told_apart(world: Calcom) -> None:
    right, none = world.webhooks.inbox("BOOKING_CREATED"), world.webhooks.inbox("BOOKING_CREATED", secret=None)
    wrong = Inbox("another", world.webhooks.drain, str)
    world.webhooks.subscribe(world._receiver.open("/wrong", wrong.receive), ["BOOKING_CREATED"], secret="right")
    book(world)
    world.webhooks.drain()
    assert [each.events[0].signed for each in (right, none, wrong)] == [True, True, False]


def test_a_body_of_the_author_s_own(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED", payloadTemplate="hello {{title}}")
    book(world)
    (event,) = inbox.all()
    assert event.body.startswith(b"hello 30 min meeting")
    assert (event.json, event.trigger, event.uid, event.payload) == (None, None, None, None)
    assert str(event) == "no event"


def test_time_moves_when_what_is_on_its_way_has_arrived(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    inbox.answer(503)
    book(world)
    world.clock.advance(3600)
    (delivery,) = world.webhooks.deliveries()
    assert [attempt["status"] for attempt in delivery["attempts"]] == [503, 200]
    assert delivery["attempts"][0]["at"] == "2029-12-03T08:00:00.000Z"
    assert delivery["state"] == "delivered"
