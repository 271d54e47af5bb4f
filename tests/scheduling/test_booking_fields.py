"""bookings.md 3.5 and 10.M."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import HttpProblem
from emulator.scheduling.booking_fields import check_answers
from tests.office import event_type, fields

DRINK = {"type": "select", "slug": "drink", "required": True, "options": ["water", "juice"]}


def refusal(answers: dict[str, Any], *custom: dict[str, Any]) -> str:
    with pytest.raises(HttpProblem) as refused:
        check_answers(event_type(booking_fields=fields(*custom)), answers)
    assert refused.value.status == 400
    return refused.value.message


@pytest.mark.behaviour("bookings", 155)
def test_a_required_answer_is_missing() -> None:
    """bookings.md 10 #155."""
    assert refusal({}, {"type": "text", "slug": "film", "required": True}) == (
        "Missing required booking field response: film - it is required by the event type booking fields, but missing "
        "in the bookingFieldsResponses. You can fetch the event type with ID 1 to see the required fields."
    )


@pytest.mark.behaviour("bookings", 64)
def test_a_required_phone_number_is_missing() -> None:
    """bookings.md 10 #64."""
    assert refusal({}, {"type": "phone", "slug": "smsReminderNumber", "required": True, "isDefault": True}) == (
        "Missing attendee phone number - it is required by the event type. "
        'Pass it as "attendee.phoneNumber" string in the request.'
    )


@pytest.mark.behaviour("bookings", 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 173)
@pytest.mark.parametrize(
    ("number", "kind", "value", "text"),
    [
        (157, "phone", 5, "string (compatible with field type 'phone'), but received number"),
        (158, "address", True, "string (compatible with field type 'address'), but received boolean"),
        (159, "text", 5, "string (compatible with field type 'text'), but received number"),
        (160, "number", "123", "number (compatible with field type 'number'), but received string"),
        (161, "textarea", {}, "string (compatible with field type 'textarea'), but received object"),
        (162, "boolean", "true", "boolean (compatible with field type 'boolean'), but received string"),
        (163, "url", 5, "string (compatible with field type 'url'), but received number"),
        (164, "multiemail", "a@b.c", "array (compatible with field type 'multiemail'), but received string"),
        (165, "multiselect", "a", "array (compatible with field type 'multiselect'), but received string"),
        (166, "checkbox", True, "array (compatible with field type 'checkbox'), but received boolean"),
        (167, "radio", True, "string or number (compatible with field type 'radio'), but received boolean"),
        (168, "select", ["a"], "string or number (compatible with field type 'select'), but received object"),
    ],
)
def test_answers_of_a_wrong_type(number: int, kind: str, value: Any, text: str) -> None:
    """bookings.md 10 #157-#168; #173: the first failure wins, though a later required answer is missing too."""
    message = refusal({"it": value}, {"type": kind, "slug": "it"}, DRINK)
    assert message == f"Invalid type for booking field 'it'. Expected type {text}."


@pytest.mark.parametrize(
    ("number", "field", "value", "text"),
    [
        (169, DRINK, "WINE", "Invalid option 'WINE' for booking field 'drink'. Allowed options are: water, juice."),
        (
            170,
            {"type": "radio", "slug": "fruit", "options": ["pineapple"]},
            "plum",
            "Invalid option 'plum' for booking field 'fruit'. Allowed options are: pineapple.",
        ),
        (
            171,
            {"type": "multiselect", "slug": "fruit", "options": ["apple", "orange"]},
            ["apple", "plum"],
            "One or more invalid options for booking field 'fruit'. Allowed options are: apple, orange.",
        ),
        (
            172,
            {"type": "checkbox", "slug": "hue", "options": [{"value": "blue", "label": "Blue"}, "red"]},
            ["green"],
            "One or more invalid options for booking field 'hue'. Allowed options are: blue, red.",
        ),
    ],
)
def test_answers_that_are_no_option(number: int, field: dict[str, Any], value: Any, text: str) -> None:
    assert refusal({field["slug"]: value}, field) == text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (DRINK, "water"),
        ({"type": "select", "slug": "size", "options": ["1", "2"]}, 2.0),
        ({"type": "select", "slug": "size", "options": []}, "anything"),
        ({"type": "multiselect", "slug": "fruit", "options": ["a", "b"]}, ["b", "a"]),
        ({"type": "number", "slug": "age"}, 7),
        ({"type": "boolean", "slug": "agreed", "required": True}, False),
        ({"type": "email", "slug": "other"}, 7),
        # null becomes "" before the service looks, and passes for an answer here.
        ({"type": "text", "slug": "team", "required": True}, None),
    ],
)
def test_answers_that_pass(field: dict[str, Any], value: Any) -> None:
    check_answers(event_type(booking_fields=fields(field)), {field["slug"]: value})


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "Expected type number (compatible with field type 'number'), but received string."),
        ("multiselect", "Expected type array (compatible with field type 'multiselect'), but received string."),
    ],
)
def test_null_is_a_text(kind: str, text: str) -> None:
    """bookings.md 3.1: an empty one, which is no number and no list."""
    assert refusal({"it": None}, {"type": kind, "slug": "it"}) == f"Invalid type for booking field 'it'. {text}"
    assert refusal({"drink": None}, DRINK).startswith("Invalid option '' for booking field 'drink'.")


def test_system_questions_and_unknown_slugs_are_not_looked_at() -> None:
    check_answers(event_type(), {"customField": {"any": ["thing"]}, "notes": 7})
