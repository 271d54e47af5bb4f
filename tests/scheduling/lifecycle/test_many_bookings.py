"""Booking, moving and offering times cost among many bookings what they cost among few: rows are counted, not time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from emulator.scheduling.lifecycle.create import create_booking
from emulator.scheduling.lifecycle.requests import BookingRequest, RescheduleRequest
from emulator.scheduling.lifecycle.reschedule import reschedule_booking
from emulator.scheduling.slots import SlotRequest, slots
from emulator.world.appointments import Attendee, Booking, EventType, Host
from emulator.world.records import Team
from emulator.world.world import World
from tests.office import BOB, NOW, event_type, office, stored, user

HOUR = timedelta(hours=1)
SOON = NOW + 7 * 24 * HOUR
FEW, MANY = 200, 1600
ALLOWED = 400
"""So many more reads of fields may the halvings of longer lists take; one look at each booking would take thousands."""

KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "limits of the event type": {"booking_limits_count": {"year": 100_000}},
    "active bookings of a booker": {"active_bookings_limit": {"maximumActiveBookings": 100_000}},
    "seats": {"seats": {"seatsPerTimeSlot": 3}},
    "in turns": {"team_id": 1, "scheduling_type": "roundRobin"},
    "in turns, by weight": {"team_id": 1, "scheduling_type": "roundRobin", "weighted": True},
}


def crowded(number: int, settings: dict[str, Any]) -> tuple[World, EventType]:
    """A world of so many bookings long past; the host and the booker come to all of them, whoever organizes them."""
    world = office()
    world.users.update(user(world), booking_limits={"perYear": 100_000})
    world.teams.add(Team(1, "Sales", "sales"))
    kind = event_type(world, **{"owner_id": None if "team_id" in settings else 1, **settings})
    if kind.team_id is not None:
        for host in world.users:
            world.hosts.add(Host(world.ids.next("hosts"), kind.id, host.id))
    for each in range(number):
        start = NOW - (number - each) * HOUR
        booking = stored(world, kind, start, status=("accepted", "cancelled")[each % 2], created_at=start)
        for email in (user(world).email, BOB.email or ""):
            world.attendees.add(Attendee(world.ids.next("attendees"), booking.id, email, "Somebody", "UTC"))
    return world, kind


def reads(monkeypatch: pytest.MonkeyPatch, action: Callable[[], object]) -> int:
    """How often fields of bookings and attendees are read meanwhile."""
    count = 0

    def look(row: object, name: str, plain: Any = object.__getattribute__) -> Any:
        nonlocal count
        count += 1
        return plain(row, name)

    with monkeypatch.context() as patched:
        patched.setattr(Booking, "__getattribute__", look)
        patched.setattr(Attendee, "__getattribute__", look)
        action()
    return count


def costs_among(number: int, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """What each step reads in a world of so many bookings."""
    world, kind = crowded(number, settings)

    def book(day: int) -> Booking:
        request = BookingRequest(start=SOON + timedelta(days=day), booker=BOB, event_type_id=kind.id)
        return create_booking(world, request, None).bookings[0]

    booked = book(0)  # sorts what was not asked for before
    move = RescheduleRequest(uid=booked.uid, start=SOON + timedelta(days=2))
    asked = SlotRequest(SOON, SOON + timedelta(days=3), ZoneInfo("UTC"))
    costs = {
        "create": reads(monkeypatch, lambda: book(1)),
        "slots": reads(monkeypatch, lambda: slots(world, kind, asked)),
    }
    if kind.seats is None:
        costs["move"] = reads(monkeypatch, lambda: reschedule_booking(world, move, None))
    return costs


@pytest.mark.parametrize("settings", KINDS.values(), ids=KINDS)
def test_no_step_looks_at_every_booking(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (costs_among(number, settings, monkeypatch) for number in (FEW, MANY))
    for step, cost in many.items():
        assert cost < few[step] + ALLOWED, f"{step}: {few[step]} of {FEW}, {cost} of {MANY}"
