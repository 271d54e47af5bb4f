"""Payloads as the older service made them, with all that told one way to an event from another (webhooks.md 4, 14)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.api_client import Api
from tests.behaviours.hooks import delivered, subscribe
from tests.conftest import NOW
from tests.receiver import Receiver

EXAMPLE: dict[str, Any] = {
    "bookerUrl": "https://app.cal.com",
    "title": "60 min meeting between Ada Host and Bob Guest",
    "startTime": "2030-01-08T13:00:00Z",
    "endTime": "2030-01-08T14:00:00Z",
    "type": "60min",
    "organizer": {
        "id": 1,
        "name": "Ada Host",
        "email": "ada@example.com",
        "username": "ada",
        "timeZone": "Europe/Rome",
        "language": {"locale": "en"},
        "timeFormat": "h:mma",
        "utcOffset": 60,
    },
    "attendees": [
        {
            "email": email,
            "name": name,
            "firstName": "",
            "lastName": "",
            "timeZone": "Europe/London",
            "language": {"locale": "en"},
            "utcOffset": 0,
        }
        for email, name in (("bob@example.com", "Bob Guest"), ("g@example.com", ""))
    ],
    "additionalNotes": "",
    "description": "",
    "eventTypeId": 3,
    "hideCalendarNotes": False,
    "hideCalendarEventDetails": False,
    "hideOrganizerEmail": False,
    "schedulingType": None,
    "seatsPerTimeSlot": None,
    "seatsShowAttendees": True,
    "seatsShowAvailabilityCount": True,
    "customReplyToEmail": None,
    "disableRescheduling": False,
    "disableCancelling": False,
    "customInputs": {},
    "userFieldsResponses": {},
    "destinationCalendar": None,
    "iCalSequence": 0,
    "requiresConfirmation": False,
    "oneTimePassword": None,
    "organizationId": None,
    "hashedLink": None,
    "hideBranding": False,
    "appsStatus": [{"appName": "daily-video", "type": "daily_video", "success": 1, "failures": 0, "errors": []}],
    "eventTitle": "60 min meeting",
    "eventDescription": "",
    "price": 0,
    "currency": "usd",
    "length": 60,
    "status": "ACCEPTED",
}
"""The worked example of section 14 with the names of our world; what depends on the booking's uid is left out."""


@pytest.fixture(scope="module")
def older() -> Iterator[httpx2.Client]:
    from emulator.app import Emulator

    emulator = Emulator(check_answers=True, now=NOW, webhook_payloads="by-path")
    with TestClient(emulator, base_url="http://emulator", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def api(older: httpx2.Client, request: pytest.FixtureRequest) -> Iterator[Api]:
    yield from Api.of_test(older, request.node.nodeid)


def last(api: Api, receiver: Receiver, trigger: str) -> Any:
    found = delivered(api, receiver)[-1]
    assert found.trigger == trigger
    assert list(found.json) == ["triggerEvent", "createdAt", "payload"]
    return found.json["payload"]


@pytest.mark.behaviour("webhooks", 47, 48)
def test_the_worked_example_of_a_booking_just_made(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    place = {"type": "integration", "integration": "cal-video"}
    uid = api.book(guests=["g@example.com"], location=place)["uid"]
    payload = last(api, receiver, "BOOKING_CREATED")
    assert {name: payload[name] for name in EXAMPLE} == EXAMPLE
    assert list(payload)[:9] == list(EXAMPLE)[:9]
    assert (payload["uid"], payload["iCalUID"]) == (uid, f"{uid}@Cal.com")
    assert payload["metadata"] == {"videoCallUrl": f"https://app.cal.com/video/{uid}"}
    assert payload["location"] == f"https://app.cal.com/video/{uid}"
    assert payload["videoCallData"]["type"] == "daily_video"
    answers = payload["responses"]
    assert answers["name"] == {"label": "your_name", "value": "Bob Guest", "isHidden": False}
    assert answers["notes"] == {"label": "additional_notes", "isHidden": False}
    assert answers["location"]["value"] == {"value": "integrations:daily", "optionValue": ""}
    assert answers["guests"]["value"] == ["g@example.com"]
    assert not payload.keys() & {"platformClientId", "cancellationReason", "assignmentReason", "team"}


def test_a_moved_booking_tells_of_both_times_without_milliseconds(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    booking = api.book()
    api.data("POST", f"/v2/bookings/{booking['uid']}/reschedule", {"start": "2030-01-09T10:00:00Z"})
    payload = last(api, receiver, "BOOKING_RESCHEDULED")
    assert payload["rescheduleUid"] == booking["uid"]
    assert (payload["rescheduleStartTime"], payload["startTime"]) == ("2030-01-08T13:00:00Z", "2030-01-09T10:00:00Z")


def test_a_confirmed_booking_has_names_for_labels_and_milliseconds(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    uid = api.book(eventTypeId=4)["uid"]
    asked = last(api, receiver, "BOOKING_REQUESTED")
    assert (asked["requiresConfirmation"], asked["status"], asked["metadata"]) == (True, "PENDING", {})
    assert isinstance(asked["oneTimePassword"], str)
    api.data("POST", f"/v2/bookings/{uid}/confirm")
    payload = last(api, receiver, "BOOKING_CREATED")
    assert payload["startTime"] == "2030-01-08T13:00:00.000Z"
    assert payload["responses"]["name"] == {"label": "name", "value": "Bob Guest"}
    assert "notes" not in payload["responses"]
    assert payload["attendees"][0]["phoneNumber"] is None
    assert "firstName" not in payload["attendees"][0]
    assert (payload["destinationCalendar"], payload["requiresConfirmation"]) == ([], True)
    assert payload["metadata"] == {"videoCallUrl": f"https://app.cal.com/video/{uid}"}
    assert not payload.keys() & {"additionalNotes", "schedulingType", "iCalSequence", "oneTimePassword", "hashedLink"}


@pytest.mark.behaviour("webhooks", 58)
def test_a_cancelled_booking_is_told_in_the_servers_zone(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    uid = api.book()["uid"]
    api.data("POST", f"/v2/bookings/{uid}/cancel", {"cancellationReason": "Ill"})
    payload = last(api, receiver, "BOOKING_CANCELLED")
    assert (payload["startTime"], payload["endTime"]) == ("2030-01-08T13:00:00+00:00", "2030-01-08T14:00:00+00:00")
    assert payload["responses"]["email"] == {"label": "email", "value": "bob@example.com"}
    assert [payload[name] for name in ("price", "eventDescription", "requiresConfirmation")] == [None, None, None]
    assert (payload["status"], payload["cancellationReason"], payload["requestReschedule"]) == (
        "CANCELLED",
        "Ill",
        False,
    )
    assert payload["organizer"].items() >= {"id": 1, "username": "ada", "timeZone": "Europe/Rome"}.items()
    assert payload["iCalSequence"] == 1
    assert not payload.keys() & {"metadata", "hideCalendarNotes", "disableCancelling", "cancelledBy"}


@pytest.mark.behaviour("webhooks", 58)
def test_a_host_who_asks_for_another_time_is_named(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    uid = api.book()["uid"]
    headers: dict[str, str | None] = {"cal-api-version": "2026-02-25"}
    asked = api.post(f"/v2/bookings/{uid}/request-reschedule", {"rescheduleReason": "Away"}, headers=headers)
    assert asked.status_code == 200
    payload = last(api, receiver, "BOOKING_CANCELLED")
    assert (payload["cancelledBy"], payload["cancellationReason"]) == ("ada@example.com", "Please reschedule. Away")
    assert (payload["requestReschedule"], payload["organizer"]["username"]) == (True, "")
    assert not payload.keys() & {"bookerUrl", "price", "metadata"}


def test_a_refusal_keeps_its_reason_and_no_metadata(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    for day, reason in ((8, {"reason": "Full"}), (9, {})):
        uid = api.book(f"2030-01-0{day}T13:00:00Z", eventTypeId=4)["uid"]
        api.data("POST", f"/v2/bookings/{uid}/decline", reason)
        payload = last(api, receiver, "BOOKING_REJECTED")
        assert payload.get("rejectionReason") == reason.get("reason")
        assert ("rejectionReason" in payload) is bool(reason)
        assert payload["startTime"].endswith("13:00:00.000Z")
        assert not payload.keys() & {"metadata", "iCalUID", "videoCallData"}


@pytest.mark.behaviour("webhooks", 54)
def test_a_paid_booking_is_told_with_raw_labels(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    api.control("PATCH", "/records/event-types/3", {"price": 500})
    uid = api.book()["uid"]
    asked = last(api, receiver, "BOOKING_PAYMENT_INITIATED")
    assert (asked["status"], type(asked["paymentId"]), asked["price"]) == ("ACCEPTED", int, 500)
    api.control("POST", f"/bookings/{uid}/payment", {"outcome": "succeed"})
    created = last(api, receiver, "BOOKING_CREATED")
    assert {name: created["responses"][name] for name in ("name", "email")} == {
        "name": {"label": "name", "value": "Bob Guest"},
        "email": {"label": "email", "value": "bob@example.com"},
    }
    assert created["metadata"] == {"videoCallUrl": f"https://app.cal.com/video/{uid}"}
    assert "username" not in created["organizer"]
    assert "phoneNumber" not in created["attendees"][0]
    paid = delivered(api, receiver)[-2].json["payload"]
    assert paid["metadata"].keys() == {
        "identifier",
        "bookingId",
        "eventTypeId",
        "bookerEmail",
        "eventTitle",
        "externalId",
    }


def test_a_seat_given_up_is_told_as_the_row_it_was(api: Api, receiver: Receiver) -> None:
    seats = {"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True}
    api.control("PATCH", "/records/event-types/3", {"seats": seats})
    subscribe(api, receiver)
    first = api.book()
    other = {"name": "Eve", "email": "eve@example.com", "timeZone": "Asia/Kolkata", "language": "en"}
    second = api.book(attendee=other)
    made = last(api, receiver, "BOOKING_CREATED")
    assert (made["attendeeSeatId"], made["seatsPerTimeSlot"]) == (second["seatUid"], 3)
    assert [person["email"] for person in made["attendees"]] == ["eve@example.com"]
    cancel = {"seatUid": second["seatUid"], "cancellationReason": "Ill"}
    api.data("POST", f"/v2/bookings/{first['uid']}/cancel", cancel)
    (row,) = last(api, receiver, "BOOKING_CANCELLED")["attendees"]
    assert row.keys() >= {"id", "bookingId", "noShow", "locale", "language", "utcOffset"}
    assert (row["email"], row["utcOffset"]) == ("eve@example.com", 330)
