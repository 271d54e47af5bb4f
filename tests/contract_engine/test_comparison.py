from __future__ import annotations

import copy
from typing import Any

import pytest

from emulator.contract.comparison import Changed, Difference, compare
from emulator.contract.document import Document, builtin_documents, load

OLD: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/things/{id}": {
            "patch": {
                "operationId": "change",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "take", "in": "query", "schema": {"type": "integer"}},
                ],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                "responses": {
                    "200": {
                        "description": "d",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string"},
                    "colour": {"type": "string", "enum": ["red", "blue"]},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                    "place": {
                        "oneOf": [{"type": "string"}, {"type": "object", "properties": {"x": {"type": "number"}}}]
                    },
                },
            }
        }
    },
}


def changed(change: Any) -> list[Changed]:
    new = copy.deepcopy(OLD)
    change(new)
    return compare([load(OLD)], [load(new)])


def thing(document: Any) -> Any:
    return document["components"]["schemas"]["Thing"]


def differences(change: Any) -> list[str]:
    (one,) = changed(change)
    assert (one.method, one.path, one.what) == ("PATCH", "/things/{id}", "changed")
    return [str(each) for each in one.differences]


def test_the_same_document_changes_nothing() -> None:
    documents = builtin_documents()
    assert compare(documents, documents) == []
    assert changed(lambda new: new["info"].update(description="other words")) == []


def test_names_of_variables_and_components_and_prose_do_not_count() -> None:
    def change(new: Any) -> None:
        new["paths"]["/things/{thingId}"] = new["paths"].pop("/things/{id}")
        new["paths"]["/things/{thingId}"]["patch"]["summary"] = "words"
        new["components"]["schemas"]["Thing"]["description"] = "words"

    assert changed(change) == []


def test_operations_come_and_go() -> None:
    def change(new: Any) -> None:
        new["paths"]["/others"] = {"get": {"responses": {"200": {"description": "d"}}}}
        del new["paths"]["/things/{id}"]

    assert changed(change) == [Changed("GET", "/others", "added"), Changed("PATCH", "/things/{id}", "removed")]


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (
            lambda new: thing(new).update(required=["name", "colour"]),
            [
                "~ answer 200 /colour: string, optional, one of blue, red -> string, required, one of blue, red",
                "~ body /colour: string, optional, one of blue, red -> string, required, one of blue, red",
            ],
        ),
        (
            lambda new: thing(new)["properties"]["name"].update(type=["string", "null"]),
            [
                "~ answer 200 /name: string, required -> null|string, required",
                "~ body /name: string, required -> null|string, required",
            ],
        ),
        (
            lambda new: new["paths"]["/things/{id}"]["patch"]["parameters"].pop(1),
            ["- query take: integer, optional"],
        ),
        (
            lambda new: new["paths"]["/things/{id}"]["patch"]["requestBody"].update(required=True),
            ["~ body: optional -> required"],
        ),
        (
            lambda new: thing(new)["properties"]["place"]["oneOf"][1]["properties"].update(y={"type": "number"}),
            ["+ answer 200 /place/y: number, optional", "+ body /place/y: number, optional"],
        ),
        (
            lambda new: thing(new)["properties"].pop("place"),
            ["- answer 200 /place: object|string, optional", "- body /place: object|string, optional"],
        ),
    ],
)
def test_what_a_client_notices(change: Any, lines: list[str]) -> None:
    assert differences(change) == lines


@pytest.mark.parametrize(
    ("difference", "breaks"),
    [
        (Difference("body /a", None, "string, optional"), False),
        (Difference("body /a", None, "string, required"), True),
        (Difference("query a", "string, optional", None), True),
        (Difference("answer 200 /a", None, "string, required"), False),
        (Difference("answer 200 /a", "string, required", None), True),
        (Difference("answer 200 /a", "string, required", "integer, required"), True),
    ],
)
def test_what_may_break_one(difference: Difference, breaks: bool) -> None:
    assert difference.breaks is breaks


def test_schemas_that_contain_themselves_come_to_an_end() -> None:
    node: dict[str, Any] = {"type": "object", "properties": {"self": {"$ref": "#/components/schemas/Thing"}}}
    new = copy.deepcopy(OLD)
    new["components"]["schemas"]["Thing"] = node
    assert compare([Document(new)], [Document(new)]) == []


def test_every_branch_of_a_choice_counts() -> None:
    """Inputs of the API are choices whose branches have members of the same names."""

    def chosen(first: str) -> Document:
        document = copy.deepcopy(OLD)
        branches = [{"type": "object", "properties": {"at": {"type": kind}}} for kind in (first, "string")]
        document["components"]["schemas"]["Thing"] = {"oneOf": branches}
        return load(document)

    assert compare([chosen("string")], [chosen("string")]) == []
    (one,) = compare([chosen("string")], [chosen("boolean")])
    assert [str(each) for each in one.differences] == [
        "~ answer 200 /at: string, optional -> boolean, optional or string, optional",
        "~ body /at: string, optional -> boolean, optional or string, optional",
    ]
