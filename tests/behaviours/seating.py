"""Seated event types and seats over HTTP, as the tests of seats need them."""

from __future__ import annotations

from typing import Any

import httpx2

from tests.api_client import Api

START = "2030-01-08T13:00:00.000Z"
LATER = "2030-01-09T13:00:00.000Z"
QUESTION = {"type": "text", "slug": "codingLanguage", "label": "Language", "required": False, "placeholder": ""}
NEWEST = {"cal-api-version": "2026-02-25"}
ANYBODY: dict[str, str | None] = {"authorization": None}


def seated_kind(api: Api, seats: int = 3, *, shown: bool = True, **more: Any) -> int:
    """The id of a new event type of the world's host with that many seats."""
    body = {
        "title": "Workshop",
        "slug": "workshop",
        "lengthInMinutes": 60,
        "seats": {"seatsPerTimeSlot": seats, "showAttendeeInfo": shown, "showAvailabilityCount": True},
        "bookingFields": [QUESTION],
        **more,
    }
    number: int = api.data("POST", "/v2/event-types", body)["id"]
    return number


def person(name: str) -> dict[str, str]:
    return {
        "name": name.title(),
        "email": f"{name}@example.com",
        "timeZone": "Europe/London",
        "language": "en",
    }


def ask_for_seat(api: Api, kind: int, name: str, start: str = START, **more: Any) -> httpx2.Response:
    headers = {**ANYBODY, **more.pop("headers", {})}
    body = {"eventTypeId": kind, "start": start, "attendee": person(name), **more}
    return api.post("/v2/bookings", body, headers=headers)


def take_seat(api: Api, kind: int, name: str, start: str = START, **more: Any) -> dict[str, Any]:
    """Book a seat without credentials and give the booking."""
    answer = ask_for_seat(api, kind, name, start, **more)
    assert answer.status_code == 201, answer.text
    booking: dict[str, Any] = answer.json()["data"]
    return booking


def names(booking: dict[str, Any]) -> list[str]:
    return [each["name"] for each in booking["attendees"]]
