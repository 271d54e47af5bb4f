"""Who comes, where it is, and what hangs on a booking, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message

LEGACY: dict[str, str | None] = {"cal-api-version": None}
ANONYMOUS: dict[str, str | None] = {"authorization": None}


@pytest.mark.behaviour("bookings", 178, 181, 184, 191, 197)
@pytest.mark.parametrize(
    ("method", "part"),
    [
        ("GET", "attendees"),
        ("GET", "attendees/1"),
        ("POST", "attendees"),
        ("DELETE", "attendees/1"),
        ("POST", "guests"),
        ("PATCH", "location"),
        ("GET", "calendar-links"),
        ("GET", "references"),
        ("GET", "recordings"),
        ("GET", "transcripts"),
        ("GET", "conferencing-sessions"),
        ("POST", "reassign"),
        ("POST", "reassign/1"),
    ],
)
def test_nobody_gets_further_than_the_booking(api: Api, method: str, part: str) -> None:
    """bookings.md 10 #178, 181, 184, 191, 197"""
    uid = api.book()["uid"]
    assert api.get(f"/v2/bookings/{uid}", headers=ANONYMOUS).status_code == 200
    assert api(method, f"/v2/bookings/{uid}/{part}", headers=ANONYMOUS).status_code == 401


def test_people_come_and_go(api: Api) -> None:
    path = f"/v2/bookings/{api.book()['uid']}"
    grown = api.data("POST", f"{path}/guests", {"guests": [{"email": "gus@example.com"}]})
    assert grown["guests"] == ["gus@example.com"]
    new = {"name": "Una", "email": "una@example.com", "timeZone": "Asia/Tokyo"}
    una = api.post(f"{path}/attendees", new)
    assert una.status_code == 201
    assert [each["email"] for each in api.data("GET", f"{path}/attendees")] == [
        "bob@example.com",
        "gus@example.com",
        "una@example.com",
    ]
    api.data("DELETE", f"{path}/attendees/{una.json()['data']['id']}")
    assert api.data("GET", path)["guests"] == ["gus@example.com"]
    again = api.post(f"{path}/guests", {"guests": [{"email": "gus@example.com"}]})
    assert (again.status_code, again.json()["message"]) == (400, "emails_must_be_unique_valid")
    crowd = api.post(f"{path}/guests", {"guests": [{"email": f"g{number}@example.com"} for number in range(11)]})
    (error,) = crowd.json()["error"]["details"]["errors"]
    assert error["constraints"] == {"arrayMaxSize": "Cannot add more than 10 guests at a time"}


@pytest.mark.behaviour("bookings", 208, 211)
@pytest.mark.parametrize(
    ("location", "text"),
    [
        ({"type": "nothing"}, "Unsupported booking location type 'nothing'"),
        ({"address": "x"}, "Booking 'location' must have a 'type' property"),
        ({"type": "integration", "integration": "nope"}, "Validation failed for integration location"),
    ],
)
def test_places_that_are_refused(api: Api, location: dict[str, Any], text: str) -> None:
    """bookings.md 10 #208, 211"""
    booking = api.book()
    path = f"/v2/bookings/{booking['uid']}"
    answer = api.patch(f"{path}/location", {"location": location})
    assert (answer.status_code, answer.json()["status"]) == (400, "error")
    (error,) = answer.json()["error"]["details"]["errors"]
    assert text in next(iter(error["constraints"].values()))
    assert api.data("GET", path)["location"] == booking["location"]


@pytest.mark.behaviour("bookings", 209)
def test_another_place(api: Api) -> None:
    """bookings.md 10 #209: without a location nothing happens."""
    booking = api.book()
    path = f"/v2/bookings/{booking['uid']}"
    assert api.data("PATCH", f"{path}/location", {})["location"] == booking["location"]
    assert api.data("GET", f"{path}/recordings") == []
    moved = api.data("PATCH", f"{path}/location", {"location": {"type": "address", "address": "1 High Street"}})
    assert moved["location"] == "1 High Street"
    gone = api.get(f"{path}/recordings")
    assert (gone.status_code, "No Cal Video reference found" in message(gone)) == (404, True)


def test_the_old_shapes_answer_without_a_version(api: Api) -> None:
    uid = api.book()["uid"]
    listed = api.data("GET", "/v2/bookings?filters[status]=upcoming", headers=LEGACY)
    assert [each["uid"] for each in listed["bookings"]] == [uid]
    assert api.data("GET", f"/v2/bookings/{uid}", headers=LEGACY)["startTime"] == "2030-01-08T13:00:00.000Z"
    assert api.get("/v2/bookings", headers=LEGACY).status_code == 400
    cancelled = api.post(f"/v2/bookings/{uid}/cancel", {"cancellationReason": "Ill"}, headers=LEGACY)
    assert cancelled.status_code == 201
    assert cancelled.json()["data"]["bookingUid"] == uid
    groups = api.data("GET", "/v2/event-types", headers=LEGACY)["eventTypeGroups"]
    assert [group["teamId"] for group in groups] == [None]
