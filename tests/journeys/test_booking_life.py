"""A booking's whole life as a client and its webhook handler see it, through each door."""

from __future__ import annotations

import pytest

from tests.api_client import ATTENDEE, Api, message
from tests.receiver import Receiver

SECRET = "s3cret"
TRIGGERS = [
    "BOOKING_CREATED",
    "BOOKING_REQUESTED",
    "BOOKING_RESCHEDULED",
    "BOOKING_CANCELLED",
    "BOOKING_REJECTED",
    "BOOKING_NO_SHOW_UPDATED",
    "MEETING_STARTED",
    "MEETING_ENDED",
]


def subscribe(api: Api, receiver: Receiver) -> None:
    body = {"subscriberUrl": receiver.url, "triggers": TRIGGERS, "active": True, "secret": SECRET}
    answer = api.post("/v2/webhooks", body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["data"]["triggers"] == TRIGGERS


def test_from_slots_to_a_marked_absence(door: Api, receiver: Receiver) -> None:
    subscribe(door, receiver)
    slots = door.data("GET", "/v2/slots?eventTypeId=3&start=2030-01-08&end=2030-01-08&timeZone=Europe/Rome")
    starts = [slot["start"] for slot in slots["2030-01-08"]]
    assert starts[0] == "2030-01-08T09:00:00.000+01:00"
    assert starts[-1] == "2030-01-08T16:00:00.000+01:00"

    first = door.book(starts[0])
    assert first["status"] == "accepted"
    again = door.post("/v2/bookings", {"eventTypeId": 3, "start": starts[0], "attendee": ATTENDEE})
    assert again.status_code == 409
    assert message(again) == "User either already has booking at this time or is not available"

    moved = door.post(
        f"/v2/bookings/{first['uid']}/reschedule", {"start": "2030-01-09T10:00:00Z", "reschedulingReason": "Later"}
    )
    assert moved.status_code == 201
    second = moved.json()["data"]
    assert second["uid"] != first["uid"]
    assert second["rescheduledFromUid"] == first["uid"]
    assert second["icsUid"] == first["icsUid"]
    old = door.data("GET", f"/v2/bookings/{first['uid']}")
    assert (old["status"], old["rescheduledToUid"]) == ("cancelled", second["uid"])

    third = door.book("2030-01-10T10:00:00Z")
    reason = {"cancellationReason": "No time"}
    cancelled = door.post(f"/v2/bookings/{third['uid']}/cancel", reason)
    assert cancelled.status_code == 200
    assert cancelled.json()["data"]["status"] == "cancelled"
    twice = door.post(f"/v2/bookings/{third['uid']}/cancel", reason)
    assert twice.status_code == 400
    assert message(twice) == (
        f"Can't cancel booking with uid={third['uid']} because it has been cancelled already. "
        "Please provide uid of a booking that is not cancelled."
    )

    clock = door.control("POST", "/clock/advance", {"to": "2030-01-09T10:30:00Z"})
    assert clock["now"] == "2030-01-09T10:30:00.000Z"
    absent = door.post(
        f"/v2/bookings/{second['uid']}/mark-absent", {"attendees": [{"email": ATTENDEE["email"], "absent": True}]}
    )
    assert absent.status_code == 200
    assert absent.json()["data"]["attendees"][0]["absent"] is True
    door.control("POST", "/clock/advance", {"seconds": 3600})

    assert receiver.triggers == [
        "BOOKING_CREATED",
        "BOOKING_RESCHEDULED",
        "BOOKING_CREATED",
        "BOOKING_CANCELLED",
        "MEETING_STARTED",
        "BOOKING_NO_SHOW_UPDATED",
        "MEETING_ENDED",
    ]
    assert all(received.signed_with(SECRET) for received in receiver.received)
    assert all(received.headers["x-cal-webhook-version"] == "2021-10-20" for received in receiver.received)
    created, rescheduled = (received.json["payload"] for received in receiver.received[:2])
    assert (created["uid"], created["status"]) == (first["uid"], "ACCEPTED")
    assert (rescheduled["uid"], rescheduled["rescheduleUid"]) == (second["uid"], first["uid"])
    assert receiver.received[4].json["uid"] == second["uid"]
    assert "payload" not in receiver.received[4].json


def test_a_booking_that_wants_confirmation(door: Api, receiver: Receiver) -> None:
    subscribe(door, receiver)
    pending = [door.book(f"2030-01-0{day}T13:00:00Z", eventTypeId=4) for day in (8, 9)]
    assert [booking["status"] for booking in pending] == ["pending", "pending"]
    confirmed = door.data("POST", f"/v2/bookings/{pending[0]['uid']}/confirm")
    declined = door.data("POST", f"/v2/bookings/{pending[1]['uid']}/decline", {"reason": "Full"})
    assert (confirmed["status"], declined["status"]) == ("accepted", "rejected")
    refused = door.post(f"/v2/bookings/{pending[0]['uid']}/confirm")
    assert (refused.status_code, message(refused)) == (400, "Booking already confirmed")
    door.control("POST", "/drain")
    assert receiver.triggers == ["BOOKING_REQUESTED", "BOOKING_REQUESTED", "BOOKING_CREATED", "BOOKING_REJECTED"]
    assert receiver.received[-1].json["payload"]["rejectionReason"] == "Full"


def test_no_meeting_starts_for_a_cancelled_booking_and_a_moved_one_starts_once(door: Api, receiver: Receiver) -> None:
    subscribe(door, receiver)
    gone = door.book("2030-01-08T13:00:00Z")
    door.post(f"/v2/bookings/{gone['uid']}/cancel", {"cancellationReason": "x"})
    moved = door.book("2030-01-08T14:00:00Z")
    door.post(f"/v2/bookings/{moved['uid']}/reschedule", {"start": "2030-01-09T14:00:00Z"})
    door.control("POST", "/clock/advance", {"to": "2030-02-01T00:00:00Z"})
    meetings = [received.json for received in receiver.received if received.trigger.startswith("MEETING")]
    assert [(meeting["triggerEvent"], meeting["startTime"]) for meeting in meetings] == [
        ("MEETING_STARTED", "2030-01-09T14:00:00.000Z"),
        ("MEETING_ENDED", "2030-01-09T14:00:00.000Z"),
    ]


@pytest.mark.behaviour("webhooks", 41)
def test_a_dead_subscriber_changes_nothing_for_the_caller(door: Api, receiver: Receiver) -> None:
    """webhooks.md 10 #41."""
    receiver.status = 500
    subscribe(door, receiver)
    door.book()
    door.control("POST", "/drain")
    assert receiver.triggers == ["BOOKING_CREATED"]
    (delivery,) = door.control("GET", "/deliveries")
    assert delivery["trigger"] == "BOOKING_CREATED"
    assert delivery["attempts"][0]["status"] == 500
