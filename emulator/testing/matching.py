"""Whether a JSON value has what a test expects of it, and where it has not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any


def differences(expected: Any, actual: Any, where: str = "") -> list[str]:
    """One line for every place where `actual` is not as expected; none if it is.

    Of an object only the members that are expected count, of a list all its items. A compiled pattern fits text that it
    matches wholly, `...` fits anything that is there; everything else is compared with `==`.
    """
    return list(_differences(expected, actual, where))


def _differences(expected: Any, actual: Any, where: str) -> Iterator[str]:
    if expected is ...:
        return
    if isinstance(expected, re.Pattern):
        if not isinstance(actual, str) or not expected.fullmatch(actual):
            yield f"{where or '/'}: expected text like {expected.pattern!r}, got {actual!r}"
    elif isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for name, value in expected.items():
            if name in actual:
                yield from _differences(value, actual[name], f"{where}/{name}")
            else:
                yield f"{where}/{name}: expected {_shown(value)}, but it is not there"
    elif isinstance(expected, list | tuple) and isinstance(actual, list):
        for number, (value, got) in enumerate(zip(expected, actual, strict=False)):
            yield from _differences(value, got, f"{where}/{number}")
        if len(expected) != len(actual):
            yield f"{where or '/'}: expected {len(expected)} items, got {len(actual)}: {actual!r}"
    elif expected != actual or type(expected) is bool is not type(actual):
        yield f"{where or '/'}: expected {_shown(expected)}, got {actual!r}"


def _shown(expected: Any) -> str:
    if expected is ...:
        return "something"
    return f"text like {expected.pattern!r}" if isinstance(expected, re.Pattern) else repr(expected)
