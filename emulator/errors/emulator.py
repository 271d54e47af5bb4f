"""Refusals of the emulator itself: what it cannot do yet, said in a way that nobody mistakes for Cal.com."""

from __future__ import annotations

from collections.abc import Sequence

from emulator.errors.base import ApiError, BareProblem


class NotEmulated(BareProblem):
    """A 501 that no document of the service describes, and that is therefore held against none."""


class Strict(NotEmulated):
    """A refusal that only strict mode knows; the service would have ignored what is refused."""


def ignored_there(names: Sequence[str]) -> ApiError:
    """What the request says and the service would not have read: `?name` of the query, `/a/b` of the body."""
    return Strict(
        400,
        f"Strict mode: Cal.com ignores {', '.join(names)}. Leave it out, or correct its name.",
        code="StrictMode",
    )


def not_emulated(what: str) -> ApiError:
    """`what` completes the sentence "The emulator does not … yet"."""
    return NotEmulated(501, f"The emulator does not {what} yet. The hosted service does.", code="NotEmulated")
