from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from emulator.contract.document import Document, DocumentError, builtin_documents, load
from emulator.contract.traverse import every_schema
from tests.contract_engine.building import raw

GET = {"get": {"responses": {"200": {"description": ""}}}}


def test_a_json_file_and_a_yaml_file_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(raw({"/a": GET})))
    (tmp_path / "a.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
        "paths: {/a: {get: {responses: {200: {description: ''}}}}}\n"
        "components: {schemas: {}, securitySchemes: {Key: {type: http, scheme: bearer}}}\n"
    )
    assert load(tmp_path / "a.yaml").raw == load(tmp_path / "a.json").raw


def test_dates_in_yaml_stay_strings(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "openapi: 3.1.0\npaths: {/a: {get: {x-cal-api-versions: [2024-08-13], responses: {200: {description: ''}}}}}\n"
    )
    assert load(file).raw["paths"]["/a"]["get"]["x-cal-api-versions"] == ["2024-08-13"]


def test_what_is_handed_in_is_not_changed() -> None:
    given = {**raw({"/a": GET}, {"A": {"type": "string", "nullable": True}}), "openapi": "3.0.3"}
    before = json.dumps(given)
    load(given)
    assert json.dumps(given) == before


def test_openapi_3_0_is_lifted() -> None:
    schemas = {
        "A": {"type": "string", "nullable": True, "enum": ["x"]},
        "B": {"type": "integer", "minimum": 1, "exclusiveMinimum": True, "maximum": 5, "exclusiveMaximum": False},
        "C": {"type": "object", "properties": {"nullable": {"type": "boolean"}}},
        "D": {"$ref": "#/components/schemas/A", "nullable": True},
    }
    lifted = load({**raw({"/a": GET}, schemas), "openapi": "3.0.0"})
    assert lifted.raw["openapi"] == "3.1.0"
    assert lifted.raw["components"]["schemas"] == {
        "A": {"type": ["string", "null"], "enum": ["x", None]},
        "B": {"type": "integer", "exclusiveMinimum": 1, "maximum": 5},
        "C": {"type": "object", "properties": {"nullable": {"type": "boolean"}}},
        "D": {"$ref": "#/components/schemas/A"},
    }


def test_references_are_followed_to_the_end() -> None:
    document = load(raw({"/a~b": GET}, {"A": {"$ref": "#/components/schemas/B"}, "B": {"type": "string"}}))
    assert document.resolve({"$ref": "#/components/schemas/A"}) == {"type": "string"}
    assert document.resolve(5) == 5
    assert document.target("#/paths/~1a~0b/get/responses/200") == {"description": ""}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"swagger": "2.0"}, "document: at #/openapi: `openapi` is missing. Only OpenAPI 3.0 and 3.1"),
        ({"openapi": "4.0.0"}, "`openapi` is '4.0.0'"),
        ({"openapi": "3.1.0"}, "at #/paths: there are no paths. A document without paths has nothing to serve."),
        ({"openapi": "3.1.0", "paths": []}, "at #/paths: not a mapping"),
        (raw({"a": GET}), "at #/paths/a: a path must begin with `/`"),
        (raw({"/a": {"get": {}}}), "at #/paths//a/get: an operation without `responses`"),
        (
            raw({"/a": {**GET, "parameters": [{"in": "query"}]}}),
            "at #/paths//a/get/parameters: a parameter without",
        ),
        (raw({"/a/{b}.json": GET}), "at #/paths//a/{b}.json: '{b}.json' is a variable and more"),
        (raw({"/a": GET}, {"A": {"$ref": "#/components/schemas/B"}}), "at #/components/schemas/B: the reference leads"),
        (raw({"/a": GET}, {"A": {"$ref": "other.yaml#/A"}}), "at other.yaml#/A: references to other files"),
        (raw({"/a": GET}, {"A": {"$ref": "#/components/schemas/A"}}), "leads back to itself"),
        (raw({"/a": GET}, {"A": 5}), "at #/components/schemas/A: not a JSON Schema"),
        (raw({"/a": GET}, {"A": {"not": {"type": "strin"}}}), "at #/components/schemas/A/not/type: not a JSON Schema"),
        (
            raw({"/a": GET}, {"A": {"not": {"pattern": "("}}}),
            "at #/components/schemas/A/not/pattern: '(' is no regular",
        ),
    ],
)
def test_a_bad_document_says_what_is_wrong_where(document: Any, message: str) -> None:
    with pytest.raises(DocumentError) as raised:
        load(document)
    assert message in str(raised.value)
    assert raised.value.advice


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", '{"openapi":\n}', "a.json: at line 2: not JSON"),
        ("a.yaml", "openapi: [", "a.yaml: at line 1: not YAML"),
        ("a.yaml", "- 1", "a.yaml: not a mapping"),
        ("a.yaml", "a: !!binary aaaa", "a.yaml: not JSON data"),
    ],
)
def test_a_file_that_is_no_document(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(DocumentError) as raised:
        load(tmp_path / name)
    assert message in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        load(tmp_path / "none.json")


def test_examples_are_not_looked_through_for_references() -> None:
    assert load(raw({"/a": GET}, {"A": {"example": {"$ref": "#/nowhere"}}}))


def test_the_shipped_documents_pass_the_checks_made_of_others() -> None:
    for document in builtin_documents():
        assert load(document.raw, repair=False).raw == document.raw
        assert sum(1 for _ in every_schema(document.raw)) > 100


def test_an_error_of_a_document_names_it() -> None:
    error = Document({}, "mine.yaml").error("#/x", "wrong", "Do better.")
    assert (str(error), error.source, error.where) == ("mine.yaml: at #/x: wrong. Do better.", "mine.yaml", "#/x")
