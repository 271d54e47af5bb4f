"""JSON values as the service's language has them."""

from __future__ import annotations

import math
from typing import Any, Final

Json = Any

ABSENT: Final = object()
"""Stands for a body that was not sent."""

DEEPEST: Final = 100
"""How many containers may lie inside one another; more than any schema describes, few enough for every library."""


_WIDEST: Final = 2**63


class UnfitError(ValueError):
    """A value that no schema can mean: a number that is not finite, or a structure without end. `path` leads there."""

    def __init__(self, path: list[str], problem: str) -> None:
        super().__init__(problem)
        self.path = path
        self.problem = problem


def tidy(value: Json) -> Json:
    """The value with numbers as JavaScript has them (250.0 is 250) and text that can be encoded.

    What needs no change is given back as it is, what does is copied. Raises `UnfitError`.
    """
    return _tidy(value, 0)


def _tidy(value: Json, depth: int) -> Json:
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _text(value)
    if kind is dict:
        return _object(value, depth + 1)
    if kind is list:
        return _array(value, depth + 1)
    if kind is float:
        if not math.isfinite(value):
            raise UnfitError([], "must be a finite number")
        return whole(value)
    if kind is int and not -_WIDEST < value < _WIDEST:
        try:
            return float(value)
        except OverflowError:
            raise UnfitError([], "must be a finite number") from None
    return value


def whole(value: float) -> float | int:
    """A finite number without a fraction as an integer, if it has room in 64 bits (what can be written as JSON)."""
    return int(value) if value.is_integer() and -_WIDEST < value < _WIDEST else value


def _object(value: dict[str, Json], depth: int) -> dict[str, Json]:
    if depth > DEEPEST:
        raise UnfitError([], "is nested too deeply")
    changed: dict[str, Json] | None = None
    for key, one in value.items():
        try:
            new = _tidy(one, depth)
        except UnfitError as error:
            error.path.insert(0, key)
            raise
        if new is not one:
            changed = changed or dict(value)
            changed[key] = new
    result = changed or value
    if not all(map(str.isascii, result)):
        return {_text(key): one for key, one in result.items()}
    return result


def _array(value: list[Json], depth: int) -> list[Json]:
    if depth > DEEPEST:
        raise UnfitError([], "is nested too deeply")
    changed: list[Json] | None = None
    for number, one in enumerate(value):
        try:
            new = _tidy(one, depth)
        except UnfitError as error:
            error.path.insert(0, str(number))
            raise
        if new is not one:
            changed = changed or list(value)
            changed[number] = new
    return changed or value


def _text(value: str) -> str:
    """Half a character (a lone surrogate) cannot be sent on; it becomes the replacement character."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value
