"""The documents we serve: valid, complete in what the engine relies on, and precise where upstream's are not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

SPEC = Path(__file__).resolve().parent.parent / "spec"
CURRENT = json.loads((SPEC / "openapi.json").read_text(encoding="utf-8"))
LEGACY = json.loads((SPEC / "openapi-2024-04-15.json").read_text(encoding="utf-8"))
NEWEST = json.loads((SPEC / "openapi-2026-06-12.json").read_text(encoding="utf-8"))
CONTROL = json.loads((SPEC / "emulator.json").read_text(encoding="utf-8"))
GENERATIONS = [CURRENT, LEGACY, NEWEST]
DOCUMENTS = pytest.mark.parametrize("document", GENERATIONS, ids=["current", "legacy", "newest"])

CREATE: dict[str, Any] = {
    "start": "2030-01-08T13:00:00Z",
    "attendee": {"name": "Ann Lee", "email": "ann@example.com", "timeZone": "Europe/Rome"},
    "eventTypeId": 1,
}
PHONE = {"name": "Ann Lee", "phoneNumber": "+393331234567", "timeZone": "Europe/Rome"}


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in item.keys() & {"get", "post", "put", "patch", "delete"}:
            yield f"{method.upper()} {path}", item[method]


def validator(schema: dict[str, Any]) -> Any:
    return jsonschema_rs.Draft202012Validator({**schema, "components": CURRENT["components"]}, validate_formats=False)


def body(path: str) -> Any:
    return validator(CURRENT["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"])


@DOCUMENTS
def test_documents_are_valid_openapi(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()


@DOCUMENTS
def test_every_operation_tells_what_it_is_and_how_it_fails(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert operation.get("summary"), name
        assert operation.get("description"), name
        assert {"401", "429"} <= operation["responses"].keys(), name


@pytest.mark.parametrize("document", [*GENERATIONS, CONTROL], ids=["current", "legacy", "newest", "control"])
def test_no_description_ends_at_its_comma(document: dict[str, Any]) -> None:
    """In YAML's braces what follows an unquoted comma is another key, without a value."""

    def torn(node: Any) -> Iterator[str]:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            if value is None and isinstance(key, str) and " " in key:
                yield key
            elif isinstance(value, dict | list):
                yield from torn(value)

    assert list(torn(document)) == []


@DOCUMENTS
def test_words_of_an_enum_differ_in_more_than_their_case(document: dict[str, Any]) -> None:
    """Generators of clients make names of them, and give up where two are the same."""

    def alike(node: Any, at: str) -> Iterator[str]:
        if isinstance(node, list):
            node = dict(enumerate(node))
        if isinstance(node, dict):
            words = [str(word).lower() for word in node["enum"]] if isinstance(node.get("enum"), list) else []
            if len(words) > len(set(words)):
                yield at
            for name, value in node.items():
                yield from alike(value, f"{at}/{name}")

    assert list(alike(document, "")) == []


@DOCUMENTS
def test_versions_are_quoted_dates(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        for version in operation.get("x-cal-api-versions", ["2024-04-15"]):
            assert isinstance(version, str), name
            assert len(version) == 10, name


@DOCUMENTS
def test_versions_of_the_generations_do_not_meet(document: dict[str, Any]) -> None:
    others = [dict(operations(other)) for other in GENERATIONS if other is not document]
    for name, operation in operations(document):
        for other in others:
            versions = set(other.get(name, {}).get("x-cal-api-versions", []))
            assert not versions & set(operation.get("x-cal-api-versions", [])), name


def test_the_newest_generation_holds_what_an_older_one_has_too_and_what_only_its_own_version_knows() -> None:
    older = dict(operations(CURRENT))
    for name, operation in operations(NEWEST):
        assert name in older or operation["x-cal-api-versions"] == [NEWEST["info"]["version"]], name


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"recurrenceCount": 2},
        {"guests": None, "metadata": None, "location": None, "routing": None},
        {"location": {"type": "link"}},
        {"location": {"type": "attendeeAddress", "address": "1 Main St"}},
        {"location": "https://example.com/room"},
        {"metadata": {"k" * 40: "v" * 500, "number": 1}},
        {"eventTypeId": None, "eventTypeSlug": "intro", "teamSlug": "sales"},
        {"attendee": {**PHONE, "email": ""}},
        {"allowConflicts": True, "allowBookingOutOfBounds": True, "skipBookingLimits": False, "rrHostSubsetIds": [1]},
    ],
)
def test_bookings_that_can_be_made(change: dict[str, Any]) -> None:
    assert body("/v2/bookings").is_valid({**CREATE, **change})


@pytest.mark.parametrize(
    "change",
    [
        {"instant": False},
        {"recurrenceCount": 0},
        {"location": {"type": "link", "integration": "zoom"}, "unknown": 1},
        {"location": {"type": "blablabala"}},
        {"location": {"type": "attendeeAddress"}},
        {"metadata": {"k" * 41: "v"}},
        {"metadata": {str(n): "v" for n in range(51)}},
        {"metadata": {"k": "v" * 501}},
        {"eventTypeId": None},
        {"eventTypeId": None, "eventTypeSlug": "intro"},
        {"eventTypeId": None, "eventTypeSlug": "intro", "username": "", "teamSlug": None},
        {"attendee": {**PHONE, "phoneNumber": ""}},
        {"attendee": {"name": "Ann Lee", "timeZone": "Europe/Rome"}},
        {"attendee": {**PHONE, "unknown": 1}},
    ],
)
def test_bookings_that_cannot_be_made(change: dict[str, Any]) -> None:
    assert not body("/v2/bookings").is_valid({**CREATE, **change})


def test_the_key_that_selects_a_branch_is_heeded() -> None:
    move = body("/v2/bookings/{bookingUid}/reschedule")
    assert move.is_valid({"start": "2030-01-08T13:00:00Z", "reschedulingReason": "ill"})
    assert move.is_valid({"start": "2030-01-08T13:00:00Z", "seatUid": "s"})
    assert not move.is_valid({"start": "2030-01-08T13:00:00Z", "seatUid": "s", "reschedulingReason": "ill"})
    cancel = body("/v2/bookings/{bookingUid}/cancel")
    assert cancel.is_valid({})
    assert cancel.is_valid({"seatUid": "s", "cancellationReason": None})
    assert not cancel.is_valid({"seatUid": "s", "cancelSubsequentBookings": True})


def test_event_bodies_name_their_trigger() -> None:
    for trigger, hook in CURRENT["webhooks"].items():
        schema = hook["post"]["requestBody"]["content"]["application/json"]["schema"]
        event = CURRENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        assert event["properties"]["triggerEvent"]["const"] == trigger
        assert "triggerEvent" in event["required"]


def test_no_show_event_is_closed_and_complete() -> None:
    event = validator({"$ref": "#/components/schemas/BookingNoShowUpdatedEvent"})
    payload = {
        "message": "m",
        "attendees": [{"email": "a@example.com", "noShow": True}],
        "bookingUid": "u",
        "bookingId": 1,
    }
    good = {"triggerEvent": "BOOKING_NO_SHOW_UPDATED", "createdAt": "2030-01-08T13:00:00.000Z", "payload": payload}
    assert event.is_valid(good)
    assert not event.is_valid({**good, "createdAt": "2030-01-08T13:00:00Z"})
    assert not event.is_valid({**good, "payload": {**payload, "extra": 1}})
    for key in payload:
        assert not event.is_valid({**good, "payload": {k: v for k, v in payload.items() if k != key}})


def test_error_families_do_not_pass_for_one_another() -> None:
    outer = {"status": "error", "timestamp": "2030-01-08T13:00:00.000Z", "path": "/v2/bookings"}
    details = {"message": "m", "error": "Bad Request", "statusCode": 400}
    bodies = {
        "HttpExceptionError": {**outer, "error": {"code": "BadRequestException", "message": "m", "details": details}},
        "KeyedError": {
            "statusCode": 400,
            "message": "key",
            **outer,
            "error": {"code": "bad_request_error", "message": "m", "details": details},
        },
        "PlainError": {**outer, "error": {"code": "TRPCError", "message": "m"}},
        "ValidationListError": {
            **outer,
            "error": {
                "code": "BadRequestException",
                "message": "Bad Request Exception",
                "details": {"errors": [{"property": "a", "children": [], "constraints": {"isString": "no"}}]},
            },
        },
        "RawError": {"statusCode": 400, "message": "m"},
    }
    for family in bodies:
        check = validator({"$ref": f"#/components/schemas/{family}"})
        assert [name for name, error in bodies.items() if check.is_valid(error)] == [family]
