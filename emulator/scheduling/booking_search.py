"""Finding the bookings that a list shows, in its order, page by page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from emulator.frozen import frozen
from emulator.scheduling.booking_matching import Matching, Search, matching
from emulator.scheduling.booking_runs import Span, by_start, in_order, page
from emulator.scheduling.booking_scope import Scope, scope_of
from emulator.world.appointments import Booking
from emulator.world.records import User
from emulator.world.shelves import ORDERS
from emulator.world.world import World

FEW: Final = 1000
"""So many bookings are rather sorted than looked for in another order."""


@frozen
class Found:
    """One page, and how many bookings match in all (created and updated ranges not counted, as the service does)."""

    bookings: list[Booking]
    total: int


def find_bookings(world: World, user: User, wanted: Search, *, skip: int, take: int) -> Found:
    """The page of what `user` may see. Raises a 400 when none of the event types asked for exists."""
    return find_within(world, scope_of(world, user), wanted, skip=skip, take=take)


def find_within(world: World, scope: Scope, wanted: Search, *, skip: int, take: int) -> Found:
    """The page of what a scope holds. Raises a 400 when none of the event types asked for exists."""
    found = matching(world, scope, wanted)
    field, descending = wanted.sort or ("start", _descends(wanted.statuses))
    key = ORDERS[field]
    if not found.tests and not found.ranges and (field == "start" or found.unbounded):
        spans = [
            by_start(run, times) if field == "start" else Span(rows := run.order(field), 0, len(rows))
            for run, times in found.runs
        ]
        singles = sorted(found.singles, key=key)
        spans.append(Span(singles, 0, len(singles)))
        return Found(page(spans, key, descending=descending, skip=skip, take=take), sum(map(len, spans)))
    shown = _ordered(found, field, descending=descending)
    return Found(list(islice(shown, skip, skip + take)), found.total())


def read_from(world: World, scope: Scope, wanted: Search, *, edge: str, ascending: bool) -> Iterator[Booking]:
    """All that a scope holds of what is wanted, by UUID, from behind `edge` on. Raises as `find_bookings`."""
    found = matching(world, scope, wanted)
    key = ORDERS["uuid"]
    sources: list[Sequence[Booking]] = []
    for run, _ in found.runs:
        rows = run.order("uuid")
        place = bisect_left(rows, edge, key=_uuid) if not ascending else bisect_right(rows, edge, key=_uuid)
        sources.append(Span(rows, place, len(rows)) if ascending else Span(rows, 0, place))
    beside = [each for each in found.singles if (each.uuid > edge if ascending else each.uuid < edge)]
    sources.append(sorted(beside, key=key))
    times = found.times_test()
    for booking in in_order(sources, key, descending=not ascending):
        if times(booking) and found.shown(booking):
            yield booking


def _ordered(found: Matching, field: str, *, descending: bool) -> Iterator[Booking]:
    """Everything that is shown, in order: from a narrow range of times if there is one, else as far as is asked for."""
    key = ORDERS[field]
    times = found.times_test()
    narrow = _narrow(found)
    if narrow is not None:
        few = [booking for booking in narrow if times(booking) and found.shown(booking)]
        return iter(sorted(few, key=key, reverse=descending))
    if field == "start":
        sources: list[Sequence[Booking]] = [by_start(run, each) for run, each in found.runs]
    else:
        sources = [run.order(field) for run, _ in found.runs]
    sources.append(sorted(found.singles, key=key))
    rows = in_order(sources, key, descending=descending)
    return (booking for booking in rows if times(booking) and found.shown(booking))


def _narrow(found: Matching) -> list[Booking] | None:
    """The bookings of the range of records' times that holds the fewest, if these are few."""
    best: list[Booking] | None = None
    for field, low, high in found.ranges:
        stretches = []
        for run, _ in found.runs:
            rows = run.order(field)
            known = bisect_left(rows, True, key=lambda row: getattr(row, field) is None)
            at = lambda row: getattr(row, field)  # noqa: B023, E731 - used at once
            first = 0 if low is None else bisect_left(rows, low, 0, known, key=at)
            last = known if high is None else bisect_right(rows, high, first, known, key=at)
            stretches.append((rows, first, last))
        size = sum(last - first for _, first, last in stretches)
        if size <= FEW and (best is None or size < len(best)):
            best = [row for rows, first, last in stretches for row in rows[first:last]]
    return None if best is None else best + found.singles


def _descends(statuses: frozenset[str]) -> bool:
    """Without an order asked for, one status of what is over shows the latest first; all else the earliest."""
    return statuses in (frozenset({"past"}), frozenset({"cancelled"}))


def _uuid(booking: Booking) -> str:
    return booking.uuid
