from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import ApiError
from emulator.world.appointments import Booking
from emulator.world.world import World
from tests.booking_calls import ask
from tests.office import event_type, office, stored

ROOM = {"type": "daily_video", "eventUid": "room", "id": 1, "destinationCalendarId": None}
CALENDAR = {"type": "google_calendar", "eventUid": "event", "id": 2, "destinationCalendarId": "7"}
MEETING = {"getVideoSessions": "sessions", "getBookingRecordings": "recordings", "getBookingTranscripts": "transcripts"}


@pytest.fixture
def world() -> World:
    return office()


@pytest.fixture
def booking(world: World) -> Booking:
    return stored(world, event_type(world), references=[ROOM, CALENDAR])


def references(world: World, uid: str, *, by: int = 1, **query: Any) -> Any:
    return ask(world, "getBookingReferences", world.users.get(by), query=query, bookingUid=uid)["data"]


def test_references(world: World, booking: Booking) -> None:
    assert references(world, booking.uid) == [ROOM, CALENDAR]
    assert references(world, booking.uid, type="google_calendar") == [CALENDAR]
    assert references(world, booking.uid, type="zoom_video") == []


def test_references_are_for_the_organizer(world: World, booking: Booking) -> None:
    with pytest.raises(ApiError, match=f"Booking with uid {booking.uid} does not belong to user") as caught:
        references(world, booking.uid, by=2)
    assert caught.value.status == 400
    with pytest.raises(ApiError, match="Booking with uid nothing not found") as caught:
        references(world, "nothing")
    assert caught.value.status == 404


@pytest.mark.behaviour("bookings", 213, 214, 215)
@pytest.mark.parametrize("operation", MEETING)
def test_the_organizer_reads(world: World, booking: Booking, operation: str) -> None:
    """bookings.md 10 #213-215."""
    assert ask(world, operation, world.users.get(1), bookingUid=booking.uid)["data"] == []


@pytest.mark.behaviour("bookings", 11, 213, 214, 215)
@pytest.mark.parametrize("operation", MEETING)
@pytest.mark.parametrize("uid", [None, "nothing"])
def test_strangers_and_unknown_bookings(world: World, booking: Booking, operation: str, uid: str | None) -> None:
    """bookings.md 10 #213-215, 11 (15)."""
    uid = uid or booking.uid
    text = f"BookingPbacGuard - user with id=2 does not have access to booking with uid={uid}"
    with pytest.raises(ApiError, match=text) as caught:
        ask(world, operation, world.users.get(2), bookingUid=uid)
    assert caught.value.status == 403


@pytest.mark.parametrize("operation", MEETING)
def test_without_a_room(world: World, operation: str) -> None:
    booking = stored(world, event_type(world), references=[CALENDAR])
    with pytest.raises(ApiError, match=f"No Cal Video reference found with booking uid {booking.uid}") as caught:
        ask(world, operation, world.users.get(1), bookingUid=booking.uid)
    assert caught.value.status == 404


def test_what_cal_video_knows(world: World, booking: Booking) -> None:
    known: dict[str, list[Any]] = {
        "recordings": [
            {
                "id": "r",
                "roomName": "room",
                "startTs": 1893459600,
                "status": "finished",
                "maxParticipants": 2,
                "duration": 600,
                "shareToken": "t",
                "downloadLink": None,
            }
        ],
        "transcripts": ["https://example.com/transcript.vtt"],
        "sessions": [
            {
                "id": "s",
                "room": "room",
                "startTime": 1893459600,
                "duration": 600,
                "ongoing": False,
                "maxParticipants": 2,
                "participants": [{"userId": None, "userName": "Bob", "joinTime": 1893459601, "duration": 500}],
            }
        ],
    }
    world.bookings.update(booking, **known)
    for operation, field in MEETING.items():
        assert ask(world, operation, world.users.get(1), bookingUid=booking.uid)["data"] == known[field]
