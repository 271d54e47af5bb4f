"""Whatever a client sends wrong, it gets the real refusal, never a 500, and nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api_client import ATTENDEE, Api, message

BODY = {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "attendee": ATTENDEE}
OPENING = (
    "ApiAuthStrategy - No authentication method provided. Either pass an API key as 'Bearer' header or OAuth client "
    "credentials as 'x-cal-secret-key' and 'x-cal-client-id' headers"
)


@pytest.fixture(autouse=True)
def _nothing_changes(api: Api) -> Iterator[None]:
    before = snapshot(api)
    yield
    assert snapshot(api) == before


def snapshot(api: Api) -> Any:
    kinds = ("users", "schedules", "event-types", "bookings", "attendees", "webhooks", "reservations")
    return {kind: api.control("GET", f"/records/{kind}") for kind in kinds}, api.control("GET", "/deliveries")


def envelope(answer: Any, status: int, code: str, path: str) -> None:
    body = answer.json()
    assert answer.status_code == status
    assert list(body) == ["status", "timestamp", "path", "error"]
    assert body["status"] == "error"
    assert body["path"].endswith(path)
    assert body["timestamp"].endswith("Z")
    assert body["error"]["code"] == code


def test_malformed_json_is_refused_with_the_parsers_words_whoever_asks(api: Api) -> None:
    for headers in ({}, {"authorization": None}):
        answer = api.post(
            "/v2/bookings", content=b'{"eventTypeId": ', headers={"content-type": "application/json", **headers}
        )
        envelope(answer, 400, "BadRequestException", "/v2/bookings")
        assert message(answer) == "Unexpected end of JSON input"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'{"start": "\xff\xfe"}', "start property is wrong,start must be a valid ISO 8601 date string "),
        (b"[]", "start property is wrong"),
        (b'{"metadata":' + b'{"a":' * 2000 + b"1" + b"}" * 2000 + b"}", ""),
    ],
)
def test_bytes_that_are_hardly_a_body(api: Api, raw: bytes, words: str) -> None:
    answer = api.post("/v2/bookings", content=raw, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert words in message(answer) or message(answer) == "Body should be an object"


def test_a_body_beyond_the_limit(api: Api) -> None:
    answer = api.post("/v2/bookings", {**BODY, "metadata": {"x": "y" * 200_000}})
    assert (answer.status_code, message(answer)) == (413, "request entity too large")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"start": 7}, "start property is wrong,start must be a valid ISO 8601 date string "),
        ({"start": "tomorrow"}, "start property is wrong,start must be a valid ISO 8601 date string "),
        (
            {"attendee": {**ATTENDEE, "email": "nobody"}},
            "attendee property is wrong, email property is wrong,Invalid email format ",
        ),
        ({"foo": 1}, "foo property is wrong,property foo should not exist "),
        ({"lengthInMinutes": "30"}, "lengthInMinutes property is wrong,"),
        ({"guests": "bob@example.com"}, "guests property is wrong,"),
        (
            {"metadata": {"k" * 41: "v"}},
            "metadata property is wrong,Metadata must have at most 50 keys, ",
        ),
        (
            {"eventTypeId": None},
            "eventTypeId or eventTypeSlug + username property is wrong,Either eventTypeId or eventTypeSlug + "
            "username or eventTypeSlug + teamSlug must be provided ",
        ),
    ],
)
def test_what_is_wrong_with_a_booking_is_one_sentence(api: Api, change: dict[str, Any], words: str) -> None:
    body = {key: value for key, value in {**BODY, **change}.items() if value is not None}
    answer = api.post("/v2/bookings", body)
    envelope(answer, 400, "BadRequestException", "/v2/bookings")
    assert message(answer).startswith(words)
    assert answer.json()["error"]["details"]["message"] == message(answer)


def test_what_is_wrong_with_another_body_is_a_list(api: Api) -> None:
    answer = api.post("/v2/webhooks", {"subscriberUrl": 7, "triggers": ["BOOKING_CONFIRMED"]})
    envelope(answer, 400, "BadRequestException", "/v2/webhooks")
    assert message(answer) == "Bad Request Exception"
    errors = answer.json()["error"]["details"]["errors"]
    assert sorted(error["property"] for error in errors) == ["active", "subscriberUrl", "triggers"]
    assert all(error["constraints"] and error["children"] == [] for error in errors)


@pytest.mark.parametrize(
    "query", ["take=0", "take=251", "take=x", "skip=-1", "status=soon", "sortStart=up", "take=nan"]
)
def test_bad_queries_are_lists_too(api: Api, query: str) -> None:
    answer = api.get(f"/v2/bookings?{query}")
    envelope(answer, 400, "BadRequestException", f"/v2/bookings?{query}")
    (error,) = answer.json()["error"]["details"]["errors"]
    assert error["property"] == query.partition("=")[0]


@pytest.mark.parametrize(
    ("method", "path", "version"),
    [
        ("GET", "/v2/bookings", "2024-09-04"),
        ("POST", "/v2/bookings/abc/reschedule", None),
        ("GET", "/v2/slots", None),
        ("GET", "/v2/slots", "2025-01-01"),
        ("GET", "/v2/event-types", "2024-08-13"),
        ("PUT", "/v2/me", None),
        ("GET", "/v2/nope", None),
        ("GET", "/v2", None),
    ],
)
def test_what_no_controller_serves_cannot_be_got(api: Api, method: str, path: str, version: str | None) -> None:
    """bookings.md 1.1, resources.md 1.1 and 11 K #236-237."""
    answer = api(method, path, headers={"cal-api-version": version})
    envelope(answer, 404, "NotFoundException", path)
    assert message(answer) == f"Cannot {method} {path}"


@pytest.mark.parametrize(
    ("authorization", "words"),
    [
        (None, OPENING),
        ("Bearer cal_wrong", "CustomThrottlerGuard - Invalid API Key"),
        ("Bearer nonsense", "ApiAuthStrategy - access token - Invalid Access Token."),
    ],
)
def test_whoever_cannot_show_a_key_is_refused(api: Api, authorization: str | None, words: str) -> None:
    for path in ("/v2/me", "/v2/bookings", "/v2/webhooks", "/v2/schedules"):
        answer = api.get(path, headers={"authorization": authorization})
        envelope(answer, 401, "UnauthorizedException", path)
        assert message(answer) == words


def test_a_wrong_key_is_refused_where_none_is_needed(api: Api) -> None:
    """resources.md 11 K #264, bookings.md 11.11."""
    for method, path in (("POST", "/v2/bookings"), ("GET", "/v2/slots?eventTypeId=1&start=2030-01-08&end=2030-01-08")):
        answer = api(method, path, BODY if method == "POST" else None, headers={"authorization": "Bearer cal_wrong"})
        assert (answer.status_code, message(answer)) == (401, "CustomThrottlerGuard - Invalid API Key")


@pytest.mark.parametrize(
    ("start", "status", "words"),
    [
        ("2020-01-08T13:00:00Z", 400, "Attempting to book a meeting in the past."),
        ("2029-12-03T09:00:00Z", 400, 'The event type can\'t be booked at the "start" time provided.'),
        ("2030-01-06T13:00:00Z", 409, "User either already has booking at this time or is not available"),
        ("2030-01-08T03:00:00Z", 409, "User either already has booking at this time or is not available"),
    ],
)
def test_impossible_times(api: Api, start: str, status: int, words: str) -> None:
    answer = api.post("/v2/bookings", {**BODY, "start": start})
    assert answer.status_code == status
    assert message(answer).startswith(words)


@pytest.mark.parametrize(
    "path", ["/v2/bookings/%ff", "/v2/bookings/%E0%A4%A", "/v2/event-types/x", "/v2/event-types/1e3"]
)
def test_paths_that_are_hardly_paths(api: Api, path: str) -> None:
    assert api.get(path).status_code in (400, 404)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)
fields = st.sampled_from(
    ["eventTypeId", "start", "attendee", "guests", "metadata", "location", "lengthInMinutes", "bookingFieldsResponses"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=150)
@given(field=fields, value=json_values)
def test_any_value_in_any_field_is_taken_or_refused_but_never_breaks(api: Api, field: str, value: Any) -> None:
    # A past start, so that whatever is well-formed is still refused and the world stays as it was.
    answer = api.post("/v2/bookings", {**BODY, "start": "2020-01-01T10:00:00Z", field: value})
    assert answer.status_code in (400, 404), answer.text


@pytest.mark.parametrize(
    "query", ["eventTypeIds=2,3", "eventTypeIds=2&eventTypeIds=3", "eventTypeIds[]=2&eventTypeIds[]=3"]
)
def test_lists_in_queries_are_read_however_they_are_sent(api: Api, query: str) -> None:
    assert api.get(f"/v2/bookings?{query}&status=upcoming,past&take=10.0").status_code == 200
    assert api.get(f"/v2/bookings?{query}&status[]=upcoming&status[]=past").status_code == 200


def test_guards_come_before_validation(api: Api) -> None:
    """webhooks.md 6.8: whoever has no access hears that, not what is wrong with the request."""
    api.control("POST", "/records/users", {"username": "eve", "apiKey": "cal_test_eve"})
    eve: dict[str, str | None] = {"authorization": "Bearer cal_test_eve"}
    hook = api.control(
        "POST", "/records/webhooks", {"userId": 1, "subscriberUrl": "http://127.0.0.1:9", "triggers": []}
    )
    booking = api.control("POST", "/records/bookings", {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z"})
    attendees = f"/v2/bookings/{booking['uid']}/attendees"
    try:
        assert api.post("/v2/event-types/3/webhooks", {}, headers=eve).status_code == 403
        assert api.post("/v2/event-types/3/webhooks", {}).status_code == 400
        assert api.post("/v2/event-types/99/webhooks", {}).status_code == 404
        assert api.patch(f"/v2/webhooks/{hook['id']}", {"active": 1}, headers=eve).status_code == 403
        assert api.patch(f"/v2/webhooks/{hook['id']}", {"active": 1}).status_code == 400
        assert api.post(attendees, {}, headers=eve).status_code == 403
        assert api.post(attendees, {}).status_code == 400
    finally:
        for kind, key in (("users", 2), ("webhooks", hook["id"]), ("bookings", booking["id"])):
            api.control("DELETE", f"/records/{kind}/{key}")
