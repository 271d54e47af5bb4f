"""The words and forms of records are those of the API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from emulator.app import Emulator
from emulator.control.kinds import KINDS
from emulator.control.misfits import misfits
from emulator.control.shapes import INTERFACE_LANGUAGES, LANGUAGES, SHAPES
from tests.api_client import Api
from tests.control.plane import ask, problem

SPEC: dict[str, Any] = json.loads((Path(__file__).parents[2] / "spec" / "openapi.json").read_text(encoding="utf-8"))
SCHEMAS: dict[str, Any] = SPEC["components"]["schemas"]


def words(node: Any, *path: str) -> set[Any]:
    """The enum, or const, at the end of a path into a schema of the document, whatever branches lie on the way."""
    if "$ref" in node:
        return words(SCHEMAS[node["$ref"].rpartition("/")[2]], *path)
    found = set[Any]()
    for branch in (*node.get("anyOf", ()), *node.get("allOf", ())):
        found |= words(branch, *path)
    if not path:
        return found | set(node.get("enum", ())) | ({node["const"]} if "const" in node else set())
    step, *rest = path
    inner = node.get("items") if step == "[]" else node.get("properties", {}).get(step)
    return found | words(inner, *rest) if inner else found


EVENT_TYPE = SHAPES["event-types"]
BOOKING: dict[str, Any] = {"eventTypeId": 1, "start": "2030-01-08T13:00:00Z"}
WEBHOOK: dict[str, Any] = {"subscriberUrl": "http://127.0.0.1:9/", "triggers": []}
SHAPED = {"timeZone", "weekStart", "timeFormat", "phoneNumber", "currency", "scopes", "triggers", "email"}


@pytest.mark.parametrize(
    ("ours", "schema", "path"),
    [
        (LANGUAGES, "Language", ()),
        (INTERFACE_LANGUAGES, "InterfaceLanguage", ()),
        (SHAPES["webhooks"]["timeUnit"], "WebhookTimeUnit", ()),
        (SHAPES["webhooks"]["triggers"]["items"], "WebhookCreate", ("triggers", "[]")),
        (SHAPES["webhooks"]["version"], "WebhookCreate", ("version",)),
        (SHAPES["users"]["weekStart"], "Weekday", ()),
        (SHAPES["users"]["timeFormat"], "TimeFormat", ()),
        (EVENT_TYPE["recurrence"]["properties"]["frequency"], "EventType", ("recurrence", "frequency")),
        (EVENT_TYPE["bookingWindow"]["properties"]["type"], "EventType", ("bookingWindow", "type")),
        (
            EVENT_TYPE["confirmationPolicy"]["properties"]["type"],
            "EventType",
            ("confirmationPolicy", "type"),
        ),
        (SHAPES["oauth-clients"]["permissions"]["items"], "OAuthClientCreate", ("permissions", "[]")),
    ],
)
def test_the_words_are_those_of_the_document(ours: Any, schema: str, path: tuple[str, ...]) -> None:
    assert set(ours["enum"] if isinstance(ours, dict) else ours) == words(SCHEMAS[schema], *path)


def test_shapes_are_of_fields_that_there_are() -> None:
    for kind, fields in SHAPES.items():
        assert fields.keys() <= set(KINDS[kind].vocabulary.names)


def test_wherever_a_zone_an_address_or_a_number_stands_it_is_looked_at() -> None:
    for kind in KINDS.values():
        for name in kind.vocabulary.names:
            if name in (
                "timeZone",
                "weekStart",
                "timeFormat",
                "phoneNumber",
                "currency",
                "scopes",
                "triggers",
                "email",
            ):
                assert name in SHAPES[kind.name], f"{kind.name}.{name}"


def test_nothing_stands_for_itself() -> None:
    assert not list(misfits("users", {"locale": None, "timeZone": None}))


@pytest.fixture
def api() -> Any:
    with TestClient(Emulator(now="2029-12-03T08:00:00Z"), base_url="http://emulator") as client:
        yield Api(client, "shapes")


@pytest.mark.parametrize(
    ("method", "path", "body", "where", "hint"),
    [
        (
            "POST",
            "webhooks",
            {**WEBHOOK, "timeUnit": "minute"},
            "/timeUnit",
            "MINUTE",
        ),
        ("POST", "users", {"username": "x", "timeZone": "Rome"}, "/timeZone", "did you mean Europe/Rome?"),
        ("PATCH", "users/1", {"timeZone": "Rome"}, "/timeZone", "did you mean Europe/Rome?"),
        (
            "POST",
            "bookings",
            {
                **BOOKING,
                "attendees": [{"email": "a@b.it"}, {"email": "a@b.it", "timeZone": "Rome"}],
            },
            "/attendees/1/timeZone",
            "did you mean Europe/Rome?",
        ),
        (
            "POST",
            "bookings",
            {**BOOKING, "attendees": ["bob"]},
            "/attendees/0",
            None,
        ),
        (
            "POST",
            "bookings",
            {**BOOKING, "attendees": "bob"},
            "/attendees",
            None,
        ),
    ],
)
def test_the_control_plane_says_so_too(
    api: Api, method: str, path: str, body: Any, where: str, hint: str | None
) -> None:
    answer = ask(api, method, f"/records/{path}", body)
    assert answer.status_code == 400
    told = problem(answer)
    assert told["where"] == where
    assert (hint or "") in (told.get("hint") or "")


def test_an_export_is_taken_as_it_is(api: Api) -> None:
    """The API lets a team be anywhere: what it took must come back out of a file."""
    made = api("POST", "/v2/teams", {"name": "Afar", "timeZone": "Mars/Phobos"}).json()["data"]
    exported = ask(api, "GET", "/state").json()
    assert ask(api, "PUT", "/state", exported).status_code == 200
    assert ask(api, "GET", f"/records/teams/{made['id']}").json()["timeZone"] == "Mars/Phobos"


@pytest.mark.parametrize(
    ("name", "short", "shown"),
    [
        (
            "seats",
            {"seatsPerTimeSlot": 3},
            {"disabled": False, "seatsPerTimeSlot": 3, "showAttendeeInfo": False, "showAvailabilityCount": True},
        ),
        ("confirmationPolicy", {"type": "always"}, {"type": "always", "blockUnconfirmedBookingsInBooker": False}),
        (
            "recurrence",
            {"frequency": "weekly", "occurrences": 3},
            {"disabled": False, "interval": 1, "occurrences": 3, "frequency": "weekly"},
        ),
        ("bookingWindow", {"type": "calendarDays", "value": 9}, {"type": "calendarDays", "value": 9, "rolling": False}),
        ("locations", [{"type": "phone", "phone": "+15551234567"}], None),
        ("seats", {"disabled": True}, {"disabled": True}),
        ("seats", {}, {"disabled": True}),
    ],
)
def test_settings_in_short_are_answered_in_full(name: str, short: Any, shown: Any) -> None:
    """Answers are held against the document here: one that lacks a member is an error."""
    app = Emulator(now="2029-12-03T08:00:00Z", check_answers=True)
    with TestClient(app, base_url="http://emulator") as client:
        api = Api(client, "short")
        record = {"ownerId": 1, "title": "T", "slug": "short", "lengthInMinutes": 30, name: short}
        made = ask(api, "POST", "/records/event-types", record).json()
        for version in ("2024-06-14", "2026-06-12"):
            read = api.data("GET", f"/v2/event-types/{made['id']}", headers={"cal-api-version": version})
            assert read[name] == (shown or [{**short[0], "public": False}])
        if name in ("seats", "confirmationPolicy", "recurrence"):
            # In the order in which the service answers them (live.md 2.3).
            assert list(read[name]) == list(shown)
        ask(api, "PATCH", f"/records/event-types/{made['id']}", {name: short})
        assert api.data("GET", f"/v2/event-types/{made['id']}")[name] == read[name]
