"""Meetings at once, with whichever host of a team comes first (bookings.md 2.6)."""

from __future__ import annotations

from typing import Any, Final

from emulator.scheduling import locations
from emulator.scheduling.hosts import crew_of
from emulator.scheduling.lifecycle.answers import guests_of
from emulator.scheduling.lifecycle.requests import BookingRequest
from emulator.scheduling.lifecycle.rows import Draft, Person, booker_of, write
from emulator.world.appointments import Booking, EventType
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]

TOKEN_LENGTH: Final = 64


def ask(world: World, event_type: EventType, request: BookingRequest, answers: Json, minutes: int) -> Booking:
    """A booking without a host, in a room where the booker waits. Emits INSTANT_MEETING.

    Nothing about the time is asked: neither hours nor bookings, notice or limits count (the core makes it on a way of
    its own).
    """
    booker = booker_of(request.booker, answers)
    guests = [Person(email=guest, name="", time_zone=booker.time_zone) for guest in guests_of(answers)]
    draft = Draft(
        event_type=event_type,
        host=crew_of(world, event_type).members[0],
        start=request.start,
        minutes=minutes,
        status="awaiting_host",
        asks_host=False,
        people=[booker, *guests],
        answers=answers,
        location=locations.CAL_VIDEO,
        metadata=request.metadata,
        more={
            "title": f"Instant meeting with {booker.name}",
            "user_id": None,
            "user_email": None,
        },
    )
    booking = write(world, draft)
    world.emit("INSTANT_MEETING", booking, token=world.ids.hexadecimal(TOKEN_LENGTH))
    return booking


def join(world: World, booking: Booking, host: User) -> None:
    """The first who takes the meeting is its host."""
    world.bookings.update(booking, user_id=host.id, user_email=host.email)
