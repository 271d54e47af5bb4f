"""Walking OpenAPI documents with knowledge of where schemas are, so that a property called `format` is no format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

Json = Any
Schema = Any
"""A JSON Schema: a mapping, or a boolean."""

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_ONE: Final = (
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
)
_SEVERAL: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED: Final = ("properties", "patternProperties", "dependentSchemas", "$defs")


def escape(key: str) -> str:
    """A key as part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def subschemas(schema: Schema, pointer: str = "") -> Iterator[tuple[str, Schema]]:
    """The schemas directly inside a schema, each with its pointer."""
    if not isinstance(schema, dict):
        return
    for key in _ONE:
        if key in schema:
            yield f"{pointer}/{key}", schema[key]
    for key in _SEVERAL:
        if isinstance(schema.get(key), list):
            yield from ((f"{pointer}/{key}/{number}", one) for number, one in enumerate(schema[key]))
    for key in _NAMED:
        if isinstance(schema.get(key), dict):
            yield from ((f"{pointer}/{key}/{escape(name)}", one) for name, one in schema[key].items())


def with_subschemas(schema: dict[str, Json], change: Callable[[Schema], Schema]) -> dict[str, Json]:
    """A copy of a schema in which every schema directly inside is replaced by what `change` makes of it."""
    copy = dict(schema)
    for key in _ONE:
        if key in copy:
            copy[key] = change(copy[key])
    for key in _SEVERAL:
        if isinstance(copy.get(key), list):
            copy[key] = [change(one) for one in copy[key]]
    for key in _NAMED:
        if isinstance(copy.get(key), dict):
            copy[key] = {name: change(one) for name, one in copy[key].items()}
    return copy


def every_schema(document: Json) -> Iterator[tuple[str, Schema]]:
    """All schemas of a document at all depths, each with its pointer (`#/components/schemas/Booking`)."""
    waiting = list(root_schemas(document))
    while waiting:
        pointer, schema = waiting.pop()
        yield pointer, schema
        waiting.extend(subschemas(schema, pointer))


def root_schemas(document: Json) -> Iterator[tuple[str, Schema]]:
    """The outermost schemas: those of the components, and of parameters, bodies and answers."""
    components = document.get("components") or {}
    for name, schema in (components.get("schemas") or {}).items():
        yield f"#/components/schemas/{escape(name)}", schema
    for kind, visit in (
        ("parameters", _of_parameter),
        ("headers", _of_parameter),
        ("requestBodies", _of_content),
        ("responses", _of_response),
    ):
        for name, node in (components.get(kind) or {}).items():
            yield from visit(node, f"#/components/{kind}/{escape(name)}")
    for kind in ("paths", "webhooks"):
        for path, item in (document.get(kind) or {}).items():
            yield from _of_item(item, f"#/{kind}/{escape(path)}")


def _of_item(item: Json, pointer: str) -> Iterator[tuple[str, Schema]]:
    for where, holder in ((pointer, item), *((f"{pointer}/{method}", item.get(method)) for method in METHODS)):
        if not isinstance(holder, dict):
            continue
        for number, parameter in enumerate(holder.get("parameters") or ()):
            yield from _of_parameter(parameter, f"{where}/parameters/{number}")
        yield from _of_content(holder.get("requestBody"), f"{where}/requestBody")
        for status, response in (holder.get("responses") or {}).items():
            yield from _of_response(response, f"{where}/responses/{status}")


def _of_parameter(node: Json, pointer: str) -> Iterator[tuple[str, Schema]]:
    if isinstance(node, dict) and "schema" in node:
        yield f"{pointer}/schema", node["schema"]
    yield from _of_content(node, pointer)


def _of_content(node: Json, pointer: str) -> Iterator[tuple[str, Schema]]:
    for media, holder in ((node or {}).get("content") or {}).items():
        if isinstance(holder, dict) and "schema" in holder:
            yield f"{pointer}/content/{escape(media)}/schema", holder["schema"]


def _of_response(node: Json, pointer: str) -> Iterator[tuple[str, Schema]]:
    yield from _of_content(node, pointer)
    for name, header in ((node or {}).get("headers") or {}).items():
        yield from _of_parameter(header, f"{pointer}/headers/{escape(name)}")
