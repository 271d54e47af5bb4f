from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from emulator.scheduling.intervals import merged
from emulator.scheduling.limits import Unit, exceeded, exhausted, period
from emulator.world.world import World
from tests.office import START, at, event_type, office, stored

ROME = ZoneInfo("Europe/Rome")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world() -> World:
    return office()


@pytest.mark.parametrize(
    ("unit", "low", "high"),
    [
        ("day", "2030-03-30 23:00", "2030-03-31 22:00"),
        # Weeks begin on Sunday, here the day on which Rome puts its clocks on.
        ("week", "2030-03-30 23:00", "2030-04-06 22:00"),
        ("month", "2030-02-28 23:00", "2030-03-31 22:00"),
        ("year", "2029-12-31 23:00", "2030-12-31 23:00"),
    ],
)
def test_periods_are_of_the_schedules_calendar(unit: Unit, low: str, high: str) -> None:
    assert period(at("2030-03-31 12:00"), unit, ROME) == (at(low), at(high))
    assert period(at(low), unit, ROME) == (at(low), at(high))
    assert period(at(high) - timedelta(milliseconds=1), unit, ROME) == (at(low), at(high))


@pytest.mark.parametrize(
    ("limits", "starts", "broken"),
    [
        ({"day": 1}, [START - HOUR], True),
        ({"day": 1}, [START - DAY], False),
        ({"day": 2}, [START - HOUR], False),
        ({"week": 2}, [START - DAY, START + DAY], True),
        ({"week": 2}, [START - DAY, START + 7 * DAY], False),
        ({"month": 1}, [START + 20 * DAY], True),
        ({"year": 1}, [START + 300 * DAY], True),
        ({"day": 1, "disabled": True}, [START - HOUR], False),
        (None, [START - HOUR], False),
    ],
)
def test_counts(world: World, limits: dict[str, Any] | None, starts: list[Any], broken: bool) -> None:
    kind = event_type(world, booking_limits_count=limits)
    for start in starts:
        stored(world, kind, start)
    assert exceeded(world, kind, START, UTC) == ("count" if broken else None)


def test_only_accepted_bookings_of_the_same_event_type_count(world: World) -> None:
    kind = event_type(world, booking_limits_count={"day": 1})
    stored(world, event_type(world))
    for status in ("pending", "cancelled", "rejected"):
        stored(world, kind, status=status)
    assert exceeded(world, kind, START, UTC) is None


def test_the_moved_booking_does_not_count(world: World) -> None:
    kind = event_type(world, booking_limits_count={"day": 1}, booking_limits_duration={"day": 60})
    booking = stored(world, kind)
    assert exceeded(world, kind, START, UTC) == "count"
    assert exceeded(world, kind, START, UTC, moved=booking) is None
    assert exhausted(world, kind, START, START + HOUR, UTC, moved=booking) == []


@pytest.mark.parametrize(("most", "broken"), [(59, True), (60, True), (61, False)])
def test_a_duration_is_full_when_what_is_booked_reaches_it(world: World, most: int, broken: bool) -> None:
    """bookings.md 3.2 step 23: the new booking's own length does not count."""
    kind = event_type(world, booking_limits_duration={"day": most})
    stored(world, kind)
    assert exceeded(world, kind, START + HOUR, UTC) == ("duration" if broken else None)
    assert bool(exhausted(world, kind, START, START + HOUR, UTC)) is broken


def test_exhausted_periods(world: World) -> None:
    kind = event_type(world, booking_limits_count={"day": 1, "week": 2})
    for day in (0, 1, 12):
        stored(world, kind, START + day * DAY)
    found = exhausted(world, kind, START - DAY, START + 20 * DAY, ROME)
    assert merged(period.interval for period in found) == [
        (at("2030-01-05 23:00"), at("2030-01-12 23:00")),
        (at("2030-01-19 23:00"), at("2030-01-20 23:00")),
    ]
