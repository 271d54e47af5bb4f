"""Making, changing and refusing event types over HTTP, for the tests of their behaviours."""

from __future__ import annotations

from typing import Any

from tests.api_client import Api, message

PATH = "/v2/event-types"
MINIMAL = {"title": "Coding class", "slug": "coding-class", "lengthInMinutes": 60}
CAL_VIDEO = {"type": "integration", "integration": "cal-video"}
NO_EMAIL = [
    {"type": "email", "required": False, "hidden": True},
    {"type": "phone", "slug": "attendeePhoneNumber", "required": True, "label": "Phone", "hidden": False},
]

FULL: dict[str, Any] = {
    **MINIMAL,
    "description": "Learn to code.",
    "scheduleId": 1,
    "lengthInMinutesOptions": [30, 60, 90],
    "locations": [CAL_VIDEO, {"type": "attendeePhone"}, {"type": "attendeeAddress"}, {"type": "attendeeDefined"}],
    "bookingLimitsCount": {"day": 2, "week": 5},
    "bookingLimitsDuration": {"day": 60, "week": 100},
    "onlyShowFirstAvailableSlot": True,
    "offsetStart": 30,
    "bookingWindow": {"type": "calendarDays", "value": 30, "rolling": True},
    "bookerLayouts": {"enabledLayouts": ["column", "month", "week"], "defaultLayout": "month"},
    "confirmationPolicy": {
        "type": "time",
        "noticeThreshold": {"count": 60, "unit": "minutes"},
        "blockUnconfirmedBookingsInBooker": True,
    },
    "recurrence": {"frequency": "weekly", "interval": 2, "occurrences": 10},
    "requiresBookerEmailVerification": False,
    "hideCalendarNotes": False,
    "hideCalendarEventDetails": False,
    "hideOrganizerEmail": False,
    "lockTimeZoneToggleOnBookingPage": True,
    "color": {"darkThemeHex": "#292929", "lightThemeHex": "#fafafa"},
    "customName": "{Event type title} between {Organiser} and {Scheduler}",
    "bookingFields": [
        {"type": "name", "label": "Your name", "placeholder": "Ada"},
        {
            "type": "select",
            "label": "Language",
            "slug": "language",
            "required": True,
            "placeholder": "Pick",
            "options": ["en", "it"],
        },
        {"type": "url", "label": "Site", "slug": "site", "required": True, "placeholder": "https://"},
    ],
}
NEWER_QUESTIONS = [
    {"field": "email", "label": "Write to"},
    {"field": "custom", "slug": "essay", "label": "Essay", "type": "longText", "required": True},
    {"field": "name", "variant": "splitName", "lastNameRequired": True},
]
SEATS = {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": True}


def make(api: Api, **fields: Any) -> Any:
    return api.data("POST", PATH, {**MINIMAL, **fields})


def refused(api: Api, body: Any, *, event_type: Any = None) -> tuple[int, str]:
    """Create, or change `event_type`, and be refused without anything being changed."""
    before = api.data("GET", PATH)
    answer = api.post(PATH, {**MINIMAL, **body}) if event_type is None else api.patch(at(event_type), body)
    assert answer.status_code >= 400, answer.text
    assert api.data("GET", PATH) == before
    return answer.status_code, message(answer)


def at(event_type: Any) -> str:
    return f"{PATH}/{event_type['id']}"


def slugs(fields: list[dict[str, Any]]) -> list[str]:
    return [field["slug"] for field in fields]


def stored(api: Api, **fields: Any) -> Any:
    """An event type written past the API."""
    record = {"ownerId": 1, **MINIMAL, **fields}
    return api.control("POST", "/records/event-types", record)
