"""What one OpenAPI document says otherwise than another, of the things that a client notices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from emulator.contract.document import Document
from emulator.contract.facts import Facts, Member, above, facts
from emulator.contract.operation import Operation, operations

_VARIABLE: Final = re.compile(r"\{[^{}]*\}")
_DEMANDS: Final = ("none", "optional", "required")


@dataclass(frozen=True)
class Difference:
    """What the older and the newer document say of one place of an operation; None where one says nothing.

    `breaks` tells whether a client that was right before may be wrong now.
    """

    at: str
    before: str | None
    after: str | None
    breaks: bool

    def __str__(self) -> str:
        if self.before is None:
            return f"+ {self.at}: {self.after}"
        return f"- {self.at}: {self.before}" if self.after is None else f"~ {self.at}: {self.before} -> {self.after}"


@dataclass(frozen=True)
class Changed:
    """What became of an operation; `differences` of one that both documents have."""

    method: str
    path: str
    what: Literal["added", "removed", "changed"]
    differences: tuple[Difference, ...] = ()


def compare(old: Sequence[Document], new: Sequence[Document]) -> list[Changed]:
    """Every operation that is new, gone or different, by path and method.

    Where several documents (generations) have an operation, the first that has it speaks for it.
    """
    before, after = _by_name(old), _by_name(new)
    found = []
    for name in sorted(before.keys() | after.keys(), key=lambda name: (name[1], name[0])):
        was, now = before.get(name), after.get(name)
        if was is not None and now is not None:
            differences = tuple(_differences(facts(was), facts(now)))
            if differences:
                found.append(Changed(now.method, now.path, "changed", differences))
        elif now is not None:
            found.append(Changed(now.method, now.path, "added"))
        elif was is not None:
            found.append(Changed(was.method, was.path, "removed"))
    return found


def nameless(path: str) -> str:
    """A path's template whatever its variables are called."""
    return _VARIABLE.sub("{}", path)


def _by_name(documents: Sequence[Document]) -> dict[tuple[str, str], Operation]:
    found: dict[tuple[str, str], Operation] = {}
    for document in documents:
        for operation in operations(document):
            found.setdefault((operation.method, nameless(operation.path)), operation)
    return found


def _differences(before: Facts, after: Facts) -> Iterator[Difference]:
    for at in sorted(before.keys() | after.keys()):
        was, now = before.get(at), after.get(at)
        owner = above(at)
        # What stands below a thing that is new or gone goes without saying.
        if _words(was) != _words(now) and not (owner and (owner in before) != (owner in after)):
            breaks = _disappoints(was, now) if at.startswith("answer") else _refuses(was, now)
            yield Difference(at, _words(was), _words(now), breaks)


def _words(said: Member | str | None) -> str | None:
    return None if said is None else str(said)


def _refuses(was: Member | str | None, now: Member | str | None) -> bool:
    """Whether what was right to send may be refused now."""
    if isinstance(now, str):
        return _DEMANDS.index(now) > (_DEMANDS.index(was) if isinstance(was, str) else 1)
    if was is None or now is None:
        return now is None or now.required == now.ways
    if isinstance(was, str) or not now.takes(was):
        return True
    return now.there < was.there or now.ways - now.required < was.ways - was.required


def _disappoints(was: Member | str | None, now: Member | str | None) -> bool:
    """Whether an answer may lack what it had, or be what it never was."""
    if was is None or now is None:
        return now is None
    if isinstance(was, str) or isinstance(now, str):
        return now == "empty"
    return not was.takes(now) or now.there < was.there or now.ways - now.required > was.ways - was.required
