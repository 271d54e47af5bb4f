"""Short ways through a booking's life, below HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from emulator.errors.base import ApiError
from emulator.scheduling.lifecycle.create import create_booking
from emulator.scheduling.lifecycle.requests import BookingRequest
from emulator.world.appointments import Booking, EventType
from emulator.world.records import User
from emulator.world.world import World
from tests.office import BOB, START


def book(world: World, kind: EventType, start: datetime = START, *, caller: User | None = None, **more: Any) -> Booking:
    """Book and give the (first) booking."""
    request = BookingRequest(**{"start": start, "booker": BOB, "event_type_id": kind.id, **more})
    return create_booking(world, request, caller).bookings[0]


def refused(world: World, kind: Any = None, **more: Any) -> ApiError:
    """The refusal of a booking of `kind`; the world must not have changed."""
    before = (len(world.bookings), len(world.attendees), len(world.agenda), list(world.outbox))
    with pytest.raises(ApiError) as problem, world.transaction():
        book(world, kind, **more)
    assert (len(world.bookings), len(world.attendees), len(world.agenda), list(world.outbox)) == before
    return problem.value
