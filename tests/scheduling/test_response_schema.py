"""bookings.md 3.3."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import ZodProblem
from emulator.scheduling.response_schema import check
from tests.office import event_type, fields

GIVEN = {"email": "bob@example.com", "name": "Bob"}


def refusal(
    answers: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
    *custom: dict[str, Any],
    rescheduling: bool = False,
    **changes: Any,
) -> str:
    changes = {"booking_fields": fields(*custom), **changes}
    with pytest.raises(ZodProblem) as refused:
        check(event_type(**changes), GIVEN | (answers or {}), metadata or {}, rescheduling=rescheduling)
    assert (refused.value.status, refused.value.code) == (400, "BAD_REQUEST")
    return refused.value.message


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ({"email": ""}, "responses - {email}error_required_field, "),
        ({"name": ""}, "responses - {name}error_required_field, "),
        ({"email": "bob@"}, "responses - {email}email_validation_error, "),
        ({"guests": ["nobody"]}, "responses - {guests}email_validation_error, "),
        ({"guests": ["a@b.co", "a@b.co"]}, "responses - {guests}duplicate_email, "),
        ({"notes": 5}, "responses - {notes}Invalid string, "),
        ({"location": {"value": "attendeeInPerson"}}, "responses.location.optionValue - Required, "),
        ({"location": {"optionValue": "x"}}, "responses.location.value - Required, "),
        (
            {"location": {"value": {}, "optionValue": ""}},
            "responses.location.value - Expected string, received object, ",
        ),
        ({"location": 5}, "responses.location - Expected object, received number, "),
        ({"location": {"value": "phone", "optionValue": "12"}}, "responses - {location}invalid_number, "),
        ({"location": {"value": "somewhereElse", "optionValue": ""}}, "responses - {location}error_required_field, "),
    ],
)
def test_system_questions(answers: dict[str, Any], text: str) -> None:
    assert refusal(answers) == text


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ({"type": "phone"}, "12", "invalid_number"),
        ({"type": "boolean"}, "yes", "Invalid Boolean"),
        ({"type": "multiselect"}, [1], "Invalid array of strings"),
        ({"type": "checkbox"}, "a", "Invalid array of strings"),
        ({"type": "text"}, 1, "Invalid string"),
        ({"type": "url"}, "not a url", "url_validation_error"),
        ({"type": "textarea", "maxLength": 3}, "four", "Max. 3 characters allowed"),
        ({"type": "textarea", "minLength": 5}, "four", "Min. 5 characters required"),
        ({"type": "email"}, "bob", "email_validation_error"),
        ({"type": "email", "excludeEmails": ["@x.org"]}, "b@X.org", "exclude_emails_match_found_error_message"),
        ({"type": "email", "requireEmails": "x.org, y.org"}, "b@z.org", "require_emails_no_match_found_error_message"),
    ],
)
def test_custom_questions(field: dict[str, Any], value: Any, text: str) -> None:
    assert refusal({"it": value}, None, {"slug": "it", **field}) == f"responses - {{it}}{text}, "


def test_issues_are_told_newest_first_and_end_in_a_comma() -> None:
    text = refusal({"guests": ["x"]}, {"n": 1, "b": True, "o": {}, "l": [], "z": None})
    assert text == (
        "responses - {guests}email_validation_error, "
        "metadata.z - Expected string, received null, "
        "metadata.l - Expected string, received array, "
        "metadata.o - Expected string, received object, "
        "metadata.b - Expected string, received boolean, "
        "metadata.n - Expected string, received number, "
    )


def test_a_missing_answer_ends_the_search() -> None:
    required = {"slug": "it", "type": "text", "required": True}
    assert refusal({"guests": ["x"], "it": ""}, None, required) == "responses - {it}error_required_field, "


def test_the_reason_of_rescheduling_is_asked_then_only() -> None:
    asked = fields()
    asked[-1] = {**asked[-1], "required": True}
    check(event_type(booking_fields=asked), GIVEN, {})
    text = refusal(rescheduling=True, booking_fields=asked)
    assert text == "responses - {rescheduleReason}error_required_field, "


def test_names_in_two_parts() -> None:
    asked: list[dict[str, Any]] = [{"type": "splitName", "slug": "splitName", "lastNameRequired": True}]
    check(event_type(booking_fields=asked), {**GIVEN, "name": {"firstName": "Bob", "lastName": "G"}}, {})
    text = refusal({"name": {"firstName": "Bob", "lastName": ""}}, booking_fields=asked)
    assert text == "responses - {name}error_required_field, "


def test_without_stored_questions_the_usual_ones_are_asked() -> None:
    assert refusal({"email": ""}, booking_fields=[]) == "responses - {email}error_required_field, "
    assert refusal({"name": {}}, booking_fields=[]) == "responses - {name}error_required_field, "


@pytest.mark.parametrize(
    "answers",
    [
        {"notes": "Hello", "guests": [], "unknown": {"kept": 1}},
        {"guests": ["ann@example.com", "o'neil+tag@mail.example.com"]},
        {"rescheduleReason": 5},
        {"title": None, "location": {"value": "link", "optionValue": ""}},
    ],
)
def test_what_passes(answers: dict[str, Any]) -> None:
    check(event_type(), GIVEN | answers, {"a": "b"})


@pytest.mark.parametrize("kind", ["number", "select", "radio"])
@pytest.mark.parametrize("answer", [7, 0, 1.5])
def test_no_number_answers_any_question(kind: str, answer: float) -> None:
    """bookings.md 3.3 trap 1: the core wants strings, even for numbers."""
    asked = fields({"slug": "age", "type": kind, "required": True})
    assert refusal({"age": answer}, booking_fields=asked) == "responses - {age}Invalid string, "


def test_a_hidden_question_needs_no_answer() -> None:
    kind = event_type(booking_fields=fields({"slug": "x", "type": "text", "required": True, "hidden": True}))
    check(kind, GIVEN, {})
