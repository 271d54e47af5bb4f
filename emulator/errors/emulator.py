"""Refusals of the emulator itself: what it cannot do yet, said in a way that nobody mistakes for Cal.com."""

from __future__ import annotations

from emulator.errors.base import ApiError, BareProblem


class NotEmulated(BareProblem):
    """A 501 that no document of the service describes, and that is therefore held against none."""


def not_emulated(what: str) -> ApiError:
    """`what` completes the sentence "The emulator does not … yet"."""
    return NotEmulated(501, f"The emulator does not {what} yet. The hosted service does.", code="NotEmulated")
