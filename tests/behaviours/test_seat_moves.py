"""Moving one seat, and moving a seated booking as a whole: bookings.md 6 and 10.C."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.api_client import Api, message
from tests.behaviours.seating import ANYBODY, LATER, NEWEST, START, names, seated_kind, take_seat

BOSS = {"authorization": "Bearer cal_test_boss"}


def move(api: Api, booking: dict[str, Any], start: str = LATER, **body: Any) -> httpx2.Response:
    headers = {**ANYBODY, **body.pop("headers", {})}
    return api.post(f"/v2/bookings/{booking['uid']}/reschedule", {"start": start, **body}, headers=headers)


def moved(api: Api, booking: dict[str, Any], start: str = LATER, **body: Any) -> dict[str, Any]:
    answer = move(api, booking, start, **body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()["data"]
    return made


def boss_of_the_organization(api: Api) -> None:
    """Somebody who leads the organization that the host belongs to, and is no host."""
    api.control("POST", "/records/organizations", {"id": 50, "name": "Acme", "slug": "acme"})
    api.control("PATCH", "/records/users/1", {"organizationId": 50})
    user = {"id": 60, "username": "boss", "apiKey": "cal_test_boss", "organizationId": 50}
    api.control("POST", "/records/users", user)
    api.control("POST", "/records/memberships", {"teamId": 50, "userId": 60, "role": "OWNER"})


@pytest.mark.behaviour("bookings", 86)
def test_a_seated_booking_wants_to_know_which_seat(door: Api) -> None:
    made = take_seat(door, seated_kind(door), "ann")
    answer = door.post(f"/v2/bookings/{made['uid']}/reschedule", {"start": LATER})
    assert (answer.status_code, message(answer)) == (
        400,
        f"Booking with uid={made['uid']} is a seated booking which means you have to provide seatUid in the request "
        "body to specify which seat specifically you want to reschedule. First, fetch the booking using the GET "
        "/v2/bookings/{uid} endpoint and then within the attendees array you will find the seatUid of the booking "
        "you want to reschedule. Second, provide the seatUid in the request body to specify which seat specifically "
        "you want to reschedule using the POST /v2/bookings/{uid}/reschedule endpoint.",
    )
    crash = move(door, made)
    assert (crash.status_code, crash.json()) == (500, {"statusCode": 500, "message": "Internal server error"})


@pytest.mark.behaviour("bookings", 87)
def test_a_seat_moves_to_an_empty_time(door: Api) -> None:
    kind = seated_kind(door)
    answers = {"codingLanguage": "Rust"}
    first = take_seat(door, kind, "ann", bookingFieldsResponses=answers, metadata={"n": "1"})
    take_seat(door, kind, "ben")
    new = moved(door, first, seatUid=first["seatUid"])
    assert (new["status"], new["start"], names(new)) == ("accepted", LATER, ["Ann"])
    assert new["uid"] != first["uid"]
    assert new["icsUid"] == f"{new['uid']}@Cal.com"
    (holder,) = new["attendees"]
    assert holder["seatUid"] == new["seatUid"] != first["seatUid"]
    assert holder["bookingFieldsResponses"] == {"name": "Ann", **answers}
    assert holder["metadata"] == {"n": "1"}
    assert "rescheduledFromUid" not in new
    old = door.data("GET", f"/v2/bookings/{first['uid']}")
    assert (old["status"], names(old)) == ("accepted", ["Ben"])
    assert door.get(f"/v2/bookings/by-seat/{first['seatUid']}").status_code == 404


@pytest.mark.behaviour("bookings", 88)
def test_moves_follow_one_another(door: Api) -> None:
    booking = take_seat(door, seated_kind(door), "ann")
    for hour in (9, 10, 14):
        before = booking
        booking = moved(door, before, f"2030-01-10T{hour:02}:00:00Z", seatUid=before["attendees"][0]["seatUid"])
        assert names(booking) == ["Ann"]
        old = door.data("GET", f"/v2/bookings/{before['uid']}")
        # Nobody is left in it, and it does not tell that it was moved.
        assert (old["status"], old["attendees"], "rescheduledToUid" in old) == ("cancelled", [], False)


def test_a_seat_moves_to_a_booking_that_is_there(door: Api) -> None:
    kind = seated_kind(door)
    first, there = take_seat(door, kind, "ann"), take_seat(door, kind, "ben", LATER)
    new = moved(door, first, seatUid=first["seatUid"], rescheduledBy="ann@example.com")
    assert (new["uid"], new["seatUid"], names(new)) == (there["uid"], first["seatUid"], ["Ann", "Ben"])
    assert door.data("GET", f"/v2/bookings/{first['uid']}")["status"] == "cancelled"
    found = door.data("GET", f"/v2/bookings/by-seat/{first['seatUid']}")
    assert found["uid"] == there["uid"]


def test_a_seat_does_not_move_where_its_holder_is(api: Api) -> None:
    """bookings.md 6: neither to a booking that the person comes to, nor to its own time."""
    kind = seated_kind(api)
    first = take_seat(api, kind, "ann")
    take_seat(api, kind, "ann", LATER)
    for start in (START, LATER):
        answer = move(api, first, start, seatUid=first["seatUid"])
        assert (answer.status_code, answer.json()["message"]) == (409, "already_signed_up_for_this_booking_error")
    assert names(api.data("GET", f"/v2/bookings/{first['uid']}")) == ["Ann"]


def test_a_seat_does_not_move_where_none_is_left(api: Api) -> None:
    kind = seated_kind(api, seats=1)
    first, there = take_seat(api, kind, "ann"), take_seat(api, kind, "ben", LATER)
    answer = move(api, first, seatUid=first["seatUid"])
    assert (answer.status_code, answer.json()) == (409, {"statusCode": 409, "message": "booking_seats_full_error"})
    assert names(api.data("GET", f"/v2/bookings/{there['uid']}")) == ["Ben"]


def test_a_seat_needs_a_free_host_where_no_booking_is(api: Api) -> None:
    kind = seated_kind(api)
    first = take_seat(api, kind, "ann")
    api.book("2030-01-09T13:30:00Z")
    assert move(api, first, seatUid=first["seatUid"]).status_code == 409
    past = move(api, first, "2029-01-09T13:00:00Z", seatUid=first["seatUid"])
    assert message(past) == "Attempting to book a meeting in the past."
    reason = move(api, first, seatUid=first["seatUid"], reschedulingReason="x")
    assert message(reason) == "reschedulingReason property is wrong,property reschedulingReason should not exist "


def test_refusals_about_the_seat(api: Api) -> None:
    """bookings.md 6 check 3 to 5."""
    kind = seated_kind(api)
    first, other = take_seat(api, kind, "ann"), take_seat(api, kind, "ben", LATER)
    unknown = move(api, first, seatUid="none")
    assert (unknown.status_code, message(unknown)) == (404, "Seat with uid=none does not exist.")
    elsewhere = move(api, first, seatUid=other["seatUid"])
    assert (elsewhere.status_code, message(elsewhere)) == (
        404,
        f"Attendee with e-mail ben@example.com for booking with uid={first['uid']} and seatUid={other['seatUid']} "
        "not found",
    )
    api.data("POST", f"/v2/bookings/{first['uid']}/cancel", {"cancellationReason": "x"})
    cancelled = move(api, first, seatUid=first["seatUid"])
    assert (cancelled.status_code, message(cancelled).startswith("Can't reschedule booking with uid=")) == (400, True)


def test_an_organization_moves_everybody(door: Api) -> None:
    """bookings.md 6: the same booking, at another time."""
    boss_of_the_organization(door)
    kind = seated_kind(door)
    first, second = take_seat(door, kind, "ann"), take_seat(door, kind, "ben")
    new = moved(door, first, headers=BOSS, reschedulingReason="Ill")
    assert (new["uid"], new["start"], names(new)) == (first["uid"], LATER, ["Ann", "Ben"])
    assert [each["seatUid"] for each in new["attendees"]] == [first["seatUid"], second["seatUid"]]
    assert (new["status"], new["cancellationReason"], new["seatUid"]) == ("accepted", "Ill", "")
    assert take_seat(door, kind, "cat", LATER)["uid"] == first["uid"]
    assert take_seat(door, kind, "dan")["uid"] != first["uid"]


def test_an_organization_merges_two_bookings(api: Api) -> None:
    boss_of_the_organization(api)
    kind = seated_kind(api)
    first = take_seat(api, kind, "ann")
    take_seat(api, kind, "ben")
    there = take_seat(api, kind, "ben", LATER)
    new = moved(api, first, headers=BOSS)
    assert (new["uid"], names(new)) == (there["uid"], ["Ann", "Ben"])
    assert [each["seatUid"] for each in new["attendees"]] == [first["seatUid"], there["seatUid"]]
    old = api.data("GET", f"/v2/bookings/{first['uid']}", headers=NEWEST)
    assert (old["status"], old["attendees"]) == ("cancelled", [])


def test_two_bookings_that_are_too_many_together_stay_two(api: Api) -> None:
    boss_of_the_organization(api)
    kind = seated_kind(api, seats=2)
    first = take_seat(api, kind, "ann")
    take_seat(api, kind, "ben")
    there = take_seat(api, kind, "cat", LATER)
    answer = move(api, first, headers=BOSS)
    assert (answer.status_code, answer.json()["message"]) == (409, "not_enough_available_seats_error")
    assert names(api.data("GET", f"/v2/bookings/{there['uid']}")) == ["Cat"]
    assert api.data("GET", f"/v2/bookings/{first['uid']}")["status"] == "accepted"


def test_a_booking_that_became_seated_later_is_moved_by_its_organizer(api: Api) -> None:
    made = api.book(eventTypeId=1)
    seats = {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}
    api.data("PATCH", "/v2/event-types/1", {"seats": seats})
    refused = move(api, made)
    assert (refused.status_code, refused.json()) == (401, {"statusCode": 401, "message": "HTTP Error 401"})
    new = moved(api, made, headers={"authorization": "Bearer cal_test_ada"})
    assert (new["uid"], new["start"]) == (made["uid"], LATER)
