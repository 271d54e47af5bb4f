"""The families of live.md 4.1 and bookings.md 1.4, down to the order of their keys."""

from __future__ import annotations

import json

import pytest

from emulator.errors import common
from emulator.errors.base import (
    ApiError,
    BareProblem,
    HttpProblem,
    InvalidRequest,
    KeyedProblem,
    RawProblem,
    TrpcProblem,
    ZodProblem,
)

AT, PATH = "2030-01-08T12:00:00.000Z", "/v2/bookings?take=1"
ENVELOPE = f'{{"status": "error", "timestamp": "{AT}", "path": "{PATH}", "error": '


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (
            HttpProblem(404, "Gone"),
            '{"code": "NotFoundException", "message": "Gone", '
            '"details": {"message": "Gone", "error": "Not Found", "statusCode": 404}}',
        ),
        (BareProblem(400, "No", code="X"), '{"code": "X", "message": "No"}'),
        (
            InvalidRequest([{"property": "a", "children": [], "constraints": {"isString": "a must be a string"}}]),
            '{"code": "BadRequestException", "message": "Bad Request Exception", "details": {"errors": '
            '[{"property": "a", "children": [], "constraints": {"isString": "a must be a string"}}]}}',
        ),
        (
            ZodProblem([("responses", "{a}x"), ("responses", "{b}y")]),
            '{"code": "BAD_REQUEST", "message": "responses - {b}y, responses - {a}x, "}',
        ),
        (
            TrpcProblem("UNAUTHORIZED"),
            '{"code": "TRPCError", "message": "You are not authorized to access this resource"}',
        ),
        (TrpcProblem("BAD_REQUEST", "real words"), '{"code": "TRPCError", "message": "real words"}'),
        (
            common.too_many_requests(),
            '{"code": "ThrottlerException", "message": "CustomThrottlerGuard - Too many requests. Please '
            'try again later.", "details": "CustomThrottlerGuard - Too many requests. Please try again later."}',
        ),
    ],
)
def test_enveloped_families(refusal: ApiError, expected: str) -> None:
    assert json.dumps(refusal.body(AT, PATH)) == ENVELOPE + expected + "}"


def test_a_keyed_problem_puts_status_and_key_in_front() -> None:
    body = KeyedProblem(400, "emails_must_be_unique_valid", "Emails must be unique and valid", code="bad_request_error")
    assert list(body.body(AT, PATH)) == ["statusCode", "message", "status", "timestamp", "path", "error"]
    assert body.body(AT, PATH)["message"] == "emails_must_be_unique_valid"


def test_a_raw_problem_has_no_envelope() -> None:
    assert RawProblem(401, "booking_limit_reached").body(AT, PATH) == {
        "statusCode": 401,
        "message": "booking_limit_reached",
    }
    assert common.internal().body(AT, PATH) == {"statusCode": 500, "message": "Internal server error"}
    assert common.body_too_large().status == 413


def test_a_taken_value_is_the_databases_refusal() -> None:
    refusal = common.duplicate_record()
    assert isinstance(refusal, BareProblem)
    assert (refusal.status, refusal.code) == (409, "CONFLICT")
