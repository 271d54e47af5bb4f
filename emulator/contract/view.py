"""What a document demands, without everything else: the form that both validators get.

The view keeps the keywords that can refuse a value and drops the rest, so that the compiled plan and openapi-core read
exactly the same rules. In particular it drops
- `discriminator`: a hint, which openapi-core's validator would turn into a rule of its own;
- formats that `formats.py` does not know, of which the two validators have different sets;
- schemas with `x-validated-by: handler`, whose rules are left to code;
- header and cookie parameters and `security`, which are dealt with before validation;
- the styles of parameters: they are read by `reader.py` and handed over as JSON values, because clients write them in
  ways that no style describes.
"""

from __future__ import annotations

from typing import Any, Final

from emulator.contract.document import Document
from emulator.contract.formats import FORMATS
from emulator.contract.traverse import METHODS, Schema, with_subschemas

Json = Any

BY_HANDLER: Final = "handler"
JSON: Final = "application/json"
_SCHEMAS: Final = "#/components/schemas/"
_KEYWORDS: Final = frozenset(
    {
        "$ref",
        "type",
        "enum",
        "const",
        "multipleOf",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "format",
        "items",
        "prefixItems",
        "maxItems",
        "minItems",
        "uniqueItems",
        "contains",
        "maxContains",
        "minContains",
        "properties",
        "patternProperties",
        "additionalProperties",
        "propertyNames",
        "maxProperties",
        "minProperties",
        "required",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedItems",
        "unevaluatedProperties",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "else",
        "$defs",
    }
)


def schema_view(schema: Schema, base: str = "") -> Schema:
    """A schema reduced to its rules. `base` is put before every reference."""
    if not isinstance(schema, dict):
        return schema
    if schema.get("x-validated-by") == BY_HANDLER:
        return {}
    view = {key: value for key, value in schema.items() if key in _KEYWORDS}
    if view.get("format", "") not in FORMATS:
        view.pop("format", None)
    if "$ref" in view:
        view["$ref"] = base + view["$ref"]
    return with_subschemas(view, lambda inner: schema_view(inner, base))


def component_schemas(document: Document, base: str = "") -> dict[str, Schema]:
    """The document's named schemas, each reduced to its rules."""
    schemas = document.raw.get("components", {}).get("schemas", {})
    return {name: schema_view(schema, base) for name, schema in schemas.items()}


def document_view(document: Document) -> dict[str, Json]:
    """A whole document reduced to its rules, with parameters, bodies and answers written out where they are used."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "view", "version": "0"},
        "paths": {path: _item_view(document, item) for path, item in document.raw["paths"].items()},
        "components": {"schemas": component_schemas(document)},
    }


def _item_view(document: Document, item: Json) -> dict[str, Json]:
    item = document.resolve(item)
    return {method: _operation_view(document, item, item[method]) for method in METHODS if method in item}


def _operation_view(document: Document, item: Json, operation: Json) -> dict[str, Json]:
    view: dict[str, Json] = {
        "parameters": [
            {
                "name": parameter["name"],
                "in": parameter["in"],
                "required": bool(parameter.get("required")),
                "content": {JSON: {"schema": schema_view(parameter_schema(parameter))}},
            }
            for parameter in parameters(document, item, operation)
            if parameter["in"] in ("path", "query")
        ],
        "responses": {
            str(status): _content_view(document, response) for status, response in operation["responses"].items()
        },
    }
    if "requestBody" in operation:
        body = document.resolve(operation["requestBody"])
        view["requestBody"] = {"required": bool(body.get("required")), **_content_view(document, body)}
    return view


def _content_view(document: Document, node: Json) -> dict[str, Json]:
    schema = content_schema(document.resolve(node))
    return {"description": "", **({} if schema is None else {"content": {JSON: {"schema": schema_view(schema)}}})}


def parameters(document: Document, item: Json, operation: Json) -> list[dict[str, Json]]:
    """The parameters of an operation with those of its path, the operation's own first."""
    found: dict[tuple[str, str], dict[str, Json]] = {}
    for node in (*operation.get("parameters", ()), *item.get("parameters", ())):
        parameter = document.resolve(node)
        found.setdefault((parameter["name"], parameter["in"]), parameter)
    return list(found.values())


def parameter_schema(parameter: Json) -> Schema:
    """The schema of a parameter's value, wherever the document keeps it."""
    if "schema" in parameter:
        return parameter["schema"]
    schema = content_schema(parameter)
    return {} if schema is None else schema


def content_schema(node: Json) -> Schema | None:
    """The schema of a body or an answer: that of its JSON form, or else of the first form it has."""
    content = node.get("content") or {}
    if not content:
        return None
    media = content.get(JSON) or next(iter(content.values()))
    schema: Schema = media.get("schema", {})
    return schema
