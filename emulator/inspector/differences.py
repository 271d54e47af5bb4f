"""What is not the same in two JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

MISSING: Final = object()


@dataclass(slots=True, frozen=True)
class Difference:
    """`path` leads to the JSON values `before` and `after`, its members joined by dots.

    What is `added` has None before, what is `removed` None after; a None that neither is said of is a JSON null.
    """

    path: str
    before: Any
    after: Any
    added: bool = False
    removed: bool = False


def differences(before: Any, after: Any) -> list[Difference]:
    """Every place where the two differ, in the order of the first, then of the second."""
    return list(_walk("", before, after))


def _walk(path: str, before: Any, after: Any) -> Iterator[Difference]:
    if before is MISSING or after is MISSING:
        added, removed = before is MISSING, after is MISSING
        yield Difference(path, None if added else before, None if removed else after, added, removed)
    elif isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            yield from _walk(f"{path}.{name}" if path else name, before.get(name, MISSING), after.get(name, MISSING))
    elif isinstance(before, list) and isinstance(after, list):
        for place in range(max(len(before), len(after))):
            yield from _walk(f"{path}.{place}", _at(before, place), _at(after, place))
    elif before != after or type(before) is not type(after):
        yield Difference(path, before, after)


def _at(items: list[Any], place: int) -> Any:
    return items[place] if place < len(items) else MISSING
