from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.scheduling.busy import Block, blocks
from emulator.scheduling.intervals import merged
from emulator.world.appointments import Attendee, Booking, EventType, Seat
from emulator.world.world import World
from tests.office import NOW, START, event_type, office, stored, user

SEATED = {"seatsPerTimeSlot": 3}


@pytest.fixture
def world() -> World:
    return office()


def shown(found: list[Block]) -> list[str]:
    return [f"{low:%H:%M}-{high:%H:%M}" for low, high in merged(block.interval for block in found)]


def busy(world: World, kind: EventType, *, host: int = 1, **more: Any) -> list[str]:
    day = START.replace(hour=0)
    return shown(blocks(world, kind, user(world, host), day, day + timedelta(days=1), **more))


def invite(world: World, booking: Booking, email: str) -> Attendee:
    return world.attendees.add(Attendee(world.ids.next("attendees"), booking.id, email, "Somebody", "UTC"))


def take_seat(world: World, booking: Booking) -> None:
    (attendee,) = world.attendees.where("booking_id", booking.id)
    world.seats.add(Seat(world.ids.next("seats"), world.ids.uuid(), booking.id, attendee.id, NOW))


def test_bookings_of_any_event_type_block(world: World) -> None:
    kind, other = event_type(world), event_type(world)
    stored(world, other)
    stored(world, None, START + timedelta(hours=2))
    assert busy(world, kind) == ["13:00-14:00", "15:00-16:00"]


@pytest.mark.parametrize("status", ["cancelled", "rejected", "pending", "awaiting_host"])
def test_other_states_do_not_block(world: World, status: str) -> None:
    kind = event_type(world)
    stored(world, kind, status=status)
    assert busy(world, kind) == []


@pytest.mark.parametrize(
    ("policy", "blocks"),
    [
        ({"type": "always", "blockUnconfirmedBookingsInBooker": True}, True),
        ({"type": "always", "blockUnconfirmedBookingsInBooker": False}, False),
        ({"type": "always", "blockUnconfirmedBookingsInBooker": True, "disabled": True}, False),
    ],
)
def test_pending_bookings_block_their_own_event_type_if_it_says_so(
    world: World, policy: dict[str, Any], blocks: bool
) -> None:
    kind, other = event_type(world, confirmation_policy=policy), event_type(world, confirmation_policy=policy)
    stored(world, kind, status="pending")
    assert busy(world, kind) == (["13:00-14:00"] if blocks else [])
    assert busy(world, other) == []


def test_attending_blocks_like_hosting(world: World) -> None:
    kind = event_type(world)
    meeting = stored(world, kind, user_id=2)
    assert busy(world, kind) == []
    invite(world, meeting, "ada@example.com")
    assert busy(world, kind) == ["13:00-14:00"]
    world.bookings.update(meeting, status="pending")
    assert busy(world, kind) == []


def test_buffers_reach_in_both_directions(world: World) -> None:
    """resources.md 5.3: a booking's own buffers, and those that the new one wants."""
    kind = event_type(world, before_buffer=5, after_buffer=10)
    other = event_type(world, before_buffer=20, after_buffer=40)
    stored(world, other)
    # 13:00 less 20 of its own and 10 after the new one; 14:00 plus 40 of its own and 5 before the new one.
    assert busy(world, kind) == ["12:30-14:45"]


def test_buffers_reach_into_the_range_from_outside(world: World) -> None:
    kind, wide = event_type(world), event_type(world, owner_id=2, after_buffer=600)
    invite(world, stored(world, wide, START - timedelta(hours=1), user_id=2), "ada@example.com")
    found = blocks(world, kind, user(world), START + timedelta(hours=5), START + timedelta(hours=6))
    assert shown(found) == ["12:00-23:00"]


def test_the_booking_about_to_move_does_not_block(world: World) -> None:
    kind = event_type(world)
    booking = stored(world, kind)
    invite(world, booking, "ada@example.com")
    assert busy(world, kind, ignoring=booking) == []


def test_a_seated_booking_blocks_its_event_type_by_its_buffers_alone(world: World) -> None:
    kind, other = event_type(world, seats=SEATED, before_buffer=15, after_buffer=30), event_type(world)
    take_seat(world, stored(world, kind))
    assert busy(world, kind) == ["12:15-13:00", "14:00-14:45"]
    assert busy(world, other) == ["12:45-14:30"]


def test_a_seated_booking_without_a_seat_taken_blocks(world: World) -> None:
    kind = event_type(world, seats=SEATED)
    stored(world, kind)
    assert busy(world, kind) == ["13:00-14:00"]


def test_a_single_seat_blocks(world: World) -> None:
    kind = event_type(world, seats={"seatsPerTimeSlot": 1})
    take_seat(world, stored(world, kind))
    assert busy(world, kind) == ["13:00-14:00"]


def test_as_many_bookings_as_seats_block(world: World) -> None:
    kind = event_type(world, seats={"seatsPerTimeSlot": 2})
    for _ in range(2):
        take_seat(world, stored(world, kind))
    assert busy(world, kind) == ["13:00-14:00"]
