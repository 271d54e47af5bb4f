"""Finding the bookings that a list shows: filters, what a status means, order and page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from types import MappingProxyType
from typing import Final

from emulator.errors import booking_reads as errors
from emulator.scheduling.booking_scope import Scope, attended, scope_of, with_children
from emulator.world.appointments import Booking, EventType
from emulator.world.records import User
from emulator.world.world import World

EVER: Final = datetime(1000, 1, 1, tzinfo=UTC)
NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC)
MOMENT: Final = timedelta(milliseconds=1)
Test = Callable[[Booking], bool]
GONE: Final = frozenset({"cancelled", "rejected"})
TO_COME: Final = frozenset({"upcoming", "recurring", "unconfirmed"})


def _upcoming(booking: Booking, now: datetime) -> bool:
    # A pending booking that stands alone counts, a pending occurrence does not (bookings.md 4.2).
    wanted = booking.status == "accepted" if booking.recurring_uid is not None else booking.status not in GONE
    return wanted and booking.end >= now


def _recurring(booking: Booking, now: datetime) -> bool:
    return booking.recurring_uid is not None and booking.status not in GONE and booking.end >= now


def _past(booking: Booking, now: datetime) -> bool:
    return booking.status not in GONE and booking.end <= now


def _cancelled(booking: Booking, now: datetime) -> bool:
    return booking.status in GONE


def _unconfirmed(booking: Booking, now: datetime) -> bool:
    return booking.status == "pending" and booking.end >= now


MEANINGS: Final[Mapping[str, Callable[[Booking, datetime], bool]]] = MappingProxyType(
    {
        "upcoming": _upcoming,
        "recurring": _recurring,
        "past": _past,
        "cancelled": _cancelled,
        "unconfirmed": _unconfirmed,
    }
)
"""What each value of the status filter asks of a booking."""


@dataclass(slots=True, frozen=True, kw_only=True)
class Search:
    """What is wanted; None and the empty set do not filter. Ranges include both ends.

    `sort` names a field of `Booking` and whether it descends.
    """

    statuses: frozenset[str] = frozenset()
    attendee_email: str | None = None
    attendee_name: str | None = None
    booking_uid: str | None = None
    event_type_ids: tuple[int, ...] | None = None
    team_ids: tuple[int, ...] | None = None
    start_from: datetime | None = None
    end_until: datetime | None = None
    created_from: datetime | None = None
    created_until: datetime | None = None
    updated_from: datetime | None = None
    updated_until: datetime | None = None
    sort: tuple[str, bool] | None = None


@dataclass(slots=True, frozen=True)
class Found:
    """One page, and how many bookings match in all (created and updated ranges not counted, as the service does)."""

    bookings: list[Booking]
    total: int


def find_bookings(world: World, user: User, wanted: Search, *, skip: int, take: int) -> Found:
    """The page of what `user` may see. Raises a 400 when none of the event types asked for exists."""
    scope = scope_of(world, user)
    event_types = _event_types(world, wanted)
    field, descending = wanted.sort or ("start", _descends(wanted.statuses))
    plain = wanted == Search(sort=wanted.sort) and field == "start"
    if plain and _organises_all(world, scope, user):
        return _straight_page(world, user, descending=descending, skip=skip, take=take)
    counted, shown = _matching(world, scope, wanted, event_types)
    shown = sorted(shown, key=lambda booking: booking.id)
    shown.sort(key=lambda booking: _sort_key(getattr(booking, field)), reverse=descending)
    return Found(shown[skip : skip + take], len(counted))


def matching_bookings(world: World, user: User, wanted: Search) -> list[Booking]:
    """All that `user` may see of what is wanted, in no order. Raises as `find_bookings`."""
    return _matching(world, scope_of(world, user), wanted, _event_types(world, wanted))[1]


def _matching(
    world: World, scope: Scope, wanted: Search, event_types: frozenset[int] | None
) -> tuple[list[Booking], list[Booking]]:
    """What counts towards the total, and what of it is shown."""
    counted = list(_candidates(world, scope, wanted, event_types))
    for test in _tests(world, wanted, event_types):
        counted = list(filter(test, counted))
    shown = counted
    for test in _record_tests(wanted):
        shown = list(filter(test, shown))
    return counted, shown


def _descends(statuses: frozenset[str]) -> bool:
    """Without an order asked for, one status of what is over shows the latest first; all else the earliest."""
    return statuses in (frozenset({"past"}), frozenset({"cancelled"}))


def _sort_key(value: datetime | None) -> tuple[bool, datetime]:
    """Missing values come last going up and first going down, as in the service's database."""
    return value is None, value or EVER


def _organises_all(world: World, scope: Scope, user: User) -> bool:
    """Are the user's own bookings all there is to see? Then the table's own order serves."""
    if len(scope.user_ids) > 1 or scope.event_type_ids:
        return False
    return all(booking.user_id == user.id for booking in attended(world, user.email))


def _straight_page(world: World, user: User, *, descending: bool, skip: int, take: int) -> Found:
    total = world.bookings.counted("user_id", user.id)
    if not descending:
        return Found(world.bookings.ranked("user_id", user.id, skip, skip + take), total)
    rows = world.bookings.ranked("user_id", user.id, max(0, total - skip - take), max(0, total - skip))
    return Found(rows[::-1], total)


def _event_types(world: World, wanted: Search) -> frozenset[int] | None:
    """Ids of the event types that the filters leave; None when they do not filter."""
    allowed: frozenset[int] | None = None
    if wanted.event_type_ids is not None:
        known = [found for number in wanted.event_type_ids if (found := world.event_types.get(number)) is not None]
        if not known:
            raise errors.no_such_event_types()
        allowed = _ids(with_children(world, known))
    if wanted.team_ids is not None:
        of_teams = _ids(
            with_children(
                world, [kind for team_id in wanted.team_ids for kind in world.event_types.where("team_id", team_id)]
            )
        )
        # Teams without event types do not filter at all (bookings.md 4.1).
        if of_teams:
            allowed = of_teams if allowed is None else allowed & of_teams
    return allowed


def _ids(event_types: list[EventType]) -> frozenset[int]:
    return frozenset(event_type.id for event_type in event_types)


def _candidates(world: World, scope: Scope, wanted: Search, event_types: frozenset[int] | None) -> Iterable[Booking]:
    """Bookings of the scope among which all that match are, from the index that promises the fewest."""
    if wanted.booking_uid is not None:
        booking = world.bookings.by("uid", wanted.booking_uid)
        return [booking] if booking is not None and scope.holds(world, booking) else []
    low, high = _bounds(world, wanted)
    most = scope.size(world)
    narrow: Iterable[Booking] | None = None
    if wanted.attendee_email is not None and world.attendees.counted("email", wanted.attendee_email) < most:
        narrow = {booking.id: booking for booking in attended(world, wanted.attendee_email)}.values()
    elif event_types is not None and sum(world.bookings.counted("event_type_id", each) for each in event_types) < most:
        narrow = chain.from_iterable(
            world.bookings.overlapping("event_type_id", each, low, high) for each in event_types
        )
    if narrow is None:
        return scope.bookings(world, low, high)
    return (booking for booking in narrow if scope.holds(world, booking))


def _bounds(world: World, wanted: Search) -> tuple[datetime, datetime]:
    """What matches ends after the first instant and starts before the second."""
    low, high = EVER, NEVER
    now = world.now()
    if wanted.start_from is not None:
        low = max(low, wanted.start_from)
    if wanted.statuses and wanted.statuses <= TO_COME:
        low = max(low, now)
    if wanted.end_until is not None:
        high = min(high, wanted.end_until)
    if wanted.statuses == {"past"}:
        high = min(high, now)
    return low - MOMENT, high + MOMENT


def _tests(world: World, wanted: Search, event_types: frozenset[int] | None) -> Iterator[Test]:
    """One test for each filter that counts towards the total, the cheap ones first."""
    if event_types is not None:
        yield lambda booking: booking.event_type_id in event_types
    start_from, end_until, now = wanted.start_from, wanted.end_until, world.now()
    if start_from is not None:
        yield lambda booking: booking.start >= start_from
    if end_until is not None:
        yield lambda booking: booking.end <= end_until
    meanings = [MEANINGS[status] for status in wanted.statuses]
    if len(meanings) == 1:
        (meaning,) = meanings
        yield lambda booking: meaning(booking, now)
    elif meanings:
        yield lambda booking: any(meaning(booking, now) for meaning in meanings)
    for field, value in (("email", wanted.attendee_email), ("name", wanted.attendee_name)):
        if value is not None:
            yield _attended_by(world, field, value)


def _attended_by(world: World, field: str, value: str) -> Test:
    people = world.attendees
    return lambda booking: any(getattr(each, field) == value for each in people.where("booking_id", booking.id))


def _record_tests(wanted: Search) -> Iterator[Test]:
    """The filters that leave the total alone."""
    ranges = (
        ("created_at", wanted.created_from, wanted.created_until),
        ("updated_at", wanted.updated_from, wanted.updated_until),
    )
    for field, low, high in ranges:
        if low is not None or high is not None:
            yield _within(field, low or EVER, high or NEVER)


def _within(field: str, low: datetime, high: datetime) -> Test:
    def test(booking: Booking) -> bool:
        value = getattr(booking, field)
        return value is not None and low <= value <= high

    return test
