from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import ApiError
from emulator.world.appointments import Attendee, Booking
from emulator.world.world import World
from tests.booking_calls import ask, refusal
from tests.office import event_type, office, stored


@pytest.fixture
def world() -> World:
    return office()


@pytest.fixture
def booking(world: World) -> Booking:
    return stored(world, event_type(world))


@pytest.fixture
def guest(world: World, booking: Booking) -> Attendee:
    """Gus, who comes with Bob."""
    world.bookings.update(booking, responses={**(booking.responses or {}), "guests": ["gus@example.com"]})
    number = world.ids.next("attendees")
    return world.attendees.add(Attendee(number, booking.id, "gus@example.com", "", "Europe/Tallinn"))


def people(world: World, uid: str, by: int | None = 1) -> Any:
    return ask(world, "getBookingAttendees", _caller(world, by), bookingUid=uid)["data"]


def person(world: World, uid: str, attendee_id: int, by: int | None = 1) -> Any:
    return ask(world, "getBookingAttendee", _caller(world, by), bookingUid=uid, attendeeId=attendee_id)["data"]


def add(world: World, uid: str, by: int | None = 1, **fields: Any) -> Any:
    body = {"name": "New Person", "timeZone": "Europe/Rome", "email": "new@example.com", **fields}
    return ask(world, "addAttendee", _caller(world, by), body=body, bookingUid=uid)["data"]


def remove(world: World, uid: str, attendee_id: int, by: int | None = 1) -> Any:
    return ask(world, "removeAttendee", _caller(world, by), bookingUid=uid, attendeeId=attendee_id)["data"]


def _caller(world: World, number: int | None) -> Any:
    return None if number is None else world.users.get(number)


def count(world: World, booking: Booking) -> int:
    return len(world.attendees.where("booking_id", booking.id))


def test_nobody_lists(world: World, booking: Booking) -> None:
    """bookings.md 10 #178, 181."""
    with pytest.raises(ApiError) as caught:
        people(world, booking.uid, None)
    assert caught.value.status == 401
    with pytest.raises(ApiError) as caught:
        person(world, booking.uid, 1, None)
    assert caught.value.status == 401


def test_the_organizer_lists(world: World, booking: Booking) -> None:
    """bookings.md 10 #179."""
    (bob,) = people(world, booking.uid)
    assert bob == {
        "id": 1,
        "name": "Bob Guest",
        "email": "bob@example.com",
        "displayEmail": "bob@example.com",
        "timeZone": "Europe/London",
        "language": "en",
        "absent": False,
    }


def test_guests_are_listed_too(world: World, booking: Booking, guest: Attendee) -> None:
    world.attendees.update(guest, phone_number="+37255555555")
    bob, gus = people(world, booking.uid)
    assert (bob["email"], gus["email"], gus["name"]) == ("bob@example.com", "gus@example.com", "")
    assert "phoneNumber" not in bob
    assert gus["phoneNumber"] == "+37255555555"


@pytest.mark.parametrize("uid", [None, "nothing"])
def test_strangers_and_unknown_bookings(world: World, booking: Booking, uid: str | None) -> None:
    """bookings.md 10 #180, 181, 183."""
    uid = uid or booking.uid
    text = "BookingPbacGuard - user with id=2 does not have access to"
    with pytest.raises(ApiError, match=text) as caught:
        people(world, uid, 2)
    assert caught.value.status == 403
    with pytest.raises(ApiError, match=text):
        person(world, uid, 1, 2)
    with pytest.raises(ApiError, match=text):
        add(world, uid, 2)


def test_the_organizer_reads_one(world: World, booking: Booking) -> None:
    """bookings.md 10 #181."""
    assert person(world, booking.uid, 1)["email"] == "bob@example.com"


def test_an_unknown_attendee(world: World, booking: Booking) -> None:
    """bookings.md 10 #182; an attendee of another booking is as unknown."""
    stored(world, None)
    for number in (2, 99):
        with pytest.raises(ApiError, match=f"Attendee with id {number} not found in booking {booking.uid}") as caught:
            person(world, booking.uid, number)
        assert caught.value.status == 404


def test_adding(world: World, booking: Booking) -> None:
    found = add(world, booking.uid, phoneNumber="+37255555555", language="et")
    assert found == {
        "id": 2,
        "bookingId": booking.id,
        "name": "New Person",
        "email": "new@example.com",
        "displayEmail": "new@example.com",
        "timeZone": "Europe/Rome",
        "language": "et",
        "absent": False,
        "phoneNumber": "+37255555555",
    }
    assert booking.responses is not None
    assert booking.responses["guests"] == ["new@example.com"]


@pytest.mark.parametrize("email", ["bob@example.com", "BOB@example.com", "bob+again@example.com"])
def test_adding_somebody_who_comes(world: World, booking: Booking, email: str) -> None:
    """live.md 4.2."""
    with pytest.raises(ApiError) as caught:
        add(world, booking.uid, email=email)
    body = refusal(caught.value)
    assert (body["statusCode"], body["message"]) == (400, "emails_must_be_unique_valid")
    assert body["error"]["message"] == "Emails must be unique and valid"
    assert count(world, booking) == 1


def test_adding_where_guests_are_not_wanted(world: World) -> None:
    booking = stored(world, event_type(world, disable_guests=True))
    with pytest.raises(ApiError) as caught:
        add(world, booking.uid)
    assert caught.value.status == 400


def test_nobody_removes(world: World, booking: Booking, guest: Attendee) -> None:
    """bookings.md 10 #184."""
    with pytest.raises(ApiError) as caught:
        remove(world, booking.uid, guest.id, None)
    assert caught.value.status == 401
    assert count(world, booking) == 2


def test_strangers_remove(world: World, booking: Booking, guest: Attendee) -> None:
    """bookings.md 10 #185."""
    with pytest.raises(ApiError, match="You don't have necessary permissions") as caught:
        remove(world, booking.uid, guest.id, 2)
    assert caught.value.status == 403
    assert count(world, booking) == 2


def test_the_booker_stays(world: World, booking: Booking, guest: Attendee) -> None:
    """bookings.md 10 #186."""
    with pytest.raises(ApiError) as caught:
        remove(world, booking.uid, 1)
    body = refusal(caught.value)
    assert (caught.value.status, body["status"], body["message"]) == (400, "error", "cannot_remove_primary_attendee")
    assert count(world, booking) == 2


def test_removing_who_is_not_there(world: World, booking: Booking) -> None:
    """bookings.md 10 #187."""
    with pytest.raises(ApiError) as caught:
        remove(world, booking.uid, 99)
    assert (caught.value.status, refusal(caught.value)["message"]) == (404, "attendee_not_found")


def test_removing_from_an_unknown_booking(world: World) -> None:
    """bookings.md 10 #188: 404, no guard stands there."""
    with pytest.raises(ApiError, match="Booking with uid nothing not found") as caught:
        remove(world, "nothing", 1)
    assert caught.value.status == 404


def test_the_organizer_removes_a_guest(world: World, booking: Booking, guest: Attendee) -> None:
    """bookings.md 10 #189."""
    assert remove(world, booking.uid, guest.id) == {
        "id": guest.id,
        "bookingId": booking.id,
        "name": "",
        "email": "gus@example.com",
        "timeZone": "Europe/Tallinn",
    }
    assert count(world, booking) == 1
    assert booking.responses is not None
    assert booking.responses["guests"] == []
