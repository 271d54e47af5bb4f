"""What the control plane says when it cannot do as asked: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final


class ControlError(Exception):
    """A refused control-plane request. `where` points into the request (a JSON pointer or parameter), if it can.

    `missing` is the kind of the record that was referred to and is not there, where that is what is wrong.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        where: str | None = None,
        hint: str | None = None,
        missing: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.where = where
        self.hint = hint
        self.missing = missing

    def within(self, place: str) -> ControlError:
        """The same, said of something that stands at a place (a JSON pointer) inside what was sent."""
        where = place + (self.where or "")
        return ControlError(self.status, self.message, where=where, hint=self.hint, missing=self.missing)

    def body(self) -> dict[str, object]:
        error = {"message": self.message, "where": self.where, "hint": self.hint}
        return {"error": {key: value for key, value in error.items() if value is not None}}


MUCH: Final = 0.1
"""So much less like it than the nearest, a name is no suggestion any more."""


def suggestion(name: str, known: Iterable[str]) -> str:
    """`did you mean …? ` before the names there are, the nearest one or two; nothing where none comes near."""
    from difflib import SequenceMatcher, get_close_matches  # noqa: PLC0415 - no start makes mistakes

    by_lower = {one.lower(): one for one in known}
    asked = name.lower()
    if asked in by_lower:
        return f"did you mean {by_lower[asked]}? "
    near = get_close_matches(asked, by_lower, n=2, cutoff=0.6)
    likeness = [SequenceMatcher(None, one, asked).ratio() for one in near]
    if len(near) > 1 and likeness[0] - likeness[1] > MUCH:
        near.pop()
    if not near and len(asked) > 1:
        near = [one for one in by_lower if asked in one][:2]
    return f"did you mean {' or '.join(by_lower[one] for one in near)}? " if near else ""
