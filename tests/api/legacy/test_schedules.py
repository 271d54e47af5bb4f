from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.errors.base import ApiError
from emulator.world.records import Schedule
from emulator.world.world import World
from tests.booking_calls import OLD, ask
from tests.office import NOW, office


@pytest.fixture
def world() -> World:
    return office()


def read(world: World, schedule_id: int = 1, by: int = 1) -> Any:
    return ask(world, f"{OLD}_getSchedule", world.users.get(by), scheduleId=schedule_id)["data"]


def test_weekly_hours(world: World) -> None:
    found = read(world)
    assert found["workingHours"] == [{"days": [1, 2, 3, 4, 5], "startTime": 540, "endTime": 1020}]
    assert [len(ranges) for ranges in found["availability"]] == [0, 1, 1, 1, 1, 1, 0]
    assert found["availability"][1] == [{"start": "2029-12-03T09:00:00.000Z", "end": "2029-12-03T17:00:00.000Z"}]
    (row,) = found["schedule"]
    assert (row["startTime"], row["endTime"], row["date"]) == (
        "1970-01-01T09:00:00.000Z",
        "1970-01-01T17:00:00.000Z",
        None,
    )
    assert (found["isDefault"], found["isLastSchedule"], found["readOnly"]) == (True, True, False)


def test_single_dates_that_are_to_come_gather_their_ranges(world: World) -> None:
    today, yesterday = NOW.date().isoformat(), (NOW - timedelta(days=1)).date().isoformat()
    overrides = [
        {"date": yesterday, "startTime": "09:00", "endTime": "10:00"},
        {"date": today, "startTime": "09:00", "endTime": "10:00"},
        {"date": today, "startTime": "11:00", "endTime": "12:00"},
    ]
    world.schedules.add(Schedule(2, 1, "Dates", None, overrides=overrides))
    found = read(world, 2)
    (entry,) = found["dateOverrides"]
    assert [each["start"] for each in entry["ranges"]] == [f"{today}T09:00:00.000Z", f"{today}T11:00:00.000Z"]
    assert [row["date"] for row in found["schedule"]] == [f"{day}T00:00:00.000Z" for day in (yesterday, today, today)]
    assert len({row["id"] for row in found["schedule"]}) == 3
    assert found["isLastSchedule"] is False
    assert found["timeZone"] == "Europe/Rome"


def test_list_and_default(world: World) -> None:
    assert [each["id"] for each in ask(world, f"{OLD}_getSchedules", world.users.get(1))["data"]] == [1]
    assert ask(world, f"{OLD}_getDefaultSchedule", world.users.get(1))["data"]["id"] == 1
    assert ask(world, f"{OLD}_getDefaultSchedule", world.users.get(2))["data"] is None


def test_unknown_and_foreign(world: World) -> None:
    with pytest.raises(ApiError, match="Schedule with ID=9 does not exist") as caught:
        read(world, 9)
    assert caught.value.status == 404
    with pytest.raises(ApiError, match="User with ID=2 does not own schedule with ID=1") as caught:
        read(world, 1, by=2)
    assert caught.value.status == 403


def test_deleting_says_nothing_more(world: World) -> None:
    assert ask(world, f"{OLD}_deleteSchedule", world.users.get(1), scheduleId=1) == {"status": "success"}
    assert world.schedules.get(1) is None
