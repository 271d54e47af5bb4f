"""Proving an address before booking with it (live.md 6, bookings.md 3.2 steps 12 and 15)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api, message

CODES = "/v2/bookings/verification/email"
START = "2030-01-08T13:00:00Z"
ANONYMOUS = {"authorization": None, "cal-api-version": None}


def code(api: Api, email: str = ATTENDEE["email"]) -> str:
    answer = api.post(f"{CODES}/send-code", {"email": email}, headers=ANONYMOUS)
    assert (answer.status_code, answer.json()) == (200, {"status": "success", "data": {"sent": True}})
    (record,) = api.control("GET", f"/records/verification-codes?email={email}")
    text: str = record["code"]
    return text


def book(api: Api, **fields: Any) -> Any:
    return api.post(
        "/v2/bookings",
        {"eventTypeId": 3, "start": START, "attendee": ATTENDEE, **fields},
        headers=fields.pop("headers", None),
    )


@pytest.fixture
def strict(api: Api) -> Api:
    api.control("PATCH", "/records/event-types/3", {"requiresBookerEmailVerification": True})
    return api


def test_a_code_can_be_tried(api: Api) -> None:
    right = code(api)
    answer = api.post(f"{CODES}/verify-code", {"email": ATTENDEE["email"], "code": right}, headers=ANONYMOUS)
    assert (answer.status_code, answer.json()) == (200, {"status": "success", "data": {"verified": True}})
    wrong = api.post(f"{CODES}/verify-code", {"email": ATTENDEE["email"], "code": "nope"}, headers=ANONYMOUS)
    assert (wrong.status_code, message(wrong)) == (400, "Invalid verification code")
    assert wrong.json()["error"]["code"] == "BadRequestException"


def test_addresses_are_checked(api: Api) -> None:
    bad = api.get(f"{CODES}/check", params={"email": "no"}, headers=ANONYMOUS)
    assert bad.status_code == 400
    (error,) = bad.json()["error"]["details"]["errors"]
    assert error["constraints"] == {"isEmail": "email must be an email"}
    assert api.post(f"{CODES}/send-code", {"email": "no"}, headers=ANONYMOUS).status_code == 400


def test_check_answers_a_bare_boolean_with_the_data_first(api: Api) -> None:
    api.control("POST", "/records/users", {"email": "mia@example.com", "requiresBookerEmailVerification": True})
    for query, needed in (
        ({"email": "bob@example.com"}, False),
        ({"email": "ada@example.com"}, False),
        ({"email": "mia@example.com"}, True),
        ({"email": "mia@example.com", "userSessionEmail": "ada@example.com"}, True),
        ({"email": "mia@example.com", "userSessionEmail": "mia@example.com"}, False),
    ):
        answer = api.get(f"{CODES}/check", params=query, headers=ANONYMOUS).json()
        assert answer == {"data": needed, "status": "success"}, query
        assert list(answer) == ["data", "status"]


def test_a_booking_needs_the_code(strict: Api) -> None:
    missing = book(strict)
    assert (missing.status_code, missing.json()) == (400, {"statusCode": 400, "message": "email_verification_required"})
    wrong = book(strict, emailVerificationCode="000")
    assert (wrong.status_code, wrong.json()) == (400, {"statusCode": 400, "message": "invalid_verification_code"})
    right = code(strict)
    assert book(strict, emailVerificationCode=right).status_code == 201
    # It is not spent.
    assert book(strict, emailVerificationCode=right, start="2030-01-09T13:00:00Z").status_code == 201


def test_a_code_dies_after_a_quarter_of_an_hour(strict: Api) -> None:
    right = code(strict)
    strict.control("POST", "/clock/advance", {"seconds": 15 * 60})
    assert message(book(strict, emailVerificationCode=right)) == "invalid_verification_code"


def test_moving_a_booking_needs_no_code(strict: Api) -> None:
    booking = book(strict, emailVerificationCode=code(strict)).json()["data"]
    moved = strict.post(
        f"/v2/bookings/{booking['uid']}/reschedule", {"start": "2030-01-09T13:00:00Z"}, headers={"authorization": None}
    )
    assert moved.status_code == 201


def test_a_code_that_the_control_plane_wrote(strict: Api) -> None:
    strict.control("POST", "/records/verification-codes", {"email": "Bob@Example.com", "code": "123456"})
    assert book(strict, emailVerificationCode="123456").status_code == 201


@pytest.mark.parametrize(("kind", "value"), [("EMAIL", "Bob@example.com"), ("DOMAIN", "example.com")])
def test_blocked_addresses_cannot_book(api: Api, kind: str, value: str) -> None:
    api.control("POST", "/records/blocked-emails", {"blockType": kind, "value": value})
    answer = book(api)
    assert answer.status_code == 403
    assert answer.json() == {"statusCode": 403, "message": "Cannot use this email to create the booking."}
    # Blocked guests are dropped without a word.
    other = {**ATTENDEE, "email": "ann@elsewhere.org"}
    data = book(api, attendee=other, guests=["bob@example.com", "cy@elsewhere.org"]).json()["data"]
    assert [each["email"] for each in data["attendees"]] == ["ann@elsewhere.org", "cy@elsewhere.org"]


def test_some_users_let_nobody_else_book_with_their_address(api: Api) -> None:
    mia = {"email": "mia@example.com", "requiresBookerEmailVerification": True}
    key = api.control("POST", "/records/users", mia)["apiKey"]
    attendee = {**ATTENDEE, "email": "mia@example.com"}
    refused = book(api, attendee=attendee)
    assert refused.json() == {
        "statusCode": 403,
        "message": "Attendee email has been blocked. Make sure to login as mia@example.com to use this email for "
        "creating a booking.",
    }
    assert refused.status_code == 403
    assert book(api, attendee=attendee, emailVerificationCode=code(api, "mia@example.com")).status_code == 201
    own = api.post(
        "/v2/bookings",
        {"eventTypeId": 3, "start": "2030-01-09T13:00:00Z", "attendee": attendee},
        headers={"authorization": f"Bearer {key}"},
    )
    assert own.status_code == 201
