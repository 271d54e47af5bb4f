"""The list of bookings that is read on from a cursor, in the order of their sort keys (live.md 2.2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from emulator.frozen import frozen
from emulator.scheduling.booking_matching import Search
from emulator.scheduling.booking_scope import Scope
from emulator.scheduling.booking_search import read_from
from emulator.scheduling.cursors import cursor_of, read_cursor
from emulator.world.appointments import Booking
from emulator.world.world import World

HOUR: Final = timedelta(hours=1)
FAR_AHEAD: Final = datetime(2100, 1, 1, tzinfo=UTC)
ASCENDING: Final = frozenset({"upcoming", "recurring", "unconfirmed"})


@frozen
class Page:
    """Some bookings in order, and the cursor behind the last of them when there are more."""

    bookings: list[Booking]
    next_cursor: str | None


def read_on(world: World, scope: Scope, wanted: Search, *, cursor: str | None, limit: int) -> Page:
    """The first `limit` bookings of what `scope` holds, or those behind `cursor`.

    They are in order of their UUIDs, which begin with the start. The one status of `wanted`, or none, decides direction
    and beginning. Raises a 400 for a cursor that this list never gave, and as `find_bookings` does.
    """
    status = next(iter(wanted.statuses), None)
    ascending = status in ASCENDING
    edge = _edge(world, status) if cursor is None else read_cursor(cursor)
    rows = list(islice(read_from(world, scope, wanted, edge=edge, ascending=ascending), limit + 1))
    shown = rows[:limit]
    return Page(shown, cursor_of(shown[-1].uuid) if len(rows) > limit else None)


def _edge(world: World, status: str | None) -> str:
    """Where the first page begins, as the beginning of a UUID."""
    if status in ASCENDING:
        start = world.now() - HOUR
    elif status == "past":
        start = world.now()
    else:
        start = FAR_AHEAD
    prefix = f"{int(start.timestamp() * 1000):012x}"
    return f"{prefix[:8]}-{prefix[8:]}"
