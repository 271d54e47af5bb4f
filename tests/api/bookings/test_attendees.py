from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import KeyedProblem
from emulator.world.appointments import Attendee, Booking
from emulator.world.world import World
from tests.api.bookings.asking import refused
from tests.api_client import Api
from tests.booking_calls import ask
from tests.office import event_type, office, stored, user

NEWCOMER = {"name": "Cy", "email": "cy@example.com", "timeZone": "Asia/Tokyo", "language": "ja"}


@pytest.fixture
def world() -> World:
    return office()


@pytest.fixture
def booking(world: World) -> Booking:
    return stored(world, event_type(world))


def guest(world: World, booking: Booking, email: str = "gus@example.com") -> Attendee:
    answers = {**(booking.responses or {}), "guests": [email]}
    world.bookings.update(booking, responses=answers)
    return world.attendees.add(Attendee(world.ids.next("attendees"), booking.id, email, "", "UTC"))


@pytest.mark.behaviour("bookings", 178, 181, 184)
@pytest.mark.parametrize(
    ("operation", "more"),
    [
        ("getBookingAttendees", {}),
        ("getBookingAttendee", {"attendeeId": 1}),
        ("addAttendee", {"body": NEWCOMER}),
        ("removeAttendee", {"attendeeId": 1}),
    ],
)
def test_nobody(world: World, booking: Booking, operation: str, more: dict[str, Any]) -> None:
    """bookings.md 10 #178, #181, #184"""
    assert refused(world, operation, bookingUid=booking.uid, **more)[0] == 401
    assert len(world.attendees.where("booking_id", booking.id)) == 1


@pytest.mark.behaviour("bookings", 180, 181, 183)
@pytest.mark.parametrize(
    ("operation", "more"),
    [("getBookingAttendees", {}), ("getBookingAttendee", {"attendeeId": 1}), ("addAttendee", {"body": NEWCOMER})],
)
def test_the_guard_tells_strangers_nothing(
    world: World, booking: Booking, operation: str, more: dict[str, Any]
) -> None:
    """bookings.md 10 #180, #181, #183: the same for a booking that is not there."""
    for uid in (booking.uid, "none"):
        assert refused(world, operation, user(world, 2), bookingUid=uid, **more) == (
            403,
            f"BookingPbacGuard - user with id=2 does not have access to booking with uid={uid}",
        )
    assert refused(world, operation, user(world), bookingUid="none", **more)[0] == 403


@pytest.mark.behaviour("bookings", 179)
def test_the_list_has_ids(world: World, booking: Booking) -> None:
    """bookings.md 10 #179"""
    (one,) = ask(world, "getBookingAttendees", user(world), bookingUid=booking.uid)["data"]
    assert one == {
        "id": 1,
        "name": "Bob Guest",
        "email": "bob@example.com",
        "displayEmail": "bob@example.com",
        "timeZone": "Europe/London",
        "language": "en",
        "absent": False,
    }
    assert ask(world, "getBookingAttendee", user(world), bookingUid=booking.uid, attendeeId=1)["data"] == one


def test_a_phone_number_is_shown_where_known(world: World, booking: Booking) -> None:
    guest(world, booking)
    world.attendees.update(world.attendees.where("booking_id", booking.id)[1], phone_number="+390612345678")
    people = ask(world, "getBookingAttendees", user(world), bookingUid=booking.uid)["data"]
    assert ["phoneNumber" in each for each in people] == [False, True]


@pytest.mark.behaviour("bookings", 182)
def test_an_attendee_of_another_booking_is_unknown(world: World, booking: Booking) -> None:
    """bookings.md 10 #182"""
    stored(world, None)
    for number in (2, 99):
        assert refused(world, "getBookingAttendee", user(world), bookingUid=booking.uid, attendeeId=number) == (
            404,
            f"Attendee with id {number} not found in booking {booking.uid}",
        )


def test_add(world: World, booking: Booking) -> None:
    """bookings.md 7.8"""
    data = ask(world, "addAttendee", user(world), bookingUid=booking.uid, body={**NEWCOMER, "phoneNumber": None})
    assert data["data"] == {
        "id": 2,
        "bookingId": booking.id,
        "name": "Cy",
        "email": "cy@example.com",
        "displayEmail": "cy@example.com",
        "timeZone": "Asia/Tokyo",
        "language": "ja",
        "absent": False,
    }
    shown = ask(world, "getBooking", bookingUid=booking.uid)["data"]
    assert shown["guests"] == ["cy@example.com"]
    assert [each["name"] for each in shown["attendees"]] == ["Bob Guest", "Cy"]
    assert world.take_events() == []


@pytest.mark.parametrize("email", ["bob@example.com", "BOB@example.com", "bob+again@example.com"])
def test_nobody_comes_twice(world: World, booking: Booking, email: str) -> None:
    """live.md 4.2"""
    with pytest.raises(KeyedProblem) as caught:
        ask(world, "addAttendee", user(world), bookingUid=booking.uid, body={**NEWCOMER, "email": email})
    body = caught.value.body("now", "/")
    assert (body["statusCode"], body["message"]) == (400, "emails_must_be_unique_valid")
    assert body["error"]["code"] == "bad_request_error"
    assert body["error"]["message"] == "Emails must be unique and valid"


def test_an_event_type_may_take_no_guests(world: World) -> None:
    booking = stored(world, event_type(world, disable_guests=True))
    assert refused(world, "addAttendee", user(world), bookingUid=booking.uid, body=NEWCOMER)[0] == 400


@pytest.mark.behaviour("bookings", 189)
def test_remove(world: World, booking: Booking) -> None:
    """bookings.md 10 #189"""
    gone = guest(world, booking)
    answer = ask(world, "removeAttendee", user(world), bookingUid=booking.uid, attendeeId=gone.id)
    assert answer["data"] == {
        "id": gone.id,
        "bookingId": booking.id,
        "name": "",
        "email": "gus@example.com",
        "timeZone": "UTC",
    }
    assert [each.email for each in world.attendees.where("booking_id", booking.id)] == ["bob@example.com"]
    assert ask(world, "getBooking", bookingUid=booking.uid)["data"]["guests"] == []


@pytest.mark.behaviour("bookings", 185, 186, 187, 188)
@pytest.mark.parametrize(
    ("who", "uid", "number", "status", "message"),
    [
        (2, None, 2, 403, "You don't have necessary permissions to access this resource"),
        (1, None, 1, 400, "cannot_remove_primary_attendee"),
        (1, None, 99, 404, "attendee_not_found"),
        (1, "none", 2, 404, "Booking with uid none not found"),
    ],
)
def test_who_cannot_be_removed(
    world: World, booking: Booking, who: int, uid: str | None, number: int, status: int, message: str
) -> None:
    """bookings.md 10 #185-188"""
    guest(world, booking)
    answer = refused(world, "removeAttendee", user(world, who), bookingUid=uid or booking.uid, attendeeId=number)
    assert answer == (status, message)
    assert len(world.attendees.where("booking_id", booking.id)) == 2


def test_nobody_to_remove_over_http(api: Api) -> None:
    """The answer carries the machine-readable key in front, and its document says so."""
    uid = api.book()["uid"]
    answer = api.delete(f"/v2/bookings/{uid}/attendees/99")
    assert answer.status_code == 404
    assert answer.json()["message"] == "attendee_not_found"
