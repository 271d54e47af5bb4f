from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import ApiError
from emulator.world.appointments import Booking
from emulator.world.world import World
from tests.booking_calls import ask, refusal
from tests.office import event_type, office, stored


@pytest.fixture
def world() -> World:
    return office()


@pytest.fixture
def booking(world: World) -> Booking:
    return stored(world, event_type(world))


def add(world: World, uid: str, *guests: str | dict[str, Any], by: int | None = 1) -> Any:
    rows = [{"email": guest} if isinstance(guest, str) else guest for guest in guests]
    caller = None if by is None else world.users.get(by)
    return ask(world, "addGuests", caller, body={"guests": rows}, bookingUid=uid)["data"]


def test_nobody(world: World, booking: Booking) -> None:
    """bookings.md 10 #191."""
    with pytest.raises(ApiError) as caught:
        add(world, booking.uid, "gus@example.com", by=None)
    assert caught.value.status == 401


def test_the_organizer_adds_two(world: World, booking: Booking) -> None:
    """bookings.md 10 #192. What a guest does not say is the organizer's."""
    told = {"email": "una@example.com", "name": "Una", "timeZone": "Asia/Tokyo", "language": "ja"}
    found = add(world, booking.uid, "gus@example.com", told)
    _, gus, una = found["attendees"]
    assert (gus["name"], gus["timeZone"], gus["language"]) == ("", "Europe/Rome", "en")
    assert (una["name"], una["timeZone"], una["language"]) == ("Una", "Asia/Tokyo", "ja")
    assert found["guests"] == ["gus@example.com", "una@example.com"]
    assert found["bookingFieldsResponses"]["displayGuests"] == found["guests"]


def test_strangers(world: World, booking: Booking) -> None:
    """bookings.md 10 #193."""
    with pytest.raises(ApiError, match="You don't have necessary permissions to access this resource") as caught:
        add(world, booking.uid, "gus@example.com", by=2)
    assert caught.value.status == 403


def test_a_guest_with_an_account_adds_others(world: World, booking: Booking) -> None:
    """bookings.md 10 #194."""
    add(world, booking.uid, "eve@example.com")
    assert add(world, booking.uid, "gus@example.com", by=2)["guests"] == ["eve@example.com", "gus@example.com"]


def test_only_somebody_who_comes(world: World, booking: Booking) -> None:
    """bookings.md 10 #195."""
    with pytest.raises(ApiError) as caught:
        add(world, booking.uid, "bob@example.com", "BOB+2@example.com")
    body = refusal(caught.value)
    assert (body["statusCode"], body["status"], body["message"]) == (400, "error", "emails_must_be_unique_valid")


def test_who_comes_twice_comes_once(world: World, booking: Booking) -> None:
    found = add(world, booking.uid, "bob@example.com", "gus@example.com", "Gus+x@example.com")
    assert [each["email"] for each in found["attendees"]] == ["bob@example.com", "gus@example.com"]


def test_an_unknown_booking(world: World) -> None:
    """bookings.md 11 (15): 404, no guard stands there."""
    with pytest.raises(ApiError, match="Booking with uid nothing not found") as caught:
        add(world, "nothing", "gus@example.com")
    assert caught.value.status == 404


def test_thirty_people_and_no_more(world: World, booking: Booking) -> None:
    """bookings.md 7.9: the booker counts."""
    for row in range(3):
        add(world, booking.uid, *(f"g{row}{number}@example.com" for number in range(9)))
    with pytest.raises(ApiError) as caught:
        add(world, booking.uid, *(f"h{number}@example.com" for number in range(3)))
    assert str(caught.value) == (
        "Cannot add 3 guests. This booking already has 28 attendees. Maximum total guests allowed is 30. "
        "You can add up to 2 more guests."
    )
    assert caught.value.status == 400
    assert len(add(world, booking.uid, "y@example.com", "z@example.com")["attendees"]) == 30
