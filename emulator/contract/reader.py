"""From the text of paths and query strings to typed values, forgiving what clients in the field really send."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import unquote_plus

from emulator.contract.fold import Folded, branches
from emulator.contract.schemas import Schemas
from emulator.contract.traverse import Schema
from emulator.contract.values import whole

Json = Any
Convert = Callable[[Any], Any]
"""From text (or a list or dict of text) to the value it stands for. What cannot be converted is left as it is: the
schema will refuse it."""

_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_KEY: Final = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_DEEPEST: Final = 5
_BOOLEANS: Final = {"true": True, "false": False}


class QueryReader:
    """Reads query strings for the parameters of one operation."""

    def __init__(self, schemas: Schemas, properties: dict[str, Schema]) -> None:
        self._convert = {name: converter(schemas, schema) for name, schema in properties.items()}

    def read(self, text: str) -> tuple[dict[str, Json], list[str]]:
        """The converted values of the known parameters, and the names of the others, each in the order sent."""
        raw: dict[str, Any] = {}
        unknown: dict[str, None] = {}
        for pair in text.split("&"):
            key, _, value = pair.partition("=")
            if not key:
                continue
            name, value = _decoded(key), _decoded(value)
            path: list[str] = []
            if name not in self._convert and "[" in name:
                name, path = _split(name)
            if name not in self._convert:
                unknown[name] = None
            else:
                raw[name] = _put(raw.get(name, _Missing), path, value)
        convert = self._convert
        return {name: convert[name](_settled(value)) for name, value in raw.items()}, list(unknown)


class _Missing:
    """Nothing there yet."""


class _Keyed(dict[str, Any]):
    """What came under `name[key]`, before it is known whether the keys are indexes."""


def _decoded(text: str) -> str:
    return unquote_plus(text, errors="replace") if "%" in text or "+" in text else text


def _split(key: str) -> tuple[str, list[str]]:
    """`filters[a][b]` is `filters` and `a`, `b`; anything else in brackets is a name as it stands."""
    match = _KEY.fullmatch(key)
    path = re.findall(r"\[([^\[\]]*)\]", match[2]) if match else []
    return (match[1], path) if match and len(path) <= _DEEPEST else (key, [])


def _put(held: Any, path: list[str], value: str) -> Any:
    """`held` with one more value: repeated names make a list, names with keys a mapping."""
    if not path or path == [""]:
        if held is _Missing:
            return [value] if path else value
        if isinstance(held, _Keyed):
            held[_free(held)] = value
            return held
        if isinstance(held, list):
            held.append(value)
            return held
        return [held, value]
    keyed = held if isinstance(held, _Keyed) else _Keyed()
    if held is not _Missing and keyed is not held:
        keyed.update((str(number), one) for number, one in enumerate(held if isinstance(held, list) else [held]))
    key = path[0] or _free(keyed)
    keyed[key] = _put(keyed.get(key, _Missing), path[1:], value)
    return keyed


def _free(keyed: _Keyed) -> str:
    """The next index that nothing stands under."""
    number = len(keyed)
    while str(number) in keyed:
        number += 1
    return str(number)


def _settled(value: Any) -> Any:
    """Mappings whose keys are all indexes become lists, in the order of the indexes."""
    if isinstance(value, _Keyed):
        if all(key.isascii() and key.isdecimal() and len(key) < 6 for key in value):
            return [_settled(value[key]) for key in sorted(value, key=int)]
        return {key: _settled(one) for key, one in value.items()}
    return value


def converter(schemas: Schemas, schema: Schema) -> Convert:
    """How the text of a parameter with this schema is read."""
    if schema.get("x-comma-list"):
        return _joined
    folded = schemas.fold(schema)
    kinds = _kinds(schemas, folded)
    if "array" in kinds:
        return _array(schemas, folded)
    if "object" in kinds:
        return _object(schemas, folded)
    if "integer" in kinds or "number" in kinds:
        return number
    if "boolean" in kinds:
        return _boolean
    return _same


def _kinds(schemas: Schemas, folded: Folded) -> set[str]:
    """The types a value may have. Text wins where it is among them, because every value arrives as text."""
    kinds = set(folded.types or ())
    if not kinds:
        for union in folded.unions:
            for branch in branches(union):
                kinds |= _kinds(schemas, schemas.fold(branch))
    return set() if "string" in kinds else kinds


def number(text: Any) -> Any:
    """A number for text that is one: `250.0` is 250. Words such as `nan`, and `1_0`, are none."""
    if not isinstance(text, str):
        return text
    if text.isascii() and text.isdecimal() and len(text) < 16:
        return int(text)
    stripped = text.strip()
    if _NUMBER.fullmatch(stripped) is None:
        return text
    value = float(stripped)
    if not math.isfinite(value):
        return text
    return whole(value)


def _joined(value: Any) -> Any:
    """One text, however the list was sent: `a,b`, the name repeated, or `name[]=`."""
    return ",".join(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value


def _same(value: Any) -> Any:
    return value


def _boolean(text: Any) -> Any:
    return _BOOLEANS.get(text, text) if isinstance(text, str) else text


def _array(schemas: Schemas, folded: Folded) -> Convert:
    parts = [folded, *(schemas.fold(branch) for union in folded.unions for branch in branches(union))]
    items: Schema = next((item for part in parts for item in part.all("items")), {})
    convert = converter(schemas, items)

    def read(value: Any) -> Any:
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            return value
        return [convert(one) for one in _pieces(value)]

    return read


def _pieces(values: list[Any]) -> Iterator[Any]:
    """The elements of a list, with those cut up that hold several between commas."""
    for value in values:
        if isinstance(value, str):
            yield from (piece.strip() for piece in value.split(","))
        else:
            yield value


def _object(schemas: Schemas, folded: Folded) -> Convert:
    properties = dict(folded.properties)
    for union in folded.unions:
        for branch in branches(union):
            properties |= schemas.fold(branch).properties

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        # Looked up when needed: a schema may contain itself, a query string does not go on for ever.
        return {
            name: converter(schemas, properties[name])(one) if name in properties else one
            for name, one in value.items()
        }

    return read
