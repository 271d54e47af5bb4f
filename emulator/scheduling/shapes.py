"""Small shapes of JSON objects, checked in the words of class-validator where a handler has to do it itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

Kind = Literal["string", "boolean", "strings", "integer"]

_WORDS: Final = {
    "string": "a string",
    "boolean": "a boolean value",
    "strings": "an array",
    "integer": "an integer number",
}


def problems(value: Mapping[str, Any], shape: Mapping[str, Kind], required: Sequence[str]) -> list[str]:
    """One sentence for every property of `value` that is missing though `required`, or of another kind than `shape`.

    Null counts as absent. Properties that the shape does not know are not looked at.
    """
    found: list[str] = []
    for name, kind in shape.items():
        given = value.get(name)
        if given is None and name not in required:
            continue
        if not _fits(given, kind):
            found.append(f"{name} must be {_WORDS[kind]}")
        elif kind == "strings" and not all(isinstance(each, str) for each in given):  # type: ignore[union-attr]
            found.append(f"each value in {name} must be a string")
    return found


def kept(value: Mapping[str, Any], shape: Mapping[str, Kind]) -> dict[str, Any]:
    """The properties that the shape knows and that are not null, in the shape's order."""
    return {name: value[name] for name in shape if value.get(name) is not None}


def printed(value: object) -> str:
    """A value of any kind as JavaScript puts it into a sentence."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "[object Object]"
    if isinstance(value, list):
        return ",".join("" if each is None else printed(each) for each in value)
    return "null" if value is None else str(value)


def _fits(value: object, kind: Kind) -> bool:
    if kind == "strings":
        return isinstance(value, list)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str if kind == "string" else bool)
