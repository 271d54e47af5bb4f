"""How seated bookings are shown, and to whom their people (live.md 2.1)."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.api.bookings.output import (
    booking_output,
    listed_booking,
    seat_booking_output,
    series_output,
)
from emulator.world.appointments import Attendee, Booking, EventType, Seat
from emulator.world.world import World
from tests.api.bookings.asking import NEWEST, call_of
from tests.office import NOW, event_type, office, stored

SEATS = {"seatsPerTimeSlot": 3, "showAttendeeInfo": False, "showAvailabilityCount": True}


@pytest.fixture
def world() -> World:
    return office()


def seat(world: World, booking: Booking, name: str, **changes: Any) -> Seat:
    """One more person with a seat."""
    email = f"{name}@example.com"
    person = world.attendees.add(Attendee(world.ids.next("attendees"), booking.id, email, name, "UTC"))
    values: dict[str, Any] = {
        "responses": {"name": name, "email": email, "codingLanguage": "Lisp"},
        "metadata": {"purpose": name},
        **changes,
    }
    number = world.ids.next("seats")
    return world.seats.add(Seat(number, world.ids.uuid(), booking.id, person.id, NOW, **values))


def seated(world: World, **settings: Any) -> tuple[EventType, Booking, list[Seat]]:
    """A booking of which Ann and Ben hold seats."""
    kind = event_type(world, seats={**SEATS, **settings})
    booking = stored(world, kind, responses=None, description=None)
    world.attendees.remove(world.attendees.where("booking_id", booking.id)[0])
    return kind, booking, [seat(world, booking, "Ann"), seat(world, booking, "Ben")]


@pytest.mark.behaviour("bookings", 81, 82, 84, 154)
def test_seated_people_carry_their_own_answers(world: World) -> None:
    """bookings.md 10 #81, #82, #84, #154"""
    _, booking, (first, _) = seated(world)
    world.seats.update(first, responses={"name": {"firstName": "A", "lastName": "B"}, "email": "a@x.com"})
    output = booking_output(call_of(world, world.users.get(1)), booking)
    for absent in ("cancelledByEmail", "metadata", "guests", "bookingFieldsResponses", "seatUid"):
        assert absent not in output
    assert output["description"] is None
    assert output["eventType"] == {"id": 1, "slug": "consultation"}
    assert output["attendees"][0] == {
        "name": "Ann",
        "email": "Ann@example.com",
        "displayEmail": "Ann@example.com",
        "timeZone": "UTC",
        "language": "en",
        "absent": False,
        "seatUid": first.uid,
        "createdAt": "2029-12-03T08:00:00.000Z",
        "bookingFieldsResponses": {"name": {"firstName": "A", "lastName": "B"}},
        "metadata": {"purpose": "Ann"},
    }


@pytest.mark.behaviour("bookings", 80)
def test_a_new_seat_is_named_beside_the_booking(world: World) -> None:
    """bookings.md 10 #80"""
    _, booking, (_, second) = seated(world)
    output = booking_output(call_of(world), booking, created=True, seat=second)
    assert list(output)[-2:] == ["seatUid", "isPlatformManagedUserBooking"]
    assert output["seatUid"] == second.uid


@pytest.mark.parametrize(
    ("who", "open_to_all", "shown"), [(None, False, 0), (2, False, 0), (1, False, 2), (None, True, 2)]
)
def test_seated_people_show_to_those_who_run_it_or_to_all(
    world: World, who: int | None, open_to_all: bool, shown: int
) -> None:
    """bookings.md 4.4"""
    _, booking, _ = seated(world, showAttendeeInfo=open_to_all)
    call = call_of(world, world.users.get(who))
    assert len(booking_output(call, booking)["attendees"]) == shown
    assert len(listed_booking(call, booking)["attendees"]) == 2


def test_a_series_uid_opens_nothing_to_the_host(world: World) -> None:
    """bookings.md 4.4: there only the event type's flag counts."""
    _, booking, _ = seated(world)
    world.bookings.update(booking, recurring_uid="series")
    (output,) = series_output(call_of(world, world.users.get(1)), [booking])
    assert output["attendees"] == []
    assert output["recurringBookingUid"] == "series"


@pytest.mark.behaviour("bookings", 92, 95, 96)
@pytest.mark.parametrize(("who", "names"), [(None, ["Ben"]), (2, ["Ben"]), (1, ["Ann", "Ben"])])
def test_by_seat_the_holder_shows_at_least(world: World, who: int | None, names: list[str]) -> None:
    """bookings.md 10 #92, #95, #96; live.md 2.1: without the time of creation in the newest version."""
    _, booking, (_, second) = seated(world)
    output = seat_booking_output(call_of(world, world.users.get(who)), booking, second)
    assert [person["name"] for person in output["attendees"]] == names
    assert "createdAt" in output["attendees"][0]
    assert "seatUid" not in output
    newest = seat_booking_output(call_of(world, world.users.get(who), version=NEWEST), booking, second)
    assert "createdAt" not in newest["attendees"][0]


@pytest.mark.behaviour("bookings", 89, 91)
@pytest.mark.parametrize(("version", "shown"), [("2024-08-13", 0), (NEWEST, 2)])
def test_the_newest_version_keeps_the_people_of_a_cancelled_seated_booking(
    world: World, version: str, shown: int
) -> None:
    """live.md 2.1; bookings.md 10 #89, #91"""
    _, booking, _ = seated(world)
    world.bookings.update(booking, status="cancelled")
    call = call_of(world, world.users.get(1), version=version)
    assert len(booking_output(call, booking)["attendees"]) == shown


def test_a_seated_booking_without_its_event_type_turns_plain(world: World) -> None:
    """live.md 2.1"""
    kind, booking, _ = seated(world)
    world.event_types.remove(kind)
    output = booking_output(call_of(world), booking)
    assert output["eventTypeId"] is None
    assert output["reschedulingReason"] == "unknown"
    assert [person["name"] for person in output["attendees"]] == ["Ann", "Ben"]
    assert "seatUid" not in output["attendees"][0]
