"""Attendees known by their phone alone, and event types of several lengths: bookings.md 2.7, 3.2, 10.A, 10.E, 10.K."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message
from tests.behaviours.heard import listen
from tests.behaviours.seating import ANYBODY, seated_kind
from tests.receiver import Receiver

PHONE = "+919876543210"
ADDRESS = "919876543210@sms.cal.com"
CALLER: dict[str, Any] = {"name": "Tel", "phoneNumber": PHONE, "timeZone": "Asia/Kolkata", "language": "en"}
MISSING = (
    "Missing attendee phone number - it is required by the event type. Pass it as "
    '"attendee.phoneNumber" string in the request.'
)


def asks_for_phone(api: Api, slug: str = "attendeePhoneNumber") -> int:
    """The id of an event type of a quarter of an hour that asks for a phone number, not for an address."""
    fields = [
        {"isDefault": True, "type": "name", "slug": "name", "required": True},
        {"isDefault": True, "type": "email", "slug": "email", "required": False, "hidden": True},
        {"isDefault": slug == "attendeePhoneNumber", "type": "phone", "slug": slug, "required": True, "hidden": False},
    ]
    record = {"ownerId": 1, "title": "Call me", "slug": "call-me", "lengthInMinutes": 15, "bookingFields": fields}
    number: int = api.control("POST", "/records/event-types", record)["id"]
    return number


@pytest.mark.behaviour("bookings", 137, 144)
def test_a_phone_number_alone(door: Api) -> None:
    kind = asks_for_phone(door)
    made = door.book(eventTypeId=kind, attendee=CALLER, meetingUrl="https://meet.example.com/tel")
    (attendee,) = made["attendees"]
    assert attendee == {
        "name": "Tel",
        "email": ADDRESS,
        "displayEmail": ADDRESS,
        "timeZone": "Asia/Kolkata",
        "language": "en",
        "absent": False,
        "phoneNumber": PHONE,
    }
    assert made["bookingFieldsResponses"]["attendeePhoneNumber"] == PHONE
    assert made["bookingFieldsResponses"]["email"] == ADDRESS
    assert (made["duration"], made["meetingUrl"]) == (15, "https://meet.example.com/tel")
    path = f"/v2/bookings/{made['uid']}/reschedule"
    moved = door.data("POST", path, {"start": "2030-01-09T13:00:00Z"}, headers=ANYBODY)
    assert (moved["attendees"], moved["meetingUrl"]) == ([attendee], made["meetingUrl"])
    assert [each["uid"] for each in door.data("GET", f"/v2/bookings?attendeeEmail={ADDRESS}")] == [
        made["uid"],
        moved["uid"],
    ]


@pytest.mark.behaviour("bookings", 64, 65)
def test_a_number_for_reminders(door: Api) -> None:
    kind = asks_for_phone(door, "smsReminderNumber")
    silent = door.post(
        "/v2/bookings",
        {
            "eventTypeId": kind,
            "start": "2030-01-08T13:00:00Z",
            "attendee": {"name": "Tel", "email": "tel@example.com", "timeZone": "UTC"},
        },
    )
    assert (silent.status_code, message(silent)) == (400, MISSING)
    made = door.book(eventTypeId=kind, attendee={**CALLER, "email": "tel@example.com"})
    assert made["attendees"][0]["phoneNumber"] == PHONE
    assert {name: value for name, value in made["bookingFieldsResponses"].items() if name != "displayEmail"} == {
        "name": "Tel",
        "email": "tel@example.com",
        "attendeePhoneNumber": PHONE,
        "smsReminderNumber": PHONE,
    }
    assert made["duration"] == 15


@pytest.mark.parametrize(
    ("attendee", "text"),
    [
        (
            {"name": "Tel", "timeZone": "UTC"},
            "attendee property is wrong, attendee email or phone property is wrong,"
            "Attendee must have at least one contact method (email or phone number) ",
        ),
        (
            {"name": "Tel", "timeZone": "UTC", "phoneNumber": "12"},
            "attendee property is wrong, phoneNumber property is wrong,"
            "Invalid phone number format. Please use international format. ",
        ),
    ],
)
def test_somebody_has_to_be_reachable(api: Api, attendee: dict[str, str], text: str) -> None:
    answer = api.post("/v2/bookings", {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "attendee": attendee})
    assert (answer.status_code, message(answer)) == (400, text)


def test_an_address_is_asked_of_who_has_only_a_phone(api: Api) -> None:
    """bookings.md 3.3."""
    answer = api.post("/v2/bookings", {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "attendee": CALLER})
    assert (answer.status_code, message(answer)) == (400, "responses - {email}error_required_field, ")


def test_two_phones_are_two_people(api: Api) -> None:
    """The made-up address is theirs: a request that waits is found by it again."""
    kind = asks_for_phone(api)
    api.control("PATCH", f"/records/event-types/{kind}", {"confirmationPolicy": {"type": "always"}})
    first, again = (api.book(eventTypeId=kind, attendee=CALLER) for _ in range(2))
    other = api.book(eventTypeId=kind, attendee={**CALLER, "phoneNumber": "+393331234567"})
    assert first["uid"] == again["uid"] != other["uid"]


def test_a_phone_takes_a_seat(api: Api) -> None:
    kind = asks_for_phone(api)
    api.control("PATCH", f"/records/event-types/{kind}", {"seats": {"seatsPerTimeSlot": 2, "showAttendeeInfo": True}})
    made = api.book(eventTypeId=kind, attendee=CALLER)
    (attendee,) = made["attendees"]
    assert (attendee["email"], attendee["bookingFieldsResponses"]["attendeePhoneNumber"]) == (ADDRESS, PHONE)
    twice = api.post("/v2/bookings", {"eventTypeId": kind, "start": "2030-01-08T13:00:00Z", "attendee": CALLER})
    assert (twice.status_code, message(twice)) == (409, "already_signed_up_for_this_booking_error")


def test_subscribers_get_the_number(api: Api, receiver: Receiver) -> None:
    kind, news = asks_for_phone(api), listen(api, receiver)
    api.book(eventTypeId=kind, attendee=CALLER)
    ((_, told),) = news()
    assert (told["attendees"][0]["email"], told["attendees"][0]["phoneNumber"]) == (ADDRESS, PHONE)
    assert told["responses"]["attendeePhoneNumber"]["value"] == PHONE


@pytest.mark.behaviour("bookings", 101)
def test_one_length_cannot_be_chosen(door: Api) -> None:
    body = {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "attendee": {**CALLER, "email": "t@example.com"}}
    answer = door.post("/v2/bookings", {**body, "lengthInMinutes": 30})
    assert (answer.status_code, message(answer)) == (
        400,
        "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. Please, remove "
        "the 'lengthInMinutes' field from the request.",
    )


@pytest.mark.behaviour("bookings", 102, 103)
def test_one_of_several_lengths(door: Api) -> None:
    body = {"title": "Talk", "slug": "talk", "lengthInMinutes": 60, "lengthInMinutesOptions": [15, 30, 60]}
    kind = door.data("POST", "/v2/event-types", body)["id"]
    usual = door.book(eventTypeId=kind)
    assert (usual["duration"], usual["end"]) == (60, "2030-01-08T14:00:00.000Z")
    short = door.book("2030-01-08T14:00:00Z", eventTypeId=kind, lengthInMinutes=30)
    assert (short["duration"], short["end"]) == (30, "2030-01-08T14:30:00.000Z")
    wrong = {"eventTypeId": kind, "start": "2030-01-08T15:00:00Z", "attendee": {**CALLER, "email": "t@example.com"}}
    answer = door.post("/v2/bookings", {**wrong, "lengthInMinutes": 45})
    assert (answer.status_code, message(answer)) == (
        400,
        "Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: "
        "15, 30, 60",
    )
    path = f"/v2/bookings/{short['uid']}/reschedule"
    assert door.data("POST", path, {"start": "2030-01-09T13:00:00Z"}, headers=ANYBODY)["duration"] == 30


def test_seats_of_several_lengths(api: Api) -> None:
    """Who joins comes for as long as the booking lasts."""
    kind = seated_kind(api, lengthInMinutesOptions=[30, 60])
    first = api.book(eventTypeId=kind, lengthInMinutes=30)
    joined = api.book(eventTypeId=kind, attendee={**CALLER, "email": "t@example.com"})
    assert (joined["uid"], joined["duration"]) == (first["uid"], 30)
