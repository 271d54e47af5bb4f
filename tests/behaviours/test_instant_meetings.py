"""Meetings at once with whichever host of a team comes first: bookings.md 2.6, 3.2 step 7, webhooks.md 4.7."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.api_client import ATTENDEE, Api, message
from tests.receiver import Receiver
from tests.webhooks.subscriptions import check

KEYS = {name: {"authorization": f"Bearer cal_test_{name}"} for name in ("ben", "cyd", "eve")}
NOW = "2029-12-03T08:00:00.000Z"


@pytest.fixture
def kind(api: Api) -> int:
    """An event type of a team that Ben hosts, Cyd administers and Eve has nothing to do with."""
    for user_id, name in ((70, "ben"), (71, "cyd"), (72, "eve")):
        api.control("POST", "/records/users", {"id": user_id, "username": name, "apiKey": f"cal_test_{name}"})
    api.control("POST", "/records/teams", {"id": 5, "name": "Support", "slug": "support"})
    api.control("POST", "/records/memberships", {"teamId": 5, "userId": 70})
    api.control("POST", "/records/memberships", {"teamId": 5, "userId": 71, "role": "ADMIN"})
    record = {"teamId": 5, "title": "Help", "slug": "help", "lengthInMinutes": 15, "schedulingType": "roundRobin"}
    number: int = api.control("POST", "/records/event-types", record)["id"]
    api.control("POST", "/records/hosts", {"eventTypeId": number, "userId": 70})
    return number


def ask(api: Api, kind: int, **more: Any) -> httpx2.Response:
    return api.post("/v2/bookings", {"eventTypeId": kind, "start": NOW, "attendee": ATTENDEE, "instant": True, **more})


def asked(api: Api, kind: int, **more: Any) -> Any:
    answer = ask(api, kind, **more)
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def test_somebody_waits_for_a_host(api: Api, kind: int) -> None:
    made = asked(api, kind, metadata={"purpose": "p"}, guests=["guest@example.com"])
    assert (made["status"], made["title"]) == ("awaiting_host", "Instant meeting with Bob Guest")
    assert made["hosts"] == [
        {"id": "unknown", "name": "unknown", "email": "unknown", "displayEmail": "unknown", "username": "unknown"}
    ]
    assert made["location"] == f"https://app.cal.com/video/{made['uid']}"
    assert (made["start"], made["duration"], made["metadata"]) == (NOW, 15, {"purpose": "p"})
    assert [each["email"] for each in made["attendees"]] == ["bob@example.com", "guest@example.com"]
    read = api.data("GET", f"/v2/bookings/{made['uid']}")
    assert read["status"] == "awaiting_host"
    assert made["uid"] in [each["uid"] for each in api.data("GET", "/v2/bookings", headers=KEYS["cyd"])]


def test_nobody_asks_whether_a_host_is_free(api: Api, kind: int) -> None:
    """Neither notice nor hours count: eight in the morning of a Monday is before anybody works."""
    plain = {"eventTypeId": kind, "start": NOW, "attendee": ATTENDEE}
    assert api.post("/v2/bookings", plain).status_code == 400
    first, second = asked(api, kind), asked(api, kind)
    assert first["uid"] != second["uid"]


def test_only_teams_are_met_at_once(api: Api) -> None:
    answer = ask(api, 3)
    assert (answer.status_code, message(answer)) == (
        400,
        "Instant bookings are only supported for team event types, not individual user event types.",
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"instant": False}, "instant property is wrong,property instant should not exist "),
        ({"instant": "true"}, "instant property is wrong,property instant should not exist "),
        ({"recurrenceCount": 2}, "instant property is wrong,property instant should not exist "),
    ],
)
def test_what_the_body_may_say(api: Api, kind: int, body: dict[str, Any], text: str) -> None:
    """bookings.md 1.5: the class that validates follows from `recurrenceCount`, then from `instant` being true."""
    answer = ask(api, kind, **body)
    assert (answer.status_code, message(answer)) == (400, text)


def test_the_first_who_takes_it_is_the_host(api: Api, kind: int) -> None:
    made = asked(api, kind)
    path = f"/v2/bookings/{made['uid']}/confirm"
    stranger = api.post(path, headers=KEYS["eve"])
    assert (stranger.status_code, stranger.json()["error"]["code"]) == (401, "TRPCError")
    taken = api.data("POST", path, headers=KEYS["ben"])
    assert (taken["status"], taken["hosts"][0]["username"]) == ("accepted", "ben")
    assert taken["location"] == made["location"]
    late = api.post(path, headers=KEYS["cyd"])
    assert late.status_code == 400
    assert "MEETING_ENDED" in [each["trigger"] for each in api.control("GET", "/clock")["due"]]


def test_an_administrator_may_take_it_too(api: Api, kind: int) -> None:
    made = asked(api, kind)
    taken = api.data("POST", f"/v2/bookings/{made['uid']}/confirm", headers=KEYS["cyd"])
    assert taken["hosts"][0]["username"] == "cyd"


def test_it_may_be_turned_down(api: Api, kind: int) -> None:
    made = asked(api, kind)
    assert api.data("POST", f"/v2/bookings/{made['uid']}/decline", headers=KEYS["ben"])["status"] == "rejected"


def test_it_cannot_be_moved_nor_cancelled_without_a_host(api: Api, kind: int) -> None:
    """live.md 2.1; bookings.md 5: the core looks for the organizer first."""
    made = asked(api, kind)
    move = api.post(f"/v2/bookings/{made['uid']}/reschedule", {"start": "2030-01-08T13:00:00Z"})
    assert (move.status_code, "awaiting host" in message(move)) == (400, True)
    cancel = api.post(f"/v2/bookings/{made['uid']}/cancel")
    assert (cancel.status_code, cancel.json()) == (400, {"statusCode": 400, "message": "User not found"})


def test_the_oldest_version_has_a_route_for_it(api: Api, kind: int) -> None:
    """bookings.md 1.1: with no version header the answer names the token, and lists show who waits."""
    old: dict[str, str | None] = {"cal-api-version": None}
    responses = {"name": "Bob Guest", "email": "bob@example.com"}
    body = {
        "eventTypeId": kind,
        "start": NOW,
        "timeZone": "UTC",
        "language": "en",
        "metadata": {},
        "responses": responses,
    }
    answer = api.post("/v2/bookings/instant", body, headers=old)
    assert answer.status_code == 201, answer.text
    made = answer.json()["data"]
    assert (made["message"], made["userId"], made["expires"]) == ("Success", None, "2029-12-03T08:01:30.000Z")
    assert api.data("GET", f"/v2/bookings/{made['bookingUid']}")["status"] == "awaiting_host"
    path = "/v2/bookings?filters[status]=upcoming"
    listed = api.data("GET", path, headers={"cal-api-version": None, **KEYS["cyd"]})["bookings"]
    assert [(each["uid"], each["status"]) for each in listed] == [(made["bookingUid"], "AWAITING_HOST")]
    personal = api.post("/v2/bookings/instant", {**body, "eventTypeId": 3}, headers=old)
    assert (personal.status_code, "only supported for team event types" in message(personal)) == (400, True)


def test_the_team_hears_of_it(api: Api, kind: int, receiver: Receiver) -> None:
    triggers = ["INSTANT_MEETING", "INSTANT_MEETING_ACCEPTED", "BOOKING_CREATED"]
    hook = {"subscriberUrl": receiver.url, "triggers": triggers, "eventTypeId": kind}
    api.control("POST", "/records/webhooks", hook)
    personal = {"subscriberUrl": f"{receiver.url}/own", "triggers": triggers, "userId": 70}
    api.control("POST", "/records/webhooks", personal)
    made = asked(api, kind, bookingFieldsResponses={"notes": "Help!"})
    api.data("POST", f"/v2/bookings/{made['uid']}/confirm", headers=KEYS["ben"])
    api.control("POST", "/drain")
    for received in receiver.received:
        check(received.json)
    waiting, accepted = (received.json for received in receiver.received)
    assert (waiting["triggerEvent"], accepted["triggerEvent"]) == ("INSTANT_MEETING", "INSTANT_MEETING_ACCEPTED")
    told = waiting["payload"]
    assert (told["uid"], told["eventTypeId"], told["eventTypeTitle"]) == (made["uid"], kind, "Help")
    assert (told["responses"]["name"], told["responses"]["notes"]) == ("Bob Guest", "Help!")
    address, _, token = told["connectAndJoinUrl"].partition("?token=")
    assert (address, len(token)) == ("https://app.cal.com/connect-and-join", 64)
    assert accepted["payload"]["bookingUid"] == made["uid"]
    assert accepted["payload"]["organizer"]["username"] == "ben"
    assert accepted["payload"]["status"] == "ACCEPTED"
