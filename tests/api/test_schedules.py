from __future__ import annotations

from typing import Any

import pytest

from emulator.api.call import Call
from emulator.api.schedules import HANDLERS
from emulator.auth.caller import Caller
from emulator.errors.base import ApiError
from emulator.settings import Settings
from emulator.world.records import Schedule
from emulator.world.world import World
from tests.answers import ask
from tests.office import event_type, office, user

PREFIX = "SchedulesController_2024_06_11_"
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
OFFICE = [{"days": WEEKDAYS, "startTime": "09:00", "endTime": "17:00"}]


@pytest.fixture
def world() -> World:
    world = office()
    world.ids.reserve("schedules", 1)
    return world


def run(world: World, verb: str, number: int | None = None, caller: int = 1, body: Any = None) -> Any:
    path: dict[str, Any] = {} if number is None else {"scheduleId": number}
    return ask(HANDLERS, PREFIX + verb, world, user(world, caller), body=body, **path)


def create(world: World, **more: Any) -> Any:
    body = {"name": "Work", "timeZone": "Europe/Rome", "isDefault": True, **more}
    return run(world, "createSchedule", body=body)


def update(world: World, number: int, **body: Any) -> Any:
    return run(world, "updateSchedule", number, body=body)


def delete(world: World, number: int, caller: int = 1) -> Any:
    me = Caller(user(world, caller))
    call = Call(world, f"{PREFIX}deleteSchedule", "2024-06-11", {"scheduleId": number}, {}, None, me, Settings())
    return HANDLERS[call.operation_id](call)


def test_a_new_one(world: World) -> None:
    """resources.md 11 #198-200"""
    made = create(world)
    assert made == {
        "id": 2,
        "ownerId": 1,
        "name": "Work",
        "timeZone": "Europe/Rome",
        "availability": OFFICE,
        "isDefault": True,
        "overrides": [],
    }
    assert user(world).default_schedule_id == made["id"]
    assert run(world, "getDefaultSchedule") == made
    listed = run(world, "getSchedules")
    assert made in listed
    # The previous default is one no more, and nothing else of it changed.
    assert [each["isDefault"] for each in listed] == [False, True]


def test_what_is_given_is_kept(world: World) -> None:
    hours = [{"days": ["Sunday"], "startTime": "17:00", "endTime": "09:00"}]
    dates = [{"date": "2020-01-01", "startTime": "10:00", "endTime": "10:00"}]
    made = create(world, isDefault=False, availability=hours, overrides=dates)
    assert (made["availability"], made["overrides"], made["isDefault"]) == (hours, dates, False)
    assert user(world).default_schedule_id == 1


@pytest.mark.parametrize(("given", "kept"), [([], []), (None, OFFICE)])
def test_no_hours_are_not_no_word_of_hours(world: World, given: Any, kept: Any) -> None:
    assert create(world, availability=given)["availability"] == kept


def test_changes(world: World) -> None:
    """resources.md 11 #201-203"""
    before = run(world, "getSchedule", 1)
    assert update(world, 1, name="New") == {**before, "name": "New"}
    dates = [{"date": "2026-05-05", "startTime": "10:00", "endTime": "12:00"}]
    assert update(world, 1, overrides=dates) == {**before, "name": "New", "overrides": dates}
    assert update(world, 1, timeZone="Asia/Tokyo")["timeZone"] == "Asia/Tokyo"
    emptied = update(world, 1, availability=[], overrides=[])
    assert (emptied["availability"], emptied["overrides"]) == ([], [])
    assert run(world, "getSchedule", 1) == emptied


def test_the_default_moves_but_is_not_given_up(world: World) -> None:
    made = create(world, isDefault=False)
    assert update(world, made["id"], isDefault=True)["isDefault"] is True
    assert update(world, made["id"], isDefault=False)["isDefault"] is True
    assert run(world, "getSchedule", 1)["isDefault"] is False


def test_a_zone_never_chosen_reads_as_london(world: World) -> None:
    world.schedules.add(Schedule(9, 1, "Unset"))
    assert run(world, "getSchedule", 9)["timeZone"] == "Europe/London"


def test_deleting(world: World) -> None:
    """resources.md 11 #204, #259: nothing protects the default or the last one."""
    kind = event_type(world, schedule_id=1)
    assert delete(world, 1) == {"status": "success"}
    assert run(world, "getDefaultSchedule") is None
    assert run(world, "getSchedules") == []
    assert kind.schedule_id is None


@pytest.mark.parametrize(("verb", "status"), [("getSchedule", 404), ("updateSchedule", 404), ("deleteSchedule", 400)])
def test_missing(world: World, verb: str, status: int) -> None:
    """resources.md 11 #258"""
    with pytest.raises(ApiError, match=r"^Schedule with ID=99 does not exist\.$") as caught:
        run(world, verb, 99, body={})
    assert caught.value.status == status


@pytest.mark.parametrize("verb", ["getSchedule", "updateSchedule", "deleteSchedule"])
def test_foreign(world: World, verb: str) -> None:
    """resources.md 11 #258"""
    with pytest.raises(ApiError, match=r"^User with ID=2 does not own schedule with ID=1$") as caught:
        run(world, verb, 1, caller=2, body={})
    assert caught.value.status == 403


def test_each_sees_their_own(world: World) -> None:
    assert run(world, "getSchedules", caller=2) == []
    assert run(world, "getDefaultSchedule", caller=2) is None
