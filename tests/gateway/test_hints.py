"""The reason in plain words, beside the real answer; and strict mode, which refuses what Cal.com ignores."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from emulator.app import Emulator
from tests.api_client import ATTENDEE, Api, message
from tests.control.plane import told

BOOKING: dict[str, Any] = {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "attendee": ATTENDEE}


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status", "words"),
    [
        ("GET", "/v2/event-types/1", {"cal-api-version": None}, None, 200, "there is no cal-api-version header"),
        (
            "GET",
            "/v2/event-types/1",
            {"cal-api-version": "2024-06-99"},
            None,
            200,
            "nobody knows cal-api-version 2024-06-99",
        ),
        ("GET", "/v2/slots", {"cal-api-version": "2024-08-13"}, None, 404, "this path answers GET to 2024-09-04"),
        (
            "GET",
            "/v2/slots/available?startTime=2030-01-08&endTime=2030-01-09&eventTypeId=1",
            {"cal-api-version": None},
            None,
            200,
            "served as 2024-04-15, whose generation this path is of; newer ones begin with /v2/slots, for example "
            "with cal-api-version: 2024-09-04",
        ),
        (
            "GET",
            "/v2/slots/available",
            {"cal-api-version": "2024-09-04"},
            None,
            404,
            "this path answers GET to 2024-04-15, 2024-06-11, 2024-06-14, 2024-08-13",
        ),
        (
            "GET",
            "/v2/bookings?filters[status]=upcoming",
            {"cal-api-version": None},
            None,
            200,
            "send cal-api-version: 2026-05-01 for newer shapes",
        ),
        (
            "POST",
            "/v2/bookings",
            {"cal-api-version": None},
            {},
            400,
            "served as 2024-04-15; send cal-api-version: 2026-02-25 for newer shapes",
        ),
        (
            "GET",
            "/v2/teams/1/event-types",
            {"cal-api-version": None},
            None,
            404,
            "served as to any version; send cal-api-version: 2026-06-12 for newer shapes",
        ),
        (
            "POST",
            "/v2/bookings/recurring",
            {"cal-api-version": "1"},
            None,
            400,
            "nobody knows cal-api-version 1: served as 2024-04-15, whose generation this path is of; newer ones begin "
            "with /v2/bookings, for example with cal-api-version: 2026-02-25",
        ),
        ("GET", "/v2/me/", {}, None, 200, "no slash at its end"),
        ("GET", "/v2/me", {"authorization": "cal_test_ada"}, None, 200, "has no Bearer"),
        ("GET", "/v2/me", {"authorization": None}, None, 401, "send Authorization: Bearer"),
        ("GET", "/v2/me", {"authorization": "Bearer cal_live_x"}, None, 401, "nobody in this world has that key"),
        ("GET", "/v2/me?apiKey=cal_x", {"authorization": None}, None, 401, "how v1 took keys"),
        ("GET", "/v1/bookings", {}, None, 404, "API v1"),
        ("GET", "/bookings", {}, None, 404, "/v2/bookings"),
        # As n8n's older trigger nodes ask.
        ("GET", "/webhooks?apiKey=cal_x", {"authorization": None}, None, 404, "API v1"),
        ("GET", "/nowhere", {}, None, 404, "/openapi.json"),
        ("GET", "/v2/booking", {}, None, 404, "near it are /v2/bookings"),
        ("GET", "/v2//me", {}, None, 404, "two slashes"),
        ("PUT", "/v2/bookings", {}, None, 404, "this path takes GET, POST, not PUT"),
        ("GET", "/v2/me?colour=red", {}, None, 200, "ignored: ?colour"),
        ("POST", "/v2/bookings", {}, {**BOOKING, "notes": "x"}, 400, "notes belong into bookingFieldsResponses"),
        (
            "POST",
            "/v2/bookings",
            {},
            {**BOOKING, "attendee": {**ATTENDEE, "metadata": {}}},
            400,
            "metadata belongs beside attendee",
        ),
        (
            "POST",
            "/v2/bookings",
            {},
            {**BOOKING, "bookingFieldsResponses": {"metadata": {"a": "b"}}},
            201,
            "metadata belongs beside bookingFieldsResponses",
        ),
        ("PATCH", "/v2/me", {}, {"bio": "x", "colour": "red"}, 200, "ignored: /colour"),
        ("PATCH", "/v2/me", {}, {"bio": "x", "co\x00lo\x1b[31mur\r\nX: y": 1}, 200, "ignored: /co lo [31mur  X: y"),
        (
            "POST",
            "/v2/bookings",
            {},
            {"eventTypeId": 3, "start": BOOKING["start"], "responses": {}},
            400,
            "how v1 took name",
        ),
        ("POST", "/v2/bookings", {}, {**BOOKING, "end": BOOKING["start"]}, 400, "a booking takes no end"),
        ("GET", "/v2/me", {"authorization": "Bearer x.y.z"}, None, 401, "/_emulator/records/access-tokens"),
        (
            "GET",
            "/v2/oauth-clients",
            {"authorization": None, "x-cal-client-id": "c", "x-cal-secret-key": "s"},
            None,
            401,
            "/_emulator/records/oauth-clients",
        ),
        (
            "POST",
            "/v2/bookings",
            {},
            {**BOOKING, "start": "2029-12-01T10:00:00Z"},
            400,
            "this world's clock says 2029-12-03T08:00:00.000Z",
        ),
        ("POST", "/v2/bookings", {}, {**BOOKING, "eventTypeId": 999}, 404, "/_emulator/records/event-types"),
        (
            "GET",
            "/v2/slots?eventTypeId=999&start=2030-01-08&end=2030-01-08",
            {"cal-api-version": "2024-09-04"},
            None,
            404,
            "/_emulator/records/event-types",
        ),
        ("POST", "/v2/bookings", {}, {**BOOKING, "attendees": [ATTENDEE]}, 400, "one attendee is given as attendee"),
        (
            "POST",
            "/v2/bookings",
            {"cal-api-version": "2024-06-14"},
            BOOKING,
            400,
            "attendee is how 2024-08-13 and newer",
        ),
        ("POST", "/v2/bookings/none/cancel", {}, {"reason": "x"}, 400, "given as cancellationReason"),
        ("POST", "/v2/bookings/none/reschedule", {}, {"startTime": "x"}, 400, "the new time is given as start"),
        ("POST", "/v2/event-types", {}, {"title": "T", "slug": "t", "length": 5}, 400, "given as lengthInMinutes"),
        ("POST", "/v2/webhooks", {}, {"eventTriggers": []}, 400, "given as triggers"),
        ("GET", "/v2/slots?eventTypeId=1&startTime=2030-01-08", {}, None, 400, "from when is given as start"),
        ("GET", "/v2/me", {"authorization": "bearer cal_test_ada"}, None, 401, "only Bearer and one space"),
        ("GET", "/v2/me", {"authorization": "Bearer 'cal_test_ada'"}, None, 401, "only Bearer and one space"),
        ("GET", "/v2/me", {"authorization": "Bearer test_ada"}, None, 401, "is taken for an access token"),
        ("GET", "/v2/me", {"authorization": "Basic YWRh"}, None, 401, "credentials come as Authorization: Bearer"),
        ("GET", "/v2/me", {"authorization": None, "x-api-key": "cal_test_ada"}, None, 401, "x-api-key is not read"),
        ("GET", "/api/v1/bookings", {}, None, 404, "API v1"),
        ("GET", "//v2/me", {}, None, 404, "two slashes"),
        ("GET", "/V2/Me", {}, None, 404, "paths are written in lower case: /v2/me"),
        ("GET", "/v2/organizations/1/attributes", {}, None, 404, "this path is not served"),
    ],
)
def test_usual_mistakes_are_told(
    api: Api, method: str, path: str, headers: dict[str, str | None], body: Any, status: int, words: str
) -> None:
    answer = api(method, path, body, headers=headers)
    assert answer.status_code == status
    assert words in answer.headers["x-emulator-hint"]
    assert told(api, "GET", "/requests")[-1]["hint"] == answer.headers["x-emulator-hint"]


def test_why_a_time_is_refused_can_be_read_where_the_hint_says(api: Api) -> None:
    """The service's sentence is the same whether the time is taken, out of hours or too soon."""
    saturday = {**BOOKING, "start": "2030-01-12T13:00:00+01:00"}
    refused = api.post("/v2/bookings", saturday)
    path, _, rest = refused.headers["x-emulator-hint"].removeprefix("GET /_emulator").partition(" ")
    assert (refused.status_code, rest) == (409, "tells why")
    (start,) = told(api, "GET", path)["starts"]
    assert [reason["cause"] for reason in start["reasons"]] == ["schedule"]

    booking = api.book()
    moved = api.post(f"/v2/bookings/{booking['uid']}/reschedule", {"start": "2030-01-12T13:00:00Z"})
    assert moved.status_code == 409
    path, _, rest = moved.headers["x-emulator-hint"].removeprefix("GET /_emulator").partition(" ")
    assert (f"bookingUidToReschedule={booking['uid']}&" in path, rest) == (True, "tells why")
    (start,) = told(api, "GET", path)["starts"]
    assert [reason["cause"] for reason in start["reasons"]] == ["schedule"]


def test_a_body_of_another_type_is_not_read(api: Api) -> None:
    answer = api.post("/v2/bookings", content=b"{}", headers={"content-type": "text/plain"})
    assert answer.status_code == 400
    assert "Content-Type is not application/json" in answer.headers["x-emulator-hint"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v2/me", None),
        ("GET", "/v2/bookings?take=5", None),
        ("POST", "/v2/bookings", BOOKING),
        ("GET", "/v2/bookings/none", None),
        ("POST", "/v2/bookings", {**BOOKING, "metadata": {"anything": "goes"}}),
        ("GET", "/v2/webhooks", None),
        ("POST", "/v2/bookings", {**BOOKING, "metadata": {"metadata": "deep"}}),
    ],
)
def test_what_is_well_asked_gets_no_hint(api: Api, method: str, path: str, body: Any) -> None:
    answer = api(method, path, body)
    assert "x-emulator-hint" not in answer.headers
    assert answer.headers["x-emulator-fidelity"] == "stateful"


def test_a_form_is_read_where_forms_are_taken(api: Api) -> None:
    form = {"content-type": "application/x-www-form-urlencoded", "authorization": None}
    answer = api.post(
        "/v2/auth/oauth2/token", content=b"grant_type=refresh_token&client_id=nobody&refresh_token=x", headers=form
    )
    assert answer.status_code == 401
    assert "x-emulator-hint" not in answer.headers


def test_a_missing_scope_is_no_unknown_token(api: Api) -> None:
    api.control("POST", "/records/oauth2-clients", {"id": "cplanner", "name": "Planner"})
    token = {"userId": 1, "clientId": "cplanner", "accessToken": "olgas", "scopes": ["PROFILE_READ"]}
    api.control("POST", "/records/access-tokens", token)
    answer = api("GET", "/v2/schedules", headers={"authorization": "Bearer olgas", "cal-api-version": "2024-06-11"})
    assert (answer.status_code, message(answer).partition(":")[0]) == (403, "insufficient_scope")
    assert "x-emulator-hint" not in answer.headers


def test_a_hint_is_a_header_whatever_was_sent(api: Api) -> None:
    answer = api.get(f"/v2/me?{'%C3%A9%0A' * 400}=1&b=2")
    hint = answer.headers["x-emulator-hint"]
    assert (hint.isascii(), "\n" in hint, len(hint) < 1000) == (True, False, True)


def test_every_answer_says_how_it_was_made(api: Api) -> None:
    told(api, "POST", "/faults", {"effect": "status", "status": 500, "path": "/v2/fault"})
    for method, path in (("GET", "/v2/me"), ("GET", "/v2/nope"), ("OPTIONS", "/v2/me"), ("POST", "/v2/bookings")):
        assert api(method, path).headers["x-emulator-fidelity"] == "stateful"
    struck = api.get("/v2/fault")
    assert (struck.headers["x-emulator-fidelity"], struck.headers["x-emulator-hint"][:7]) == ("fault", "fault 1")


@pytest.fixture(scope="module")
def strict() -> Iterator[Api]:
    with TestClient(Emulator(strict=True, now="2029-12-03T08:00:00Z"), base_url="http://emulator") as client:
        yield Api(client, "strict")


@pytest.mark.parametrize(
    ("method", "path", "body", "names"),
    [
        ("GET", "/v2/me?colour=red&a=b", None, "?colour, ?a"),
        ("PATCH", "/v2/me?x", {"bio": "x", "colour": "red"}, "?x, /colour"),
        (
            "POST",
            "/v2/schedules",
            {
                "name": "S",
                "timeZone": "UTC",
                "isDefault": False,
                "availability": [{"days": ["Monday"], "startTime": "09:00", "endTime": "17:00", "x": 1}],
            },
            "/availability/0/x",
        ),
    ],
)
def test_strict_mode_refuses_what_is_ignored_there(strict: Api, method: str, path: str, body: Any, names: str) -> None:
    before = told(strict, "GET", "/state")
    answer = strict(method, path, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "StrictMode")
    assert f"ignores {names}." in message(answer)
    assert told(strict, "GET", "/state") == before


def test_strict_mode_lets_the_rest_pass(strict: Api) -> None:
    assert strict.post("/v2/bookings", {**BOOKING, "metadata": {"any": "thing"}}).status_code == 201
    assert strict.get("/v2/bookings?take=5").status_code == 200


def test_the_shape_of_an_old_version_is_right_there(api: Api) -> None:
    body = {
        **{"eventTypeId": 3, "start": BOOKING["start"], "timeZone": "UTC", "language": "en", "metadata": {}},
        "responses": {"name": "Bob", "email": "bob@example.com"},
    }
    answer = api.post("/v2/bookings", body, headers={"cal-api-version": "2024-04-15"})
    assert (answer.status_code, answer.headers.get("x-emulator-hint")) == (201, None)


def test_blanks_around_a_header_do_not_count(api: Api, over_socket: httpx2.Client) -> None:
    connection = HTTPConnection(over_socket.base_url.host, over_socket.base_url.port)
    headers = {"cal-api-version": " 2024-06-14\t ", "authorization": "Bearer cal_test_ada "}
    connection.request("GET", f"{api.base}/v2/event-types/1", headers=headers)
    answer = connection.getresponse()
    assert (answer.status, answer.headers.get("x-emulator-hint")) == (200, None)
    connection.close()
