from __future__ import annotations

from datetime import timedelta

import pytest

from emulator.scheduling.availability import host_time, is_free
from emulator.scheduling.reservations import ReservationRequest, reserve
from emulator.world.appointments import EventType
from emulator.world.records import OutOfOffice
from emulator.world.world import World
from tests.office import START, at, event_type, office, stored, user

HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return office()


@pytest.fixture
def kind(world: World) -> EventType:
    return event_type(world)


def free(world: World, kind: EventType, start: str, minutes: int = 60) -> bool:
    return is_free(world, kind, user(world), at(start), at(start) + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        # Rome's office hours are 08:00 to 16:00 UTC in winter.
        ("2030-01-08 08:00", True),
        ("2030-01-08 15:00", True),
        ("2030-01-08 07:59", False),
        ("2030-01-08 15:01", False),
        ("2030-01-12 10:00", False),
        ("2020-01-08 10:00", True),
    ],
)
def test_hours(world: World, kind: EventType, start: str, expected: bool) -> None:
    assert free(world, kind, start) is expected


def test_a_booking_may_span_touching_hours(world: World, kind: EventType) -> None:
    (schedule,) = world.schedules
    days = ["Tuesday", "Wednesday"]
    world.schedules.update(schedule, availability=[{"days": days, "startTime": "00:00", "endTime": "23:59"}])
    assert free(world, kind, "2030-01-08 22:30")
    assert not free(world, kind, "2030-01-09 22:30")


def test_bookings(world: World, kind: EventType) -> None:
    booking = stored(world, kind)
    assert not free(world, kind, "2030-01-08 13:30")
    assert free(world, kind, "2030-01-08 14:00")
    assert is_free(world, kind, user(world), START, START + HOUR, ignoring=booking)


def test_reservations_are_not_consulted(world: World, kind: EventType) -> None:
    """resources.md 5.4"""
    reserve(world, ReservationRequest(kind.id, START, "13:00"), None)
    assert free(world, kind, "2030-01-08 13:00")


def test_days_out_of_office_are_days_of_the_hosts_calendar(world: World, kind: EventType) -> None:
    (schedule,) = world.schedules
    world.schedules.update(schedule, time_zone="Pacific/Auckland")
    low, high = at("2030-01-08 00:00"), at("2030-01-08 23:59")
    world.out_of_office.add(OutOfOffice(1, 1, low, high, "uuid"))
    # 09:00 of the 8th in Auckland is 20:00 UTC of the 7th.
    assert not free(world, kind, "2030-01-07 20:00")
    assert free(world, kind, "2030-01-08 20:00")


def test_the_time_of_a_host(world: World, kind: EventType) -> None:
    stored(world, kind)
    found = host_time(world, kind, user(world), at("2030-01-08 10:00"), at("2030-01-09 09:00"))
    assert found.at_work == [
        (at("2030-01-08 10:00"), at("2030-01-08 16:00")),
        (at("2030-01-09 08:00"), at("2030-01-09 09:00")),
    ]
    assert [block.booking and block.booking.start for block in found.blocks] == [START]
    assert found.free == [
        (at("2030-01-08 10:00"), START),
        (START + HOUR, at("2030-01-08 16:00")),
        (at("2030-01-09 08:00"), at("2030-01-09 09:00")),
    ]
