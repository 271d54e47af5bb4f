from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.scheduling.window import add_business_days, earliest, out_of_bounds, rolling_days, window_limits
from tests.office import NOW, at, event_type

ROME, AUCKLAND = ZoneInfo("Europe/Rome"), ZoneInfo("Pacific/Auckland")


def limits(window: dict[str, Any] | None, booker: Any = UTC, schedule: Any = UTC) -> list[str | None]:
    found = window_limits(event_type(booking_window=window), NOW, booker, schedule)
    return [f"{instant:%Y-%m-%d %H:%M}" if instant else None for instant in found]


@pytest.mark.parametrize(
    "window", [None, {"disabled": True}, {"type": "calendarDays", "value": 3, "rolling": True}, {"type": "range"}]
)
def test_open_windows(window: dict[str, Any] | None) -> None:
    assert limits(window) == [None, None]


def test_calendar_days_end_with_the_bookers_day() -> None:
    window = {"type": "calendarDays", "value": 3, "rolling": False}
    assert limits(window) == [None, "2029-12-06 23:59"]
    assert limits(window, AUCKLAND) == [None, "2029-12-06 10:59"]


def test_business_days_leave_out_the_weekend() -> None:
    # NOW is a Monday: the fifth business day after it is the next Monday.
    assert limits({"type": "businessDays", "value": 5, "rolling": False}) == [None, "2029-12-10 23:59"]


def test_a_range_is_in_the_schedules_zone() -> None:
    window = {"type": "range", "value": ["2030-01-07", "2030-01-09"]}
    assert limits(window, AUCKLAND, ROME) == ["2030-01-06 23:00", "2030-01-09 22:59"]


def test_out_of_bounds_by_notice() -> None:
    kind = event_type(minimum_booking_notice=120)
    assert out_of_bounds(kind, NOW + timedelta(minutes=119), NOW, UTC, UTC)
    assert not out_of_bounds(kind, NOW + timedelta(minutes=120), NOW, UTC, UTC)


@pytest.mark.parametrize(
    ("window", "start", "refused"),
    [
        ({"type": "calendarDays", "value": 3, "rolling": False}, "2029-12-06 23:00", False),
        ({"type": "calendarDays", "value": 3, "rolling": False}, "2029-12-07 00:00", True),
        # bookings.md 3.2 step 19: creation does not look at a rolling window.
        ({"type": "calendarDays", "value": 3, "rolling": True}, "2029-12-20 00:00", False),
        ({"type": "range", "value": ["2030-01-07", "2030-01-09"]}, "2030-01-06 23:59", True),
        ({"type": "range", "value": ["2030-01-07", "2030-01-09"]}, "2030-01-07 00:00", False),
        ({"type": "range", "value": ["2030-01-07", "2030-01-09"]}, "2030-01-10 00:00", True),
        ({"disabled": True}, "2035-01-10 00:00", False),
    ],
)
def test_out_of_bounds_by_window(window: dict[str, Any], start: str, refused: bool) -> None:
    assert out_of_bounds(event_type(booking_window=window), at(start), NOW, UTC, UTC) is refused


def test_a_rolling_window_spans_so_many_days() -> None:
    assert rolling_days(event_type(booking_window={"type": "businessDays", "value": 4, "rolling": True})) == 4
    assert rolling_days(event_type(booking_window={"type": "businessDays", "value": 4, "rolling": False})) is None
    assert rolling_days(event_type()) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 40))
def test_business_days_counted_one_by_one(day: date, number: int) -> None:
    expected, left = day, number
    while left:
        expected += timedelta(days=1)
        left -= expected.weekday() < 5
    assert add_business_days(day, number) == expected


@pytest.mark.parametrize("kind", ["calendarDays", "businessDays"])
def test_numbers_beyond_the_calendar(kind: str) -> None:
    window = {"type": kind, "value": 10**12, "rolling": False}
    endless = event_type(booking_window=window, minimum_booking_notice=10**15)
    assert not out_of_bounds(event_type(booking_window=window), datetime(2100, 1, 1, tzinfo=UTC), NOW, UTC, UTC)
    assert earliest(endless, NOW).year > 2100
