from __future__ import annotations

from datetime import timedelta

import pytest

from emulator.world.appointments import Seat
from emulator.world.world import World
from tests.api.bookings.asking import NEWEST, refused
from tests.booking_calls import ask
from tests.office import NOW, START, event_type, office, stored, user


@pytest.fixture
def world() -> World:
    return office()


@pytest.mark.behaviour("bookings", 14)
@pytest.mark.parametrize("status", ["accepted", "pending", "cancelled", "rejected"])
def test_whoever_knows_the_uid_may_read(world: World, status: str) -> None:
    """bookings.md 10 #14"""
    booking = stored(world, event_type(world), status=status)
    data = ask(world, "getBooking", bookingUid=booking.uid)["data"]
    assert (data["uid"], data["status"]) == (booking.uid, status)


@pytest.mark.behaviour("bookings", 17, 18, 46)
def test_the_uid_of_a_series_gives_all_of_it(world: World) -> None:
    """bookings.md 10 #17, #18, #46: what was moved is there twice."""
    kind, uid = event_type(world), world.ids.uuid()
    late = stored(world, kind, START + timedelta(weeks=2), recurring_uid=uid)
    old = stored(world, kind, START, recurring_uid=uid, status="cancelled", rescheduled=True)
    stored(world, kind, START + timedelta(weeks=1), recurring_uid=uid)
    stored(world, kind, START + timedelta(days=1), recurring_uid=uid, from_reschedule=old.uid)
    data = ask(world, "getBooking", bookingUid=uid)["data"]
    assert [booking["start"][:10] for booking in data] == ["2030-01-08", "2030-01-09", "2030-01-15", "2030-01-22"]
    assert {booking["recurringBookingUid"] for booking in data} == {uid}
    assert ask(world, "getBooking", bookingUid=late.uid)["data"]["recurringBookingUid"] == uid


def test_an_unknown_uid(world: World) -> None:
    assert refused(world, "getBooking", bookingUid="none") == (
        404,
        "Booking with uid=none was not found in the database",
    )


@pytest.mark.behaviour("bookings", 92, 93)
def test_by_seat(world: World) -> None:
    """bookings.md 10 #92, #93"""
    kind = event_type(world, seats={"seatsPerTimeSlot": 2, "showAttendeeInfo": True})
    booking = stored(world, kind, responses=None)
    (person,) = world.attendees.where("booking_id", booking.id)
    seat = world.seats.add(Seat(1, world.ids.uuid(), booking.id, person.id, NOW, {"name": "Bob"}))
    data = ask(world, "getBookingBySeatUid", seatUid=seat.uid)["data"]
    assert data["uid"] == booking.uid
    assert [each["seatUid"] for each in data["attendees"]] == [seat.uid]
    unknown = (404, "Booking with seatUid=non-existent-seat-uid was not found in the database")
    assert refused(world, "getBookingBySeatUid", seatUid="non-existent-seat-uid") == unknown
    world.bookings.update(booking, status="cancelled")
    assert refused(world, "getBookingBySeatUid", seatUid=seat.uid)[0] == 404
    assert ask(world, "getBookingBySeatUid", seatUid=seat.uid, version=NEWEST)["data"]["uid"] == booking.uid


def test_a_seat_of_what_is_not_seated_any_more_shows_the_plain_booking(world: World) -> None:
    booking = stored(world, event_type(world))
    (person,) = world.attendees.where("booking_id", booking.id)
    world.seats.add(Seat(1, "seat", booking.id, person.id, NOW))
    data = ask(world, "getBookingBySeatUid", user(world), seatUid="seat")["data"]
    assert "bookingFieldsResponses" in data
