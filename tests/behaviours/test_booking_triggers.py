"""Which events a booking causes, once each (webhooks.md 1.2, 10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api
from tests.behaviours.hooks import delivered, subscribe, told
from tests.receiver import Receiver

BOOKER = {"name": "Bob Guest", "email": "bob@example.com", "timeZone": "Europe/London"}


def triggers(api: Api, receiver: Receiver) -> list[str]:
    return [each.trigger for each in delivered(api, receiver)]


@pytest.mark.behaviour("webhooks", 51)
def test_a_host_who_books_a_type_of_their_own_is_asked_too(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    api.book(eventTypeId=4, attendee={**BOOKER, "email": "ada@example.com"})
    assert triggers(api, receiver) == ["BOOKING_REQUESTED"]


@pytest.mark.behaviour("webhooks", 52)
@pytest.mark.parametrize(
    ("start", "trigger"),
    [("2029-12-03T10:00:00Z", "BOOKING_REQUESTED"), ("2029-12-05T10:00:00Z", "BOOKING_CREATED")],
)
def test_the_threshold_says_who_is_asked(api: Api, receiver: Receiver, start: str, trigger: str) -> None:
    """Only what begins sooner than a day from now wants a word of the host."""
    subscribe(api, receiver)
    policy = {
        "type": "time",
        "noticeThreshold": {"unit": "hours", "count": 24},
        "blockUnconfirmedBookingsInBooker": False,
    }
    api.control("PATCH", "/records/event-types/3", {"confirmationPolicy": policy, "minimumBookingNotice": 0})
    api.book(start)
    assert triggers(api, receiver) == [trigger]


@pytest.mark.behaviour("webhooks", 61)
def test_every_occurrence_of_a_series_is_told(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    recurrence = {"interval": 2, "occurrences": 3, "frequency": "weekly"}
    api.control("PATCH", "/records/event-types/3", {"recurrence": recurrence})
    made = api.data("POST", "/v2/bookings", {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "attendee": BOOKER})
    bodies = told(api, receiver, "BOOKING_CREATED")
    assert [body["payload"]["uid"] for body in bodies] == [booking["uid"] for booking in made]
    assert [body["payload"]["recurringEvent"] for body in bodies] == [{"freq": 2, "count": 3, "interval": 2}] * 3
    assert {body["payload"]["recurrenceTimeZone"] for body in bodies} == {"Europe/London"}


def test_declining_or_cancelling_a_series_is_told_once(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver, triggers=["BOOKING_REJECTED", "BOOKING_CANCELLED"])
    recurrence = {"interval": 1, "occurrences": 3, "frequency": "weekly"}
    api.control("PATCH", "/records/event-types/4", {"recurrence": recurrence})
    api.control("PATCH", "/records/event-types/3", {"recurrence": recurrence})
    body = {"eventTypeId": 4, "start": "2030-01-08T13:00:00Z", "attendee": BOOKER}
    pending = api.data("POST", "/v2/bookings", body)
    api.data("POST", f"/v2/bookings/{pending[0]['uid']}/decline", {"reason": "Full"})
    made = api.data("POST", "/v2/bookings", {**body, "eventTypeId": 3, "start": "2030-01-09T10:00:00Z"})
    cancel = {"cancellationReason": "Ill", "cancelSubsequentBookings": True}
    api.data("POST", f"/v2/bookings/{made[1]['uid']}/cancel", cancel)
    rejected, cancelled = (each.json["payload"] for each in delivered(api, receiver))
    assert (rejected["uid"], rejected["rejectionReason"], "metadata" in rejected) == (pending[0]["uid"], "Full", False)
    assert cancelled["uid"] == made[1]["uid"]


@pytest.mark.behaviour("webhooks", 69)
@pytest.mark.parametrize(
    ("described", "notes", "shown"),
    [("", None, ""), ("", "Bring cake", "Bring cake"), ("About us", "Bring cake", "About us")],
)
def test_defaults_of_a_bookings_payload(
    api: Api, receiver: Receiver, described: str, notes: str | None, shown: str
) -> None:
    """An empty description stays one; what nobody set is 0, `usd`, null or empty."""
    subscribe(api, receiver)
    api.control("PATCH", "/records/event-types/3", {"description": described})
    api.book(bookingFieldsResponses={"notes": notes} if notes else {}, attendee={**BOOKER, "name": "Bob van Guest"})
    (body,) = told(api, receiver, "BOOKING_CREATED")
    payload = body["payload"]
    assert payload["description"] == shown
    assert (payload["additionalNotes"], payload["eventDescription"]) == (notes or "", described or None)
    defaults = {"price": 0, "currency": "usd", "destinationCalendar": None, "assignmentReason": [], "hashedLink": None}
    assert {name: payload[name] for name in defaults} == defaults
    assert [payload["attendees"][0][name] for name in ("firstName", "lastName")] == ["Bob", "van Guest"]


@pytest.mark.behaviour("webhooks", 67)
def test_without_subscribers_nothing_is_made_and_a_missing_form_stops_nothing(api: Api, receiver: Receiver) -> None:
    api.book()
    assert api.control("GET", "/deliveries") == []
    subscribe(api, receiver)
    form = {"name": "F", "userId": 1, "fields": [{"id": "a", "identifier": "a"}]}
    form_id = api.control("POST", "/records/routing-forms", form)["id"]
    api.control("POST", f"/routing-forms/{form_id}/responses", {"responses": {"a": "b"}})
    api.control("DELETE", f"/records/routing-forms/{form_id}")
    api.control("POST", "/clock/advance", {"seconds": 3600})
    api.book("2030-01-08T15:00:00Z")
    assert triggers(api, receiver) == ["FORM_SUBMITTED", "BOOKING_CREATED"]


def test_zapier_gets_a_body_of_its_own(api: Api, receiver: Receiver) -> None:
    """webhooks.md 3.4: no envelope, no template, no secret; meetings as everybody else."""
    hook: dict[str, Any] = {"appId": "zapier", "secret": None, "payloadTemplate": "never mind"}
    subscribe(api, receiver, **hook, triggers=["BOOKING_RESCHEDULED", "MEETING_STARTED"])
    first = api.book()
    moved = api.data("POST", f"/v2/bookings/{first['uid']}/reschedule", {"start": "2030-01-09T10:00:00Z"})
    api.control("POST", "/clock/advance", {"to": "2030-01-09T10:00:00Z"})
    own, meeting = delivered(api, receiver)
    assert own.headers["x-cal-signature-256"] == "no-secret-provided"
    body = own.json
    assert list(body)[:6] == ["uid", "bookingId", "rootBookingUid", "title", "description", "customInputs"]
    assert (body["uid"], body["rootBookingUid"]) == (moved["uid"], first["uid"])
    assert (body["location"], body["status"]) == ("Cal Video", "ACCEPTED")
    assert body["eventType"]["slug"] == "60min"
    assert body["user"]["utcOffset"] == 60
    assert body["attendees"] == [
        {
            "name": "Bob Guest",
            "email": "bob@example.com",
            "timeZone": "Europe/London",
            "phoneNumber": None,
            "utcOffset": 0,
        }
    ]
    assert body["createdAt"] == "2029-12-03T08:00:00.000Z"
    assert not body.keys() & {"triggerEvent", "payload"}
    assert meeting.trigger == "MEETING_STARTED"


def test_where_guests_are_disabled_their_answer_is_an_empty_list(api: Api, receiver: Receiver) -> None:
    """webhooks.md 4.2"""
    subscribe(api, receiver, triggers=["BOOKING_CREATED"])
    kind = api.data(
        "POST", "/v2/event-types", {"title": "Alone", "slug": "alone", "lengthInMinutes": 60, "disableGuests": True}
    )
    api.book(eventTypeId=kind["id"])
    (body,) = told(api, receiver, "BOOKING_CREATED")
    assert body["payload"]["responses"]["guests"] == {"label": "additional_guests", "value": [], "isHidden": True}
