from __future__ import annotations

import pytest

from emulator.contract.document import DocumentError, load
from emulator.contract.operation import Operation
from emulator.contract.overlay import apply, repaired, shipped
from emulator.contract.plan import accept
from emulator.contract.router import Router
from tests.contract_engine.building import Json, sentence
from tests.contract_engine.reference import REFERENCES, needs_references

DOCUMENT = {"a": {"x": 1, "tags": ["one"], "deep": {"y": 2}}, "b": [{"n": 1}, {"n": 2}, {"n": 3}]}
BOOKING = {
    "start": "2030-01-08T13:00:00Z",
    "eventTypeId": 5,
    "attendee": {"name": "Ada", "timeZone": "Europe/Rome", "email": "ada@example.com"},
}


def acted(*actions: Json) -> Json:
    return apply({"overlay": "1.0.0", "actions": list(actions)}, DOCUMENT)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (
            {"target": "$.a", "update": {"x": 5, "tags": ["two"], "deep": {"z": 3}}},
            {**DOCUMENT, "a": {"x": 5, "tags": ["one", "two"], "deep": {"y": 2, "z": 3}}},
        ),
        ({"target": "$.b", "update": {"n": 4}}, {**DOCUMENT, "b": [{"n": 1}, {"n": 2}, {"n": 3}, {"n": 4}]}),
        (
            {"target": "$.b[?@.n > 1]", "update": {"m": 0}},
            {**DOCUMENT, "b": [{"n": 1}, {"n": 2, "m": 0}, {"n": 3, "m": 0}]},
        ),
        ({"target": "$.b[?@.n < 3]", "remove": True}, {**DOCUMENT, "b": [{"n": 3}]}),
        ({"target": "$.a.deep", "remove": True}, {**DOCUMENT, "a": {"x": 1, "tags": ["one"]}}),
        ({"target": "$.nowhere", "update": {"x": 1}}, DOCUMENT),
    ],
)
def test_actions(action: Json, expected: Json) -> None:
    assert acted(action) == expected


def test_actions_follow_one_another_and_leave_the_original_alone() -> None:
    update = {"target": "$.a", "update": {"new": {"x": 1}}}
    assert acted(update, {"target": "$.a.new", "update": {"x": 2}})["a"]["new"] == {"x": 2}
    assert "new" not in DOCUMENT["a"]
    assert update["update"] == {"new": {"x": 1}}


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ({"update": {}}, "at #/actions/0: an action needs a `target`"),
        ({"target": "$.a"}, "and `update` or `remove`"),
        ({"target": "$.a[?", "update": {}}, r"at #/actions/0/target: '\$.a\[\?' is no JSONPath"),
    ],
)
def test_bad_actions_say_what_is_wrong(action: Json, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        acted(action)


def test_the_shipped_corrections_are_an_overlay() -> None:
    assert shipped()["overlay"] == "1.0.0"
    assert apply(shipped(), {"paths": {}}) == {"paths": {}}


def test_flags_that_were_generated_as_objects() -> None:
    properties = {"isDefault": {"type": "object", "default": True}, "other": {"type": "object", "default": {}}}
    raw = {
        "openapi": "3.0.0",
        "paths": {},
        "components": {"schemas": {"A": {"type": "object", "properties": properties}}},
    }
    mended = repaired(raw)["components"]["schemas"]["A"]["properties"]
    assert mended["isDefault"]["type"] == "boolean"
    assert mended["other"]["type"] == "object"


def operations(name: str) -> Router:
    return Router([load(REFERENCES[name], repair=True)])


def creation(name: str) -> Operation:
    match = operations(name).match("/v2/bookings")
    assert match is not None
    operation = match.entry.select("POST", "2024-08-13")
    assert operation is not None
    return operation


@needs_references
@pytest.mark.parametrize("name", REFERENCES)
def test_the_published_documents_take_a_booking(name: str) -> None:
    """design 5: as published they refuse every valid booking."""
    create = creation(name)
    assert create.demand == "optional"
    assert create.versions == frozenset({"2024-08-13", "2026-02-25"})
    assert accept(create, (), "", BOOKING).body == BOOKING
    assert accept(create, (), "", {**BOOKING, "recurrenceCount": 3}).body["recurrenceCount"] == 3
    assert "recurrenceCount" in sentence(create, {**BOOKING, "recurrenceCount": "x"})
    assert sentence(create, {**BOOKING, "start": "soon"}) == (
        "start property is wrong,start must be a valid ISO 8601 date string "
    )


@needs_references
def test_the_published_documents_as_they_are_refuse_every_booking() -> None:
    unmended = Router([load(REFERENCES["openapi.json"])]).match("/v2/bookings")
    assert unmended is not None
    operation = unmended.entry.select("POST", "2024-08-13")
    assert operation is not None
    assert not operation.body_check(BOOKING)


@needs_references
@pytest.mark.parametrize("name", REFERENCES)
def test_every_operation_of_the_published_documents_compiles(name: str) -> None:
    router = operations(name)
    assert len(router.operations) == {"openapi.json": 121, "openapi-full.json": 272}[name]
    for one in router.operations:
        assert one.query_check({}) in (True, False)
        assert one.body_check({}) in (True, False)
        if one.path.startswith("/v2/organizations/"):
            assert one.demand != "optional"
