"""What a kind of records is to the control plane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from emulator.control import completion
from emulator.control.vocabulary import Vocabulary
from emulator.world.tables import Table
from emulator.world.world import World

Attributes = dict[str, Any]


def everything(_record: Any) -> bool:
    """Most kinds have a table to themselves."""
    return True


def nothing_more(_world: World, _record: Any) -> dict[str, Any]:
    """Most records show their own fields and no others."""
    return {}


def nothing_to_do(_world: World, _record: Any, _members: dict[str, Any]) -> None:
    """Most records are written when their own fields are."""


@dataclass(frozen=True)
class Kind:
    """`complete` fills in, in place, what the caller left out (attribute names); it may read the world, not change it.

    `references` maps attributes to the kind they point at. Kinds that share a table share a `sequence` of ids and tell
    by `holds` which records are theirs. `check` looks at what is about to be written, new or changed, and
    may put it into its usual form. `members` are what records show beside their own fields: each is read by `show` and
    written by `attach`, with the value given here when a new record leaves it out.
    """

    name: str
    vocabulary: Vocabulary
    table: Callable[[World], Table[Any]]
    complete: Callable[[World, Attributes], None] = completion.nothing
    references: Mapping[str, str] = field(default_factory=dict)
    opaque_id: Callable[[World], str] | None = None
    sequence: str | None = None
    holds: Callable[[Any], bool] = everything
    check: Callable[[World, Attributes], None] = completion.nothing
    members: Mapping[str, Any] = field(default_factory=dict)
    show: Callable[[World, Any], dict[str, Any]] = nothing_more
    attach: Callable[[World, Any, dict[str, Any]], None] = nothing_to_do

    @property
    def ids(self) -> str:
        """The sequence that numbers the records."""
        return self.sequence or self.name

    def new_id(self, world: World) -> int | str:
        """An id for a record that came without one."""
        return self.opaque_id(world) if self.opaque_id else world.ids.next(self.ids)
