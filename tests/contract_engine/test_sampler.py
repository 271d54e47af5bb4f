from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.contract.answers import check
from emulator.contract.document import load
from emulator.contract.formats import FORMATS
from emulator.contract.operation import Operation
from emulator.contract.router import Router
from emulator.contract.sampler import NoSampleError, Sampler
from emulator.contract.values import ABSENT
from tests.contract_engine.building import Json, answering, operation
from tests.contract_engine.reference import REFERENCES, needs_references

NODE = {"$ref": "#/components/schemas/Node"}
COUNTED = {"type": "object", "properties": {"c": {"type": "integer"}}, "required": ["c"]}


def sampled(schema: Json, schemas: Json = None, seed: int = 0) -> Any:
    one = answering(schema, schemas)
    value = Sampler(seed).sample(one)
    assert check(one, 200, value) == []
    return value


@pytest.mark.parametrize("seed", range(3))
def test_every_answer_of_the_shipped_documents(by_id: dict[str, Operation], seed: int) -> None:
    sampler = Sampler(seed)
    for one in by_id.values():
        for key, schema in one.responses.items():
            value = sampler.sample(one, int(key))
            assert check(one, int(key), value) == [] if schema is not None else value is ABSENT


@needs_references
@pytest.mark.parametrize("name", REFERENCES)
def test_every_answer_of_the_published_documents(name: str) -> None:
    sampler = Sampler(0)
    for one in Router([load(REFERENCES[name], repair=True)]).operations:
        for key in one.responses:
            status = 400 if key == "default" else int(key)
            value = sampler.sample(one, status)
            assert check(one, status, value) == []


def test_the_same_seed_gives_the_same_values(by_id: dict[str, Operation]) -> None:
    booking, me = by_id["BookingsController_2024_08_13_createBooking"], by_id["MeController_getMe"]
    first, second = Sampler(7), Sampler(7)
    assert first.sample(booking) == second.sample(booking)
    # Neither the order of the calls nor their number matters.
    assert [first.sample(me), first.sample(me)] == [second.sample(me)] * 2
    assert first.sample(booking) == second.sample(booking)
    assert first.sample(booking) != Sampler(8).sample(booking)


@pytest.mark.parametrize(
    "schema",
    [
        {"const": 5},
        {"enum": ["a", None]},
        {"type": ["string", "null"]},
        {"type": "null"},
        {"type": "integer", "minimum": 5, "maximum": 5},
        {"type": "integer", "exclusiveMinimum": -3, "exclusiveMaximum": 0, "multipleOf": 2},
        {"type": "number", "minimum": 0.25, "maximum": 1.25, "multipleOf": 0.25},
        {"type": "integer", "maximum": -10},
        {"type": "string", "minLength": 80, "maxLength": 90},
        {"type": "string", "maxLength": 3},
        {"type": "string", "pattern": r"^[a-z]{3}-\d{4}$"},
        {"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 3, "uniqueItems": True},
        {"type": "array", "items": {"type": "string"}, "maxItems": 0},
        {"type": "array", "items": {"enum": ["a", "b"]}, "contains": {"const": "b"}},
        {"type": "array", "prefixItems": [{"type": "string"}, COUNTED], "items": {"type": "boolean"}, "minItems": 3},
        {"type": "object", "minProperties": 3},
        {"type": "object", "propertyNames": {"pattern": r"^\d{4}$"}, "additionalProperties": {"type": "integer"}},
        {"type": "object", "required": ["x"]},
        {"type": "object", "properties": {"a": {}, "b": {}}, "not": {"required": ["a", "b"]}},
        {
            "type": "object",
            "properties": {"a": {"type": "boolean"}},
            "if": {"properties": {"a": {"const": True}}},
            "then": COUNTED,
        },
        {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        {"anyOf": [COUNTED], "properties": {"b": {"const": 2}}, "required": ["b"]},
        {"allOf": [COUNTED, {"type": "object", "properties": {"c": {"minimum": 90}}}]},
        {"type": "string", "examples": ["as the document says"]},
        *({"type": "string", "format": name} for name in FORMATS),
        True,
    ],
)
@pytest.mark.parametrize("seed", range(4))
def test_rules_are_kept(schema: Json, seed: int) -> None:
    sampled(schema, seed=seed)


@pytest.mark.parametrize(
    "cut",
    [
        {"type": "object", "properties": {"next": NODE}},
        {"type": "object", "properties": {"next": {"type": "array", "items": NODE}}, "required": ["next"]},
        {"type": "object", "properties": {"next": {"anyOf": [NODE, {"type": "null"}]}}, "required": ["next"]},
        {"type": "object", "properties": {"next": {"oneOf": [NODE, {"type": "string"}]}}, "required": ["next"]},
        {"type": ["object", "null"], "properties": {"next": NODE}, "required": ["next"]},
        {"type": "object", "additionalProperties": NODE, "properties": {}},
    ],
)
def test_schemas_that_contain_themselves_are_cut(cut: Json) -> None:
    sampled(NODE, {"Node": cut})


@pytest.mark.parametrize(
    "schema",
    [
        NODE,
        {"type": "string", "const": 5},
        {"type": "string", "pattern": r"^(?=a)b$"},
    ],
)
def test_what_has_no_value_says_so(schema: Json) -> None:
    node = {"type": "object", "properties": {"next": NODE}, "required": ["next"]}
    with pytest.raises(NoSampleError):
        sampled(schema, {"Node": node})


def test_answers_without_a_body() -> None:
    assert Sampler(0).sample(operation(responses={"204": {"description": ""}})) is ABSENT
    assert Sampler(0).sample(operation(), 404) is ABSENT


def test_values_look_like_what_they_are_called() -> None:
    names = ("email", "timeZone", "createdAt", "uid", "slug", "username", "title", "phone", "bookingUrl")
    properties = {name: {"type": "string"} for name in names}
    value = sampled({"type": "object", "properties": properties, "required": list(names)})
    assert "@" in value["email"]
    assert "/" in value["timeZone"] or value["timeZone"] == "UTC"
    assert value["createdAt"].startswith("2030-")
    assert value["bookingUrl"].startswith("https://")
    assert value["phone"].startswith("+")


@given(st.integers())
def test_chance_may_come_from_elsewhere(seed: int) -> None:
    one = answering({"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]})
    value = Sampler(0).draw(one.schemas, one.responses["200"], Random(seed))
    assert check(one, 200, value) == []
