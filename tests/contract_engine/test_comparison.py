from __future__ import annotations

import copy
from typing import Any

import pytest

from emulator.contract.comparison import Changed, compare
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
        new["paths"]["/things/{thingId}"]["patch"]["parameters"][0]["name"] = "thingId"
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


def body(document: Any) -> Any:
    return document["paths"]["/things/{id}"]["patch"]["requestBody"]["content"]["application/json"]


def answer(document: Any) -> Any:
    return document["paths"]["/things/{id}"]["patch"]["responses"]["200"]["content"]["application/json"]


NAMED = {"type": "object", "properties": {"a": {"type": "string"}}}
NAMELESS = {"type": "object", "properties": {}}
NEEDED = {**NAMED, "required": ["a"]}
BOTH = {"oneOf": [NAMED, {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}]}
ONE_OF_THEM = {"oneOf": [NAMED, {"type": "object", "properties": {"b": {"type": "string"}}}]}


def named(**limits: Any) -> Any:
    return {"type": "object", "properties": {"a": {"type": "string", **limits}}}


@pytest.mark.parametrize(
    ("before", "after", "sent", "told"),
    [
        (NAMELESS, NAMED, False, False),
        (NAMELESS, NEEDED, True, False),
        (NAMED, NAMELESS, True, True),
        (NAMED, NEEDED, True, False),
        (NEEDED, NAMED, False, True),
        (BOTH, ONE_OF_THEM, True, True),
        (ONE_OF_THEM, BOTH, False, False),
        (NAMED, ONE_OF_THEM, False, True),
        (named(), named(type="integer"), True, True),
        (named(type="integer"), named(type="number"), False, True),
        (named(type=["string", "null"]), named(), True, False),
        (named(), named(enum=["x"]), True, False),
        (named(enum=["x", "y"]), named(enum=["x"]), True, False),
        (named(), named(minLength=2), True, False),
        (named(minLength=2), named(minLength=3), True, False),
        (named(maxLength=2), named(maxLength=3), False, True),
        (named(pattern="^a"), named(), False, True),
        (named(pattern="^a"), named(pattern="^b"), True, True),
        (named(format="email"), named(format="uri"), True, True),
        ({"type": "array", "items": NAMED}, {"type": "array", "items": NEEDED}, True, False),
        (named(type="array", items={"type": "string"}), named(type="array", items={"type": "integer"}), True, True),
        (
            named(type="object", additionalProperties={"type": "string"}),
            named(type="object", additionalProperties={"type": "integer"}),
            True,
            True,
        ),
    ],
)
def test_what_may_break_one_depends_on_who_says_it(before: Any, after: Any, sent: bool, told: bool) -> None:
    """A client may not be asked for more, nor told what it did not expect; each is fine the other way about."""
    for place, breaks in ((body, sent), (answer, told)):
        old, new = copy.deepcopy(OLD), copy.deepcopy(OLD)
        place(old)["schema"], place(new)["schema"] = before, after
        (one,) = compare([load(old)], [load(new)])
        assert any(each.breaks for each in one.differences) is breaks


@pytest.mark.parametrize(
    ("change", "line", "breaks"),
    [
        (lambda new: new["paths"]["/things/{id}"]["patch"]["requestBody"].update(required=True), "~ body: ", True),
        (lambda new: new["paths"]["/things/{id}"]["patch"].pop("requestBody"), "- body: optional", True),
        (lambda new: new["paths"]["/things/{id}"]["patch"]["responses"]["200"].pop("content"), "~ answer 200: ", True),
        (
            lambda new: new["paths"]["/things/{id}"]["patch"].update(security=[{"key": []}]),
            "~ credentials: none -> required",
            True,
        ),
        (
            lambda new: new["paths"]["/things/{id}"]["patch"].update(security=[{"key": []}, {}]),
            "~ credentials: none -> optional",
            True,
        ),
    ],
)
def test_bodies_answers_and_credentials_as_a_whole(change: Any, line: str, breaks: bool) -> None:
    (one,) = changed(change)
    said = [each for each in one.differences if str(each).startswith(line)]
    assert [each.breaks for each in said] == [breaks]
    new = copy.deepcopy(OLD)
    change(new)
    (back,) = compare([load(new)], [load(OLD)])
    assert [each.breaks for each in back.differences if each.at == said[0].at] == [False]


def test_a_member_of_one_branch_alone_is_said_to_be() -> None:
    old, new = copy.deepcopy(OLD), copy.deepcopy(OLD)
    body(old)["schema"], body(new)["schema"] = BOTH, ONE_OF_THEM
    (one,) = compare([load(old)], [load(new)])
    assert [str(each) for each in one.differences] == [
        "~ body /a: string, optional -> string, optional, in 1 of 2 branches"
    ]


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
        "~ answer 200 /at: string, optional -> boolean|string, optional",
        "~ body /at: string, optional -> boolean|string, optional",
    ]
