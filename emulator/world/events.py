"""What happened in a world, and what will happen when its clock gets there."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import field
from datetime import datetime
from functools import partial
from typing import Any

from emulator.frozen import frozen
from emulator.world.tables import UndoLog


@frozen
class Event:
    """A fact that subscribers may want to hear of.

    `trigger` is Cal.com's name for it (`BOOKING_CREATED` …), `booking_id` the booking concerned if there is one,
    `facts` what the booking itself does not tell (reasons, the booking replaced, the attendees marked …).
    """

    trigger: str
    at: datetime
    booking_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@frozen(order=True)
class Due:
    """Something that falls due at `at`: `trigger` names it, `booking_id` the booking it hangs on, if it does.

    `facts` are what must be known then and stands in no record.
    """

    at: datetime
    number: int
    trigger: str = field(compare=False)
    booking_id: int | None = field(default=None, compare=False)
    facts: dict[str, Any] = field(default_factory=dict, compare=False)


class Agenda:
    """Everything that falls due later, in order of time, then of entry."""

    def __init__(self, log: UndoLog) -> None:
        self._log = log
        self._heap: list[Due] = []
        self._live: dict[int, Due] = {}
        self._of_booking: dict[int, list[int]] = {}
        self._count = 0

    def __len__(self) -> int:
        return len(self._live)

    def __iter__(self) -> Iterator[Due]:
        return iter(sorted(self._live.values()))

    def add(
        self, at: datetime, trigger: str, booking_id: int | None = None, facts: dict[str, Any] | None = None
    ) -> None:
        self._count += 1
        due = Due(at, self._count, trigger, booking_id, facts or {})
        self._enter(due)
        self._log.note(lambda: self._forget(due))

    def drop(self, booking_id: int) -> None:
        """Forget everything that was planned for a booking."""
        for number in list(self._of_booking.get(booking_id, ())):
            due = self._live[number]
            self._forget(due)
            self._log.note(partial(self._enter, due))

    def next_at(self) -> datetime | None:
        """When the next entry falls due."""
        self._skip_dropped()
        return self._heap[0].at if self._heap else None

    def pop_due(self, now: datetime) -> Due | None:
        """Take the earliest entry that is due at `now`, if there is one."""
        self._skip_dropped()
        if self._heap and self._heap[0].at <= now:
            due = heapq.heappop(self._heap)
            self._forget(due)
            return due
        return None

    def _enter(self, due: Due) -> None:
        self._live[due.number] = due
        if due.booking_id is not None:
            self._of_booking.setdefault(due.booking_id, []).append(due.number)
        heapq.heappush(self._heap, due)

    def _forget(self, due: Due) -> None:
        del self._live[due.number]
        if due.booking_id is None:
            return
        numbers = self._of_booking[due.booking_id]
        numbers.remove(due.number)
        if not numbers:
            del self._of_booking[due.booking_id]

    def _skip_dropped(self) -> None:
        while self._heap and self._heap[0].number not in self._live:
            heapq.heappop(self._heap)
