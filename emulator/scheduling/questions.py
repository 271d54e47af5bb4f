"""The questions of an event type in the words of a version: which module reads and shows them."""

from __future__ import annotations

from typing import Any, Final, Protocol

from emulator.scheduling import booking_fields_2026_06_12, event_type_fields

Json = dict[str, Any]

NEWEST: Final = "2026-06-12"


class Questions(Protocol):
    """What a module for a version can do. All of it agrees on one stored form, that of 2024-06-14."""

    def check_fields(self, given: Any) -> None:
        """Refuse what no list of questions may be."""

    def arrange(self, given: list[Json]) -> list[Json]:
        """The complete list to store for a checked one."""

    def guests_hidden(self, given: list[Json]) -> bool | None:
        """Whether a checked list hides the question for guests; None when it does not have it."""

    def shown_fields(self, fields: list[Json], *, hidden: bool) -> list[Json]:
        """Stored questions as they read back, with the hidden ones or without."""


def questions(version: str) -> Questions:
    """The words of a version; those of 2024-06-14 for every other than the newest."""
    return booking_fields_2026_06_12 if version == NEWEST else event_type_fields
