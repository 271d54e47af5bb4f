from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from emulator.scheduling.intervals import Interval
from emulator.scheduling.working_hours import office_hours, working_hours, zone_of
from emulator.world.records import Schedule
from tests.office import at

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
TUESDAY = (at("2030-01-08 00:00"), at("2030-01-09 00:00"))


def hours(start: str, end: str, *days: str) -> dict[str, Any]:
    return {"days": list(days) or WEEKDAYS, "startTime": start, "endTime": end}


def override(day: str, start: str, end: str) -> dict[str, Any]:
    return {"date": day, "startTime": start, "endTime": end}


def schedule(
    zone: str | None, *availability: dict[str, Any], overrides: list[dict[str, Any]] | None = None
) -> Schedule:
    return Schedule(1, 1, "Hours", zone, list(availability), overrides or [])


def shown(found: list[Interval]) -> list[str]:
    return [f"{low:%d %H:%M}-{high:%d %H:%M}" for low, high in found]


def test_weekly_hours_are_local() -> None:
    assert shown(working_hours(schedule("Europe/Rome", hours("09:00", "17:00")), "UTC", *TUESDAY)) == [
        "08 08:00-08 16:00"
    ]


def test_without_a_schedule_it_is_office_hours_in_the_users_zone() -> None:
    assert shown(working_hours(None, "America/New_York", *TUESDAY)) == ["08 14:00-08 22:00"]


def test_office_hours_are_everybodys_own() -> None:
    office_hours()[0]["days"].clear()
    assert office_hours()[0]["days"] == WEEKDAYS


@pytest.mark.parametrize(
    ("chosen", "users", "zone"),
    [("Europe/Rome", "UTC", "Europe/Rome"), (None, "Asia/Tokyo", "Asia/Tokyo"), (None, "", "Europe/London")],
)
def test_a_schedule_without_zone_is_in_its_users(chosen: str | None, users: str, zone: str) -> None:
    assert zone_of(schedule(chosen), users).key == zone


def test_windows_of_a_day_add_up() -> None:
    found = working_hours(
        schedule("UTC", hours("09:00", "12:00"), hours("13:00", "15:00"), hours("14:00", "17:00")), "UTC", *TUESDAY
    )
    assert shown(found) == ["08 09:00-08 12:00", "08 13:00-08 17:00"]


def test_the_last_minute_of_a_day_is_its_end() -> None:
    around = working_hours(
        schedule("UTC", hours("20:00", "23:59"), hours("00:00", "02:00", "Wednesday")),
        "UTC",
        TUESDAY[0],
        at("2030-01-10 00:00"),
    )
    assert shown(around) == ["08 20:00-09 02:00", "09 20:00-10 00:00"]


def test_hours_that_end_before_they_start_are_none() -> None:
    assert working_hours(schedule("UTC", hours("17:00", "09:00")), "UTC", *TUESDAY) == []


def test_an_override_replaces_the_date() -> None:
    """resources.md 5.3"""
    own = schedule("Europe/Rome", hours("09:00", "17:00"), overrides=[override("2030-01-08", "20:00", "22:00")])
    assert shown(working_hours(own, "UTC", TUESDAY[0], at("2030-01-10 00:00"))) == [
        "08 19:00-08 21:00",
        "09 08:00-09 16:00",
    ]


def test_overrides_add_up_and_may_close_a_date() -> None:
    """resources.md 11 #272"""
    both = [override("2030-01-08", "08:00", "09:00"), override("2030-01-08", "18:00", "19:00")]
    own = schedule("UTC", hours("09:00", "17:00"), overrides=both)
    assert shown(working_hours(own, "UTC", *TUESDAY)) == ["08 08:00-08 09:00", "08 18:00-08 19:00"]
    closed = schedule("UTC", hours("09:00", "17:00"), overrides=[override("2030-01-08", "00:00", "00:00")])
    assert working_hours(closed, "UTC", *TUESDAY) == []


def test_an_absence_closes_local_dates_and_outranks_overrides() -> None:
    own = schedule("Pacific/Kiritimati", hours("09:00", "17:00"), overrides=[override("2030-01-08", "10:00", "11:00")])
    away = [(date(2030, 1, 8), date(2030, 1, 9))]
    found = working_hours(own, "UTC", at("2030-01-06 00:00"), at("2030-01-10 00:00"), away)
    # 09:00 there is 19:00 UTC of the day before.
    assert shown(found) == ["06 19:00-07 03:00", "09 19:00-10 00:00"]


@pytest.mark.parametrize(
    ("zone", "low", "expected"),
    [
        # Rome puts its clocks on at 02:00 on 31 March 2030 and back at 03:00 on 27 October.
        ("Europe/Rome", "2030-03-30 12:00", "30 23:00-31 08:00"),
        ("Europe/Rome", "2030-10-26 12:00", "26 22:00-27 09:00"),
        ("America/New_York", "2030-03-10 00:00", "10 05:00-10 14:00"),
        ("America/New_York", "2030-11-03 00:00", "03 04:00-03 15:00"),
        # Lord Howe moves by half an hour.
        ("Australia/Lord_Howe", "2030-04-06 06:00", "06 13:00-06 23:30"),
        ("Australia/Lord_Howe", "2030-10-05 06:00", "05 13:30-05 23:00"),
        ("Asia/Kathmandu", "2030-01-05 12:00", "05 18:15-06 04:15"),
        ("Pacific/Kiritimati", "2030-01-05 06:00", "05 10:00-05 20:00"),
    ],
)
def test_days_on_which_clocks_change(zone: str, low: str, expected: str) -> None:
    own = schedule(zone, hours("00:00", "10:00", "Sunday"))
    assert shown(working_hours(own, "UTC", at(low), at(low) + timedelta(days=2))) == [expected]


def test_the_range_cuts_hours() -> None:
    own = schedule("UTC", hours("09:00", "17:00"))
    assert shown(working_hours(own, "UTC", at("2030-01-08 10:10"), at("2030-01-08 11:05"))) == ["08 10:10-08 11:05"]
