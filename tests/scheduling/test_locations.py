from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import HttpProblem
from emulator.scheduling.locations import (
    INTEGRATIONS,
    choose,
    is_phone_number,
    location_of,
    meeting_place,
    stored_answer,
)
from tests.office import CAL_VIDEO, event_type

PLACES: list[dict[str, Any]] = [
    CAL_VIDEO,
    {"type": "address", "address": "123 Main St", "public": True},
    {"type": "link", "link": "https://meet.example.com/ada", "public": True},
    {"type": "phone", "phone": "+37121999999", "public": True},
    {"type": "attendeeAddress"},
    {"type": "attendeePhone"},
    {"type": "attendeeDefined"},
]


@pytest.mark.parametrize(
    ("wanted", "answer", "location"),
    [
        (CAL_VIDEO, {"value": "integrations:daily", "optionValue": ""}, "integrations:daily"),
        ({"type": "address"}, {"value": "inPerson", "optionValue": ""}, "123 Main St"),
        ({"type": "link"}, {"value": "link", "optionValue": ""}, "https://meet.example.com/ada"),
        ({"type": "phone"}, {"value": "userPhone", "optionValue": ""}, "+37121999999"),
        (
            {"type": "attendeeAddress", "address": "1 Elm Rd"},
            {"value": "attendeeInPerson", "optionValue": "1 Elm Rd"},
            "1 Elm Rd",
        ),
        (
            {"type": "attendeePhone", "phone": "+37121888888"},
            {"value": "phone", "optionValue": "+37121888888"},
            "+37121888888",
        ),
        (
            {"type": "attendeeDefined", "location": "namek 100"},
            {"value": "somewhereElse", "optionValue": "namek 100"},
            "namek 100",
        ),
    ],
)
def test_objects(wanted: dict[str, Any], answer: dict[str, str], location: str) -> None:
    """bookings.md 3.4; 10 #55-#60."""
    kind = event_type(locations=PLACES)
    assert choose(kind, wanted) == answer
    assert location_of(kind, answer) == location


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("https://meet.example.com/x?y=1", "link"),
        ("meet.example.com/room", "link"),
        ("www.example", "link"),
        ("+37121999999", "phone"),
        ("123 Main St", "somewhereElse"),
        ("namek 100", "somewhereElse"),
    ],
)
def test_a_string_is_never_checked_and_guessed_at(text: str, value: str) -> None:
    kind = event_type()
    answer = choose(kind, text)
    assert answer == {"value": value, "optionValue": text}
    assert location_of(kind, answer) == text


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (
            {"type": "blablabala"},
            "Booking location with type blablabala not valid for event type with id=1. The event type has following "
            "location types: integration, address, and only these types are allowed for booking location.",
        ),
        (
            {},
            "Booking location with type undefined not valid for event type with id=1. The event type has following "
            "location types: integration, address, and only these types are allowed for booking location.",
        ),
        (
            {"address": "x"},
            "Booking location with type undefined not valid for event type with id=1. The event type has following "
            "location types: integration, address, and only these types are allowed for booking location.",
        ),
        (
            {"type": "integration", "integration": "google-meet"},
            "Booking location with integration google-meet not valid for event type with id=1. The event type has "
            "following integrations: cal-video, and only these integrations are allowed for booking location.",
        ),
    ],
)
def test_what_the_event_type_has_not(wanted: dict[str, Any], text: str) -> None:
    """bookings.md 3.4; 10 #61, #62."""
    kind = event_type(locations=PLACES[:2])
    with pytest.raises(HttpProblem) as refused:
        choose(kind, wanted)
    assert (refused.value.status, refused.value.message) == (400, text)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({"type": "unknown"}, "Booking location with type unknown not valid."),
        ({"type": "integration", "integration": "carrier-pigeon"}, "Invalid integration: carrier-pigeon"),
    ],
)
def test_what_nobody_knows(place: dict[str, Any], text: str) -> None:
    with pytest.raises(HttpProblem, match=text):
        choose(event_type(locations=[place]), place)


def test_an_owed_text_is_left_for_the_core_to_miss() -> None:
    assert choose(event_type(locations=PLACES), {"type": "attendeeAddress"}) == {"value": "attendeeInPerson"}


def test_organizers_text_counts_when_a_place_is_changed() -> None:
    wanted = {"type": "link", "link": "https://example.com"}
    assert stored_answer(wanted, with_organizers_text=True) == {"value": "link", "optionValue": "https://example.com"}


@pytest.mark.parametrize(
    ("places", "location"),
    [
        ([], "integrations:daily"),
        (PLACES, "integrations:daily"),
        (PLACES[1:], "123 Main St"),
        ([{"type": "attendeeAddress"}], "attendeeInPerson"),
        ([{"type": "organizersDefaultApp"}], "integrations:daily"),
        ([{"type": "unknown", "location": "{}"}], "integrations:daily"),
    ],
)
def test_without_a_wish_it_is_the_first_place(places: list[dict[str, Any]], location: str) -> None:
    assert location_of(event_type(locations=places), None) == location


def test_the_default_app_is_cal_video() -> None:
    assert location_of(event_type(locations=[]), {"value": "conferencing", "optionValue": ""}) == "integrations:daily"


@pytest.mark.parametrize(
    ("location", "confirmed", "place"),
    [
        ("integrations:daily", True, ("integrations:daily", "https://app.cal.com/video/u1")),
        ("integrations:daily", False, ("integrations:daily", None)),
        ("integrations:google:meet", True, ("integrations:daily", "https://app.cal.com/video/u1")),
        ("integrations:zoom", True, ("integrations:zoom", None)),
        ("https://meet.example.com", False, ("https://meet.example.com", "https://meet.example.com")),
        ("123 Main St", True, ("123 Main St", None)),
    ],
)
def test_where_one_meets(location: str, confirmed: bool, place: tuple[str, str | None]) -> None:
    """live.md 2.1: Cal Video bookings meet at their own URL."""
    assert meeting_place(location, "u1", confirmed=confirmed) == place


def test_every_app_has_its_own_stored_word() -> None:
    assert len(INTEGRATIONS) == 29
    assert len(set(INTEGRATIONS.values())) == 29


@pytest.mark.parametrize(("text", "valid"), [("+37121999999", True), ("21999999", False), ("", False), ("+1", False)])
def test_phone_numbers(text: str, valid: bool) -> None:
    assert is_phone_number(text) is valid
