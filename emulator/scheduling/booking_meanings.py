"""What the values of the status filter of lists mean (bookings.md 4.2)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from emulator.scheduling.booking_runs import Times
from emulator.world.shelves import Partition

GONE: Final = frozenset({"cancelled", "rejected"})


class Meaning(NamedTuple):
    """What a value of the status filter asks of a booking's partition, and whether it may be over or still to come."""

    of: Callable[[Partition], bool]
    over: bool
    to_come: bool


def _alive(partition: Partition) -> bool:
    return partition.status not in GONE


def _upcoming(partition: Partition) -> bool:
    # A pending booking that stands alone counts, a pending occurrence does not (bookings.md 4.2).
    return partition.status == "accepted" if partition.recurs else _alive(partition)


MEANINGS: Final[Mapping[str, Meaning]] = MappingProxyType(
    {
        "upcoming": Meaning(_upcoming, over=False, to_come=True),
        "recurring": Meaning(lambda partition: partition.recurs and _alive(partition), over=False, to_come=True),
        "past": Meaning(_alive, over=True, to_come=False),
        "cancelled": Meaning(lambda partition: not _alive(partition), over=True, to_come=True),
        "unconfirmed": Meaning(lambda partition: partition.status == "pending", over=False, to_come=True),
    }
)
"""A booking that ends now is over and still to come."""


def times_of_status(
    partition: Partition,
    statuses: Collection[str],
    now: datetime,
    *,
    start_from: datetime | None = None,
    end_until: datetime | None = None,
) -> Times | None:
    """When bookings of a partition must begin and end to match one of the statuses; None when none of them can.

    No status at all lets everything through.
    """
    over = to_come = not statuses
    for status in statuses:
        meaning = MEANINGS[status]
        if meaning.of(partition):
            over, to_come = over or meaning.over, to_come or meaning.to_come
    if not (over or to_come):
        return None
    ends = [each for each in (end_until, None if to_come else now) if each is not None]
    return Times(start_from, None if over else now, min(ends, default=None))
