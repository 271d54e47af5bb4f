"""The words of the shipped document's own schemas, where the catalogue quotes them."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.contract.operation import Operation
from emulator.contract.plan import accept
from tests.contract_engine.building import constraints, refused, sentence, taken

CREATE = "BookingsController_2024_08_13_createBooking"
START = "start property is wrong,start must be a valid ISO 8601 date string "
WHICH = (
    "eventTypeId or eventTypeSlug + username property is wrong,"
    "Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided "
)
GOOD: dict[str, Any] = {
    "start": "2030-01-08T13:00:00Z",
    "eventTypeId": 5,
    "attendee": {"name": "Ada", "timeZone": "Europe/Rome", "email": "ada@example.com"},
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"start": "x"}, START),
        ({"start": None}, START),
        ({"eventTypeId": None}, WHICH),
        (
            {"attendee": {**GOOD["attendee"], "email": "x"}},
            "attendee property is wrong, email property is wrong,Invalid email format ",
        ),
        (
            {"attendee": {"name": "Ada", "timeZone": "UTC", "email": ""}},
            "attendee property is wrong, attendee email or phone property is wrong,"
            "Attendee must have at least one contact method (email or phone number) ",
        ),
        ({"attendee": "x"}, "attendee property is wrong,nested property attendee must be either object or array "),
        ({"foo": 1}, "foo property is wrong,property foo should not exist "),
        ({"instant": False}, "instant property is wrong,property instant should not exist "),
        ({"guests": "x"}, "guests property is wrong,guests must be an array "),
        ({"guests": [5]}, "guests property is wrong,each value in guests must be a string "),
        ({"metadata": 5}, "metadata property is wrong,metadata must be an object "),
        ({"meetingUrl": "x"}, "meetingUrl property is wrong,meetingUrl must be a URL address "),
        ({"lengthInMinutes": 0}, "lengthInMinutes property is wrong,lengthInMinutes must not be less than 1 "),
        ({"recurrenceCount": 0}, "recurrenceCount property is wrong,recurrenceCount must not be less than 1 "),
    ],
)
def test_create(by_id: dict[str, Operation], changes: dict[str, Any], expected: str) -> None:
    """bookings.md 1.5 and 3.1."""
    assert sentence(by_id[CREATE], {**GOOD, **changes}) == expected


@pytest.mark.parametrize("metadata", [{"k" * 41: "v"}, {"k": "v" * 501}, {str(number): "v" for number in range(51)}])
def test_metadata_has_one_text_for_all_its_limits(by_id: dict[str, Operation], metadata: Any) -> None:
    """bookings.md 3.1."""
    text = sentence(by_id[CREATE], {**GOOD, "metadata": metadata})
    assert text.startswith("metadata property is wrong,Metadata must have at most 50 keys, ")
    assert "up to 40 characters" in text
    assert text.endswith("up to 500 characters. ")


def test_nothing_at_all(by_id: dict[str, Operation]) -> None:
    expected = f"{START}, attendee property is wrong,attendee should not be null or undefined , {WHICH}"
    assert sentence(by_id[CREATE], {}) == expected


def test_null_is_taken_for_whatever_is_optional(by_id: dict[str, Operation]) -> None:
    """resources.md 4.1: class-validator's IsOptional takes null for absent."""
    body = {**GOOD, "guests": None, "metadata": None, "location": None, "lengthInMinutes": None, "routing": None}
    assert taken(by_id[CREATE], body) == body


def test_cancel_and_reschedule_choose_by_the_seat(by_id: dict[str, Operation]) -> None:
    """bookings.md 1.5: the key `seatUid` picks the seated class, which knows other properties."""
    cancel = by_id["BookingsController_2024_08_13_cancelBooking"]
    accepted = _taken(cancel, {"cancellationReason": "x", "cancelSubsequentBookings": True})
    assert accepted["cancelSubsequentBookings"] is True
    assert _sentence(cancel, {"seatUid": "s", "cancelSubsequentBookings": True}) == (
        "cancelSubsequentBookings property is wrong,property cancelSubsequentBookings should not exist "
    )
    move = by_id["BookingsController_2024_08_13_rescheduleBooking"]
    assert _sentence(move, {"seatUid": 5}) == f"{START}, seatUid property is wrong,seatUid must be a string "


def _taken(operation: Operation, body: Any) -> Any:
    return accept(operation, ("uid",), "", body).body


def _sentence(operation: Operation, body: Any) -> str:
    message: str = refused(operation, body, path=("uid",))["message"]
    return message


def test_queries_of_the_list(by_id: dict[str, Operation]) -> None:
    """bookings.md 4.1: the texts of the list's own filters."""
    listing = by_id["BookingsController_2024_08_13_getBookings"]
    assert constraints(listing, query="status=foo") == {
        "status": {"isEnum": "Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed"}
    }
    assert constraints(listing, query="take=0")["take"] == {"min": "take must not be less than 1"}
    assert list(constraints(listing, query="take=x")["take"]) == ["max", "min", "isInt"]


def test_slots(by_id: dict[str, Operation]) -> None:
    """resources.md 10 #239 and 5.1."""
    slots = by_id["SlotsController_2024_09_04_getAvailableSlots"]
    assert sentence(slots, query="end=2030-01-02&eventTypeId=1") == START
    assert sentence(slots, query="start=2030-01-01&end=2030-01-02&usernames=a&organizationSlug=o") == (
        "usernames property is wrong,The array must contain at least 2 elements. "
    )


def test_schedules(by_id: dict[str, Operation]) -> None:
    """resources.md 6: times are HH:MM in the list style, nested under their index."""
    create = by_id["SchedulesController_2024_06_11_createSchedule"]
    hours = {"days": ["Monday", "Funday"], "startTime": "9:00", "endTime": "17:00"}
    found = constraints(create, {"name": "x", "timeZone": "UTC", "isDefault": True, "availability": [hours]})
    assert found["availability.0.startTime"] == {"matches": "startTime must be a valid time format HH:MM"}
    assert set(found) == {"availability.0.startTime", "availability.0.days"}
