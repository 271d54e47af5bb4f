"""Bookings made by clients that send no version (bookings.md 1.1)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message
from tests.receiver import Receiver

OLD: dict[str, str | None] = {"cal-api-version": None}
START = "2030-01-08T13:00:00Z"


def body(**fields: Any) -> dict[str, Any]:
    responses = {"name": "Bob Guest", "email": "bob@example.com", **fields.pop("responses", {})}
    asked = {"start": START, "end": "2030-01-08T14:00:00Z", "eventTypeId": 3, "timeZone": "Europe/London"}
    return {**asked, "language": "en", "metadata": {}, "responses": responses, **fields}


def book(api: Api, **fields: Any) -> Any:
    answer = api.post("/v2/bookings", body(**fields), headers=OLD)
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


@pytest.mark.parametrize("version", [None, "2024-04-15", "2024-06-11", "2024-06-14", "nonsense"])
def test_a_booking(api: Api, version: str | None) -> None:
    responses = {"guests": ["g@example.com"], "location": {"value": "link", "optionValue": "https://m.example.com"}}
    answer = api.post("/v2/bookings", body(responses=responses), headers={"cal-api-version": version})
    assert answer.status_code == 201
    data = answer.json()["data"]
    assert data["startTime"] == "2030-01-08T13:00:00.000Z"
    assert data["endTime"] == "2030-01-08T14:00:00.000Z"
    assert (data["status"], data["eventTypeId"], data["userPrimaryEmail"]) == ("ACCEPTED", 3, "ada@example.com")
    assert data["location"] == "https://m.example.com"
    assert [each["email"] for each in data["attendees"]] == ["bob@example.com", "g@example.com"]
    assert data["paymentRequired"] is False
    assert data["user"]["timeZone"] == "Europe/Rome"
    assert data["responses"]["location"] == {"value": "link", "optionValue": "https://m.example.com"}
    # The newer generation knows the same booking.
    assert api.data("GET", f"/v2/bookings/{data['uid']}")["start"] == data["startTime"]


def test_names_in_two_parts_and_hosts_that_confirm(api: Api) -> None:
    data = book(api, eventTypeId=4, responses={"name": {"firstName": "Bob", "lastName": "Guest"}})
    assert data["status"] == "PENDING"
    assert data["attendees"][0]["name"] == "Bob Guest"


def test_errors_of_the_core_are_wrapped(api: Api) -> None:
    book(api)
    taken = api.post("/v2/bookings", body(), headers=OLD)
    assert taken.status_code == 409
    assert message(taken) == "User either already has booking at this time or is not available"
    api.control("PATCH", "/records/event-types/3", {"bookingLimitsCount": {"day": 1}})
    limited = api.post("/v2/bookings", body(start="2030-01-08T15:00:00Z"), headers=OLD)
    assert limited.status_code == 401
    assert limited.json()["error"]["code"] == "HttpException"
    assert message(limited) == "booking_limit_reached"
    bad = api.post("/v2/bookings", body(eventTypeId="x"), headers=OLD)
    assert bad.status_code == 400
    assert bad.json()["error"]["details"]["errors"][0]["property"] == "eventTypeId"


def test_another_booking_takes_the_place_of_one(api: Api) -> None:
    first = book(api)
    moved = book(api, start="2030-01-09T13:00:00Z", rescheduleUid=first["uid"], responses={"rescheduleReason": "Later"})
    assert moved["fromReschedule"] == first["uid"]
    assert moved["iCalUID"] == first["iCalUID"]
    old = api.get(f"/v2/bookings/{first['uid']}/reschedule", headers=OLD)
    assert (old.status_code, old.json()["data"]["status"]) == (200, "CANCELLED")
    missing = api.get("/v2/bookings/none/reschedule", headers=OLD)
    assert (missing.status_code, message(missing)) == (404, "Booking with UID=none does not exist.")


def test_a_series(api: Api) -> None:
    rule = {"frequency": "weekly", "interval": 1, "occurrences": 4}
    kind = {"ownerId": 1, "title": "Weekly", "slug": "weekly", "lengthInMinutes": 60, "recurrence": rule}
    number = api.control("POST", "/records/event-types", kind)["id"]
    days = ("2030-01-08", "2030-01-15", "2030-01-22")
    bodies = [body(eventTypeId=number, start=f"{day}T13:00:00Z", recurringEventId="x") for day in days]
    answer = api.post("/v2/bookings/recurring", bodies, headers=OLD)
    assert answer.status_code == 201
    made = answer.json()["data"]
    assert [each["startTime"][:10] for each in made] == list(days)
    assert len({each["recurringEventId"] for each in made}) == 1
    listed = api.data("GET", "/v2/bookings?filters[status]=recurring", headers=OLD)
    assert listed["totalCount"] == 3
    (info,) = listed["recurringInfo"]
    assert (info["count"], info["firstDate"]) == (3, "2030-01-08T13:00:00.000Z")


def test_no_shows(api: Api, receiver: Receiver) -> None:
    uid = book(api)["uid"]
    path = f"/v2/bookings/{uid}/mark-no-show"
    early = api.post(path, {"noShowHost": True}, headers=OLD)
    assert early.status_code == 400
    api.control("POST", "/clock/advance", {"to": "2030-01-08T13:05:00Z"})
    hook = {"subscriberUrl": receiver.url, "triggers": ["BOOKING_NO_SHOW_UPDATED"], "active": True}
    api.data("POST", "/v2/webhooks", hook)
    marked = [{"email": "bob@example.com", "noShow": True}]
    done = api.post(path, {"noShowHost": True, "attendees": marked}, headers=OLD)
    assert done.status_code == 201
    assert done.json()["data"]["attendees"] == marked
    after = api.data("GET", f"/v2/bookings/{uid}")
    assert (after["absentHost"], after["attendees"][0]["absent"]) == (True, True)
    api.control("POST", "/drain")
    assert receiver.triggers == ["BOOKING_NO_SHOW_UPDATED"]


def test_giving_up_a_seat_says_so(api: Api) -> None:
    seats = {"seatsPerTimeSlot": 3, "showAttendeeInfo": True}
    kind = {"ownerId": 1, "title": "Seats", "slug": "seats", "lengthInMinutes": 60, "seats": seats}
    number = api.control("POST", "/records/event-types", kind)["id"]
    first = book(api, eventTypeId=number)
    book(api, eventTypeId=number, responses={"email": "z@example.com"})
    one, other = api.control("GET", "/records/seats")
    path = f"/v2/bookings/{first['uid']}/cancel"
    gone = api.post(path, {"seatReferenceUid": one["seatUid"], "cancellationReason": "Ill"}, headers=OLD)
    assert (gone.status_code, gone.json()["data"]["onlyRemovedAttendee"]) == (201, True)
    last = api.post(path, {"seatReferenceUid": other["seatUid"], "cancellationReason": "Ill"}, headers=OLD)
    assert (last.status_code, last.json()["data"]["onlyRemovedAttendee"]) == (201, False)
