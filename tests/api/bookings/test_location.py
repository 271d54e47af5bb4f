from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import ApiError
from emulator.world.appointments import Booking
from emulator.world.world import World
from tests.booking_calls import ask
from tests.office import event_type, office, stored


@pytest.fixture
def world() -> World:
    return office()


@pytest.fixture
def booking(world: World) -> Booking:
    return stored(world, event_type(world))


def move(world: World, uid: str, location: Any = None, *, by: int | None = 1) -> Any:
    body = {} if location is None else {"location": location}
    caller = None if by is None else world.users.get(by)
    return ask(world, "updateBookingLocation", caller, body=body, bookingUid=uid)["data"]


@pytest.mark.behaviour("bookings", 197)
def test_nobody(world: World, booking: Booking) -> None:
    """bookings.md 10 #197."""
    with pytest.raises(ApiError) as caught:
        move(world, booking.uid, by=None)
    assert caught.value.status == 401


@pytest.mark.behaviour("bookings", 198, 199, 200, 201, 202, 203)
@pytest.mark.parametrize(
    ("kind", "key", "text", "word"),
    [
        ("address", "address", "1 High Street", "inPerson"),
        ("link", "link", "https://meet.example.com/x", "link"),
        ("phone", "phone", "+37255555555", "userPhone"),
        ("attendeeAddress", "address", "2 Low Street", "attendeeInPerson"),
        ("attendeePhone", "phone", "+37255555556", "phone"),
        ("attendeeDefined", "location", "By the river", "somewhereElse"),
    ],
)
def test_texts(world: World, booking: Booking, kind: str, key: str, text: str, word: str) -> None:
    """bookings.md 10 #198-203: the event type's own list does not count."""
    world.bookings.update(booking, video_call_url="https://app.cal.com/video/old")
    found = move(world, booking.uid, {"type": kind, key: text})
    assert (found["location"], found["meetingUrl"]) == (text, text)
    assert found["bookingFieldsResponses"]["location"] == {"value": word, "optionValue": text}


@pytest.mark.behaviour("bookings", 204)
def test_cal_video(world: World, booking: Booking) -> None:
    """bookings.md 10 #204."""
    found = move(world, booking.uid, {"type": "integration", "integration": "cal-video"})
    assert found["location"] == f"https://app.cal.com/video/{booking.uid}"
    assert [each["type"] for each in booking.references] == ["daily_video"]


@pytest.mark.behaviour("bookings", 206)
def test_meet_without_a_google_calendar_becomes_cal_video(world: World, booking: Booking) -> None:
    """bookings.md 10 #206."""
    found = move(world, booking.uid, {"type": "integration", "integration": "google-meet"})
    assert found["location"] == f"https://app.cal.com/video/{booking.uid}"


def test_an_app_without_a_room_keeps_its_word(world: World, booking: Booking) -> None:
    assert move(world, booking.uid, {"type": "integration", "integration": "zoom"})["location"] == "integrations:zoom"


def test_the_old_room_goes(world: World, booking: Booking) -> None:
    calendar = {"type": "google_calendar", "eventUid": "b", "id": 2}
    world.bookings.update(booking, references=[{"type": "daily_video", "eventUid": "a", "id": 1}, calendar])
    move(world, booking.uid, {"type": "address", "address": "1 High Street"})
    assert booking.references == [calendar]


@pytest.mark.behaviour("bookings", 208)
def test_an_unknown_app(world: World, booking: Booking) -> None:
    """bookings.md 10 #208, where a document lets it pass."""
    with pytest.raises(ApiError) as caught:
        move(world, booking.uid, {"type": "integration", "integration": "nothing"})
    assert caught.value.status == 400
    assert booking.location == "integrations:daily"


@pytest.mark.behaviour("bookings", 209)
def test_no_location_changes_nothing(world: World, booking: Booking) -> None:
    """bookings.md 10 #209."""
    before = booking.updated_at, booking.location
    assert move(world, booking.uid)["location"] == "integrations:daily"
    assert (booking.updated_at, booking.location) == before


@pytest.mark.behaviour("bookings", 210)
def test_strangers(world: World, booking: Booking) -> None:
    """bookings.md 10 #210."""
    with pytest.raises(ApiError, match="User must be the event type owner, host, team admin or owner") as caught:
        move(world, booking.uid, {"type": "address", "address": "x"}, by=2)
    assert caught.value.status == 403


@pytest.mark.behaviour("bookings", 211)
def test_an_unknown_kind(world: World, booking: Booking) -> None:
    """bookings.md 10 #211, where a document lets it pass."""
    with pytest.raises(ApiError) as caught:
        move(world, booking.uid, {"type": "nothing"})
    assert caught.value.status == 400


@pytest.mark.behaviour("bookings", 212)
def test_without_answers_and_attendees(world: World) -> None:
    """bookings.md 10 #212."""
    booking = stored(world, event_type(world), responses=None)
    for attendee in world.attendees.where("booking_id", booking.id):
        world.attendees.remove(attendee)
    found = move(world, booking.uid, {"type": "address", "address": "1 High Street"})
    assert (found["location"], found["attendees"]) == ("1 High Street", [])


def test_what_is_missing(world: World, booking: Booking) -> None:
    with pytest.raises(ApiError, match="Booking with uid=nothing not found"):
        move(world, "nothing")
    homeless = stored(world, None)
    with pytest.raises(ApiError, match=f"No event type found for booking with uid={homeless.uid}"):
        move(world, homeless.uid)
    world.bookings.update(booking, user_id=None)
    with pytest.raises(ApiError, match=f"No user found for booking with uid={booking.uid}"):
        move(world, booking.uid)


def test_a_text_that_is_empty(world: World, booking: Booking) -> None:
    with pytest.raises(ApiError, match="Missing or invalid location value for type: address"):
        move(world, booking.uid, {"type": "address", "address": ""})
