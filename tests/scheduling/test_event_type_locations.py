from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import ApiError
from emulator.scheduling.event_type_locations import check_locations, shown_locations, stored_locations


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "'locations' must be an array."),
        ([], "'locations' must contain at least 1 location."),
        (["x"], "Each object in 'locations' must be an object."),
        ([{}], "Each object in 'locations' must have a 'type' property."),
        (
            [{"type": "moon"}],
            "Unsupported location type 'moon'. Valid types are address, link, integration, and phone.",
        ),
        (
            [{"type": "organizersDefaultApp"}],
            "Unsupported location type 'organizersDefaultApp'. Valid types are address, link, integration, and phone.",
        ),
        (
            [{"type": "phone", "phone": "12", "public": True}],
            "Validation failed for phone location: phone must be a valid phone number",
        ),
        (
            [{"type": "link", "link": "no link", "public": True}],
            "Validation failed for link location: link must be a URL address",
        ),
        (
            [{"type": "address", "address": "", "public": True}],
            "Validation failed for address location: address must be longer than or equal to 1 characters",
        ),
        (
            [{"type": "address", "address": "Via Roma 1"}],
            "Validation failed for address location: public must be a boolean value",
        ),
    ],
)
def test_refusals(given: Any, message: str) -> None:
    """resources.md 4.3"""
    with pytest.raises(ApiError) as refusal:
        check_locations(given)
    assert (refusal.value.status, refusal.value.message) == (400, message)


@pytest.mark.parametrize("kind", [1, [], ["x"], {"a": 1}, True])
def test_types_of_any_kind_are_refused(kind: Any) -> None:
    with pytest.raises(ApiError):
        check_locations([{"type": kind}])


def test_an_app_must_be_known() -> None:
    with pytest.raises(ApiError, match="integration must be one of the following values: cal-video, google-meet"):
        check_locations([{"type": "integration", "integration": "pigeon"}])


def test_locations_are_stored_without_stray_keys() -> None:
    given = [
        {"type": "address", "address": "Via Roma 1", "public": True, "stray": 1},
        {"type": "link", "link": "https://example.com/meet?x=1", "public": False},
        {"type": "phone", "phone": "+390612345678", "public": True},
        {"type": "attendeeDefined", "public": True},
    ]
    check_locations(given)
    assert stored_locations(given) == [
        {"type": "address", "address": "Via Roma 1", "public": True},
        {"type": "link", "link": "https://example.com/meet?x=1", "public": False},
        {"type": "phone", "phone": "+390612345678", "public": True},
        {"type": "attendeeDefined"},
    ]


def test_unreadable_locations_come_last() -> None:
    """resources.md 11 #133"""
    shown = shown_locations([{"type": "moon", "crater": "Ü"}, {"type": "attendeePhone"}])
    assert shown == [{"type": "attendeePhone"}, {"type": "unknown", "location": '{"type":"moon","crater":"Ü"}'}]
