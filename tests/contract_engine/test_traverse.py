from __future__ import annotations

from emulator.contract.traverse import escape, every_schema, subschemas, with_subschemas
from tests.contract_engine.building import raw

INNER = {"type": "string"}


def test_schemas_are_found_wherever_a_document_keeps_them() -> None:
    media = {"content": {"application/json": {"schema": {"items": INNER}}}}
    header = {"headers": {"X": {"schema": {"title": "header"}}}}
    paths = {
        "/a": {
            "parameters": [{"name": "p", "in": "query", "schema": {"title": "path"}}],
            "post": {
                "parameters": [{"name": "q", "in": "query", **media}],
                "requestBody": media,
                "responses": {"200": {**media, **header}},
            },
        }
    }
    document = raw(paths, {"A": {"properties": {"format": INNER}}}, webhooks={"w": {"post": {"requestBody": media}}})
    document["components"] |= {
        "parameters": {"P": {"schema": {"title": "component"}}},
        "responses": {"R": media},
        "requestBodies": {"B": media},
        "headers": {"H": {"schema": {}}},
    }
    assert {pointer for pointer, _ in every_schema(document)} == {
        "#/components/schemas/A",
        "#/components/schemas/A/properties/format",
        "#/components/parameters/P/schema",
        "#/components/headers/H/schema",
        *(
            f"{place}/content/application~1json/schema{inside}"
            for inside in ("", "/items")
            for place in (
                "#/components/requestBodies/B",
                "#/components/responses/R",
                "#/paths/~1a/post/parameters/0",
                "#/paths/~1a/post/requestBody",
                "#/paths/~1a/post/responses/200",
                "#/webhooks/w/post/requestBody",
            )
        ),
        "#/paths/~1a/parameters/0/schema",
        "#/paths/~1a/post/responses/200/headers/X/schema",
    }


def test_subschemas_have_pointers() -> None:
    schema = {"not": INNER, "anyOf": [INNER, True], "properties": {"a/b": INNER}}
    assert [pointer for pointer, _ in subschemas(schema, "#")] == [
        "#/not",
        "#/anyOf/0",
        "#/anyOf/1",
        "#/properties/a~1b",
    ]
    assert list(subschemas(True)) == []


def test_a_schema_is_rebuilt_without_touching_it() -> None:
    schema = {"not": INNER, "anyOf": [INNER], "properties": {"a": INNER}, "type": "object"}
    changed = with_subschemas(schema, lambda _: False)
    assert changed == {"not": False, "anyOf": [False], "properties": {"a": False}, "type": "object"}
    assert schema["properties"] == {"a": INNER}


def test_keys_are_escaped_in_pointers() -> None:
    assert escape("a/b~c") == "a~1b~0c"
