"""POST /v2/bookings over HTTP; the rules themselves are tried in tests/scheduling/lifecycle."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api, message

START = "2030-01-08T13:00:00.000Z"
NEWEST = {"cal-api-version": "2026-02-25"}
ANONYMOUS = {"authorization": None}

PLAIN_KEYS = [
    "id", "uid", "title", "description", "hosts", "status", "cancellationReason", "cancelledByEmail",
    "rescheduledByEmail", "start", "end", "duration", "eventTypeId", "eventType", "meetingUrl", "location",
    "absentHost", "createdAt", "updatedAt", "metadata", "rating", "icsUid", "attendees", "guests",
    "bookingFieldsResponses", "isPlatformManagedUserBooking",
]  # fmt: skip


def event_type(api: Api, **fields: Any) -> int:
    """A new event type of Ada's, of an hour unless said otherwise; its id."""
    made = api.control("POST", "/records/event-types", {"ownerId": 1, "title": "New", "lengthInMinutes": 60} | fields)
    number: int = made["id"]
    return number


def refused(api: Api, **fields: Any) -> tuple[int, str]:
    answer = api.post("/v2/bookings", {"eventTypeId": 3, "start": START, "attendee": ATTENDEE} | fields)
    return answer.status_code, message(answer)


@pytest.mark.behaviour("bookings", 4, 5, 6, 7, 8, 9, 10, 11, 12)
def test_an_ordinary_booking(api: Api) -> None:
    """bookings.md 10 #4-#12, live.md 2.1 (keys in their order)."""
    data = api.book(
        START,
        location="https://meet.example.com/x",
        bookingFieldsResponses={"customField": "customValue"},
        metadata={"userId": "100"},
        guests=["bob2@example.com"],
    )
    assert list(data) == PLAIN_KEYS
    assert data["hosts"] == [
        {
            "id": 1,
            "name": "Ada Host",
            "email": "ada@example.com",
            "displayEmail": "ada@example.com",
            "username": "ada",
            "timeZone": "Europe/Rome",
        }
    ]
    assert (data["status"], data["start"], data["end"], data["duration"]) == (
        "accepted",
        START,
        "2030-01-08T14:00:00.000Z",
        60,
    )
    assert (data["eventTypeId"], data["eventType"]) == (3, {"id": 3, "slug": "60min"})
    assert data["attendees"][0] == {
        "name": "Bob Guest",
        "email": "bob@example.com",
        "displayEmail": "bob@example.com",
        "timeZone": "Europe/London",
        "language": "en",
        "absent": False,
    }
    assert data["location"] == data["meetingUrl"] == "https://meet.example.com/x"
    assert data["bookingFieldsResponses"] == {
        "email": "bob@example.com",
        "name": "Bob Guest",
        "guests": ["bob2@example.com"],
        "customField": "customValue",
        "location": {"value": "link", "optionValue": "https://meet.example.com/x"},
        "displayEmail": "bob@example.com",
        "displayGuests": ["bob2@example.com"],
    }
    assert (data["guests"], data["metadata"]) == (["bob2@example.com"], {"userId": "100"})
    assert data["createdAt"] == data["updatedAt"] == "2029-12-03T08:00:00.000Z"
    assert (data["cancellationReason"], data["cancelledByEmail"], data["rescheduledByEmail"]) == ("", "", None)
    assert (data["icsUid"], data["absentHost"], data["rating"]) == (f"{data['uid']}@Cal.com", False, None)
    assert data["isPlatformManagedUserBooking"] is False
    assert api.data("GET", f"/v2/bookings/{data['uid']}") == {
        key: value for key, value in data.items() if key != "isPlatformManagedUserBooking"
    }


def test_guests_are_shown_when_sent_even_if_empty(api: Api) -> None:
    """live.md 2.1."""
    silent = api.book("2030-01-08T10:00:00Z")
    empty = api.book("2030-01-09T10:00:00Z", guests=[])
    assert "guests" not in silent
    assert {"guests", "displayGuests"}.isdisjoint(silent["bookingFieldsResponses"])
    assert (empty["guests"], empty["bookingFieldsResponses"]["displayGuests"]) == ([], [])


@pytest.mark.parametrize(
    ("start", "read"),
    [
        ("2030-01-08T13:00:00Z", START),
        ("2030-01-08T13:00:00.123456Z", "2030-01-08T13:00:00.123Z"),
        ("2030-01-08T13:00:00", START),
        ("2030-01-08T14:00:00+01:00", START),
        ("2030-01-08T18:30+05:30", START),
    ],
)
def test_starts_are_read_with_any_offset_and_written_in_utc(api: Api, start: str, read: str) -> None:
    """bookings.md 3.1; live.md 2.1."""
    assert api.book(start)["start"] == read


@pytest.mark.behaviour("bookings", 97)
def test_the_deprecated_meeting_url_serves_where_no_location_is_sent(api: Api) -> None:
    """bookings.md 10 #97."""
    data = api.book(meetingUrl="https://meet.example.com/old")
    assert data["location"] == data["meetingUrl"] == "https://meet.example.com/old"
    both = api.book("2030-01-09T13:00:00Z", meetingUrl="https://meet.example.com/old", location="Cellar")
    assert both["location"] == "Cellar"


@pytest.mark.behaviour("bookings", 54)
def test_by_slug_and_user(api: Api) -> None:
    """bookings.md 10 #54."""
    answer = api.post(
        "/v2/bookings",
        {"username": "ada", "eventTypeSlug": "60min", "start": START, "attendee": ATTENDEE},
        headers=ANONYMOUS,
    )
    assert (answer.status_code, answer.json()["data"]["eventTypeId"]) == (201, 3)


@pytest.mark.behaviour("bookings", 53)
def test_neither_id_nor_slug(api: Api) -> None:
    """bookings.md 10 #53."""
    status, text = refused(api, eventTypeId=None)
    assert status == 400
    assert "Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided" in text


@pytest.mark.behaviour("bookings", 1, 2, 3)
@pytest.mark.parametrize(
    ("number", "metadata"),
    [(1, {f"key{n}": "v" for n in range(51)}), (2, {"k" * 41: "v"}), (3, {"key": "v" * 501})],
)
def test_metadata_has_bounds(api: Api, number: int, metadata: dict[str, str]) -> None:
    """bookings.md 10 #1-#3."""
    assert refused(api, metadata=metadata)[0] == 400


@pytest.mark.behaviour("bookings", 55, 56, 57, 58, 59, 60)
@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ({"type": "integration", "integration": "cal-video"}, "https://app.cal.com/video/"),
        ({"type": "address"}, "123 Main St"),
        ({"type": "link"}, "https://meet.example.com/ada"),
        ({"type": "phone"}, "+37121999999"),
        ({"type": "attendeeAddress", "address": "1 Elm Rd"}, "1 Elm Rd"),
        ({"type": "attendeePhone", "phone": "+37121888888"}, "+37121888888"),
        ({"type": "attendeeDefined", "location": "namek 100"}, "namek 100"),
    ],
)
def test_locations(api: Api, wanted: dict[str, str], location: str) -> None:
    """bookings.md 10 #55-#60."""
    places = [
        {"type": "integration", "integration": "cal-video"},
        {"type": "address", "address": "123 Main St", "public": True},
        {"type": "link", "link": "https://meet.example.com/ada", "public": True},
        {"type": "phone", "phone": "+37121999999", "public": True},
        {"type": "attendeeAddress"},
        {"type": "attendeePhone"},
        {"type": "attendeeDefined"},
    ]
    data = api.book(eventTypeId=event_type(api, slug="places", locations=places), location=wanted)
    assert data["location"].startswith(location)
    assert data["meetingUrl"] == data["location"]


@pytest.mark.behaviour("bookings", 61, 62)
@pytest.mark.parametrize("wanted", [{"type": "integration", "integration": "google-meet"}, {"type": "blablabala"}])
def test_locations_that_the_event_type_has_not(api: Api, wanted: dict[str, str]) -> None:
    """bookings.md 10 #61, #62."""
    assert refused(api, location=wanted)[0] == 400


@pytest.mark.behaviour("bookings", 64, 65)
def test_a_phone_number_is_asked_for(api: Api) -> None:
    """bookings.md 10 #64, #65."""
    fields = [
        {"type": "name", "slug": "name", "isDefault": True, "required": True},
        {"type": "email", "slug": "email", "isDefault": True, "required": True},
        {"type": "phone", "slug": "smsReminderNumber", "isDefault": True, "required": True},
    ]
    kind = event_type(api, slug="sms", lengthInMinutes=15, bookingFields=fields)
    assert refused(api, eventTypeId=kind) == (
        400,
        'Missing attendee phone number - it is required by the event type. Pass it as "attendee.phoneNumber" string '
        "in the request.",
    )
    data = api.book(eventTypeId=kind, attendee=ATTENDEE | {"phoneNumber": "+37121999999"})
    assert data["attendees"][0]["phoneNumber"] == "+37121999999"
    assert data["duration"] == 15
    assert data["bookingFieldsResponses"] == {
        "email": "bob@example.com",
        "name": "Bob Guest",
        "attendeePhoneNumber": "+37121999999",
        "smsReminderNumber": "+37121999999",
        "displayEmail": "bob@example.com",
    }


@pytest.mark.behaviour("bookings", 155, 156)
def test_custom_questions(api: Api) -> None:
    """bookings.md 10 #155, #156."""
    fields = [
        {"type": "text", "slug": "favorite-movie", "label": "Film", "required": True, "isDefault": False},
        {"type": "url", "slug": "video-url", "label": "Video", "required": True, "isDefault": False},
    ]
    kind = event_type(api, slug="film", bookingFields=fields)
    answers = {"favorite-movie": "Alien", "video-url": "https://video.example.com"}
    assert refused(api, eventTypeId=kind)[0] == 400
    responses = api.book(eventTypeId=kind, bookingFieldsResponses=answers)["bookingFieldsResponses"]
    assert {slug: responses[slug] for slug in answers} == answers


@pytest.mark.behaviour("bookings", 101, 102, 103)
def test_lengths(api: Api) -> None:
    """bookings.md 10 #101-#103."""
    assert refused(api, lengthInMinutes=30)[0] == 400
    kind = event_type(api, slug="lengths", lengthInMinutesOptions=[15, 30, 60])
    assert api.book(eventTypeId=kind)["duration"] == 60
    half = api.book("2030-01-09T13:00:00Z", eventTypeId=kind, lengthInMinutes=30)
    assert (half["duration"], half["end"]) == (30, "2030-01-09T13:30:00.000Z")


def test_a_double_booking(api: Api) -> None:
    """live.md 4.2: 409."""
    api.book()
    answer = api.post("/v2/bookings", {"eventTypeId": 3, "start": START, "attendee": ATTENDEE})
    assert answer.status_code == 409
    text = "User either already has booking at this time or is not available"
    assert answer.json()["error"] == {
        "code": "ConflictException",
        "message": text,
        "details": {"message": text, "error": "Conflict", "statusCode": 409},
    }


def test_core_refusals_come_bare(api: Api) -> None:
    """bookings.md 1.4, 11 facts 1 and 3."""
    kind = event_type(api, slug="few", bookingLimitsCount={"day": 1})
    api.book(eventTypeId=kind)
    answer = api.post("/v2/bookings", {"eventTypeId": kind, "start": "2030-01-08T10:00:00Z", "attendee": ATTENDEE})
    assert (answer.status_code, answer.json()) == (401, {"statusCode": 401, "message": "booking_limit_reached"})
    zod = api.post("/v2/bookings", {"eventTypeId": 3, "start": START, "attendee": ATTENDEE, "metadata": {"n": 1}})
    assert zod.status_code == 400
    assert zod.json()["error"] == {
        "code": "BAD_REQUEST",
        "message": "metadata.n - Expected string, received number, ",
    }


@pytest.mark.behaviour("bookings", 71, 72)
def test_a_bookers_active_bookings(api: Api) -> None:
    """bookings.md 10 #71, #72."""
    limit = {"maximumActiveBookings": 1, "offerReschedule": True}
    kind = event_type(api, slug="one", bookerActiveBookingsLimit=limit)
    first = api.book(eventTypeId=kind)
    assert refused(api, eventTypeId=kind, start="2030-01-09T13:00:00Z") == (
        400,
        "Attendee with this email can't book because the maximum number of active bookings has been reached. "
        f"You can reschedule your existing booking ({first['uid']}) to a new timeslot instead.",
    )


@pytest.mark.behaviour("bookings", 13, 74, 75, 76)
def test_a_series(api: Api) -> None:
    """bookings.md 10 #13, #74-#76; live.md 2.1: what the attendees gave comes first."""
    rule = {"frequency": "weekly", "interval": 1, "occurrences": 3}
    kind = event_type(api, slug="weekly", recurrence=rule)
    assert refused(api, eventTypeId=kind, recurrenceCount=1000) == (
        400,
        "Provided recurrence count is higher than the event type's recurring event count.",
    )
    series = api.book("2030-02-04T13:00:00Z", eventTypeId=kind, location="https://meet.example.com/x", guests=[])
    assert [each["start"] for each in series] == [f"2030-02-{day}T13:00:00.000Z" for day in ("04", "11", "18")]
    assert len({each["recurringBookingUid"] for each in series}) == 1
    for each in series:
        assert list(each)[:3] == ["attendees", "guests", "bookingFieldsResponses"]
        assert list(each)[-2:] == ["recurringBookingUid", "isPlatformManagedUserBooking"]
        assert "rescheduledByEmail" not in each
        assert (each["status"], each["duration"], each["absentHost"]) == ("accepted", 60, False)
        assert each["meetingUrl"] == each["location"] == "https://meet.example.com/x"
    assert (
        api.data("GET", f"/v2/bookings/{series[0]['uid']}")["recurringBookingUid"] == series[0]["recurringBookingUid"]
    )
    two = api.book("2030-03-04T13:00:00Z", eventTypeId=kind, recurrenceCount=2)
    assert len(two) == 2


def test_a_pending_booking_asked_for_twice_is_one(api: Api) -> None:
    """bookings.md 3.2 step 17."""
    first = api.book(eventTypeId=4)
    assert (first["status"], first["location"]) == ("pending", "integrations:daily")
    again = api.book(eventTypeId=4)
    assert again == first


def test_flags_of_hosts(api: Api) -> None:
    """live.md 2.1: two of them in the newest version only, all of them for hosts only."""
    flags = {"allowConflicts": True, "allowBookingOutOfBounds": True, "skipBookingLimits": True}
    kind = event_type(api, slug="strict", minimumBookingNotice=100_000, bookingLimitsCount={"day": 1})
    body = {"eventTypeId": kind, "start": START, "attendee": ATTENDEE, **flags}
    assert api.post("/v2/bookings", body).status_code == 400
    assert api.post("/v2/bookings", body, headers=NEWEST | ANONYMOUS).status_code == 400
    for _ in range(2):
        assert api.post("/v2/bookings", body, headers=NEWEST).status_code == 201
    older = {"eventTypeId": 3, "start": START, "attendee": ATTENDEE, "allowConflicts": True}
    assert api.post("/v2/bookings", older).status_code == 201


def test_an_unknown_event_type(api: Api) -> None:
    assert refused(api, eventTypeId=99) == (404, "Event type with id 99 not found.")
