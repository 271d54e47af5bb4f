"""Which bookings match what a list asks for: as stretches of the shelves that they stand on, and single ones beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from emulator.errors import booking_reads as errors
from emulator.frozen import frozen
from emulator.scheduling.booking_meanings import times_of_status
from emulator.scheduling.booking_runs import Times, by_start, everything
from emulator.scheduling.booking_scope import Scope, attended, with_children
from emulator.world.appointments import Booking, EventType
from emulator.world.shelves import Facet, Partition, Run, partition_of
from emulator.world.world import World

Test = Callable[[Booking], bool]


@frozen(kw_only=True)
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


@dataclass(slots=True)
class Matching:
    """What matches, as disjoint runs with the times that count in each, and single bookings beside them.

    `tests` are filters on the runs that no index answers; `ranges` those that leave the total alone.
    """

    runs: list[tuple[Run, Times]]
    singles: list[Booking]
    tests: list[Test]
    ranges: list[tuple[str, datetime | None, datetime | None]]

    def spans(self) -> list[Sequence[Booking]]:
        return [*(by_start(run, times) for run, times in self.runs), self.singles]

    def total(self) -> int:
        if not self.tests:
            return sum(map(len, self.spans()))
        return sum(all(test(booking) for test in self.tests) for booking in everything(self.spans()))

    @property
    def unbounded(self) -> bool:
        """Whether everything in the runs counts, whenever it is."""
        return all(times == Times() for _, times in self.runs)

    def times_test(self) -> Test:
        """Whether a booking of a run keeps to the times that count there. What stands beside was tried before."""
        if self.unbounded:
            return lambda booking: True
        known = {partition_of(run.order("start")[0]): times for run, times in self.runs if len(run)}

        def test(booking: Booking) -> bool:
            times = known.get(partition_of(booking))
            return times is None or times.hold(booking)

        return test

    def shown(self, booking: Booking) -> bool:
        return all(test(booking) for test in self.tests) and self.in_ranges(booking)

    def in_ranges(self, booking: Booking) -> bool:
        return all(_within(getattr(booking, field), low, high) for field, low, high in self.ranges)


def matching(world: World, scope: Scope, wanted: Search) -> Matching:
    """What a scope holds of what is wanted. Raises a 400 when none of the event types asked for exists."""
    event_types = _event_types(world, wanted)
    ranges = [
        (field, low, high)
        for field, low, high in (
            ("created_at", wanted.created_from, wanted.created_until),
            ("updated_at", wanted.updated_from, wanted.updated_until),
        )
        if low is not None or high is not None
    ]
    now = world.now()

    def times_of(partition: Partition) -> Times | None:
        if event_types is not None and partition.event_type_id not in event_types:
            return None
        return times_of_status(
            partition, wanted.statuses, now, start_from=wanted.start_from, end_until=wanted.end_until
        )

    def fits(booking: Booking) -> bool:
        times = times_of(partition_of(booking))
        return times is not None and times.hold(booking)

    attends = [(field, value) for field, value in _people(wanted) if value is not None]
    tests = [_attended_by(world, field, value) for field, value in attends]
    facet, few = _source(world, wanted, attends)
    if facet is None:
        mine = (booking for booking in few if scope.holds(world, booking) and fits(booking))
        return Matching([], [booking for booking in mine if all(test(booking) for test in tests)], [], ranges)
    if attends:
        # The facet answers one of them.
        tests = [
            test
            for test, (field, value) in zip(tests, attends, strict=True)
            if world.shelves.attended_by(field, value) is not facet
        ]
    runs, beside = _runs(world, scope, facet)
    bounded = [(run, times) for partition, run in runs if (times := times_of(partition)) is not None]
    singles = [
        booking
        for booking in beside
        if fits(booking) and all(_attended_by(world, field, value)(booking) for field, value in attends)
    ]
    return Matching(bounded, singles, tests, ranges)


def _people(wanted: Search) -> tuple[tuple[str, str | None], ...]:
    return ("email", wanted.attendee_email), ("name", wanted.attendee_name)


def _source(world: World, wanted: Search, attends: list[tuple[str, str]]) -> tuple[Facet | None, list[Booking]]:
    """Where to look: in a facet, or among the few bookings that somebody attends or one uid names."""
    if wanted.booking_uid is not None:
        booking = world.bookings.by("uid", wanted.booking_uid)
        return None, [] if booking is None else [booking]
    best: Facet = world.shelves.everything
    for field, value in attends:
        crowd = world.shelves.attended_by(field, value)
        if crowd is None:
            rows = (world.bookings.get(each.booking_id) for each in world.attendees.where(field, value))
            return None, list({booking.id: booking for booking in rows if booking is not None}.values())
        if len(crowd) < len(best) or best is world.shelves.everything:
            best = crowd
    return best, []


def _runs(world: World, scope: Scope, facet: Facet) -> tuple[list[tuple[Partition, Run]], list[Booking]]:
    """The runs of a facet that lie in the scope, and the bookings in it only because somebody attends them."""
    runs = [pair for user_id in sorted(scope.user_ids) for pair in facet.of_user(user_id).items()]
    runs += [
        (partition, run)
        for number in sorted(scope.event_type_ids)
        for partition, run in facet.of_event_type(number).items()
        if partition.user_id not in scope.user_ids
    ]
    crowds = {email: world.shelves.attended_by("email", email) for email in sorted(scope.emails)}
    main = _main_crowd(world, facet, crowds.values())
    if main is not None:
        runs += [(partition, run) for partition, run in main if not scope.takes(partition)]
    beside: dict[int, Booking] = {}
    for email, crowd in crowds.items():
        if crowd is not None and crowd is main:
            continue
        if crowd is None:
            rows: Iterable[Booking] = attended(world, email)
        else:
            # Of a further crowd only the parts that others organise are looked through.
            rows = (row for partition, run in crowd if not scope.takes(partition) for row in run.order("start"))
        for booking in rows:
            if not scope.takes(partition_of(booking)) and (main is None or booking not in main):
                beside[booking.id] = booking
    return runs, list(beside.values())


def _main_crowd(world: World, facet: Facet, crowds: Iterable[Facet | None]) -> Facet | None:
    """The greatest of the crowds of the scope's people, whose runs lie in the facet as they are; mostly it is alone."""
    main = max((crowd for crowd in crowds if crowd is not None), key=len, default=None)
    return main if facet is world.shelves.everything or facet is main else None


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


def _attended_by(world: World, field: str, value: str) -> Test:
    people = world.attendees
    return lambda booking: any(getattr(each, field) == value for each in people.where("booking_id", booking.id))


def _within(value: datetime | None, low: datetime | None, high: datetime | None) -> bool:
    return value is not None and (low is None or low <= value) and (high is None or value <= high)
