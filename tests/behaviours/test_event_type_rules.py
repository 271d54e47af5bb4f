"""What settings of event types must agree on, what they read back as, and who sees what, over HTTP."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.api_client import Api, message
from tests.event_type_calls import CAL_VIDEO, FULL, MINIMAL, PATH, SEATS, at, make, refused, slugs


def constraints(answer: httpx2.Response) -> dict[str, Any]:
    """What the validator says of the first property."""
    (error,) = answer.json()["error"]["details"]["errors"]
    found: dict[str, Any] = error["constraints"]
    return found


@pytest.mark.behaviour("resources", 253)
def test_limits_must_grow_with_their_period(api: Api) -> None:
    answer = api.post(PATH, {**MINIMAL, "bookingLimitsCount": {"day": 5, "week": 2}})
    text = "Invalid bookingLimitsCount: The number of bookings for day cannot exceed the number of bookings for week."
    assert (answer.status_code, list(constraints(answer).values())) == (400, [text])
    answer = api.post(PATH, {**MINIMAL, "bookingLimitsDuration": {"month": 500, "year": 100}})
    text = (
        "Invalid bookingLimitsDuration: The duration of bookings for month cannot exceed the duration of bookings for "
        "year."
    )
    assert (answer.status_code, list(constraints(answer).values())) == (400, [text])


@pytest.mark.behaviour("resources", 254)
def test_no_length_and_unknown_keys(api: Api) -> None:
    assert api.post(PATH, {**MINIMAL, "lengthInMinutes": 0}).status_code == 400
    assert "flavour" not in make(api, flavour="mint")


@pytest.mark.behaviour("resources", 255)
def test_what_a_minimal_one_is(api: Api) -> None:
    off = {"disabled": True}
    expected = {
        "minimumBookingNotice": 120,
        "beforeEventBuffer": 0,
        "afterEventBuffer": 0,
        "slotInterval": None,
        "bookingWindow": off,
        "confirmationPolicy": off,
        "seats": off,
        "bookerActiveBookingsLimit": off,
        "recurrence": None,
        "scheduleId": None,
        "currency": "usd",
        "price": 0,
        "disableCancelling": {"disabled": False},
        "disableRescheduling": {"disabled": False},
        "interfaceLanguage": None,
        "locations": [CAL_VIDEO],
        "description": "",
        "offsetStart": 0,
        "onlyShowFirstAvailableSlot": False,
        "forwardParamsSuccessRedirect": True,
        "bookingUrl": "https://cal.com/ada/coding-class",
    }
    made = make(api)
    assert {name: made[name] for name in expected} == expected
    absent = {"bookingLimitsCount", "bookingLimitsDuration", "bookerLayouts", "color", "customName"}
    assert not absent & made.keys()
    assert not {"destinationCalendar", "lengthInMinutesOptions", "emailSettings"} & made.keys()


@pytest.mark.behaviour("resources", 237)
@pytest.mark.parametrize("version", ["2024-08-13", "2024-09-04", "2026-02-25"])
def test_versions_of_other_resources(api: Api, version: str) -> None:
    answer = api.get(PATH, headers={"cal-api-version": version})
    assert (answer.status_code, message(answer)) == (404, f"Cannot GET {PATH}")


OFF = {"disabled": True}


@pytest.mark.parametrize(
    ("name", "on", "off"),
    [
        ("bookingLimitsCount", {"day": 1}, {}),
        ("bookingLimitsDuration", {"day": 60}, {}),
        ("bookingWindow", {"type": "range", "value": ["2030-01-01", "2030-02-01"]}, OFF),
        ("confirmationPolicy", FULL["confirmationPolicy"], OFF),
        ("seats", {**SEATS, "disabled": False}, OFF),
        ("bookerActiveBookingsLimit", {"maximumActiveBookings": 2, "offerReschedule": True}, OFF),
    ],
)
def test_what_was_switched_off_reads_back_so(api: Api, name: str, on: Any, off: Any) -> None:
    """resources.md 4.5"""
    made = make(api, **{name: on})
    assert made[name] == on
    assert api.data("PATCH", at(made), {name: None})[name] == on
    assert api.data("PATCH", at(made), {name: OFF})[name] == off
    assert api.data("GET", at(made))[name] == off


def test_a_recurrence_is_not_ended_by_switching_it_off(api: Api) -> None:
    """resources.md 4.6: it is taken as not sent."""
    made = make(api, recurrence=FULL["recurrence"])
    changed = api.data("PATCH", at(made), {"recurrence": OFF})
    assert changed["recurrence"] == {**FULL["recurrence"], "disabled": False}


@pytest.mark.parametrize(
    ("body", "status", "text"),
    [
        (
            {"seats": SEATS, "recurrence": FULL["recurrence"]},
            400,
            "Recurring Events and Offer Seats cannot be active at the same time.",
        ),
        (
            {"recurrence": FULL["recurrence"], "bookerActiveBookingsLimit": {"maximumActiveBookings": 1}},
            400,
            "Can't have `recurrence` and `bookerActiveBookingsLimit` enabled at the same time - recurring events do "
            "not support maximum active bookings limit setting.",
        ),
        ({"customName": "{Foo} and {HOST}"}, 400, "Invalid event name variables: {Foo}"),
        (
            {"destinationCalendar": {"integration": "google_calendar", "externalId": "x"}},
            400,
            "Invalid destinationCalendarId: Calendar does not exist",
        ),
        (
            {"useDestinationCalendarEmail": True},
            400,
            "Validation failed: A primary connected calendar is required to set useDestinationCalendarEmail",
        ),
        (
            {"bookingLimitsCount": {"day": 5, "week": 2, "disabled": False}},
            400,
            "Booking limits must be in ascending order.",
        ),
    ],
)
def test_what_cannot_be_together(api: Api, body: Any, status: int, text: str) -> None:
    """resources.md 4.2"""
    assert refused(api, body) == (status, text)


def test_hidden_ones_are_listed_to_their_owner_only(api: Api) -> None:
    """resources.md 4.6"""
    make(api, hidden=True)
    assert "coding-class" in slugs(api.data("GET", f"{PATH}?username=ada"))
    assert "coding-class" in slugs(api.data("GET", PATH))
    anonymous: dict[str, str | None] = {"authorization": None}
    assert "coding-class" not in slugs(api.data("GET", f"{PATH}?username=ada", headers=anonymous))
    # Who knows the slug has the address.
    assert slugs(api.data("GET", f"{PATH}?username=ada&eventSlug=coding-class", headers=anonymous)) == ["coding-class"]
    assert api.data("GET", PATH, headers=anonymous) == []


def test_the_order_of_creation(api: Api) -> None:
    oldest = [each["id"] for each in api.data("GET", f"{PATH}?username=ada&sortCreatedAt=asc")]
    assert oldest == sorted(oldest)
    assert [each["id"] for each in api.data("GET", f"{PATH}?username=ada&sortCreatedAt=desc")] == oldest[::-1]


def test_several_people_meet_in_an_event_type_of_their_own(api: Api) -> None:
    """resources.md 4.6"""
    api.control("POST", "/records/users", {"username": "eve"})
    (group,) = api.data("GET", f"{PATH}?usernames=ada,eve,nobody")
    expected = {
        "id": 0,
        "ownerId": 0,
        "title": "Group Meeting",
        "slug": "dynamic",
        "lengthInMinutes": 30,
        "lengthInMinutesOptions": [15, 30, 45, 60, 90],
        "bookingFields": [],
        "bookingUrl": "https://cal.com/ada+eve/dynamic",
    }
    assert {name: group[name] for name in expected} == expected
    assert [each["username"] for each in group["users"]] == ["ada", "eve"]


@pytest.mark.parametrize(("sent", "kept"), [("Big Deal!", "big-deal"), ("a_b", "a-b"), ("ÉCOLE", "ecole")])
def test_slugs_are_made_fit_for_a_url(api: Api, sent: str, kept: str) -> None:
    made = make(api, slug=sent)
    assert made["slug"] == kept
    assert api.data("PATCH", at(made), {"slug": f"{sent} 2"})["slug"] == f"{kept}-2"


def test_a_deleted_one_leaves_its_bookings(api: Api) -> None:
    """resources.md 4.6"""
    made = make(api)
    booking = api.book(eventTypeId=made["id"])
    api.data("DELETE", at(made))
    later = api.data("GET", f"/v2/bookings/{booking['uid']}")
    assert (later["status"], later["eventTypeId"], later["eventType"]) == ("accepted", None, None)


def test_calendars_that_are_connected(api: Api) -> None:
    """resources.md 4.2"""
    google = {"userId": 1, "type": "google_calendar", "appId": "google-calendar"}
    credential = api.control("POST", "/records/credentials", google)["id"]
    calendar = {"userId": 1, "credentialId": credential, "integration": "google_calendar", "name": "Work"}
    api.control("POST", "/records/calendars", {**calendar, "externalId": "ada@example.com", "primary": False})
    api.control("POST", "/records/calendars", {**calendar, "externalId": "holidays", "readOnly": True})
    wanted = {"integration": "google_calendar", "externalId": "ada@example.com"}
    made = make(api, destinationCalendar=wanted)
    assert made["destinationCalendar"] == wanted
    text = "Invalid destinationCalendarId: Calendar does not have write permission"
    assert refused(api, {"destinationCalendar": {**wanted, "externalId": "holidays"}}, event_type=made) == (400, text)
    text = "Validation failed: A primary connected calendar is required to set useDestinationCalendarEmail"
    assert refused(api, {"useDestinationCalendarEmail": True}, event_type=made) == (400, text)
    (first, _) = api.control("GET", "/records/calendars")
    api.control("PATCH", f"/records/calendars/{first['id']}", {"primary": True})
    assert api.data("PATCH", at(made), {"useDestinationCalendarEmail": True})["useDestinationCalendarEmail"] is True
