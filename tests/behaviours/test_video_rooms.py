"""Cal Video without Cal Video: who comes, who does not, what is recorded, who is told (webhooks.md 1.4, 4.7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api
from tests.behaviours.hooks import delivered, subscribe, told
from tests.receiver import Receiver

HOSTS = "AFTER_HOSTS_CAL_VIDEO_NO_SHOW"
GUESTS = "AFTER_GUESTS_CAL_VIDEO_NO_SHOW"
START = "2030-01-08T13:00:00.000Z"


def advance(api: Api, time: str) -> Any:
    return api.control("POST", "/clock/advance", {"to": f"2030-01-08T{time}Z"})


def room(api: Api, uid: str, **who: Any) -> Any:
    return api.control("POST", f"/bookings/{uid}/room", who)


def test_people_come_and_go_and_the_api_lists_the_sessions(api: Api) -> None:
    booking = api.book()
    uid = booking["uid"]
    advance(api, "12:58:00")
    room(api, uid, join="host")
    advance(api, "13:01:00")
    room(api, uid, join="guest")
    advance(api, "13:20:00")
    path = f"/v2/bookings/{uid}/conferencing-sessions"
    (session,) = api.data("GET", path)
    assert (session["ongoing"], session["duration"], session["maxParticipants"]) == (True, 22 * 60, 2)
    assert [(each["userId"], each["userName"], each["duration"]) for each in session["participants"]] == [
        ("1", "Ada Host", 22 * 60),
        (None, "Bob Guest", 19 * 60),
    ]
    room(api, uid, leave=["host", "bob@example.com"])
    advance(api, "13:30:00")
    (session,) = api.data("GET", path)
    assert (session["ongoing"], session["duration"]) == (False, 22 * 60)
    assert session["participants"][1].keys() == {"userId", "userName", "joinTime", "duration"}
    room(api, uid, join={"name": "Somebody"})
    assert [each["ongoing"] for each in api.data("GET", path)] == [False, True]


def test_a_room_refuses_what_cannot_be(api: Api) -> None:
    booking = api.book()
    path = f"/_emulator/bookings/{booking['uid']}/room"
    assert api("POST", path, {"leave": "host"}).status_code == 409
    room(api, booking["uid"], join="host")
    assert api("POST", path, {"join": ["guest", "host"]}).status_code == 409
    sessions = api.data("GET", f"/v2/bookings/{booking['uid']}/conferencing-sessions")
    assert len(sessions[0]["participants"]) == 1, "a refused request changes nothing"
    assert api("POST", path, {"join": "nobody"}).status_code == 400
    assert api("POST", path, {}).status_code == 400
    assert api("POST", path, {"enter": "host"}).json()["error"]["where"] == "/enter"
    assert api("POST", "/_emulator/bookings/none/room", {"join": "host"}).status_code == 404
    elsewhere = api.book("2030-01-09T13:00:00Z")
    api.control("PATCH", f"/records/bookings/{elsewhere['uid']}", {"references": []})
    for what in ("room", "recording", "transcript"):
        asked = {"join": "host"} if what == "room" else {}
        assert api("POST", f"/_emulator/bookings/{elsewhere['uid']}/{what}", asked).status_code == 409


def test_a_recording_is_listed_and_told(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    uid = api.book(guests=["g@example.com"])["uid"]
    advance(api, "13:30:00")
    recording = api.control("POST", f"/bookings/{uid}/recording", {"duration": 600})
    assert api.data("GET", f"/v2/bookings/{uid}/recordings") == [recording]
    assert (recording["status"], recording["duration"]) == ("finished", 600)
    (body,) = told(api, receiver, "RECORDING_READY")
    payload = body["payload"]
    assert payload["downloadLink"] == recording["downloadLink"]
    assert (payload["type"], payload["startTime"]) == (payload["title"], START)
    assert (payload["organizer"]["email"], payload["organizer"]["utcOffset"]) == ("ada@example.com", 60)
    assert [person["email"] for person in payload["attendees"]] == ["bob@example.com", "g@example.com"]
    assert not payload.keys() & {"bookingId", "status"}


def test_a_transcript_is_listed_and_told(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    uid = api.book()["uid"]
    api.control("POST", f"/bookings/{uid}/transcript")
    recording = api.control("POST", f"/bookings/{uid}/recording")
    api.control("POST", f"/bookings/{uid}/transcript")
    first, second = told(api, receiver, "RECORDING_TRANSCRIPTION_GENERATED")
    links = first["payload"]["downloadLinks"]
    assert [each["format"] for each in links["transcription"]] == ["json", "srt", "txt", "vtt"]
    assert links["recording"] is None
    assert second["payload"]["downloadLinks"]["recording"] == recording["downloadLink"]
    listed = api.data("GET", f"/v2/bookings/{uid}/transcripts")
    assert listed[0] in [each["link"] for each in links["transcription"]]
    assert len(set(listed)) == 2


@pytest.mark.behaviour("webhooks", 66)
def test_absent_hosts_and_guests_are_told_after_the_subscriptions_own_while(api: Api, receiver: Receiver) -> None:
    hook = subscribe(api, receiver, time=5, timeUnit="MINUTE")
    subscribe(api, receiver, "/never")
    uid = api.book()["uid"]
    advance(api, "13:04:59.999")
    assert told(api, receiver, HOSTS) == []
    advance(api, "13:05:00")
    (host,) = told(api, receiver, HOSTS)
    (guest,) = told(api, receiver, GUESTS)
    assert host["createdAt"] == guest["createdAt"] == "2030-01-08T13:05:00.000Z"
    payload = host["payload"]
    assert (payload["hostEmail"], payload["bookingUid"], payload["noShowHost"]) == ("ada@example.com", uid, True)
    assert payload["message"] == (
        "Host with email ada@example.com didn't join the call or didn't join before 2030-01-08 13:05:00 +00:00"
    )
    assert payload["participants"] == []
    assert payload["webhook"] == {
        "id": hook["id"],
        "subscriberUrl": receiver.url,
        "appId": None,
        "time": 5,
        "timeUnit": "MINUTE",
        "eventTriggers": hook["triggers"],
        "payloadTemplate": None,
        "version": "2021-10-20",
    }
    assert guest["payload"]["message"] == (
        "Guest didn't join the call or didn't join before 2030-01-08 13:05:00 +00:00"
    )
    assert [person["noShow"] for person in guest["payload"]["guests"]] == [True], "the flag is set before it is told"
    assert {each.trigger for each in delivered(api, receiver, "/never")}.isdisjoint({HOSTS, GUESTS})


@pytest.mark.behaviour("webhooks", 66)
@pytest.mark.parametrize(
    ("who", "absent"),
    [
        (["host", "guest"], []),
        (["host"], [GUESTS]),
        (["guest"], [HOSTS]),
        (["host", {"name": "Anybody"}], []),
    ],
)
def test_who_came_is_not_absent(api: Api, receiver: Receiver, who: list[Any], absent: list[str]) -> None:
    subscribe(api, receiver, triggers=[HOSTS, GUESTS], time=1, timeUnit="HOUR")
    uid = api.book()["uid"]
    advance(api, "13:59:00")
    room(api, uid, join=who)
    advance(api, "14:00:00")
    assert [each.trigger for each in delivered(api, receiver)] == absent
    told(api, receiver, HOSTS)


def test_guests_who_must_give_their_address_are_looked_for_by_it(api: Api, receiver: Receiver) -> None:
    """webhooks.md 1.4: any guest that is missing is told of, whoever else came."""
    subscribe(api, receiver, triggers=[GUESTS], time=10, timeUnit="MINUTE")
    api.control("PATCH", "/records/event-types/3", {"calVideoSettings": {"requireEmailForGuests": True}})
    uid = api.book(guests=["g@example.com"])["uid"]
    advance(api, "13:00:00")
    room(api, uid, join=["host", "BOB@example.com"])
    advance(api, "13:10:00")
    (body,) = told(api, receiver, GUESTS)
    assert [(person["email"], person["noShow"]) for person in body["payload"]["guests"]] == [
        ("bob@example.com", False),
        ("g@example.com", True),
    ]
    came = body["payload"]["participants"]
    assert came[1]["email"] == "BOB@example.com"
    # As the video provider writes it: seconds, here of 13:00 on that day.
    assert {person["join_time"] for person in came} == {1_894_107_600}


@pytest.mark.parametrize("change", ["cancelled", "elsewhere", "blank", "inactive", "unsubscribed"])
def test_what_keeps_the_no_show_triggers_silent(api: Api, receiver: Receiver, change: str) -> None:
    hook = subscribe(api, receiver, triggers=[HOSTS], time=1, timeUnit="HOUR")
    uid = api.book()["uid"]
    advance(api, "13:30:00")
    if change == "cancelled":
        api.data("POST", f"/v2/bookings/{uid}/cancel", {"cancellationReason": "Ill"})
    elif change == "elsewhere":
        api.control("PATCH", f"/records/bookings/{uid}", {"location": "The office", "references": []})
    elif change == "blank":
        api.control("PATCH", f"/records/bookings/{uid}", {"location": "  "})
    elif change == "inactive":
        api.control("PATCH", f"/records/webhooks/{hook['id']}", {"active": False})
    else:
        api.control("DELETE", f"/records/webhooks/{hook['id']}")
    advance(api, "16:00:00")
    # A blank place counts as Cal Video.
    assert [each.trigger for each in delivered(api, receiver)] == ([HOSTS] if change == "blank" else [])


def test_a_moved_booking_is_looked_after_at_its_new_time(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver, triggers=[HOSTS], time=1, timeUnit="DAY")
    uid = api.book()["uid"]
    moved = api.data("POST", f"/v2/bookings/{uid}/reschedule", {"start": "2030-01-10T13:00:00Z"})
    api.control("POST", "/clock/advance", {"to": "2030-01-11T12:59:59Z"})
    assert delivered(api, receiver) == []
    api.control("POST", "/clock/advance", {"to": "2030-01-11T13:00:00Z"})
    (body,) = told(api, receiver, HOSTS)
    assert body["payload"]["bookingUid"] == moved["uid"]


def test_a_meeting_that_is_under_way_when_it_comes_into_the_world(api: Api, receiver: Receiver) -> None:
    api.control("PUT", "/clock", {"now": "2030-01-08T13:20:00Z"})
    booking = {"eventTypeId": 3, "start": START, "attendees": [{"email": "bob@example.com", "name": "Bob"}]}
    api.control("POST", "/records/bookings", booking)
    subscribe(api, receiver, triggers=[HOSTS], time=15, timeUnit="MINUTE")
    subscribe(api, receiver, "/later", triggers=[HOSTS], time=30, timeUnit="MINUTE")
    advance(api, "13:29:59")
    assert delivered(api, receiver) == []
    advance(api, "13:30:00")
    assert [each.path for each in delivered(api, receiver)] == ["/later"]


@pytest.mark.behaviour("webhooks", 66)
def test_every_absent_host_of_a_team_is_told_apart(team: Api, receiver: Receiver) -> None:
    subscribe(team, receiver, teamId=1, triggers=[HOSTS, GUESTS], time=10, timeUnit="MINUTE")
    uid = team.book(eventTypeId=3)["uid"]
    advance(team, "13:02:00")
    room(team, uid, join=["cyd@example.com", "guest"])
    advance(team, "13:10:00")
    bodies = told(team, receiver, HOSTS)
    assert [body["payload"]["hostEmail"] for body in bodies] == ["ben@example.com", "dan@example.com"]
    absent = {person["email"]: person["noShow"] for person in bodies[0]["payload"]["attendees"]}
    assert absent == {"bob@example.com": False, "cyd@example.com": False, "dan@example.com": True}
    assert bodies[0]["payload"]["noShowHost"] is True, "the organizer is one of them"
    assert told(team, receiver, GUESTS) == []
