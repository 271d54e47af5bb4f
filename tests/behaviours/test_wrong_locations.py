"""Locations that cannot be booked, and by which check it is found (bookings.md 3.4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api

EVERYWHERE = [
    {"type": "integration", "integration": "cal-video"},
    {"type": "attendeeAddress"},
    {"type": "attendeePhone"},
    {"type": "attendeeDefined"},
]
KINDS = "integration, attendeeAddress, attendeePhone, attendeeDefined"
APPS = "The event type has following integrations: cal-video, and only these integrations are allowed"


def refused(api: Api, location: Any) -> dict[str, Any]:
    fields = {"ownerId": 1, "title": "Anywhere", "slug": "anywhere", "lengthInMinutes": 60, "locations": EVERYWHERE}
    kind = api.control("POST", "/records/event-types", fields)
    body = {"eventTypeId": kind["id"], "start": "2030-01-08T13:00:00Z", "attendee": ATTENDEE, "location": location}
    answer = api.post("/v2/bookings", body)
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert isinstance(error, dict)
    return error


@pytest.mark.behaviour("bookings", 61, 62)
@pytest.mark.parametrize(
    ("location", "named"),
    [
        ({"type": "blablabala"}, "blablabala"),
        ({"type": "address"}, "address"),
        ({}, "undefined"),
        ({"type": None}, "null"),
        ({"type": True}, "true"),
        ({"type": {"name": "phone"}}, "[object Object]"),
        ({"address": "12 Elm Street"}, "undefined"),
        (7, "undefined"),
        (["phone"], "undefined"),
        ({"type": "organizersDefaultApp"}, "organizersDefaultApp"),
    ],
)
def test_a_kind_of_place_that_the_event_type_has_not(api: Api, location: Any, named: str) -> None:
    """The validator of the body is skipped: what has no type, or one that nobody knows, is not among those offered."""
    error = refused(api, location)
    assert error["code"] == "BadRequestException"
    number = error["message"].split("id=")[1].split(".")[0]
    assert error["message"] == (
        f"Booking location with type {named} not valid for event type with id={number}. The event type has following "
        f"location types: {KINDS}, and only these types are allowed for booking location."
    )


@pytest.mark.behaviour("bookings", 61)
@pytest.mark.parametrize("integration", ["google-meet", "bogus"])
def test_an_app_that_the_event_type_has_not(api: Api, integration: str) -> None:
    error = refused(api, {"type": "integration", "integration": integration})
    assert error["message"].startswith(
        f"Booking location with integration {integration} not valid for event type with id="
    )
    assert APPS in error["message"]


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ({"type": "attendeeAddress"}, "responses.location.optionValue - Required, "),
        (
            {"type": "attendeeDefined", "location": 5},
            "responses.location.optionValue - Expected string, received number, ",
        ),
        ({"type": "attendeePhone", "phone": "12"}, "responses - {location}invalid_number, "),
        ({"type": "attendeeAddress", "address": ""}, "responses - {location}error_required_field, "),
    ],
)
def test_what_the_attendee_owes_is_missed_by_the_core(api: Api, location: Any, message: str) -> None:
    assert refused(api, location) == {"code": "BAD_REQUEST", "message": message}
