"""Bookings in disjoint sorted runs, so that lists filter, count and page without a look at every booking."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from emulator.world.appointments import Attendee, Booking
from emulator.world.instants import earlier
from emulator.world.tables import Table

CROWD: Final = 64
"""So many attendees of one address or name make it worth a facet of its own."""

BEFORE: Final = datetime(1, 1, 1, tzinfo=UTC)
FOREVER: Final = datetime.max.replace(tzinfo=UTC)

SortKey = Callable[[Booking], Any]

ORDERS: Final[Mapping[str, SortKey]] = MappingProxyType(
    {
        "start": attrgetter("start", "id"),
        "end": attrgetter("end", "id"),
        "created_at": attrgetter("created_at", "id"),
        # What was never updated comes last going up and first going down, as in the service's database.
        "updated_at": lambda booking: (booking.updated_at is None, booking.updated_at or BEFORE, booking.id),
        "uuid": attrgetter("uuid", "id"),
    }
)
"""The orders in which bookings can be listed; none leaves two bookings equal."""


class Partition(NamedTuple):
    """What all bookings of a run have in common."""

    user_id: int | None
    event_type_id: int | None
    status: str
    recurs: bool


def partition_of(booking: Booking) -> Partition:
    return Partition(booking.user_id, booking.event_type_id, booking.status, booking.recurring_uid is not None)


class Run:
    """The bookings of one partition by start, and in every other order that was ever asked for."""

    __slots__ = ("_orders", "longest")

    def __init__(self) -> None:
        self._orders: dict[str, list[Booking]] = {"start": []}
        self.longest = timedelta()

    def __len__(self) -> int:
        return len(self._orders["start"])

    def order(self, field: str) -> list[Booking]:
        """All of them in one of `ORDERS`; not to be changed."""
        rows = self._orders.get(field)
        if rows is None:
            rows = self._orders[field] = sorted(self._orders["start"], key=ORDERS[field])
        return rows

    def meeting(self, low: datetime, high: datetime) -> list[Booking]:
        """Those of which a part lies in [low, high), by start."""
        return [booking for booking in self.starting(earlier(low, self.longest), high) if booking.end > low]

    def starting(self, low: datetime, high: datetime) -> list[Booking]:
        """Those that start in [low, high), in that order."""
        first, last = self._bounds("start", low, high)
        return self._orders["start"][first:last]

    def counted(self, field: str, low: datetime, high: datetime) -> int:
        """How many there are whose `field`, the first that an order of `ORDERS` goes by, lies in [low, high)."""
        first, last = self._bounds(field, low, high)
        return last - first

    def _bounds(self, field: str, low: datetime, high: datetime) -> tuple[int, int]:
        rows, instant = self.order(field), attrgetter(field)
        return bisect_left(rows, low, key=instant), bisect_left(rows, high, key=instant)

    def add(self, booking: Booking) -> None:
        self.longest = max(self.longest, booking.end - booking.start)
        for field, rows in self._orders.items():
            key = ORDERS[field]
            if not rows or key(rows[-1]) < key(booking):
                rows.append(booking)
            else:
                insort(rows, booking, key=key)

    def remove(self, booking: Booking) -> None:
        for field, rows in self._orders.items():
            key = ORDERS[field]
            del rows[bisect_left(rows, key(booking), key=key)]


class Facet:
    """A set of bookings, cut into runs that are found by organizer or by event type."""

    def __init__(self) -> None:
        self._by_user: dict[int | None, dict[Partition, Run]] = {}
        self._by_event_type: dict[int | None, dict[Partition, Run]] = {}
        self._members: set[int] = set()

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, booking: Booking) -> bool:
        return booking.id in self._members

    def of_user(self, user_id: int | None) -> Mapping[Partition, Run]:
        return self._by_user.get(user_id, {})

    def of_event_type(self, event_type_id: int | None) -> Mapping[Partition, Run]:
        return self._by_event_type.get(event_type_id, {})

    def __iter__(self) -> Iterator[tuple[Partition, Run]]:
        for runs in self._by_user.values():
            yield from runs.items()

    def add(self, booking: Booking) -> None:
        if booking.id in self._members:
            return
        self._members.add(booking.id)
        partition = partition_of(booking)
        of_user = self._by_user.setdefault(partition.user_id, {})
        run = of_user.get(partition)
        if run is None:
            run = of_user[partition] = Run()
            self._by_event_type.setdefault(partition.event_type_id, {})[partition] = run
        run.add(booking)

    def remove(self, booking: Booking) -> None:
        if booking.id not in self._members:
            return
        self._members.remove(booking.id)
        partition = partition_of(booking)
        run = self._by_user[partition.user_id][partition]
        run.remove(booking)
        if not len(run):
            for index, key in ((self._by_user, partition.user_id), (self._by_event_type, partition.event_type_id)):
                del index[key][partition]
                if not index[key]:
                    del index[key]


class Shelves:
    """All bookings of a world, and for each crowded address or name of attendees the bookings it comes to.

    Kept right by the tables, which tell of every record before and after it changes.
    """

    def __init__(self, bookings: Table[Booking], attendees: Table[Attendee]) -> None:
        self._bookings = bookings
        self._attendees = attendees
        self.everything = Facet()
        self._crowds: dict[tuple[str, str], Facet] = {}
        sorted_by = ("start", "end", "created_at", "updated_at", "uuid")
        bookings.watch((*sorted_by, "user_id", "event_type_id", "status", "recurring_uid"), self._put, self._take)
        attendees.watch(("booking_id", "email", "name"), self._joins, self._leaves)

    def attended_by(self, field: str, value: str) -> Facet | None:
        """The bookings with an attendee whose `field` (email or name) is `value`; None while there are few."""
        return self._crowds.get((field, value))

    def attended(self, email: str) -> Facet:
        """The bookings that somebody of this address comes to; where they are no crowd, gathered for the asking."""
        crowd = self._crowds.get(("email", email))
        if crowd is None:
            crowd = Facet()
            for attendee in self._attendees.where("email", email):
                if (booking := self._bookings.get(attendee.booking_id)) is not None:
                    crowd.add(booking)
        return crowd

    def _put(self, booking: Booking) -> None:
        self.everything.add(booking)
        for crowd in self._crowds_of(booking):
            crowd.add(booking)

    def _take(self, booking: Booking) -> None:
        self.everything.remove(booking)
        for crowd in self._crowds_of(booking):
            crowd.remove(booking)

    def _crowds_of(self, booking: Booking) -> Iterator[Facet]:
        if self._crowds:
            for attendee in self._attendees.where("booking_id", booking.id):
                for value in (("email", attendee.email), ("name", attendee.name)):
                    if (crowd := self._crowds.get(value)) is not None:
                        yield crowd

    def _joins(self, attendee: Attendee) -> None:
        booking = self._bookings.get(attendee.booking_id)
        for value in (("email", attendee.email), ("name", attendee.name)):
            crowd = self._crowds.get(value)
            if crowd is not None:
                if booking is not None:
                    crowd.add(booking)
            elif value[1] and self._attendees.counted(*value) >= CROWD:
                crowd = self._crowds[value] = Facet()
                for each in self._attendees.where(*value):
                    if (theirs := self._bookings.get(each.booking_id)) is not None:
                        crowd.add(theirs)

    def _leaves(self, attendee: Attendee) -> None:
        booking = self._bookings.get(attendee.booking_id)
        if booking is None or not self._crowds:
            return
        others = [each for each in self._attendees.where("booking_id", booking.id) if each.id != attendee.id]
        for field, value in (("email", attendee.email), ("name", attendee.name)):
            crowd = self._crowds.get((field, value))
            if crowd is not None and not any(getattr(each, field) == value for each in others):
                crowd.remove(booking)
