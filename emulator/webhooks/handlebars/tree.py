"""What a template consists of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from emulator.frozen import frozen


class Strip(NamedTuple):
    """Whether a tag takes away the white space before it (`open`) and behind it (`close`)."""

    open: bool = False
    close: bool = False


@frozen
class Path:
    """`parts` to follow from the context `depth` levels up, or from the data (`@index` …).

    `scoped` paths say `this` or `.` and are never a helper's name.
    """

    original: str
    parts: tuple[str, ...]
    depth: int = 0
    data: bool = False
    scoped: bool = False

    @property
    def simple(self) -> bool:
        return len(self.parts) == 1 and not self.scoped and not self.depth


@frozen
class Literal:
    value: Any


@frozen
class Call:
    """A path with arguments: a helper when it has any, otherwise perhaps just a value."""

    path: Path
    params: tuple[Expression, ...] = ()
    options: tuple[tuple[str, Expression], ...] = ()


Expression: TypeAlias = Path | Literal | Call


@dataclass(slots=True)
class Content:
    """Plain text: `original` as written, `value` after white space was taken away on either side."""

    original: str
    value: str
    left_stripped: bool = False
    right_stripped: bool = False


@dataclass(slots=True)
class Comment:
    strip: Strip


@dataclass(slots=True)
class Mustache:
    call: Call
    escaped: bool
    strip: Strip


@dataclass(slots=True)
class Program:
    """A sequence of statements. A `chained` one holds nothing but the block of an `else if`.

    `names` are the block parameters that its block declares for it (`as |item index|`).
    """

    body: list[Statement] = field(default_factory=list)
    chained: bool = False
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Block:
    call: Call
    program: Program | None
    inverse: Program | None
    open_strip: Strip
    inverse_strip: Strip
    close_strip: Strip


Statement: TypeAlias = Content | Comment | Mustache | Block
