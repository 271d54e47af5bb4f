from __future__ import annotations

from datetime import UTC, datetime

import pytest

from emulator.control.problems import ControlError
from emulator.control.vocabulary import Vocabulary
from emulator.world.appointments import Booking, EventType
from emulator.world.records import Schedule, User, Webhook

NOW = datetime(2030, 1, 8, 12, tzinfo=UTC)


def test_fields_go_by_their_names_in_the_api() -> None:
    assert {"timeZone", "createdDate", "defaultScheduleId"} <= set(Vocabulary(User).names)
    assert {"lengthInMinutes", "beforeEventBuffer", "bookerActiveBookingsLimit"} <= set(Vocabulary(EventType).names)
    assert {"bookingFieldsResponses", "icsUid", "absentHost", "recurringBookingUid"} <= set(Vocabulary(Booking).names)
    assert "oAuthClientId" in Vocabulary(Webhook).names


def test_there_and_back() -> None:
    vocabulary = Vocabulary(User)
    data = vocabulary.to_json(User(1, "ada", "ada@example.com", None, NOW, metadata={"plan": "x"}))
    assert data["createdDate"] == "2030-01-08T12:00:00.000Z"
    assert vocabulary.to_json(User(**vocabulary.attributes(data))) == data


def test_unknown_fields_are_named_and_the_known_ones_listed() -> None:
    with pytest.raises(ControlError) as caught:
        Vocabulary(Schedule).attributes({"nam": "x", "zone": "y"})
    assert caught.value.status == 400
    assert caught.value.message == "unknown fields: 'nam', 'zone'"
    assert caught.value.where == "/nam"
    assert caught.value.hint is not None
    assert "timeZone" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("id", "1", "an integer"),
        ("id", True, "an integer"),
        ("uid", 7, "a string"),
        ("start", "soon", "an ISO 8601 instant"),
        ("status", "done", "one of 'accepted'"),
        ("metadata", [], "an object"),
        ("references", ["x"], "a list of objects"),
        ("rescheduled", "yes", "true or false"),
        ("rating", "good", "an integer or null"),
    ],
)
def test_wrong_types_are_refused_with_what_is_expected(name: str, value: object, expected: str) -> None:
    with pytest.raises(ControlError) as caught:
        Vocabulary(Booking).attributes({name: value})
    assert caught.value.where == f"/{name}"
    assert caught.value.message.startswith(f"{name} must be ")
    assert expected in caught.value.message


def test_null_is_taken_where_a_field_may_be_empty_only() -> None:
    assert Vocabulary(Booking).attributes({"rating": None, "updatedAt": None}) == {"rating": None, "updated_at": None}
    with pytest.raises(ControlError):
        Vocabulary(Booking).attributes({"title": None})


def test_missing_names_what_has_no_default() -> None:
    assert Vocabulary(Schedule).missing({"id": 1}) == ["ownerId", "name"]
