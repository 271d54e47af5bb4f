"""What became of a booking that was moved: each move makes a new one, with a uid of its own."""

from __future__ import annotations

from emulator.testing.records import Record


def moved(bookings: list[Record], uid: str) -> str | None:
    """That the booking `uid` goes by another uid now; None for one that was not moved, or is not there."""
    successor = {booking["rescheduledFromUid"]: booking["uid"] for booking in bookings}
    last = uid
    while last in successor and successor[last] != uid:
        last = successor[last]
    if last == uid:
        return None
    return f"{uid} was moved to another time and is {last} now:\n  a booking that moves gets a new uid"
