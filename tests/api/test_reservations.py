from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.api import slots
from emulator.api.call import Call
from emulator.api.reservations import HANDLERS
from emulator.errors.base import ApiError
from emulator.settings import Settings
from emulator.world.appointments import EventType
from emulator.world.records import User
from emulator.world.world import World
from tests.answers import ask
from tests.office import NOW, event_type, office, user

PREFIX = "SlotsController_2024_09_04_"
DAY = "2050-09-05"


@pytest.fixture
def world() -> World:
    return office()


@pytest.fixture
def kind(world: World) -> EventType:
    return event_type(world)


def body(kind: EventType, hour: int = 10, **more: Any) -> dict[str, Any]:
    return {"eventTypeId": kind.id, "slotStart": f"{DAY}T{hour:02}:00:00.000Z", **more}


def create(world: World, kind: EventType, caller: User | None = None, **more: Any) -> Any:
    return ask(HANDLERS, f"{PREFIX}reserveSlot", world, caller, body=body(kind, **more))


def read(world: World, uid: str) -> Any:
    return ask(HANDLERS, f"{PREFIX}getReservedSlot", world, None, uid=uid)


def move(world: World, uid: str, kind: EventType, hour: int, **more: Any) -> Any:
    return ask(HANDLERS, f"{PREFIX}updateReservedSlot", world, None, body=body(kind, hour, **more), uid=uid)


def delete(world: World, uid: str) -> Any:
    call = Call(world, f"{PREFIX}deleteReservedSlot", "2024-09-04", {"uid": uid}, {}, None, None, Settings())
    return HANDLERS[call.operation_id](call)


def hours(world: World, kind: EventType) -> list[int]:
    query = {"eventTypeId": kind.id, "start": DAY, "end": DAY}
    found = ask(slots.HANDLERS, f"{PREFIX}getAvailableSlots", world, None, query=query)
    return [int(slot["start"][11:13]) for slot in found[DAY]]


def test_a_life(world: World, kind: EventType) -> None:
    """resources.md 11 #146-148, #152, #153"""
    made = create(world, kind)
    assert made == {
        "eventTypeId": kind.id,
        "slotStart": f"{DAY}T10:00:00.000Z",
        "slotEnd": f"{DAY}T11:00:00.000Z",
        "slotDuration": 60,
        "reservationUid": made["reservationUid"],
        "reservationDuration": 5,
        "reservationUntil": "2029-12-03T08:05:00.000Z",
    }
    assert hours(world, kind) == [7, 8, 9, 11, 12, 13, 14]
    uid = made["reservationUid"]
    assert read(world, uid) == {name: value for name, value in made.items() if name != "reservationDuration"}
    world.clock.freeze(NOW + timedelta(minutes=2))
    moved = move(world, uid, kind, 13)
    assert (moved["reservationUid"], moved["slotStart"]) == (uid, f"{DAY}T13:00:00.000Z")
    assert (moved["reservationDuration"], moved["reservationUntil"]) == (5, "2029-12-03T08:07:00.000Z")
    assert hours(world, kind) == [7, 8, 9, 10, 11, 12, 14]
    assert delete(world, uid) == {"status": "success"}
    assert hours(world, kind) == [7, 8, 9, 10, 11, 12, 13, 14]
    assert read(world, uid) is None


def test_what_is_not_there(world: World, kind: EventType) -> None:
    """resources.md 11 #243-245"""
    assert read(world, "nothing") is None
    assert delete(world, "nothing") == {"status": "success"}
    with pytest.raises(ApiError, match=r"^Slot with uid=nothing not found$"):
        move(world, "nothing", kind, 10)


def test_what_ran_out_reads_as_null(world: World, kind: EventType) -> None:
    """live.md 3"""
    uid = create(world, kind)["reservationUid"]
    world.clock.freeze(NOW + timedelta(minutes=5))
    assert read(world, uid) is None


def test_the_caller_matters_for_the_time_to_hold(world: World, kind: EventType) -> None:
    """resources.md 11 #154-156; moving asks nobody (5.4)."""
    for caller, status in ((None, 401), (user(world, 2), 403)):
        with pytest.raises(ApiError) as caught:
            create(world, kind, caller, reservationDuration=10)
        assert caught.value.status == status
    made = create(world, kind, user(world), reservationDuration=10)
    assert (made["reservationDuration"], made["reservationUntil"]) == (10, "2029-12-03T08:10:00.000Z")
    assert move(world, made["reservationUid"], kind, 13, reservationDuration=30)["reservationDuration"] == 30


def test_a_length_of_several(world: World) -> None:
    """resources.md 11 #163"""
    kind = event_type(world, length=15, length_options=[15, 60])
    made = create(world, kind, slotDuration=60)
    assert (made["slotDuration"], made["slotEnd"]) == (60, f"{DAY}T11:00:00.000Z")


@pytest.mark.parametrize("wrong", ["soon", "2050-13-05", "0001-01-01T00:00:00+14:00"])
def test_a_start_that_is_none(world: World, kind: EventType, wrong: str) -> None:
    """resources.md 11 #248"""
    with pytest.raises(ApiError, match=r"^Invalid start date$"):
        ask(HANDLERS, f"{PREFIX}reserveSlot", world, None, body={"eventTypeId": kind.id, "slotStart": wrong})


def test_a_refusal_changes_nothing(world: World, kind: EventType) -> None:
    made = create(world, kind)
    with pytest.raises(ApiError, match="already reserved"):
        move(world, made["reservationUid"], kind, 10)
    assert read(world, made["reservationUid"])["reservationUntil"] == made["reservationUntil"]
