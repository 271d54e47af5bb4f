"""One flat picture of a schema: what holds for a value through references and `allOf` together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from emulator.contract.document import Document
from emulator.contract.traverse import Schema
from emulator.contract.view import BY_HANDLER

Json = Any

_ANY: Final[dict[str, Json]] = {}
_PLACE: Final = re.compile(r"\{([A-Za-z]+(?:\.[A-Za-z]+)*)\}")


@dataclass(slots=True, frozen=True)
class Union:
    """An `anyOf` or `oneOf`. `selector` is its `x-selected-by`, which says how the branch is found."""

    keyword: str
    branches: tuple[Schema, ...]
    selector: dict[str, Json] | None


@dataclass(slots=True, frozen=True)
class Folded:
    """Everything that a schema asks of one and the same value.

    `parts` are the schemas that were folded, what is referred to before who refers to it. `types` is None where any
    type may stand. `texts` and `names` are `x-messages` and `x-constraint`, the outermost winning.
    """

    parts: tuple[dict[str, Json], ...]
    by_handler: bool
    types: frozenset[str] | None
    properties: dict[str, Schema]
    required: tuple[str, ...]
    unions: tuple[Union, ...]
    conditions: tuple[tuple[Schema, Schema | None, Schema | None], ...]
    texts: dict[str, str]
    names: dict[str, str]

    def all(self, keyword: str) -> Iterator[Json]:
        """The values of a keyword in every part that has it."""
        return (part[keyword] for part in self.parts if keyword in part)

    def first(self, keyword: str) -> Json:
        """The value of a keyword in the first part that has it, or None."""
        return next(self.all(keyword), None)

    @property
    def items(self) -> Schema:
        return next(self.all("items"), _ANY)

    @property
    def nullable(self) -> bool:
        return self.types is not None and "null" in self.types


def type_of(value: Json) -> str:
    """The JSON type of a value; whole numbers are integers, however they are written."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return "array" if isinstance(value, list | tuple) else "object"


def fits(kind: str, types: frozenset[str] | None) -> bool:
    """Whether a value of that type may stand where these types are asked for."""
    return types is None or kind in types or (kind == "integer" and "number" in types)


def is_null(schema: Schema) -> bool:
    """Whether a branch of a union stands for null alone."""
    return isinstance(schema, dict) and schema.get("type") in ("null", ["null"])


def branches(union: Union) -> list[Schema]:
    """The branches of a union that stand for more than null."""
    return [branch for branch in union.branches if not is_null(branch)]


def selected(document: Document, union: Union, value: Json) -> Schema | None:
    """The branch that a union's selector picks for an object, or None where its tag is missing or unknown."""
    selector = union.selector or {}
    if "key" in selector:
        keys = selector["key"] if isinstance(selector["key"], list) else [selector["key"]]
        return union.branches[next((number for number, key in enumerate(keys, 1) if _has(value, key)), 0)]
    tag = value.get(selector["property"])
    reference = selector["mapping"].get(tag) if isinstance(tag, str) else None
    # The reference itself, not its target: the union's own object, by which compiled forms are kept.
    return next((one for one in union.branches if one == {"$ref": reference}), None) or (
        None if reference is None else document.target(reference)
    )


def _has(value: Json, key: str | dict[str, Json]) -> bool:
    """Whether an object has the key, or, where the selector names values too, has exactly those."""
    if isinstance(key, str):
        return key in value
    return all(name in value and value[name] is wanted for name, wanted in key.items())


def fold(document: Document, schema: Schema) -> Folded:
    """Follow a schema's references and `allOf`s. Raises `DocumentError` for a reference that leads nowhere."""
    parts: list[dict[str, Json]] = []
    _collect(document, schema, parts, set())
    properties: dict[str, Schema] = {}
    texts: dict[str, str] = {}
    names: dict[str, str] = {}
    for part in parts:
        for name, one in part.get("properties", {}).items():
            properties[name] = {"allOf": [properties[name], one]} if name in properties else one
        texts |= {key: _filled(text, part) for key, text in part.get("x-messages", {}).items()}
        names |= part.get("x-constraint", {})
    return Folded(
        parts=tuple(parts),
        by_handler=any(part.get("x-validated-by") == BY_HANDLER for part in parts),
        types=_types(parts),
        properties=properties,
        required=tuple(dict.fromkeys(name for part in parts for name in part.get("required", ()))),
        unions=tuple(
            Union(keyword, tuple(part[keyword]), part.get("x-selected-by"))
            for part in parts
            for keyword in ("oneOf", "anyOf")
            if keyword in part
        ),
        conditions=tuple((part["if"], part.get("then"), part.get("else")) for part in parts if "if" in part),
        texts=texts,
        names=names,
    )


def _collect(document: Document, schema: Schema, parts: list[dict[str, Json]], trail: set[int]) -> None:
    if not isinstance(schema, dict) or id(schema) in trail:
        if schema is False:
            parts.append({"not": {}})
        return
    trail = trail | {id(schema)}
    if isinstance(schema.get("$ref"), str):
        _collect(document, document.target(schema["$ref"]), parts, trail)
    for inner in schema.get("allOf", ()):
        _collect(document, inner, parts, trail)
    parts.append(schema)


def _types(parts: list[dict[str, Json]]) -> frozenset[str] | None:
    types: frozenset[str] | None = None
    for part in parts:
        if "type" not in part:
            continue
        declared = part["type"]
        own = frozenset([declared] if isinstance(declared, str) else declared)
        if types is None:
            types = own
        else:
            types = frozenset(kind for kind in types | own if fits(kind, types) and fits(kind, own))
    return types


def _filled(text: str, part: dict[str, Json]) -> str:
    """A text with `{a.b}` replaced by what stands at `a.b` in the schema; other braces are left alone."""

    def value(match: re.Match[str]) -> str:
        node: Json = part
        for key in match[1].split("."):
            if not isinstance(node, dict) or key not in node:
                return match[0]
            node = node[key]
        return str(node)

    return _PLACE.sub(value, text)
