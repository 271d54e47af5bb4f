"""What the control plane says when it cannot do as asked: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable


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

    def body(self) -> dict[str, object]:
        error = {"message": self.message, "where": self.where, "hint": self.hint}
        return {"error": {key: value for key, value in error.items() if value is not None}}


def suggestion(name: str, known: Iterable[str]) -> str:
    """`did you mean …? ` before the names there are; the first part only where something comes near."""
    from difflib import get_close_matches  # noqa: PLC0415 - no start makes mistakes

    names = list(known)
    near = get_close_matches(name.lower(), [one.lower() for one in names], n=2, cutoff=0.6)
    meant = [one for one in names if one.lower() in near]
    return f"did you mean {' or '.join(meant)}? " if meant else ""
