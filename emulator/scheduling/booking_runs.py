"""Parts of sorted runs of bookings taken together: how many there are, which are at a place, and all in order."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import NamedTuple

from emulator.world.appointments import Booking
from emulator.world.instants import earlier
from emulator.world.shelves import Run, SortKey


class Times(NamedTuple):
    """When a booking may begin and end; None does not bound. Bounds are included."""

    start_from: datetime | None = None
    end_from: datetime | None = None
    end_until: datetime | None = None

    def hold(self, booking: Booking) -> bool:
        return (
            (self.start_from is None or booking.start >= self.start_from)
            and (self.end_from is None or booking.end >= self.end_from)
            and (self.end_until is None or booking.end <= self.end_until)
        )


class Span(Sequence[Booking]):
    """A stretch [low, high) of a sorted list, with single bookings before and behind it."""

    def __init__(
        self,
        rows: list[Booking],
        low: int,
        high: int,
        before: list[Booking] | None = None,
        after: list[Booking] | None = None,
    ) -> None:
        self._rows = rows
        self._low = low
        self._high = max(low, high)
        self._before = before or []
        self._after = after or []
        self._length = len(self._before) + self._high - self._low + len(self._after)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, place: int) -> Booking:  # type: ignore[override]
        place -= len(self._before)
        if place < 0:
            return self._before[place]
        if place < self._high - self._low:
            return self._rows[self._low + place]
        return self._after[place - (self._high - self._low)]


def by_start(run: Run, times: Times) -> Span:
    """What of the run keeps to the times, by start.

    Only what begins less than the longest booking's length before a bound of ends is looked at one by one.
    """
    rows = run.order("start")
    low, high = 0, len(rows)
    before: list[Booking] = []
    after: list[Booking] = []
    if times.start_from is not None:
        low = bisect_left(rows, times.start_from, key=_start)
    if times.end_from is not None:
        first = bisect_left(rows, earlier(times.end_from, run.longest), low, key=_start)
        low = bisect_left(rows, times.end_from, first, key=_start)
        before = [row for row in rows[first:low] if times.hold(row)]
    if times.end_until is not None:
        high = max(low, bisect_right(rows, earlier(times.end_until, run.longest), key=_start))
        last = bisect_right(rows, times.end_until, high, key=_start)
        after = [row for row in rows[high:last] if times.hold(row)]
    return Span(rows, low, high, before, after)


def page(spans: list[Span], key: SortKey, *, descending: bool, skip: int, take: int) -> list[Booking]:
    """The bookings at places [skip, skip + take) of all spans together; only the page itself is looked at."""
    total = sum(map(len, spans))
    first, last = (total - skip - take, total - skip) if descending else (skip, skip + take)
    first, last = (min(max(0, place), total) for place in (first, last))
    starts = _places(spans, key, first)
    rest = (islice(_from(span, start), last - first) for span, start in zip(spans, starts, strict=True))
    rows = list(islice(heapq.merge(*rest, key=key), max(0, last - first)))
    return rows[::-1] if descending else rows


def in_order(spans: Iterable[Sequence[Booking]], key: SortKey, *, descending: bool) -> Iterator[Booking]:
    """Every booking of the spans, one after the other, as far as somebody asks."""
    ways = [reversed(span) if descending else iter(span) for span in spans if len(span)]
    return ways[0] if len(ways) == 1 else heapq.merge(*ways, key=key, reverse=descending)


def everything(spans: Iterable[Sequence[Booking]]) -> Iterator[Booking]:
    return chain.from_iterable(spans)


def _start(booking: Booking) -> datetime:
    return booking.start


def _from(span: Span, start: int) -> Iterator[Booking]:
    return (span[place] for place in range(start, len(span)))


def _places(spans: list[Span], key: SortKey, rank: int) -> list[int]:
    """How many bookings of each span belong to the first `rank` of all: found by halving, not by counting through."""
    low, high = [0] * len(spans), [len(span) for span in spans]
    while sum(low) < rank:
        widest = max(range(len(spans)), key=lambda each: high[each] - low[each])
        middle = (low[widest] + high[widest]) // 2
        pivot = key(spans[widest][middle])
        smaller = [bisect_left(span, pivot, low[n], high[n], key=key) for n, span in enumerate(spans)]
        if sum(smaller) >= rank:
            high = smaller
            if sum(smaller) == rank:
                return smaller
        else:
            # The pivot itself belongs to the first `rank` as well.
            low = smaller
            low[widest] += 1
    return low
