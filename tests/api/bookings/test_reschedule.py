"""POST /v2/bookings/{uid}/reschedule over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api, message

LATER = "2030-01-09T10:00:00.000Z"


def move(api: Api, uid: str, **fields: Any) -> Any:
    answer = api.post(f"/v2/bookings/{uid}/reschedule", {"start": LATER} | fields)
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


@pytest.mark.behaviour("bookings", 42, 43, 44, 99, 174, 175, 176, 177)
def test_moved(api: Api) -> None:
    """bookings.md 10 #42-#44, #99, #174-#177; live.md 2.1."""
    old = api.book(metadata={"userId": "100"}, location="https://meet.example.com/x", guests=["ann@example.com"])
    api.control("POST", "/clock/advance", {"seconds": 3600})
    new = move(api, old["uid"], reschedulingReason="Later", rescheduledBy="someone@example.com")
    assert (new["start"], new["end"], new["duration"]) == (LATER, "2030-01-09T11:00:00.000Z", 60)
    assert (new["reschedulingReason"], new["cancellationReason"]) == ("Later", "Later")
    assert (new["rescheduledFromUid"], new["rescheduledByEmail"]) == (old["uid"], "someone@example.com")
    assert new["bookingFieldsResponses"]["rescheduleReason"] == "Later"
    same = ("hosts", "status", "attendees", "location", "absentHost", "metadata", "icsUid", "guests", "eventTypeId")
    assert {key: new[key] for key in same} == {key: old[key] for key in same}
    assert new["createdAt"] == "2029-12-03T09:00:00.000Z"
    assert new["isPlatformManagedUserBooking"] is False
    assert new["id"] != old["id"]
    gone = api.data("GET", f"/v2/bookings/{old['uid']}")
    assert (gone["status"], gone["rescheduledToUid"]) == ("cancelled", new["uid"])
    assert (gone["rescheduledByEmail"], gone["cancellationReason"]) == ("someone@example.com", "")
    assert "reschedulingReason" not in gone
    read = api.data("GET", f"/v2/bookings/{new['uid']}")
    assert read == {key: value for key, value in new.items() if key != "isPlatformManagedUserBooking"}


def test_nobody_told_who_moved_it(api: Api) -> None:
    """live.md 2.1: a key of the host names nobody."""
    old = api.book()
    new = move(api, old["uid"])
    assert new["rescheduledByEmail"] is None
    assert new["location"] == f"https://app.cal.com/video/{new['uid']}"


@pytest.mark.behaviour("bookings", 66, 67)
def test_already_cancelled_and_already_moved(api: Api) -> None:
    """bookings.md 10 #66, #67."""
    old = api.book()
    new = move(api, old["uid"])
    answer = api.post(f"/v2/bookings/{old['uid']}/reschedule", {"start": "2030-01-10T10:00:00Z"})
    assert (answer.status_code, message(answer)) == (
        400,
        f"Can't reschedule booking with uid={old['uid']} because it has been cancelled and rescheduled already to "
        f"booking with uid={new['uid']}. You probably want to reschedule {new['uid']} instead by passing it within "
        "the request URL.",
    )
    api.post(f"/v2/bookings/{new['uid']}/cancel", {"cancellationReason": "x"})
    answer = api.post(f"/v2/bookings/{new['uid']}/reschedule", {"start": "2030-01-10T10:00:00Z"})
    assert message(answer) == (
        f"Can't reschedule booking with uid={new['uid']} because it has been cancelled. "
        "Please provide uid of a booking that is not cancelled."
    )


@pytest.mark.behaviour("bookings", 111, 112)
def test_the_host_is_asked_again_unless_the_host_moved_it(api: Api) -> None:
    """bookings.md 10 #111, #112."""
    pending = api.book(eventTypeId=4)
    anonymous = {"authorization": None}
    body = {"start": LATER, "rescheduledBy": "ada@example.com"}
    by_host = api.post(f"/v2/bookings/{pending['uid']}/reschedule", body, headers=anonymous).json()["data"]
    assert by_host["status"] == "accepted"
    body = {"start": "2030-01-10T10:00:00Z"}
    by_other = api.post(f"/v2/bookings/{by_host['uid']}/reschedule", body, headers=anonymous).json()["data"]
    assert by_other["status"] == "pending"


@pytest.mark.behaviour("bookings", 45, 46)
def test_an_occurrence(api: Api) -> None:
    """bookings.md 10 #45, #46."""
    rule = {"frequency": "weekly", "interval": 1, "occurrences": 3}
    kind = {"ownerId": 1, "title": "Weekly", "slug": "weekly", "lengthInMinutes": 60, "recurrence": rule}
    number = api.control("POST", "/records/event-types", kind)["id"]
    series = api.book("2030-02-04T13:00:00Z", eventTypeId=number)
    new = move(api, series[0]["uid"], start="2030-02-05T13:00:00Z")
    assert new["recurringBookingUid"] == series[0]["recurringBookingUid"]
    assert new["attendees"] == series[0]["attendees"]
    found = api.data("GET", f"/v2/bookings/{new['recurringBookingUid']}")
    assert [each["status"] for each in found] == ["cancelled", "accepted", "accepted", "accepted"]


@pytest.mark.behaviour("bookings", 63)
def test_a_booking_whose_answers_are_lost(api: Api) -> None:
    """bookings.md 10 #63."""
    stored = {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "bookingFieldsResponses": None}
    booking = api.control("POST", "/records/bookings", stored)
    person = {"bookingId": booking["id"], "email": "oldie@example.com", "name": "Oldie"}
    api.control("POST", "/records/attendees", person)
    new = move(api, booking["uid"], reschedulingReason="Later")
    assert new["status"] == "accepted"
    assert [(each["name"], each["email"]) for each in new["attendees"]] == [("Oldie", "oldie@example.com")]
    assert new["bookingFieldsResponses"] == {
        "email": "oldie@example.com",
        "name": "Oldie",
        "rescheduleReason": "Later",
        "displayEmail": "oldie@example.com",
    }


def test_flags_of_hosts(api: Api) -> None:
    """live.md 2.1."""
    old, _ = api.book(), api.book(LATER)
    body = {"start": LATER, "allowConflicts": True}
    path = f"/v2/bookings/{old['uid']}/reschedule"
    assert api.post(path, body, headers={"authorization": None}).status_code == 409
    assert api.post(path, {"start": LATER}).status_code == 409
    assert api.post(path, body).status_code == 201


def test_unknown_uid(api: Api) -> None:
    answer = api.post("/v2/bookings/none/reschedule", {"start": LATER})
    assert (answer.status_code, message(answer)) == (404, "Booking with uid=none was not found in the database")


def test_a_start_in_the_past(api: Api) -> None:
    """live.md 4.2."""
    old = api.book(attendee=ATTENDEE)
    answer = api.post(f"/v2/bookings/{old['uid']}/reschedule", {"start": "2029-01-01T10:00:00Z"})
    assert (answer.status_code, message(answer)) == (400, "Attempting to book a meeting in the past.")
