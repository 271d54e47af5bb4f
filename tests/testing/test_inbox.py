from __future__ import annotations

import re
import threading
from typing import Any

import pytest

from emulator.testing import Calcom, ControlPlaneError, Inbox, Server
from emulator.webhooks.triggers import TRIGGERS
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
    inbox = world.webhooks.inbox("BOOKING_CREATED", "BOOKING_CANCELLED")
    uid = book(world)["uid"]
    assert refused(inbox, "BOOKING_CANCELLED", uid=uid).splitlines() == [
        f"no BOOKING_CANCELLED of {uid} came",
        "  nothing brought it about; it is sent when:",
        "    A booking, a series or a seat was cancelled. One event a call. A seat that was given up",
        "      comes alone, while the booking itself may go on",
        "  what came to this inbox:",
        f"    BOOKING_CREATED of {uid}",
    ]
    assert refused(inbox, "BOOKING_CREATED", length=15, nothing=...).splitlines() == [
        "no BOOKING_CREATED came with the payload expected",
        f"  there came BOOKING_CREATED of {uid}, but",
        "    /length: expected 15, got 30",
        "    /nothing: expected something, but it is not there",
    ]


def test_events_in_order(world: Calcom) -> None:
    inbox = world.webhooks.inbox()
    first = book(world)["uid"]
    second = move(world, first, "2030-01-09T13:00:00Z")["uid"]
    with pytest.raises(AssertionError) as caught:
        inbox.expect_in_order("BOOKING_RESCHEDULED", "BOOKING_CREATED", timeout=0)
    assert str(caught.value).splitlines() == [
        "expected in this order: BOOKING_RESCHEDULED, BOOKING_CREATED",
        "  but there came:",
        f"    BOOKING_CREATED of {first}",
        f"    BOOKING_RESCHEDULED of {second}",
    ]
    found = inbox.expect_in_order("BOOKING_CREATED", "BOOKING_RESCHEDULED")
    assert [event.uid for event in found] == [first, second]
    inbox.expect_none()
    assert inbox.expect_in_order() == []
    with pytest.raises(AssertionError, match=f"expected in this order of {first}: MEETING_STARTED\n.*\n    nothing\n"):
        inbox.expect_in_order("MEETING_STARTED", uid=first, timeout=0)


@pytest.mark.parametrize("expectation", ["expect", "expect_none", "expect_in_order", "all"])
def test_a_trigger_that_there_is_not(world: Calcom, expectation: str) -> None:
    """Waiting for it would be in vain, and not to find it proves nothing."""
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    with pytest.raises(ValueError, match="no trigger 'BOOKING_CANCELED': did you mean BOOKING_CANCELLED"):
        getattr(inbox, expectation)("BOOKING_CANCELED")
    with pytest.raises(ValueError, match="no trigger 'x': there are BOOKING_CREATED, "):
        getattr(inbox, expectation)("x")


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
    wrong = Inbox("another", world.webhooks.drain, lambda *_: [])
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
    assert repr(event) == "<Event no event>"
    assert repr(inbox) == f"<Inbox {inbox.url}: 1 events>"


def test_time_moves_when_what_is_on_its_way_has_arrived(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    inbox.answer(503)
    book(world)
    world.clock.advance(3600)
    (delivery,) = world.webhooks.deliveries()
    assert [attempt["status"] for attempt in delivery["attempts"]] == [503, 200]
    assert delivery["attempts"][0]["at"] == "2029-12-03T08:00:00.000Z"
    assert delivery["state"] == "delivered"


def test_an_event_without_its_cause(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CANCELLED")
    sent = world.webhooks.trigger("BOOKING_CANCELLED", overrides={"/payload/cancellationReason": "Ill"})
    assert len(inbox.events) == 1
    inbox.expect("BOOKING_CANCELLED", uid=sent["uid"], cancellationReason="Ill")
    with pytest.raises(ControlPlaneError, match="did you mean BOOKING_CANCELLED"):
        world.webhooks.trigger("BOOKING_CANCELED")


def test_an_inbox_hears_of_everything_unless_it_names_an_owner(server: Server) -> None:
    with server.world(fixtures="team", now="2030-01-07T08:00:00Z") as world:
        hooks = world.webhooks
        every, team, ada = hooks.inbox(), hooks.inbox(teamId=1), hooks.inbox(userId=1)
        uids = [book(world, eventTypeId=number)["uid"] for number in (1, 2)]
        heard = [[event.uid for event in inbox.all("BOOKING_CREATED")] for inbox in (every, team, ada)]
        assert heard == [uids, uids[1:], uids[:1]]


@pytest.mark.parametrize(("event_type", "team"), [(2, 1), (7, 2)], ids=["a team", "a team of an organization"])
def test_an_inbox_hears_once_of_every_trigger(server: Server, event_type: int, team: int) -> None:
    """Also of those of which Cal.com tells no webhook of the whole instance: what they say is what a team is told."""
    with server.world(fixtures="team", now="2030-01-07T08:00:00Z") as world:
        inbox, own = world.webhooks.inbox(), world.webhooks.inbox(teamId=team)
        for trigger in TRIGGERS:
            world.webhooks.trigger(trigger, eventTypeId=event_type)
        assert [event.trigger for event in inbox.all()] == list(TRIGGERS)
        bodies = {event.trigger: event.body for event in inbox.events}
        of_hook = {"AFTER_HOSTS_CAL_VIDEO_NO_SHOW", "AFTER_GUESTS_CAL_VIDEO_NO_SHOW"}
        same = [event for event in own.all() if event.trigger not in of_hook]
        assert {"INSTANT_MEETING", "BOOKING_CREATED"} <= {event.trigger for event in same}
        assert all(event.body == bodies[event.trigger] for event in same)


def test_one_subscription_may_be_to_one_trigger(world: Calcom) -> None:
    hook = world.webhooks.subscribe("http://127.0.0.1:9/", "BOOKING_CREATED")
    assert (hook["triggers"], hook["platform"]) == (["BOOKING_CREATED"], True)
    assert world.webhooks.subscribe("http://127.0.0.1:9/", ("BOOKING_CREATED",), userId=1)["platform"] is False


def test_a_world_without_users_has_inboxes_too(server: Server) -> None:
    with server.world() as world:
        for user in world.records.list("users"):
            world.records.delete("users", user["id"])
        assert world.webhooks.inbox().events == []
