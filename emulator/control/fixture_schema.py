"""The JSON Schema of world files, for editors that complete and underline while one is written."""

from __future__ import annotations

import types
from datetime import datetime
from typing import Any, Literal, Union, get_args, get_origin

from emulator.control.kind import Kind
from emulator.control.kinds import KINDS
from emulator.control.records import extras
from emulator.control.shapes import SHAPES

Json = Any

_INSTANT: Json = {"type": "string", "description": "An ISO 8601 instant, such as 2030-01-08T13:00:00Z."}
_SIMPLE: dict[Any, Json] = {
    int: {"type": "integer"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    dict: {"type": "object"},
    datetime: _INSTANT,
    type(None): {"type": "null"},
}
_EXTRAS: dict[str, Json] = {
    "apiKey": {
        "type": ["string", "null"],
        "pattern": "^cal_",
        "description": "A clear key of this user, beginning with cal_.",
    },
    "isDefault": {"type": "boolean", "description": "Whether this is its owner's default schedule."},
    "isSelected": {"type": "boolean", "description": "Whether the calendar's busy times count; they do when left out."},
}


def schema() -> Json:
    """A schema (draft 2020-12) of the whole file: `now`, what an export adds, and a list of records for every kind."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "calcom-emulator world file",
        "type": "object",
        "properties": {
            "now": {**_INSTANT, "description": "The instant at which the world's clock stands still."},
            "emulator": {
                "type": "object",
                "description": "Written by an export: how far the world has come. Such a file is taken as it is.",
            },
            **{kind.name: {"type": ["array"], "items": {"$ref": f"#/$defs/{kind.name}"}} for kind in KINDS.values()},
        },
        "additionalProperties": False,
        "$defs": {kind.name: _record(kind) for kind in KINDS.values()},
    }


def _record(kind: Kind) -> Json:
    """A record of a kind. Nothing is required of it: what is left out is completed where that is possible."""
    fields = {name: _type(kind.vocabulary.hint(name)) for name in kind.vocabulary.names}
    for name, shape in SHAPES.get(kind.name, {}).items():
        fields[name] = _narrowed(fields[name], shape)
    for name in extras(kind.name):
        fields[name] = _EXTRAS.get(name) or _records(name)
    for attribute, target in kind.references.items():
        name = next(name for name, field in kind.vocabulary.fields.items() if field.name == attribute)
        fields[name] = {**fields[name], "description": f"The id of a record among {target}."}
    return {"type": "object", "properties": fields, "additionalProperties": False}


def _records(kind: str) -> Json:
    return {"anyOf": [{"type": "array", "items": {"$ref": f"#/$defs/{kind}"}}, {"type": "null"}]}


def _narrowed(wide: Json, shape: Json) -> Json:
    """What a field's type lets in, as far as it has the shape too."""
    return {"anyOf": [shape, {"type": "null"}]} if "null" in wide.get("type", ()) or _has_null(wide) else shape


def _has_null(wide: Json) -> bool:
    return any(option.get("type") == "null" for option in wide.get("anyOf", ()))


def _type(hint: Any) -> Json:
    origin = get_origin(hint) or hint
    if origin in (Union, types.UnionType):
        options = [_type(option) for option in get_args(hint)]
        if all(option.keys() == {"type"} and isinstance(option["type"], str) for option in options):
            return {"type": [option["type"] for option in options]}
        return {"anyOf": options}
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if origin is list:
        (inner,) = get_args(hint) or (Any,)
        return {"type": "array", "items": _type(inner)}
    return _SIMPLE.get(origin, {})
