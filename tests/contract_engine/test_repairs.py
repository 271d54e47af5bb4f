from __future__ import annotations

from typing import Any

from emulator.contract.document import load
from emulator.contract.operation import Operation
from emulator.contract.router import Router
from tests.contract_engine.building import Json, refused, taken

STRING = {"type": "string"}
REF = "#/components/schemas/"


def mended(operation: Json, schemas: Json = None, path: str = "/v2/things") -> Operation:
    """The only operation of a 3.0 document without security schemes, repaired."""
    raw = {
        "openapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "paths": {path: {"post": {"responses": {"200": {"description": ""}}, **operation}}},
        "components": {"schemas": schemas or {}},
    }
    return Router([load(raw, repair=True)]).operations[0]


def body(schema: Json) -> Json:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


def header(name: str, *, required: bool, **schema: Json) -> Json:
    return {"name": name, "in": "header", "required": required, "schema": {**STRING, **schema}}


def schemas_of(operation: Operation) -> Any:
    return operation.document.raw["components"]["schemas"]


def test_credentials_become_security() -> None:
    key, secret = header("Authorization", required=True), header("x-cal-secret-key", required=False)
    other = header("accept-language", required=True)
    operation = mended({"parameters": [key, secret, other]})
    assert operation.demand == "required"
    assert operation.raw["parameters"] == [other]
    assert operation.raw["security"] == [{"ApiKey": []}, {"OAuthClientId": [], "OAuthClientSecret": []}]
    assert set(operation.document.raw["components"]["securitySchemes"]) == {
        "ApiKey",
        "OAuthClientId",
        "OAuthClientSecret",
    }
    optional = {"parameters": [header("Authorization", required=False)]}
    assert mended(optional).demand == "optional"
    assert mended(optional, path="/v2/organizations/{orgId}/users").demand == "required"
    assert mended({}).demand == "none"


def test_the_default_of_the_version_header_is_the_version() -> None:
    version = header("cal-api-version", required=True, default="2024-09-04")
    assert mended({"parameters": [version]}).versions == {"2024-09-04"}  # type: ignore[comparison-overlap]
    stated = {"parameters": [version], "x-cal-api-versions": ["2024-08-13"]}
    assert mended(stated).versions == {"2024-08-13"}  # type: ignore[comparison-overlap]
    assert mended({"parameters": [header("cal-api-version", required=True)]}).versions is None


def test_lists_in_queries_are_written_with_commas() -> None:
    words = {"name": "words", "in": "query", "schema": {"type": "array", "items": STRING}}
    operation = mended({"parameters": [words, {**words, "name": "more", "explode": True}]})
    assert [(one["style"], one["explode"]) for one in operation.raw["parameters"]] == [("form", False), ("form", True)]


def test_variables_of_other_paths_are_dropped() -> None:
    def variable(name: str) -> Json:
        return {"name": name, "in": "path", "required": True, "schema": STRING}

    operation = mended({"parameters": [variable("a"), variable("b")]}, path="/v2/things/{a}")
    assert [one.name for one in operation.parameters] == ["a"]


def test_nullable_without_a_type_is_meant() -> None:
    schemas = {
        "A": {"allOf": [{"$ref": f"{REF}B"}], "nullable": True, "description": "kept"},
        "B": {"type": "object", "properties": {"nullable": {"type": "boolean"}}},
        "C": {"type": "object", "properties": {"a": {"$ref": f"{REF}B", "nullable": True}}},
    }
    found = schemas_of(mended({}, schemas))
    assert found["A"] == {"description": "kept", "anyOf": [{"allOf": [{"$ref": f"{REF}B"}]}, {"type": "null"}]}
    assert found["B"] == schemas["B"]
    assert found["C"]["properties"]["a"] == {"anyOf": [{"$ref": f"{REF}B"}, {"type": "null"}]}


PLAIN = {"type": "object", "properties": {"a": STRING}}
KEYED = {"type": "object", "properties": {"a": STRING, "count": {"type": "number"}}}
SEATED = {"type": "object", "properties": {"seat": STRING, "note": STRING}, "required": ["seat"]}


def test_bodies_that_overlap_are_told_apart_by_a_key() -> None:
    operation = mended(body({"oneOf": [PLAIN, KEYED]}))
    assert taken(operation, {"a": "x", "count": 1, "z": 1}) == {"a": "x", "count": 1}
    assert taken(operation, {"a": "x", "z": 1}) == {"a": "x"}
    assert refused(operation, {"count": "x"})["details"]["errors"][0]["property"] == "count"
    required = mended(body({"oneOf": [PLAIN, SEATED]}))
    assert taken(required, {"a": "x", "note": "n"}) == {"a": "x"}
    assert taken(required, {"seat": "x", "note": "n"}) == {"seat": "x", "note": "n"}


def test_several_bodies_are_told_apart_by_their_keys() -> None:
    operation = mended(body({"oneOf": [PLAIN, KEYED, SEATED]}))
    assert taken(operation, {"a": "x"}) == {"a": "x"}
    assert taken(operation, {"count": 5}) == {"count": 5}
    assert refused(operation, {"seat": 5})["details"]["errors"][0]["property"] == "seat"


def test_kinds_are_told_apart_by_the_examples_of_their_type() -> None:
    def kind(example: str, **properties: Json) -> Json:
        return {
            "type": "object",
            "properties": {"type": {**STRING, "example": example}, **properties},
            "required": ["type"],
        }

    schemas = {"Link": kind("link", link=STRING), "Phone": kind("phone", phone=STRING)}
    union = {"oneOf": [{"$ref": f"{REF}Link"}, {"$ref": f"{REF}Phone"}]}
    operation = mended(body({"type": "object", "properties": {"place": union}}), schemas)
    assert taken(operation, {"place": {"type": "phone", "phone": "1", "link": "x"}}) == {
        "place": {"type": "phone", "phone": "1"}
    }
    error = refused(operation, {"place": {"type": "fax"}})["details"]["errors"][0]["children"][0]
    assert error["constraints"] == {"isIn": "type must be one of the following values: link, phone"}


def test_other_unions_that_may_overlap_are_any_of() -> None:
    answer = {
        "responses": {
            "200": {"description": "", "content": {"application/json": {"schema": {"oneOf": [PLAIN, KEYED]}}}}
        }
    }
    assert mended(answer).responses["200"] == {"anyOf": [PLAIN, KEYED]}
    several = mended(body({"oneOf": [PLAIN, STRING]}))
    assert several.body is not None
    assert several.body.schema == {"anyOf": [PLAIN, STRING]}
    tagged = {"oneOf": [{"$ref": f"{REF}A"}], "discriminator": {"propertyName": "a"}}
    kept = mended(body(tagged), {"A": PLAIN}).body
    assert kept is not None
    assert kept.schema == tagged


def test_requirements_without_end_are_dropped() -> None:
    def needing(**properties: Json) -> Json:
        return {"type": "object", "properties": properties, "required": list(properties)}

    schemas = {
        "A": needing(self={"allOf": [{"$ref": f"{REF}A"}]}, name=STRING),
        "B": needing(c={"$ref": f"{REF}C"}),
        "C": needing(b={"$ref": f"{REF}B"}),
        "D": needing(list={"type": "array", "items": {"$ref": f"{REF}D"}}),
    }
    found = schemas_of(mended({}, schemas))
    assert found["A"]["required"] == ["name"]
    assert sorted(found["B"]["required"] + found["C"]["required"]) in (["b"], ["c"])
    assert found["D"]["required"] == ["list"]


def test_patterns_that_were_printed_as_code() -> None:
    schemas = {
        "A": {**STRING, "pattern": r"/^\d$/"},
        "B": {**STRING, "pattern": "TIME_FORMAT"},
        "C": {**STRING, "pattern": "AB"},
    }
    found = schemas_of(mended({}, schemas))
    assert [found[name].get("pattern") for name in "ABC"] == [r"^\d$", None, "AB"]


def test_errors_that_nobody_describes_are_left_open() -> None:
    assert set(mended({}).responses) == {"200", "default"}
    described = {"responses": {"200": {"description": ""}, "404": {"description": ""}}}
    assert set(mended(described).responses) == {"200", "404"}
