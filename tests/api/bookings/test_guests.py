from __future__ import annotations

from typing import Any

import pytest

from emulator.world.appointments import Attendee, Booking
from emulator.world.world import World
from tests.api.bookings.asking import refused
from tests.booking_calls import ask
from tests.office import NOW, event_type, office, stored, user


@pytest.fixture
def world() -> World:
    return office()


@pytest.fixture
def booking(world: World) -> Booking:
    return stored(world, event_type(world))


def invite(world: World, booking: Booking, *emails: str, who: int = 1) -> Any:
    body = {"guests": [{"email": email} for email in emails]}
    return ask(world, "addGuests", user(world, who), bookingUid=booking.uid, body=body)["data"]


@pytest.mark.behaviour("bookings", 191)
def test_nobody(world: World, booking: Booking) -> None:
    """bookings.md 10 #191"""
    body = {"guests": [{"email": "cy@example.com"}]}
    assert refused(world, "addGuests", bookingUid=booking.uid, body=body)[0] == 401


@pytest.mark.behaviour("bookings", 192)
def test_add_two(world: World, booking: Booking) -> None:
    """bookings.md 10 #192"""
    data = invite(world, booking, "cy@example.com", "di@example.com")
    assert [each["email"] for each in data["attendees"]] == ["bob@example.com", "cy@example.com", "di@example.com"]
    assert data["guests"] == data["bookingFieldsResponses"]["displayGuests"] == ["cy@example.com", "di@example.com"]
    assert data["attendees"][1]["name"] == ""
    assert data["attendees"][1]["timeZone"] == "Europe/Rome"
    assert world.take_events() == []


def test_what_is_told_of_a_guest_is_kept(world: World, booking: Booking) -> None:
    guest = {
        "email": "cy@example.com",
        "name": "Cy",
        "timeZone": "Asia/Tokyo",
        "language": "ja",
        "phoneNumber": "+390612345678",
    }
    data = ask(world, "addGuests", user(world), bookingUid=booking.uid, body={"guests": [guest]})["data"]
    added = data["attendees"][1]
    assert {key: added[key] for key in guest} == guest


@pytest.mark.behaviour("bookings", 193)
def test_strangers(world: World, booking: Booking) -> None:
    """bookings.md 10 #193"""
    body = {"guests": [{"email": "cy@example.com"}]}
    answer = refused(world, "addGuests", user(world, 2), bookingUid=booking.uid, body=body)
    assert answer == (403, "You don't have necessary permissions to access this resource")


@pytest.mark.behaviour("bookings", 194)
def test_a_guest_who_is_a_user_may_add_guests(world: World, booking: Booking) -> None:
    """bookings.md 10 #194"""
    invite(world, booking, "eve@example.com")
    assert len(invite(world, booking, "cy@example.com", who=2)["attendees"]) == 3


def test_who_comes_already_is_passed_over(world: World, booking: Booking) -> None:
    """bookings.md 7.9"""
    data = invite(world, booking, "bob+x@example.com", "cy@example.com", "CY@example.com")
    assert data["guests"] == ["cy@example.com"]


@pytest.mark.behaviour("bookings", 195)
def test_if_all_come_already_it_fails(world: World, booking: Booking) -> None:
    """bookings.md 10 #195"""
    body = {"guests": [{"email": "bob@example.com"}]}
    answer = refused(world, "addGuests", user(world), bookingUid=booking.uid, body=body)
    assert answer == (400, "Emails must be unique and valid")


def test_thirty_people_are_enough(world: World, booking: Booking) -> None:
    """bookings.md 7.9: the booker counts."""
    for number in range(27):
        email = f"g{number}@example.com"
        world.attendees.add(Attendee(world.ids.next("attendees"), booking.id, email, "", "UTC"))
    body = {"guests": [{"email": f"new{number}@example.com"} for number in range(3)]}
    assert refused(world, "addGuests", user(world), bookingUid=booking.uid, body=body) == (
        400,
        "Cannot add 3 guests. This booking already has 28 attendees. Maximum total guests allowed is 30. You can add "
        "up to 2 more guests.",
    )
    assert len(invite(world, booking, "new0@example.com", "new1@example.com")["attendees"]) == 30


def test_an_unknown_booking(world: World) -> None:
    body = {"guests": [{"email": "cy@example.com"}]}
    answer = refused(world, "addGuests", user(world), bookingUid="none", body=body)
    assert answer == (404, "Booking with uid none not found")


def test_unreadable_answers_stay_so(world: World) -> None:
    booking = stored(world, event_type(world), responses=None, updated_at=None)
    data = invite(world, booking, "cy@example.com")
    assert data["guests"] == []
    assert len(data["attendees"]) == 2
    assert booking.updated_at == NOW
