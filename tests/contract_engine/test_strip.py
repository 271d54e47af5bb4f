from __future__ import annotations

from typing import Any

import pytest

from tests.contract_engine.building import Json, taken, taking

NAME = {"type": "string"}
PLAIN = {"type": "object", "properties": {"name": NAME, "free": {"type": "object"}}}
TREE = {
    "type": "object",
    "properties": {"name": NAME, "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}},
}


@pytest.mark.parametrize(
    ("schema", "body", "kept"),
    [
        pytest.param(PLAIN, {"name": "a", "x": 1}, {"name": "a"}, id="unknown"),
        pytest.param(PLAIN, {"free": {"x": {"y": 1.0}}}, {"free": {"x": {"y": 1}}}, id="free form"),
        pytest.param({"type": "object"}, {"x": 1}, {"x": 1}, id="a body free in form"),
        pytest.param({**PLAIN, "additionalProperties": True}, {"x": 1}, {"x": 1}, id="open on purpose"),
        pytest.param({**PLAIN, "additionalProperties": {"type": "integer"}}, {"x": 1}, {"x": 1}, id="described others"),
        pytest.param({**PLAIN, "patternProperties": {"^x-": {}}}, {"x-a": 1, "y": 2}, {"x-a": 1}, id="by pattern"),
        pytest.param(
            {"type": "object", "properties": {"a": PLAIN}},
            {"a": {"name": "n", "x": 1}},
            {"a": {"name": "n"}},
            id="nested",
        ),
        pytest.param(
            {"type": "object", "properties": {"a": {"anyOf": [PLAIN, {"type": "null"}]}}},
            {"a": {"name": "n", "x": 1}},
            {"a": {"name": "n"}},
            id="nullable",
        ),
        pytest.param(
            {"type": "object", "properties": {"a": {"anyOf": [PLAIN, {"type": "null"}]}}},
            {"a": None},
            {"a": None},
            id="null",
        ),
        pytest.param(
            {"type": "object", "properties": {"a": {"type": "array", "items": PLAIN}}},
            {"a": [{"x": 1}, {"name": "n", "x": 1}]},
            {"a": [{}, {"name": "n"}]},
            id="in lists",
        ),
        pytest.param(
            {"allOf": [PLAIN, {"type": "object", "properties": {"more": NAME}}]},
            {"name": "n", "more": "m", "x": 1},
            {"name": "n", "more": "m"},
            id="allOf",
        ),
        pytest.param(
            {
                **PLAIN,
                "if": {"required": ["name"]},
                "then": {"properties": {"b": {}}},
                "else": {"properties": {"c": {}}},
            },
            {"name": "n", "b": 1, "c": 2},
            {"name": "n", "b": 1},
            id="condition",
        ),
        pytest.param(
            {"oneOf": [{"type": "string"}, PLAIN, {"type": "array", "items": PLAIN}]}, {"x": 1}, {}, id="union of kinds"
        ),
        pytest.param(
            {"type": "object", "properties": {"a": {**PLAIN, "x-validated-by": "handler"}}},
            {"a": {"x": 1}},
            {"a": {"x": 1}},
            id="left to a handler",
        ),
        pytest.param(
            {"type": ["object", "array"], "properties": {"a": {}}, "items": PLAIN},
            {"a": 1, "x": 1},
            {"a": 1},
            id="two kinds",
        ),
        pytest.param(
            {"anyOf": [{"type": "object", "additionalProperties": {"type": "integer"}}, {"type": "string"}]},
            {"x": 1},
            {"x": 1},
            id="a union free in form",
        ),
        pytest.param(
            {
                "type": "object",
                "properties": {"a": {"oneOf": [{"type": "array", "items": PLAIN}, PLAIN, {"type": "string"}]}},
            },
            {"a": [{"name": "n", "x": 1}]},
            {"a": [{"name": "n"}]},
            id="a list in a union",
        ),
        pytest.param(
            {**PLAIN, "anyOf": [{"additionalProperties": {"type": "integer"}}, {"required": ["y"]}]},
            {"x": 1},
            {"x": 1},
            id="a union that allows others",
        ),
        pytest.param(
            {**PLAIN, "if": {"required": ["x"]}, "then": {"patternProperties": {"^x": {}}}},
            {"x": 1, "y": 2},
            {"x": 1},
            id="a condition with patterns",
        ),
        pytest.param(
            {
                "type": "object",
                "properties": {"a": {"anyOf": [{**PLAIN, "x-validated-by": "handler"}, {"type": "string"}]}},
            },
            {"a": {"x": 1}},
            {"a": {"x": 1}},
            id="a union left to a handler",
        ),
    ],
)
def test_what_is_left_of_a_body(schema: Json, body: Any, kept: Any) -> None:
    assert taken(taking(schema), body) == kept


def test_the_body_that_came_is_not_changed() -> None:
    body = {"name": "a", "x": 1}
    taken(taking(PLAIN), body)
    assert body == {"name": "a", "x": 1}


def test_a_schema_that_contains_itself() -> None:
    one = taking({"$ref": "#/components/schemas/Tree"}, {"Tree": TREE})
    body = {"children": [{"name": "a", "x": 1, "children": [{"x": 1}]}]}
    assert taken(one, body) == {"children": [{"name": "a", "children": [{}]}]}


def test_the_branch_is_found_by_its_key() -> None:
    branches = [
        {"type": "object", "properties": {"a": NAME}, "not": {"required": ["key"]}},
        {"type": "object", "properties": {"key": NAME, "b": NAME}, "required": ["key"]},
    ]
    one = taking({"oneOf": branches, "x-selected-by": {"key": "key"}})
    assert taken(one, {"a": "1", "b": "2"}) == {"a": "1"}
    assert taken(one, {"a": "1", "b": "2", "key": "k"}) == {"b": "2", "key": "k"}


def test_the_branch_is_found_by_its_tag() -> None:
    def kind(name: str) -> Json:
        return {"type": "object", "properties": {"type": {"const": name}, name: NAME}, "required": ["type"]}

    references = {name: f"#/components/schemas/{name}" for name in ("a", "b")}
    place = {
        "oneOf": [{"$ref": reference} for reference in references.values()],
        "x-selected-by": {"property": "type", "mapping": references},
    }
    one = taking({"type": "object", "properties": {"place": place}}, {"a": kind("a"), "b": kind("b")})
    assert taken(one, {"place": {"type": "b", "a": "1", "b": "2"}}) == {"place": {"type": "b", "b": "2"}}


def test_properties_beside_a_union_are_known() -> None:
    schema = {
        "type": "object",
        "properties": {"slug": NAME},
        "oneOf": [{"properties": {"a": NAME}, "required": ["a"]}, {"properties": {"b": PLAIN}, "required": ["b"]}],
    }
    assert taken(taking(schema), {"slug": "s", "b": {"x": 1, "name": "n"}, "c": 1}) == {"slug": "s", "b": {"name": "n"}}


def test_what_nothing_is_left_out_of_is_given_back_as_it_is_and_the_rest_is_a_copy() -> None:
    strip = taking({"$ref": "#/components/schemas/Tree"}, {"Tree": TREE}).body_strip
    assert strip is not None
    whole = {"name": "a", "children": [{"name": "b"}, {"children": []}]}
    assert strip(whole) is whole
    more = {"name": "a", "children": [{"name": "b"}, {"name": "c", "x": 1}], "y": 2}
    kept = strip(more)
    assert kept == {"name": "a", "children": [{"name": "b"}, {"name": "c"}]}
    assert kept["children"][0] is more["children"][0]  # type: ignore[index]
    assert more == {"name": "a", "children": [{"name": "b"}, {"name": "c", "x": 1}], "y": 2}
