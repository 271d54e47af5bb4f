"""Seats as attendees book them, see them, move them and give them up: bookings.md 2.3, 3, 4.4, 4.5, 5, 6, 10.C."""

from __future__ import annotations

import pytest

from tests.api_client import Api, message
from tests.behaviours.seating import (
    ANYBODY,
    LATER,
    NEWEST,
    START,
    ask_for_seat,
    names,
    person,
    seated_kind,
    take_seat,
)

ANSWERS = {"codingLanguage": "TypeScript"}
GONE = "Invalid seatUid: this seat does not exist or has already been cancelled."


@pytest.mark.behaviour("bookings", 80, 81, 82)
def test_the_first_seat_makes_the_booking(door: Api) -> None:
    kind = seated_kind(door)
    made = take_seat(door, kind, "ann", bookingFieldsResponses=ANSWERS, metadata={"userId": "100"})
    assert (made["status"], made["start"], made["duration"]) == ("accepted", START, 60)
    assert made["title"] == "Workshop with Ada Host"
    assert made["description"] is None
    assert made["eventType"] == {"id": kind, "slug": "workshop"}
    assert made["location"] == f"https://app.cal.com/video/{made['uid']}"
    assert made["attendees"] == [
        {
            "name": "Ann",
            "email": "ann@example.com",
            "displayEmail": "ann@example.com",
            "timeZone": "Europe/London",
            "language": "en",
            "absent": False,
            "seatUid": made["seatUid"],
            "createdAt": "2029-12-03T08:00:00.000Z",
            "bookingFieldsResponses": {"name": "Ann", **ANSWERS},
            "metadata": {"userId": "100"},
        }
    ]
    for absent in ("guests", "bookingFieldsResponses", "cancelledByEmail", "reschedulingReason", "metadata"):
        assert absent not in made
    assert list(made)[-2:] == ["seatUid", "isPlatformManagedUserBooking"]


@pytest.mark.behaviour("bookings", 83, 84, 85)
def test_further_seats_join_it(door: Api) -> None:
    kind = seated_kind(door)
    first = take_seat(door, kind, "ann", bookingFieldsResponses=ANSWERS, metadata={"n": "1"})
    second = take_seat(door, kind, "ben", bookingFieldsResponses={"codingLanguage": "Rust"}, metadata={"n": "2"})
    assert (second["uid"], second["id"], second["title"]) == (first["uid"], first["id"], first["title"])
    assert second["seatUid"] != first["seatUid"]
    assert [each["seatUid"] for each in second["attendees"]] == [first["seatUid"], second["seatUid"]]
    assert [each["bookingFieldsResponses"] for each in second["attendees"]] == [
        {"name": "Ann", **ANSWERS},
        {"name": "Ben", "codingLanguage": "Rust"},
    ]
    assert [each["metadata"] for each in second["attendees"]] == [{"n": "1"}, {"n": "2"}]
    read = door.data("GET", f"/v2/bookings/{first['uid']}", headers=ANYBODY)
    assert read == {
        name: value for name, value in second.items() if name not in ("seatUid", "isPlatformManagedUserBooking")
    }
    assert door.data("GET", "/v2/bookings?sortCreated=asc") == [read]


def test_the_newest_version_answers_alike(api: Api) -> None:
    kind = seated_kind(api)
    made = take_seat(api, kind, "ann", headers=NEWEST, guests=[], metadata={"purpose": "p"})
    assert made["attendees"][0]["bookingFieldsResponses"] == {"name": "Ann", "guests": []}
    assert names(api.data("GET", f"/v2/bookings/{made['uid']}", headers=NEWEST)) == ["Ann"]


def test_nobody_sits_twice(api: Api) -> None:
    """bookings.md 3.2 step 26."""
    kind = seated_kind(api)
    made = take_seat(api, kind, "ann")
    answer = ask_for_seat(api, kind, "ann")
    assert answer.json() == {"statusCode": 409, "message": "already_signed_up_for_this_booking_error"}
    assert answer.status_code == 409
    assert names(api.data("GET", f"/v2/bookings/{made['uid']}")) == ["Ann"]
    assert take_seat(api, kind, "ann", LATER)["uid"] != made["uid"]


def test_a_full_booking_takes_nobody(api: Api) -> None:
    """bookings.md 3.2 step 26, and resources.md 5.3: a full time is still shown."""
    kind = seated_kind(api, seats=2)
    take_seat(api, kind, "ann")
    second = take_seat(api, kind, "ben")
    answer = ask_for_seat(api, kind, "cat")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "ConflictException")
    assert message(answer) == "No more seats left at this seated booking."
    assert message(ask_for_seat(api, kind, "ben")) == "already_signed_up_for_this_booking_error"
    query = f"/v2/slots?eventTypeId={kind}&start=2030-01-08&end=2030-01-08"
    slot = next(each for each in api.data("GET", query)["2030-01-08"] if each["start"] == START)
    assert slot == {
        "start": START,
        "seatsBooked": 2,
        "seatsRemaining": 0,
        "seatsTotal": 2,
        "bookingUid": second["uid"],
    }
    refused = api.post("/v2/slots/reservations", {"eventTypeId": kind, "slotStart": START})
    assert (refused.status_code, message(refused)) == (
        422,
        f"Booking with id={kind} at {START} has no more seats left.",
    )


def test_only_the_first_seat_asks_whether_the_host_is_free(api: Api) -> None:
    """bookings.md 3.2 step 24."""
    kind = seated_kind(api)
    made = take_seat(api, kind, "ann")
    api.control("POST", "/records/out-of-office", {"userId": 1, "start": "2030-01-08", "end": "2030-01-08"})
    assert take_seat(api, kind, "ben")["uid"] == made["uid"]
    assert ask_for_seat(api, kind, "ben", "2030-01-08T14:00:00Z").status_code == 409


def test_seats_of_one_time_keep_others_away(api: Api) -> None:
    """Only bookings of the same event type are let in beside a seated one (resources.md 5.3)."""
    kind = seated_kind(api)
    take_seat(api, kind, "ann")
    answer = api.post("/v2/bookings", {"eventTypeId": 3, "start": START, "attendee": person("eve")})
    assert (answer.status_code, message(answer)) == (
        409,
        "User either already has booking at this time or is not available",
    )
    assert take_seat(api, kind, "ben")["status"] == "accepted"


def test_a_series_has_no_seats(api: Api) -> None:
    """bookings.md 2.5: the core refuses what a record may well describe."""
    kind = seated_kind(api)
    api.control(
        "PATCH",
        f"/records/event-types/{kind}",
        {"recurrence": {"interval": 1, "occurrences": 3, "frequency": "weekly"}},
    )
    answer = ask_for_seat(api, kind, "ann")
    assert (answer.status_code, answer.json()) == (
        400,
        {"statusCode": 400, "message": "recurring_event_seats_error"},
    )


@pytest.mark.behaviour("bookings", 92, 93)
def test_a_seat_leads_to_its_booking(door: Api) -> None:
    kind = seated_kind(door)
    first, second = take_seat(door, kind, "ann"), take_seat(door, kind, "ben")
    found = door.data("GET", f"/v2/bookings/by-seat/{first['seatUid']}", headers=ANYBODY)
    assert (found["uid"], names(found)) == (second["uid"], ["Ann", "Ben"])
    assert "seatUid" not in found
    unknown = door.get("/v2/bookings/by-seat/non-existent-seat-uid")
    assert (unknown.status_code, message(unknown)) == (
        404,
        "Booking with seatUid=non-existent-seat-uid was not found in the database",
    )


@pytest.mark.behaviour("bookings", 94, 95, 96)
def test_hidden_attendees(door: Api) -> None:
    kind = seated_kind(door, shown=False)
    first, second = take_seat(door, kind, "ann"), take_seat(door, kind, "ben")
    assert first["attendees"] == second["attendees"] == []
    assert first["seatUid"] != second["seatUid"]
    path = f"/v2/bookings/by-seat/{second['seatUid']}"
    (holder,) = door.data("GET", path, headers=ANYBODY)["attendees"]
    assert (holder["name"], holder["seatUid"], "createdAt" in holder) == ("Ben", second["seatUid"], True)
    (newest,) = door.data("GET", path, headers={**ANYBODY, **NEWEST})["attendees"]
    assert "createdAt" not in newest
    assert names(door.data("GET", path)) == ["Ann", "Ben"]
    assert door.data("GET", f"/v2/bookings/{first['uid']}", headers=ANYBODY)["attendees"] == []
    assert names(door.data("GET", f"/v2/bookings/{first['uid']}")) == ["Ann", "Ben"]
    (listed,) = door.data("GET", "/v2/bookings")
    assert names(listed) == ["Ann", "Ben"]


@pytest.mark.parametrize(
    ("who", "shown"),
    [("owner", True), ("organization admin", True), ("plain member", False), ("stranger", False)],
)
def test_who_may_see_hidden_attendees(api: Api, who: str, shown: bool) -> None:
    """bookings.md 4.4."""
    kind = seated_kind(api, shown=False)
    made = take_seat(api, kind, "ann")
    api.control("POST", "/records/organizations", {"id": 50, "name": "Acme", "slug": "acme"})
    api.control("PATCH", "/records/users/1", {"organizationId": 50})
    for number, role in ((60, "ADMIN"), (61, "MEMBER")):
        api.control(
            "POST",
            "/records/users",
            {"id": number, "username": f"u{number}", "apiKey": f"cal_test_{number}", "organizationId": 50},
        )
        api.control("POST", "/records/memberships", {"teamId": 50, "userId": number, "role": role})
    api.control("POST", "/records/users", {"id": 62, "username": "u62", "apiKey": "cal_test_62"})
    keys = {"owner": "ada", "organization admin": "60", "plain member": "61", "stranger": "62"}
    headers = {"authorization": f"Bearer cal_test_{keys[who]}"}
    seen = api.data("GET", f"/v2/bookings/{made['uid']}", headers=headers)
    assert names(seen) == (["Ann"] if shown else [])


@pytest.mark.behaviour("bookings", 90, 91)
def test_a_host_cancels_the_whole(door: Api) -> None:
    kind = seated_kind(door)
    made = take_seat(door, kind, "ann")
    take_seat(door, kind, "ben")
    path = f"/v2/bookings/{made['uid']}/cancel"
    silent = door.post(path)
    assert (silent.status_code, silent.json()) == (
        400,
        {"statusCode": 400, "message": "Cancellation reason is required"},
    )
    stranger = door.post(path, {"cancellationReason": "x"}, headers=ANYBODY)
    assert (stranger.status_code, stranger.json()) == (
        401,
        {"statusCode": 401, "message": "User not a host of this event"},
    )
    gone = door.data("POST", path, {"cancellationReason": "Ill"})
    assert (gone["status"], gone["attendees"], gone["cancellationReason"]) == ("cancelled", [], "Ill")
    assert door.get(f"/v2/bookings/by-seat/{made['seatUid']}").status_code == 404
    again = door.post(path, {"seatUid": made["seatUid"]}, headers=ANYBODY)
    assert (again.status_code, message(again)) == (400, GONE)
    assert names(door.data("GET", f"/v2/bookings/{made['uid']}", headers=NEWEST)) == ["Ann", "Ben"]
    assert take_seat(door, kind, "cat")["uid"] != made["uid"]


@pytest.mark.behaviour("bookings", 89)
def test_giving_up_the_last_seat_cancels_the_booking(door: Api) -> None:
    kind = seated_kind(door)
    first, second = take_seat(door, kind, "ann"), take_seat(door, kind, "ben")
    path = f"/v2/bookings/{first['uid']}/cancel"
    left = door.data("POST", path, {"seatUid": first["seatUid"], "cancellationReason": "Ill"}, headers=ANYBODY)
    assert (left["status"], names(left), left["cancellationReason"]) == ("accepted", ["Ben"], "")
    assert "seatUid" not in left
    twice = door.post(path, {"seatUid": first["seatUid"]}, headers=ANYBODY)
    assert (twice.status_code, message(twice)) == (400, GONE)
    body = {"seatUid": second["seatUid"], "cancellationReason": "Ill too"}
    last = door.data("POST", path, body, headers={**ANYBODY, **NEWEST})
    assert (last["status"], names(last), last["cancellationReason"]) == ("cancelled", ["Ben"], "Ill too")
    assert (last["start"], last["end"]) == (first["start"], first["end"])
    assert door.data("GET", f"/v2/bookings/{first['uid']}", headers=ANYBODY)["attendees"] == []


def test_a_seat_of_another_booking_is_not_given_up(api: Api) -> None:
    """bookings.md 5 check 1."""
    kind = seated_kind(api)
    here, there = take_seat(api, kind, "ann"), take_seat(api, kind, "ben", LATER)
    answer = api.post(f"/v2/bookings/{here['uid']}/cancel", {"seatUid": there["seatUid"]}, headers=ANYBODY)
    assert (answer.status_code, message(answer)) == (400, "Invalid seatUid: this seat does not belong to this booking.")
    unknown = api.post("/v2/bookings/none/cancel", {"seatUid": there["seatUid"]}, headers=ANYBODY)
    assert unknown.status_code == 400


def test_a_host_owes_a_reason_for_a_seat_too(api: Api) -> None:
    kind = seated_kind(api)
    made = take_seat(api, kind, "ann")
    path = f"/v2/bookings/{made['uid']}/cancel"
    assert message(api.post(path, {"seatUid": made["seatUid"]})) == "Cancellation reason is required"
    assert api.data("POST", path, {"seatUid": made["seatUid"], "cancellationReason": "x"})["status"] == "cancelled"


def test_marking_absent_answers_without_seats(api: Api) -> None:
    """bookings.md 7.1."""
    kind = seated_kind(api)
    made = take_seat(api, kind, "ann")
    take_seat(api, kind, "ben")
    api.control("PUT", "/clock", {"now": "2030-01-08T13:30:00Z"})
    body = {"attendees": [{"email": "ben@example.com", "absent": True}]}
    marked = api.data("POST", f"/v2/bookings/{made['uid']}/mark-absent", body)
    assert [(each["name"], each["absent"], "seatUid" in each) for each in marked["attendees"]] == [
        ("Ann", False, False),
        ("Ben", True, False),
    ]
    read = api.data("GET", f"/v2/bookings/{made['uid']}")
    assert [each["absent"] for each in read["attendees"]] == [False, True]
