"""Whether the values of a record's fields have the shape that they have to have, and if not, what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

import jsonschema_rs

from emulator.auth.permissions import is_scope
from emulator.contract.formats import is_date, is_email, is_hh_mm
from emulator.control.problems import ControlError, suggestion
from emulator.control.shapes import SHAPES, ZONE, Shape
from emulator.scheduling.time_zones import canonical_zone, known_zones
from emulator.world.instants import zone

Json = Any

FEW: Final = 8
"""Up to so many words are listed in a message itself."""

ABBREVIATED: Final = 4
"""So short a name of a time zone is an abbreviation, for which every other abbreviation looks alike."""

LEAST: Final[Mapping[str, str]] = MappingProxyType(
    {"minimum": "be at least", "minItems": "have this many members:", "maxItems": "have this many members:"}
)

TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "string": "a string",
        "object": "an object",
        "array": "a list",
        "integer": "an integer",
        "integer or null": "an integer",
        "integer or array": "a number of days or two dates",
        "boolean or null": "true or false",
    }
)


def _is_http_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _is_zone(value: str) -> bool:
    try:
        return bool(zone(value))
    except (KeyError, ValueError, OSError):
        return False


def _form(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda value: compiled.fullmatch(value) is not None


FORMS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "time-zone": _is_zone,
        "email": is_email,
        "hh-mm": is_hh_mm,
        "date": is_date,
        # Whether such a number can exist is no matter: tests are full of 555.
        "phone-digits": _form(r"\+[1-9]\d{5,14}"),
        "http-url": _is_http_url,
        "currency": _form("[a-zA-Z]{3}"),
        "colour": _form("#[0-9a-fA-F]{3,8}"),
        "scope": is_scope,
    }
)


def misfits(kind: str, row: Mapping[str, Json]) -> Iterator[ControlError]:
    """What in the fields of a record (JSON names) is not of the shape it has to be of, field by field."""
    shapes = SHAPES.get(kind, {})
    for name, value in row.items():
        if name in shapes and value is not None:
            yield from _wrong(kind, name, value)


def _wrong(kind: str, name: str, value: Json) -> Iterator[ControlError]:
    validator = _validator(kind, name)
    if validator.is_valid(value):
        return
    for error in validator.iter_errors(value):
        path = [name, *error.instance_path]
        shape: Json = SHAPES[kind][name]
        for step in error.schema_path[:-1]:
            shape = shape[step]
        said, hint = _told(str(error.schema_path[-1]), error.instance, shape)
        what = next(part for part in reversed(path) if isinstance(part, str))
        yield ControlError(400, f"{what} {said}", where="/" + "/".join(map(str, path)), hint=hint)


def _told(keyword: str, value: Json, shape: Shape) -> tuple[str, str | None]:
    """What is wrong, to be read after the name of the field, and what to do."""
    if keyword == "enum":
        words = list(map(str, shape["enum"]))
        near = suggestion(str(value), words)
        if len(words) > FEW:
            return f"cannot be {value!r}", f"{near}there are {', '.join(words)}"
        return f"must be one of {', '.join(words)}, not {value!r}", near.rstrip() or None
    if keyword == "format":
        return f"must be {shape['title']}, not {value!r}", _zones_like(value) if shape is ZONE else None
    if keyword == "additionalProperties":
        known = list(shape["properties"])
        unknown = next(name for name in value if name not in known)
        return f"has no member {unknown!r}", f"{suggestion(unknown, known)}known are {', '.join(known)}"
    if keyword == "required":
        return f"needs {', '.join(name for name in shape['required'] if name not in value)}", None
    if keyword == "dependentRequired":
        needed = [name for given, names in shape[keyword].items() if given in value for name in names]
        return f"needs {', '.join(name for name in dict.fromkeys(needed) if name not in value)}", None
    if keyword in LEAST:
        return f"must {LEAST[keyword]} {shape[keyword]}, not {value!r}", None
    kinds = shape.get("type", "")
    wanted = " or ".join([kinds] if isinstance(kinds, str) else kinds)
    members = ", ".join(shape.get("properties", ()))
    return f"must be {TYPES[wanted]}, not {value!r}", f"its members are {members}" if members else None


def _zones_like(name: str) -> str | None:
    """`did you mean …?` for a time zone in other capitals, of a city alone, or misspelt."""
    written = name.replace(" ", "_")
    same = canonical_zone(written)
    if same is not None:
        return f"did you mean {same}?"
    zones = sorted(known_zones())
    of_city = [zone for zone in zones if zone.lower().rpartition("/")[2] == written.lower()]
    if of_city:
        return f"did you mean {of_city[0]}?"
    if len(name) <= ABBREVIATED:
        return "write a place that has this time, such as America/Los_Angeles"
    return suggestion(written, zones).rstrip() or None


@lru_cache(maxsize=256)
def _validator(kind: str, name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(SHAPES[kind][name], formats=dict(FORMS), validate_formats=True)


def checked(kind: str, row: Mapping[str, Json]) -> None:
    """Raise the first of a record's misfits, if there is any."""
    for misfit in misfits(kind, row):
        raise misfit
