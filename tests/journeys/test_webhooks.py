"""Subscribers as they live beside the API: causes, templates, calendar files, retries, resets."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar

from emulator.webhooks.triggers import TRIGGERS
from tests.api_client import ATTENDEE, Api
from tests.receiver import Receiver
from tests.webhooks.subscriptions import check

HEARD = [trigger for trigger in TRIGGERS if trigger != "DELEGATION_CREDENTIAL_ERROR"]


def subscribe(api: Api, url: str, **more: Any) -> Any:
    return api.data("POST", "/v2/webhooks", {"subscriberUrl": url, "triggers": HEARD, "active": True, **more})


@pytest.mark.behaviour("webhooks", 50, 56, 57, 58, 63)
def test_every_delivery_of_a_bookings_life_fits_the_document(api: Api, receiver: Receiver) -> None:
    """webhooks.md 10 #50, #56, #57, #58 and #63, with the newest payloads."""
    subscribe(api, receiver.url, version="2026-07-27", secret="s")
    first = api.book(metadata={"purpose": "p"}, guests=["g@example.com"])
    moved = api.data(
        "POST",
        f"/v2/bookings/{first['uid']}/reschedule",
        {"start": "2030-01-09T10:00:00Z", "reschedulingReason": "Later"},
    )
    pending = [api.book(f"2030-01-1{day}T13:00:00Z", eventTypeId=4) for day in (0, 1)]
    api.data("POST", f"/v2/bookings/{pending[0]['uid']}/confirm")
    api.data("POST", f"/v2/bookings/{pending[1]['uid']}/decline", {"reason": "Full"})
    api.data("POST", f"/v2/bookings/{pending[0]['uid']}/cancel", {"cancellationReason": "Ill"})
    api.control("POST", "/clock/advance", {"to": "2030-01-09T12:00:00Z"})
    absent = [{"email": ATTENDEE["email"], "absent": True}, {"email": "g@example.com", "absent": True}]
    api.data("POST", f"/v2/bookings/{moved['uid']}/mark-absent", {"attendees": absent})
    api.control("POST", "/drain")
    assert receiver.triggers == [
        "BOOKING_CREATED",
        "BOOKING_RESCHEDULED",
        "BOOKING_REQUESTED",
        "BOOKING_REQUESTED",
        "BOOKING_CREATED",
        "BOOKING_REJECTED",
        "BOOKING_CANCELLED",
        "MEETING_STARTED",
        "MEETING_ENDED",
        "BOOKING_NO_SHOW_UPDATED",
    ]
    for received in receiver.received:
        check(received.json)
        assert received.signed_with("s")
    created, rescheduled, requested, _, confirmed, _, cancelled = (
        received.json["payload"] for received in receiver.received[:7]
    )
    assert created["metadata"]["purpose"] == rescheduled["metadata"]["purpose"] == "p"
    assert [person["email"] for person in created["attendees"]] == ["bob@example.com", "g@example.com"]
    assert created["metadata"]["videoCallUrl"].endswith(f"/video/{first['uid']}")
    assert rescheduled["metadata"]["videoCallUrl"].endswith(f"/video/{moved['uid']}")
    assert (rescheduled["rescheduleUid"], rescheduled["iCalUID"]) == (first["uid"], created["iCalUID"])
    assert rescheduled["responses"]["rescheduleReason"]["value"] == rescheduled["cancellationReason"] == "Later"
    assert (requested["requiresConfirmation"], confirmed["status"]) == (True, "ACCEPTED")
    assert cancelled["cancellationReason"] == "Ill"
    for payload, method in ((created, "REQUEST"), (rescheduled, "REQUEST"), (cancelled, "CANCEL")):
        calendar: Any = Calendar.from_ical(payload["attendeeIcsContent"])
        (event,) = calendar.walk("VEVENT")
        assert (calendar["method"], event["uid"]) == (method, payload["iCalUID"])
        assert event["sequence"] == payload["iCalSequence"]
    assert receiver.received[-1].json["payload"]["message"] == "No-show status updated for attendees"


def test_a_delivery_names_the_request_that_caused_it(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver.url)
    answer = api.post("/v2/bookings", {"eventTypeId": 3, "attendee": ATTENDEE, "start": "2030-01-08T13:00:00Z"})
    api.control("POST", "/drain")
    (delivery,) = api.control("GET", "/deliveries")
    assert delivery["cause"] == answer.headers["x-request-id"]
    assert delivery["body"].encode() == receiver.received[0].body


def test_a_refused_request_tells_nobody(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver.url)
    refused = api.post("/v2/bookings", {"eventTypeId": 3, "attendee": ATTENDEE, "start": "2020-01-08T13:00:00Z"})
    assert refused.status_code == 400
    api.control("POST", "/drain")
    assert api.control("GET", "/deliveries") == []


@pytest.mark.behaviour("webhooks", 39, 73, 74)
def test_templates(api: Api, receiver: Receiver) -> None:
    """webhooks.md 10 #39, #73 and #74"""
    bodies = {
        '{"who":"{{attendees.0.name}}"}': ('{"who":"O&#x27;Brien"}', "application/json"),
        '{"notes":"{{additionalNotes}}"}': ("false", "application/json"),
        "{{triggerEvent}} {{organizer.name}}": ("BOOKING_CREATED Ada Host", "application/x-www-form-urlencoded"),
    }
    for number, template in enumerate(bodies):
        subscribe(api, f"{receiver.url}/{number}", payloadTemplate=template)
    attendee = {**ATTENDEE, "name": "O'Brien"}
    api.book(attendee=attendee, bookingFieldsResponses={"notes": 'say "hi"'})
    api.control("POST", "/drain")
    received = sorted(receiver.received, key=lambda received: received.path)
    assert [(each.body.decode(), each.headers["content-type"]) for each in received] == list(bodies.values())


@pytest.mark.behaviour("webhooks", 46)
def test_retries_wait_for_the_worlds_clock(api: Api, receiver: Receiver) -> None:
    """webhooks.md 10 #46"""
    receiver.status = 503
    subscribe(api, receiver.url)
    api.book()
    assert api.control("POST", "/drain")["waiting"] == 1
    assert len(receiver.received) == 1
    api.control("POST", "/clock/advance", {"seconds": 20})
    assert len(receiver.received) == 2
    receiver.status = 200
    api.control("POST", "/clock/advance", {"seconds": 600})
    assert len(receiver.received) == 3
    (delivery,) = api.control("GET", "/deliveries")
    assert (delivery["state"], [attempt["status"] for attempt in delivery["attempts"]]) == (
        "delivered",
        [503, 503, 200],
    )


@pytest.mark.behaviour("webhooks", 46)
def test_gone_switches_off(api: Api, receiver: Receiver) -> None:
    """webhooks.md 10 #46"""
    receiver.status = 410
    hook = subscribe(api, receiver.url)
    api.book()
    api.control("POST", "/drain")
    assert api.data("GET", f"/v2/webhooks/{hook['id']}")["active"] is False


def test_a_reset_world_hears_nothing_of_its_past(api: Api, receiver: Receiver) -> None:
    receiver.status = 500
    subscribe(api, receiver.url)
    api.book()
    api.control("POST", "/drain")
    api.control("POST", "/reset")
    assert api.control("GET", "/deliveries") == []
    api.control("POST", "/clock/advance", {"seconds": 3600})
    assert len(receiver.received) == 1


def test_another_place_is_told_and_fits_the_document(api: Api, receiver: Receiver) -> None:
    body = {"subscriberUrl": receiver.url, "triggers": ["BOOKING_LOCATION_UPDATED"], "active": True}
    assert api.post("/v2/webhooks", body).status_code == 201
    booking = api.book()
    moved = api.patch(
        f"/v2/bookings/{booking['uid']}/location", {"location": {"type": "link", "link": "https://x.example"}}
    )
    assert moved.json()["data"]["location"] == "https://x.example"
    api.control("POST", "/drain")
    (told,) = receiver.received
    check(told.json)
    assert told.json["payload"]["previousLocation"] == booking["location"]
    # live.md 2.4 [W8]
    assert told.json["payload"]["metadata"] == {"videoCallUrl": "https://x.example"}
