"""Finding the operation: by path, method and version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from emulator.contract.document import Document
from emulator.contract.operation import Operation, operations
from emulator.frozen import frozen

OLDEST: Final = "2024-04-15"
VERSIONS: Final = frozenset(
    {OLDEST, "2024-06-11", "2024-06-14", "2024-08-13", "2024-09-04", "2026-02-25", "2026-05-01", "2026-06-12"}
)
"""Every value of `cal-api-version` that the service knows."""


def effective_version(header: str | None) -> str:
    """The version a request is served in: what it asks for, or the oldest when nobody knows that (resources.md 1.1)."""
    return header if header in VERSIONS else OLDEST


@dataclass(slots=True)
class PathEntry:
    """One path of the service, with the operations that the documents have for it."""

    template: str
    operations: dict[str, list[Operation]] = field(default_factory=dict)

    @property
    def methods(self) -> list[str]:
        """The methods of this path in any version, HEAD with GET."""
        return sorted({*self.operations, *(["HEAD"] if "GET" in self.operations else [])})

    def select(self, method: str, version: str | None) -> Operation | None:
        """The operation for a method and a `cal-api-version`; None means the service's 404.

        HEAD is answered as GET. An operation without versions answers to any.
        """
        candidates = self.operations.get("GET" if method == "HEAD" else method, ())
        asked = effective_version(version)
        anyway = None
        for operation in candidates:
            if operation.versions is None:
                anyway = anyway or operation
            elif asked in operation.versions:
                return operation
        return anyway


@frozen
class Match:
    """A path that was found: its entry, and the values of its variables as text, in the template's order."""

    entry: PathEntry
    path: tuple[str, ...]


class _Pattern:
    """The paths of one length whose `fixed` parts are in the same places. `key` takes these parts out of a path."""

    def __init__(self, fixed: tuple[int, ...], variable: tuple[int, ...]) -> None:
        self.fixed = fixed
        self.variable = variable
        self.key = itemgetter(*fixed)
        self.entries: dict[Any, PathEntry] = {}


class Router:
    """All paths of one or more documents (generations of one service) in one table.

    `entries` are in order, literal paths first; `match` finds them without trying one after the other. Raises
    `DocumentError` where two operations claim one version.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._entries: dict[tuple[str, ...], PathEntry] = {}
        self.documents = tuple(documents)
        for document in self.documents:
            for operation in operations(document):
                self._add(document, operation)
        ordered = sorted(self._entries.items(), key=lambda pair: [part == "{}" for part in pair[0]])
        self.entries: list[PathEntry] = [entry for _, entry in ordered]
        self.operations: list[Operation] = [
            operation for entry in self.entries for several in entry.operations.values() for operation in several
        ]
        self._literal: dict[str, Match] = {}
        self._buckets: dict[int, list[_Pattern]] = {}
        self._index(ordered)

    def _add(self, document: Document, operation: Operation) -> None:
        parts = tuple("{}" if part.startswith("{") else part for part in operation.path.split("/"))
        entry = self._entries.setdefault(parts, PathEntry(operation.path))
        several = entry.operations.setdefault(operation.method, [])
        for other in several:
            if other.versions == operation.versions or (other.versions or set()) & (operation.versions or set()):
                raise document.error(
                    f"#/paths/{operation.path}/{operation.method.lower()}",
                    f"{operation.id} and {other.id} answer to the same versions",
                    "Tell them apart with `x-cal-api-versions`.",
                )
        several.append(operation)

    def _index(self, ordered: list[tuple[tuple[str, ...], PathEntry]]) -> None:
        for parts, entry in ordered:
            fixed = tuple(place for place, part in enumerate(parts) if part != "{}")
            if len(fixed) == len(parts):
                self._literal["/".join(parts)] = Match(entry, ())
                continue
            bucket = self._buckets.setdefault(len(parts), [])
            # `ordered` has literal before variable, left before right; the bucket keeps that order of patterns.
            pattern = next((known for known in bucket if known.fixed == fixed), None)
            if pattern is None:
                pattern = _Pattern(fixed, tuple(place for place in range(len(parts)) if place not in fixed))
                bucket.append(pattern)
            pattern.entries[pattern.key(parts)] = entry

    def match(self, path: str) -> Match | None:
        """The entry for a request's path, or None. A trailing slash and the service's old prefixes are tolerated."""
        if path.startswith("/api/v2/"):
            path = path[4:]
        if path.startswith("/v2/ee/"):
            path = "/v2" + path[6:]
        if len(path) > 1 and path[-1] == "/":
            path = path[:-1]
        literal = self._literal.get(path)
        if literal is not None:
            return literal
        parts = path.split("/")
        for pattern in self._buckets.get(len(parts), ()):
            entry = pattern.entries.get(pattern.key(parts))
            if entry is not None:
                values = tuple([parts[place] for place in pattern.variable])
                if all(values):
                    return Match(entry, values)
        return None
