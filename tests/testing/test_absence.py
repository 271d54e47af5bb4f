"""Why an event did not come: what the failure of an expectation says about it."""

from __future__ import annotations

import pytest

from emulator.testing import Calcom, Inbox, Server
from tests.testing.asking import book, call, move


def said(inbox: Inbox, trigger: str, uid: str | None = None) -> list[str]:
    """What is said between the headline and what came instead."""
    with pytest.raises(AssertionError) as caught:
        inbox.expect(trigger, uid=uid, timeout=0)
    _, *lines = str(caught.value).splitlines()
    ends = [n for n, line in enumerate(lines) if line.endswith("to this inbox") or line.endswith("to this inbox:")]
    return [line.strip() for line in lines[: ends[0]]]


def test_it_is_not_subscribed(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    uid = book(world)["uid"]
    call(world, "POST", f"/v2/bookings/{uid}/cancel", {"cancellationReason": "Ill"})
    assert said(inbox, "BOOKING_CANCELLED", uid) == [
        "this inbox is subscribed to BOOKING_CREATED only; it should be",
        "calcom.webhooks.inbox('BOOKING_CREATED', 'BOOKING_CANCELLED')",
    ]


def test_the_subscription_is_gone(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    world.records.delete("webhooks", world.records.list("webhooks")[0]["id"])
    book(world)
    assert said(inbox, "BOOKING_CREATED")[0] == "this inbox is subscribed to nothing only; it should be"


def test_the_booking_has_another_uid_by_now(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_RESCHEDULED")
    first = book(world)["uid"]
    second = move(world, first, "2030-01-09T13:00:00Z")["uid"]
    last = move(world, second, "2030-01-10T13:00:00Z")["uid"]
    assert said(inbox, "BOOKING_RESCHEDULED", first) == [
        f"{first} was moved to another time and is {last} now:",
        "a booking that moves gets a new uid",
    ]
    assert said(inbox, "BOOKING_RESCHEDULED", "nobody") == ["there is no booking nobody in this world"]


def test_it_falls_due_later(world: Calcom) -> None:
    inbox = world.webhooks.inbox("MEETING_STARTED")
    uid = book(world)["uid"]
    expected = [
        "it falls due at 2030-01-08 13:00:00, and the clock stands still at 2029-12-03 08:00:00:",
        "calcom.clock.advance(to='2030-01-08T13:00:00.000Z')",
    ]
    assert said(inbox, "MEETING_STARTED") == said(inbox, "MEETING_STARTED", uid) == expected
    world.clock.release()
    assert said(inbox, "MEETING_STARTED")[0] == "it falls due at 2030-01-08 13:00:00:"


def test_nothing_brought_it_about(world: Calcom) -> None:
    """Not even a request that looks as if: the service tells nobody that a host was absent."""
    inbox = world.webhooks.inbox("BOOKING_NO_SHOW_UPDATED")
    uid = book(world)["uid"]
    world.clock.advance(to="2030-01-08T14:00:00Z")
    call(world, "POST", f"/v2/bookings/{uid}/mark-absent", {"host": True})
    expected = [
        "nothing brought it about; it is sent when:",
        "Attendees were marked absent or present. Not sent when only the host is marked",
    ]
    assert said(inbox, "BOOKING_NO_SHOW_UPDATED", uid) == said(inbox, "BOOKING_NO_SHOW_UPDATED") == expected


def test_it_is_for_somebody_else(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED", userId=1)
    zoe = world.records.create("users", username="zoe")
    demo = world.records.create("event-types", ownerId=zoe["id"], title="Demo", slug="demo", lengthInMinutes=30)
    world.records.create(
        "schedules",
        ownerId=zoe["id"],
        name="Hours",
        isDefault=True,
        timeZone="Europe/Rome",
        availability=[{"days": ["Tuesday"], "startTime": "09:00", "endTime": "17:00"}],
    )
    uid = book(world, eventTypeId=demo["id"])["uid"]
    for asked in (None, uid):
        assert said(inbox, "BOOKING_CREATED", asked) == [
            "POST /v2/bookings -> 201 brought it about,",
            "but this inbox hears of userId 1 only: leave the owner out to hear of everybody,",
            "calcom.webhooks.inbox('BOOKING_CREATED'),",
            "or name another (userId=, teamId=, eventTypeId=, oAuthClientId=)",
        ]


def test_its_webhook_is_switched_off(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    (hook,) = world.records.list("webhooks")
    world.records.patch("webhooks", hook["id"], active=False)
    book(world)
    assert said(inbox, "BOOKING_CREATED") == [
        "POST /v2/bookings -> 201 brought it about,",
        "but this inbox's webhook is switched off (active: false), as an answer of 410 does:",
        f"calcom.records.patch('webhooks', {hook['id']!r}, active=True)",
    ]


def test_it_is_a_matter_of_teams_alone(world: Calcom) -> None:
    """As the team is made after the inbox, the inbox has no webhook of it."""
    inbox = world.webhooks.inbox("INSTANT_MEETING")
    team = world.records.create("teams", name="Support", slug="support")["id"]
    world.records.create("memberships", teamId=team, userId=1, role="OWNER")
    now = world.records.create(
        "event-types",
        teamId=team,
        title="Now",
        slug="now",
        lengthInMinutes=30,
        schedulingType="roundRobin",
        hosts=[{"userId": 1}],
        isInstantEvent=True,
    )
    book(world, eventTypeId=now["id"], instant=True)
    assert said(inbox, "INSTANT_MEETING") == [
        "POST /v2/bookings -> 201 brought it about,",
        "but Cal.com tells of it only webhooks of teams, organizations and event types:",
        "this inbox has one of each team that was there before it; make it later, or name one:",
        "calcom.webhooks.inbox('INSTANT_MEETING', teamId=1)",
    ]


def test_it_was_held_back(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    world.faults.set(effect="drop")
    book(world)
    assert said(inbox, "BOOKING_CREATED") == ["BOOKING_CREATED to inbox 1 is held back by a fault: drop"]


def test_nobody_asked(world: Calcom, server: Server) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    lines = said(inbox, "BOOKING_CREATED")
    assert lines[0] == "nobody asked this emulator's API anything:"
    assert f"is the code under test given calcom.url, {world.url}," in lines[1]
    assert "https://api.cal.com?" in " ".join(lines)


def test_another_world_was_asked(world: Calcom, server: Server) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    with server.world("my-other-world") as other:
        call(other, "GET", "/v2/me")
        call(other, "GET", "/v2/schedules")
        lines = said(inbox, "BOOKING_CREATED")
        assert lines[0] == "nobody asked this world anything; another one was asked, by this test or one before it:"
        assert f"my-other-world, {other.url}: 2 requests, the last: GET" in lines
        assert lines[-1] == f"is the code under test given calcom.url, {world.url}?"


def test_the_default_world_was_asked(server: Server) -> None:
    with server.world() as world, Calcom(server.url) as default:
        inbox = world.webhooks.inbox("BOOKING_CREATED")
        call(default, "GET", "/v2/me")
        assert f"default, {server.url}: one request: GET /v2/me -> 200" in said(inbox, "BOOKING_CREATED")
        default.requests.clear()
