"""What lies far from the time that is asked about costs nothing: reads of rows are counted, not time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.scheduling.reservations import ReservationRequest, reserve
from emulator.scheduling.slots import SlotRequest, slots
from emulator.world.appointments import EventType, Reservation
from emulator.world.instants import wire, zone
from emulator.world.records import OutOfOffice
from emulator.world.world import World
from tests.office import NOW, START, event_type, office, user

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ALLOWED = 200


def surrounded(number: int) -> tuple[World, EventType]:
    """A world with so many absences and reservations, none of which is near the day of `START`."""
    world = office()
    kind = event_type(world, seats={"seatsPerTimeSlot": 3})
    for each in range(101, 101 + number):
        far = START + 10 * DAY + each * HOUR
        world.out_of_office.add(OutOfOffice(each, 1, far, far + HOUR, uuid=str(each)))
        seat = bool(each % 2)
        held = Reservation(each, str(each), kind.id, far, far + HOUR, until=NOW + DAY, is_seat=seat)
        world.reservations.add(held)
    return world, kind


def reads(monkeypatch: pytest.MonkeyPatch, world: World, kind: EventType) -> int:
    """How often fields of absences and reservations are read while a day's slots are looked for, and one is held."""
    count = 0

    def look(row: object, name: str, plain: Any = object.__getattribute__) -> Any:
        nonlocal count
        count += 1
        return plain(row, name)

    with monkeypatch.context() as patched:
        for record in (OutOfOffice, Reservation):
            patched.setattr(record, "__getattribute__", look, raising=False)
        day = START.replace(hour=0)
        assert slots(world, kind, SlotRequest(day, day + DAY, zone("Europe/Rome")))
        reserve(world, ReservationRequest(kind.id, START, wire(START)), None)
    return count


def test_what_is_far_away_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (reads(monkeypatch, *surrounded(number)) for number in (20, 2000))
    assert many < few + ALLOWED


def test_an_absence_counts_that_began_long_before() -> None:
    world = office()
    kind = event_type(world)
    day = START.replace(hour=0)
    world.out_of_office.add(OutOfOffice(1, 1, day - 300 * DAY, day + DAY - timedelta(milliseconds=1), uuid="x"))
    request = SlotRequest(day, day + 2 * DAY, zone("Europe/Rome"))
    assert {start.date() for start in slots(world, kind, request)} == {(day + DAY).date()}


@pytest.mark.parametrize("local", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_an_absence_closes_the_hosts_own_date_at_both_ends_of_the_world(local: str) -> None:
    world = office()
    kind = event_type(world)
    schedule = world.schedules.where("user_id", user(world).id)[0]
    everyday = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    hours = [{"days": everyday, "startTime": "00:00", "endTime": "23:59"}]
    world.schedules.update(schedule, time_zone=local, availability=hours)
    day = START.replace(hour=0)
    world.out_of_office.add(OutOfOffice(1, 1, day, day + DAY - timedelta(milliseconds=1), uuid="x"))
    # Any stretch that is asked about sees it, even one that lies a day off by UTC.
    for hour in range(-24, 48):
        low = day + hour * HOUR
        offered = slots(world, kind, SlotRequest(low, low + HOUR, zone(local)))
        assert bool(offered) == (low.astimezone(zone(local)).date() != day.date())
