from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.errors.base import ApiError, RawProblem
from emulator.scheduling.recurrence import UNITS, occurrences, recurs
from tests.office import at, event_type

ZONES = ("UTC", "Europe/Rome", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")


def series(frequency: str, interval: int, count: int) -> dict[str, object]:
    return {"frequency": frequency, "interval": interval, "occurrences": count, "disabled": False}


@pytest.mark.behaviour("bookings", 13)
def test_weekly() -> None:
    """bookings.md 10 #13."""
    kind = event_type(recurrence=series("weekly", 1, 3))
    assert occurrences(kind, at("2030-02-04 13:00"), "Europe/Rome", None) == [
        at("2030-02-04 13:00"),
        at("2030-02-11 13:00"),
        at("2030-02-18 13:00"),
    ]


def test_wall_clock_time_of_the_attendee_is_kept_over_a_change_of_the_clocks() -> None:
    """bookings.md 3.6: Rome changes on 31 March 2030."""
    kind = event_type(recurrence=series("weekly", 1, 2))
    assert occurrences(kind, at("2030-03-28 13:00"), "Europe/Rome", None)[1] == at("2030-04-04 12:00")
    assert occurrences(kind, at("2030-03-28 13:00"), "UTC", None)[1] == at("2030-04-04 13:00")


def test_a_short_month_moves_the_day_and_it_stays_moved() -> None:
    kind = event_type(recurrence=series("monthly", 1, 3))
    starts = occurrences(kind, at("2030-01-31 09:00"), "UTC", None)
    assert [start.day for start in starts] == [31, 28, 28]


@pytest.mark.behaviour("bookings", 74, 75, 76)
def test_fewer_may_be_wanted_but_not_more() -> None:
    """bookings.md 10 #74-#76."""
    kind = event_type(recurrence=series("weekly", 1, 3))
    assert len(occurrences(kind, at("2030-02-04 13:00"), "UTC", 2)) == 2
    assert len(occurrences(kind, at("2030-02-04 13:00"), "UTC", 3)) == 3
    with pytest.raises(ApiError, match="Provided recurrence count is higher than") as refused:
        occurrences(kind, at("2030-02-04 13:00"), "UTC", 1000)
    assert refused.value.status == 400


def test_what_cannot_be_counted_crashes_as_the_service_does() -> None:
    with pytest.raises(RawProblem, match="Internal server error") as refused:
        occurrences(event_type(recurrence=series("hourly", 1, 3)), at("2030-02-04 13:00"), "UTC", None)
    assert refused.value.status == 500


def test_a_series_beyond_the_calendar_is_out_of_bounds() -> None:
    with pytest.raises(ApiError, match="can't be booked"):
        occurrences(event_type(recurrence=series("yearly", 5000, 3)), at("2030-02-04 13:00"), "UTC", None)


@pytest.mark.parametrize(
    ("recurrence", "expected"), [(None, False), ({"disabled": True}, False), ({"interval": 1}, True)]
)
def test_what_recurs(recurrence: dict[str, object] | None, expected: bool) -> None:
    assert recurs(event_type(recurrence=recurrence)) is expected


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1)),
    st.sampled_from(ZONES),
    st.sampled_from(sorted(UNITS)),
    st.integers(1, 4),
    st.integers(1, 24),
)
def test_starts_rise_and_keep_the_time_of_day(
    start: datetime, zone: str, frequency: str, interval: int, count: int
) -> None:
    first = start.replace(second=0, microsecond=0, tzinfo=UTC)
    local = ZoneInfo(zone)
    starts = occurrences(event_type(recurrence=series(frequency, interval, count)), first, zone, None)
    assert len(starts) == count
    assert starts[0] == first
    assert all(earlier < later for earlier, later in pairwise(starts))
    for earlier, later in pairwise(starts):
        drift = later.astimezone(local).replace(tzinfo=None) - earlier.astimezone(local).replace(tzinfo=None)
        # Only an hour that the clocks skip can move the time of day.
        assert drift % timedelta(days=1) in (timedelta(0), timedelta(hours=1), timedelta(minutes=30))
