from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.errors.base import ApiError
from emulator.scheduling.booking_people import Newcomer, add_attendee, add_guests, base_email, remove_attendee
from emulator.world.appointments import Seat
from emulator.world.world import World
from tests.office import NOW, event_type, office, stored, user


@pytest.fixture
def world() -> World:
    return office()


@given(st.emails(), st.text("abcXYZ019", min_size=1))
def test_letter_case_and_what_follows_a_plus_do_not_count(email: str, extra: str) -> None:
    local, _, domain = email.rpartition("@")
    assert base_email(f"{local}+{extra}@{domain}") == base_email(email) == base_email(base_email(email))
    assert base_email(email.swapcase()).casefold() == base_email(email).casefold()


def test_what_is_not_told_comes_from_the_organizer(world: World) -> None:
    world.users.update(user(world), locale="it")
    booking = stored(world, event_type(world))
    added = add_attendee(world, booking, Newcomer(email="cy@example.com"))
    assert (added.name, added.time_zone, added.locale, added.phone_number) == ("", "Europe/Rome", "it", None)


def test_without_an_organizer_there_are_defaults(world: World) -> None:
    booking = stored(world, None, user_id=None)
    added = add_attendee(world, booking, Newcomer(email="cy@example.com", phone=""))
    assert (added.time_zone, added.locale, added.phone_number) == ("UTC", "en", None)


def test_a_seat_goes_with_its_holder(world: World) -> None:
    booking = stored(world, event_type(world))
    (guest,) = add_guests(world, booking, user(world), [Newcomer(email="cy@example.com")])
    world.seats.add(Seat(1, "seat", booking.id, guest.id, NOW))
    remove_attendee(world, booking, user(world), guest.id)
    assert len(world.seats) == 0


def test_a_refused_request_changes_nothing(world: World) -> None:
    booking = stored(world, event_type(world))
    twice = [Newcomer(email="cy@example.com")]

    def add_twice() -> None:
        with world.transaction():
            add_guests(world, booking, user(world), twice)
            add_guests(world, booking, user(world), twice)

    with pytest.raises(ApiError):
        add_twice()
    assert len(world.attendees) == 1
    assert booking.responses == {"email": "bob@example.com", "name": "Bob Guest"}
