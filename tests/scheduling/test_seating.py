from __future__ import annotations

from datetime import timedelta

import pytest

from emulator.scheduling.reservations import ReservationRequest, reserve
from emulator.scheduling.seating import Occupancy, occupancy, seats_held, seats_offered
from emulator.world.appointments import Attendee
from tests.office import NOW, START, event_type, office, stored

ACCEPTED = frozenset({"accepted"})


@pytest.mark.parametrize(
    ("seats", "offered"),
    [(None, None), ({"disabled": True}, None), ({"seatsPerTimeSlot": 4}, 4), ({"seatsPerTimeSlot": 0}, 0)],
)
def test_seats_offered(seats: dict[str, object] | None, offered: int | None) -> None:
    assert seats_offered(event_type(seats=seats)) == offered


def test_occupancy_counts_the_people_of_one_time() -> None:
    world = office()
    kind = event_type(world, seats={"seatsPerTimeSlot": 4})
    stored(world, kind, START + timedelta(hours=1))
    stored(world, kind, status="pending")
    assert occupancy(world, kind, START, ACCEPTED) == Occupancy(0, None)
    booking = stored(world, kind)
    world.attendees.add(Attendee(9, booking.id, "carl@example.com", "Carl", "UTC"))
    assert occupancy(world, kind, START, ACCEPTED) == Occupancy(2, booking.uid)


def test_seats_are_held_while_the_reservation_runs() -> None:
    world = office()
    kind = event_type(world, seats={"seatsPerTimeSlot": 4})
    reserve(world, ReservationRequest(kind.id, START, "13:00"), None)
    assert seats_held(world, kind, START) == 1
    assert seats_held(world, kind, START + timedelta(hours=1)) == 0
    world.clock.freeze(NOW + timedelta(minutes=5))
    assert seats_held(world, kind, START) == 0
