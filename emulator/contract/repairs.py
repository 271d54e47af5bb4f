"""Repairs that an overlay cannot say, because they depend on how parts of the document hang together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from emulator.contract.traverse import METHODS, every_schema, subschemas

Json = Any
Raw = dict[str, Json]

_HEADERS: Final = {
    "authorization": "ApiKey",
    "x-cal-client-id": "OAuthClientId",
    "x-cal-secret-key": "OAuthClientSecret",
}
_SCHEMES: Final = {
    "ApiKey": {"type": "http", "scheme": "bearer"},
    "OAuthClientId": {"type": "apiKey", "in": "header", "name": "x-cal-client-id"},
    "OAuthClientSecret": {"type": "apiKey", "in": "header", "name": "x-cal-secret-key"},
}
_CONSTANT: Final = re.compile("[A-Z]+(_[A-Z]+)+")
_ALWAYS_GUARDED: Final = "/v2/organizations/"
_VERSION: Final = "cal-api-version"


def credentials_as_security(raw: Raw) -> None:
    """Credentials described as header parameters become security requirements, so that a missing one is a 401."""
    if raw.get("components", {}).get("securitySchemes") or "security" in raw:
        return
    for path, operation in _operations_by_path(raw):
        described = operation.get("parameters", [])
        credentials = [
            one for one in described if one.get("in") == "header" and one.get("name", "").lower() in _HEADERS
        ]
        # Below organizations all are optional because each may stand in for another, not because none is needed.
        optional = not any(one.get("required") for one in credentials) and not path.startswith(_ALWAYS_GUARDED)
        operation["parameters"] = [one for one in described if one not in credentials]
        operation["security"] = [
            *([{}] if credentials and optional else []),
            *([{"ApiKey": []}, {"OAuthClientId": [], "OAuthClientSecret": []}] if credentials else []),
        ]
    raw.setdefault("components", {})["securitySchemes"] = _SCHEMES


def versions_from_header(raw: Raw) -> None:
    """The default of the version header is the version the operation answers to."""
    for operation in _operations(raw):
        for one in operation.get("parameters", []):
            default = one.get("schema", {}).get("default")
            if one.get("in") == "header" and one.get("name", "").lower() == _VERSION and default:
                operation.setdefault("x-cal-api-versions", [default])


def lists_in_queries(raw: Raw) -> None:
    """Lists in a query are written with commas, whatever the default of the specification is."""
    for operation in _operations(raw):
        for one in operation.get("parameters", []):
            if one.get("in") == "query" and one.get("schema", {}).get("type") == "array":
                one |= {"style": "form", "explode": one.get("explode", False)}


def variables_of_other_paths(raw: Raw) -> None:
    """Path parameters that the path does not have can never be sent."""
    for path, operation in _operations_by_path(raw):
        if "parameters" in operation:
            operation["parameters"] = [
                one for one in operation["parameters"] if one.get("in") != "path" or f"{{{one.get('name')}}}" in path
            ]


def nullable_without_type(raw: Raw) -> None:
    """`nullable` beside a reference or an `allOf` is meant, though OpenAPI 3.0 gives it no meaning there."""
    for _, schema in list(every_schema(raw)):
        if isinstance(schema, dict) and schema.get("nullable") is True and "type" not in schema:
            del schema["nullable"]
            rules = {key: schema.pop(key) for key in ("$ref", "allOf", "anyOf", "oneOf", "enum") if key in schema}
            if rules:
                schema["anyOf"] = [rules, {"type": "null"}]


def unions(raw: Raw) -> None:
    """`oneOf` whose branches overlap: told apart where the document shows how, else `anyOf`."""
    asked = _asked(raw)
    for _, schema in list(every_schema(raw)):
        if not isinstance(schema, dict) or "oneOf" not in schema or schema.keys() & {"discriminator", "x-selected-by"}:
            continue
        branches: list[Json] = schema["oneOf"]
        if id(schema) not in asked or not (_by_tag(raw, schema, branches) or _by_key(raw, schema, branches)):
            schema["anyOf"] = schema.pop("oneOf")


def _by_key(raw: Raw, schema: Raw, branches: list[Json]) -> bool:
    """Objects of which all but the first have a key of their own: these keys tell them apart."""
    targets = [_target(raw, branch) for branch in branches]
    if len(branches) < 2 or not all("properties" in target for target in targets):
        return False
    keys = [_own_key(target, targets[0]) for target in targets[1:]]
    if None in keys or len(set(keys)) < len(keys):
        return False
    without: list[Json] = [{"required": [key]} for key in keys]
    schema["oneOf"] = [
        {"allOf": [branches[0]], "not": without[0] if len(keys) == 1 else {"anyOf": without}},
        *({"allOf": [branch], "required": [key]} for branch, key in zip(branches[1:], keys, strict=True)),
    ]
    schema["x-selected-by"] = {"key": keys[0] if len(keys) == 1 else keys}
    return True


def _own_key(target: Raw, first: Raw) -> str | None:
    extra = [name for name in target["properties"] if name not in first["properties"]]
    required = [name for name in extra if name in target.get("required", ())]
    return required[0] if required else extra[0] if len(extra) == 1 else None


def _by_tag(raw: Raw, schema: Raw, branches: list[Json]) -> bool:
    """Objects whose required `type` has a different example each: the examples are the tags."""
    tags: dict[str, str] = {}
    for branch in branches:
        target = _target(raw, branch)
        tag = target.get("properties", {}).get("type", {})
        if "$ref" not in branch or "type" not in target.get("required", ()) or "enum" in tag:
            return False
        example = tag.get("const", tag.get("example"))
        if not isinstance(example, str) or example in tags:
            return False
        tags[example] = branch["$ref"]
    for value, reference in tags.items():
        _target(raw, {"$ref": reference})["properties"]["type"]["const"] = value
    schema["x-selected-by"] = {"property": "type", "mapping": tags}
    return True


def endless_requirements(raw: Raw) -> None:
    """A schema that requires itself, directly or through others, has no finite value: the requirement goes."""
    schemas = raw.get("components", {}).get("schemas", {})
    for name, schema in schemas.items():
        for required in list(schema.get("required", ())):
            if name in _needed(schemas, schema.get("properties", {}).get(required, {}), set()):
                schema["required"].remove(required)


def _needed(schemas: Raw, schema: Json, seen: set[str]) -> set[str]:
    """The named schemas without a value of which this one has none."""
    if not isinstance(schema, dict) or schema.get("nullable"):
        return seen
    if isinstance(schema.get("$ref"), str):
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            seen.add(name)
            _needed(schemas, schemas.get(name, {}), seen)
    for inner in schema.get("allOf", ()):
        _needed(schemas, inner, seen)
    for required in schema.get("required", ()):
        _needed(schemas, schema.get("properties", {}).get(required, {}), seen)
    if schema.get("minItems"):
        _needed(schemas, schema.get("items", {}), seen)
    return seen


def patterns_of_code(raw: Raw) -> None:
    """Patterns that were printed as code: between slashes, or as the name of a constant."""
    for _, schema in list(every_schema(raw)):
        pattern = schema.get("pattern") if isinstance(schema, dict) else None
        if not isinstance(pattern, str):
            continue
        if len(pattern) > 2 and pattern[0] == pattern[-1] == "/":
            schema["pattern"] = pattern[1:-1]
        elif _CONSTANT.fullmatch(pattern):
            del schema["pattern"]


def errors_foreseen(raw: Raw) -> None:
    """A document that describes no errors leaves them all open."""
    for operation in _operations(raw):
        responses = operation["responses"]
        if not any(str(status)[0] in "45d" for status in responses):
            responses["default"] = {"description": "Any error.", "content": {"application/json": {"schema": {}}}}


def _asked(raw: Raw) -> set[int]:
    """Which schemas describe what is sent and nothing else."""
    sent, answered = set[int](), set[int]()
    for operation in _operations(raw):
        for holder, found in (
            (operation.get("requestBody", {}), sent),
            *((response, answered) for response in operation["responses"].values()),
        ):
            for media in _target(raw, holder).get("content", {}).values():
                _reach(raw, media.get("schema", {}), found)
    return sent - answered


def _reach(raw: Raw, schema: Json, found: set[int]) -> None:
    waiting = [schema]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict) and id(one) not in found:
            found.add(id(one))
            waiting.extend(inner for _, inner in subschemas(one))
            if "$ref" in one:
                waiting.append(_target(raw, one))


def _target(raw: Raw, node: Json) -> Raw:
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        reference, node = node["$ref"], raw
        for part in reference.removeprefix("#/").split("/"):
            node = node.get(part.replace("~1", "/").replace("~0", "~"), {}) if isinstance(node, dict) else {}
    return node if isinstance(node, dict) else {}


def _operations(raw: Raw) -> Iterator[Raw]:
    return (operation for _, operation in _operations_by_path(raw))


def _operations_by_path(raw: Raw) -> Iterator[tuple[str, Raw]]:
    for path, item in raw["paths"].items():
        yield from ((path, item[method]) for method in METHODS if method in item)


REPAIRS: Final[tuple[Callable[[Raw], None], ...]] = (
    credentials_as_security,
    versions_from_header,
    lists_in_queries,
    variables_of_other_paths,
    nullable_without_type,
    endless_requirements,
    unions,
    patterns_of_code,
    errors_foreseen,
)
"""In the order they are carried out; each changes the document in place."""
