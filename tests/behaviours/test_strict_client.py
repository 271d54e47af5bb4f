"""Every kind of answer about bookings is read by a client that knows the document and nothing else."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api
from tests.strict_client import StrictClient, ValidationError

ROOT = "/v2/bookings"
ONE = f"{ROOT}/{{bookingUid}}"
DAILY = {"type": "daily_video", "eventUid": "room", "id": 1, "destinationCalendarId": None}
RECORDING = {
    "id": "r", "roomName": "room", "startTs": 1, "status": "finished", "maxParticipants": 2, "duration": 60,
    "shareToken": "t", "downloadLink": None,
}  # fmt: skip
SESSION = {
    "id": "s", "room": "room", "startTime": 1, "duration": 60, "ongoing": False, "maxParticipants": 2,
    "participants": [{"userId": None, "userName": "Bob", "joinTime": 1, "duration": 60}],
}  # fmt: skip


class Reader:
    """Sends a request and reads its answer strictly; what was read is what was sent."""

    def __init__(self, api: Api, version: str = "2024-08-13", document: str = "openapi.json") -> None:
        self.api = api
        self.version = version
        self.client = StrictClient.of(document)

    def __call__(self, method: str, template: str, json: Any = None, uid: str = "", **more: Any) -> Any:
        path = template.replace("{bookingUid}", uid)
        for name, value in more.pop("path", {}).items():
            path = path.replace(f"{{{name}}}", str(value))
        answer = self.api(
            method, path, json, headers={"cal-api-version": self.version, **more.pop("headers", {})}, **more
        )
        body = answer.json()
        assert self.client.decode(method, template, answer.status_code, body) == body
        return body.get("data", body)


@pytest.fixture(params=["2024-08-13", "2026-02-25"])
def read(api: Api, request: pytest.FixtureRequest) -> Reader:
    return Reader(api, request.param)


def kind(api: Api, **fields: Any) -> Any:
    made = api.control(
        "POST", "/records/event-types", {"ownerId": 1, "title": "New", "slug": "new", "lengthInMinutes": 60} | fields
    )
    return {"eventTypeId": made["id"], "attendee": ATTENDEE, "start": "2030-01-08T13:00:00Z"}


def test_a_plain_booking(read: Reader) -> None:
    body = kind(read.api)
    uid = read("POST", ROOT, {**body, "guests": ["g@example.com"], "metadata": {"a": "b"}})["uid"]
    read("GET", ONE, uid=uid)
    read("POST", f"{ONE}/guests", {"guests": [{"email": "h@example.com"}]}, uid)
    added = read("POST", f"{ONE}/attendees", {"name": "I", "timeZone": "Europe/Rome", "email": "i@example.com"}, uid)
    read("GET", f"{ONE}/attendees", uid=uid)
    one = f"{ONE}/attendees/{{attendeeId}}"
    read("GET", one, uid=uid, path={"attendeeId": added["id"]})
    read("DELETE", one, uid=uid, path={"attendeeId": added["id"]})
    read("PATCH", f"{ONE}/location", {"location": {"type": "phone", "phone": "+37121999999"}}, uid)
    read("GET", f"{ONE}/calendar-links", uid=uid)
    read("GET", f"{ONE}/references", uid=uid)
    read("GET", f"{ONE}/routing-trace", uid=uid)
    moved = read("POST", f"{ONE}/reschedule", {"start": "2030-01-09T13:00:00Z", "reschedulingReason": "Later"}, uid)
    read("GET", ONE, uid=uid)
    read("GET", ONE, uid=moved["uid"])
    read("GET", ROOT)
    read.api.control("POST", "/clock/advance", {"to": "2030-01-09T15:00:00Z"})
    read("POST", f"{ONE}/mark-absent", {"host": True}, moved["uid"])


def test_decisions(read: Reader) -> None:
    body = kind(read.api, confirmationPolicy={"type": "always", "blockUnconfirmedBookingsInBooker": False})
    first, second, third = (
        read("POST", ROOT, body | {"start": f"2030-01-0{day}T13:00:00Z"})["uid"] for day in (7, 8, 9)
    )
    read("POST", f"{ONE}/confirm", uid=first)
    read("POST", f"{ONE}/decline", {"reason": "Full"}, second)
    read("POST", f"{ONE}/cancel", {"cancellationReason": "Ill"}, third)
    read("GET", ROOT)


def test_a_series(read: Reader) -> None:
    body = kind(read.api, recurrence={"frequency": "weekly", "interval": 1, "occurrences": 3})
    made = read("POST", ROOT, body)
    series = made[0]["recurringBookingUid"]
    read("GET", ONE, uid=series)
    read("GET", ONE, uid=made[0]["uid"])
    read("POST", f"{ONE}/reschedule", {"start": "2030-01-10T13:00:00Z"}, made[0]["uid"])
    read("GET", ROOT)
    read("POST", f"{ONE}/cancel", {"cancellationReason": "Ill", "cancelSubsequentBookings": True}, made[2]["uid"])
    read("POST", f"{ONE}/cancel", {"cancellationReason": "Ill"}, series)


def test_seats(read: Reader) -> None:
    body = kind(read.api, seats={"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True})
    made = read("POST", ROOT, body)
    other = read("POST", ROOT, body | {"attendee": {**ATTENDEE, "email": "z@example.com"}})
    read("GET", ONE, uid=made["uid"])
    read("GET", f"{ROOT}/by-seat/{{seatUid}}", path={"seatUid": made["seatUid"]})
    moved = {"start": "2030-01-09T13:00:00Z", "seatUid": other["seatUid"]}
    read("POST", f"{ONE}/reschedule", moved, made["uid"])
    read("GET", ROOT)
    read("POST", f"{ONE}/cancel", {"seatUid": made["seatUid"]}, made["uid"])


def test_what_only_the_control_plane_brings_about(read: Reader) -> None:
    api = read.api
    body = kind(api, seats={"seatsPerTimeSlot": 3, "showAttendeeInfo": True})
    series = "6ff95fc4-9ffb-4cb2-8a8f-6e9a3b1f6f7a"
    seated = {"eventTypeId": body["eventTypeId"], "start": "2030-01-08T13:00:00Z", "recurringBookingUid": series}
    booking = api.control("POST", "/records/bookings", seated)
    person = api.control(
        "POST", "/records/attendees", {"bookingId": booking["id"], "email": "a@example.com", "name": "A"}
    )
    api.control("POST", "/records/seats", {"bookingId": booking["id"], "attendeeId": person["id"]})
    read("GET", ONE, uid=booking["uid"])
    read("GET", ONE, uid=series)
    bare = {"userId": 1, "start": "2030-01-10T13:00:00Z", "end": "2030-01-10T14:00:00Z", "rating": 10}
    orphan = api.control("POST", "/records/bookings", bare | {"references": [DAILY], "recordings": [RECORDING],
                         "transcripts": ["https://t.example.com"], "conferencingSessions": [SESSION]})  # fmt: skip
    assert read("GET", ONE, uid=orphan["uid"])["eventType"] is None
    for name in ("recordings", "transcripts", "conferencing-sessions", "references"):
        assert read("GET", f"{ONE}/{name}", uid=orphan["uid"]), name
    read("GET", ROOT)


def test_the_cursor_list(api: Api) -> None:
    api.book()
    read = Reader(api, "2026-05-01", "openapi-2026-06-12.json")
    assert len(read("GET", ROOT)) == 1
    read("GET", ROOT, params={"limit": "x"})


def test_every_family_of_refusals(read: Reader) -> None:
    body = kind(read.api, bookingLimitsCount={"day": 1})
    uid = read("POST", ROOT, body)["uid"]
    read("POST", ROOT, body | {"start": "x"})
    read("POST", ROOT, body | {"eventTypeId": 999})
    read("POST", ROOT, body | {"start": "2030-01-08T14:00:00Z"})
    read("POST", ROOT, body | {"guests": ["bad"]})
    read("POST", ROOT, body | {"eventTypeId": 3})
    read("GET", ONE, uid="missing")
    read("GET", ROOT, params={"status": "x"})
    read("POST", f"{ONE}/confirm", uid=uid)
    read("POST", f"{ONE}/attendees", {"name": "B", "timeZone": "Europe/Rome", "email": ATTENDEE["email"]}, uid)
    read("GET", f"{ONE}/recordings", uid="missing")
    read("GET", ROOT, headers={"authorization": None})
    read("POST", f"{ONE}/cancel", uid=uid)


def test_a_key_too_many_is_noticed(api: Api) -> None:
    client = StrictClient.of()
    body = api.post(ROOT, kind(api)).json()
    client.decode("POST", ROOT, 201, body)
    for pointer in ((), ("data",), ("data", "hosts", 0), ("data", "attendees", 0), ("data", "eventType")):
        spoilt = copy.deepcopy(body)
        place = spoilt
        for step in pointer:
            place = place[step]
        place["surplus"] = 1
        with pytest.raises(ValidationError):
            client.decode("POST", ROOT, 201, spoilt)
    del body["data"]["icsUid"]
    with pytest.raises(ValidationError):
        client.decode("POST", ROOT, 201, body)
