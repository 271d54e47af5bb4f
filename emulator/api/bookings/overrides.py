"""The flags by which a host books past the event type's rules."""

from __future__ import annotations

from emulator.api.call import Call
from emulator.scheduling.lifecycle.requests import Overrides

NEWEST = "2026-02-25"


def overrides_of(call: Call) -> Overrides:
    """Which rules the body asks to set aside. Two of the flags mean something in the newest version only."""
    body = call.body
    newest = call.version >= NEWEST
    return Overrides(
        conflicts=body.get("allowConflicts") is True,
        out_of_bounds=newest and body.get("allowBookingOutOfBounds") is True,
        limits=newest and body.get("skipBookingLimits") is True,
    )
