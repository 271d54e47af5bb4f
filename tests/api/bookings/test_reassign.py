from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import ApiError
from emulator.world.appointments import Booking, EventType
from emulator.world.instants import parse
from emulator.world.records import Membership, Schedule, Team, User
from emulator.world.world import World
from tests.booking_calls import ask, refusal
from tests.office import event_type, office, stored


@pytest.fixture
def world() -> World:
    """Ada owns a team with an event type that goes round among her, Ben (3) and Cleo (4)."""
    world = office()
    for number, name in ((3, "ben"), (4, "cleo")):
        created = parse("2029-01-01T00:00:00Z")
        world.users.add(
            User(number, name, f"{name}@example.com", name.title(), created, "Europe/Rome", default_schedule_id=number)
        )
        hours = [{"days": ["Tuesday"], "startTime": "09:00", "endTime": "17:00"}]
        world.schedules.add(Schedule(number, number, "Tuesdays", "Europe/Rome", availability=hours))
    return world


@pytest.fixture
def kind(world: World) -> EventType:
    world.teams.add(Team(1, "Sales", "sales"))
    world.memberships.add(Membership(1, 1, 1, "OWNER"))
    hosts = [{"user_id": number} for number in (1, 3, 4)]
    return event_type(world, owner_id=None, team_id=1, scheduling_type="roundRobin", hosts=hosts)


@pytest.fixture
def booking(world: World, kind: EventType) -> Booking:
    return stored(world, kind, user_email="ada@example.com")


def to_any(world: World, uid: str, by: int = 1) -> Any:
    return ask(world, "_reassignBooking", world.users.get(by), bookingUid=uid)["data"]


def to_user(world: World, uid: str, user_id: int, by: int = 1, **body: Any) -> Any:
    caller = world.users.get(by)
    return ask(world, "reassignBookingToUser", caller, body=body, bookingUid=uid, userId=user_id)["data"]


@pytest.mark.behaviour("bookings", 132)
def test_to_whoever_is_free(world: World, booking: Booking) -> None:
    """bookings.md 10 #132. The uid stays."""
    uid = booking.uid
    host = {"id": 3, "name": "Ben", "email": "ben@example.com", "displayEmail": "ben@example.com"}
    assert to_any(world, uid) == {"bookingUid": uid, "reassignedTo": host}
    assert (booking.uid, booking.user_id, booking.user_email) == (uid, 3, "ben@example.com")


@pytest.mark.behaviour("bookings", 133)
def test_to_a_user_and_back(world: World, booking: Booking) -> None:
    """bookings.md 10 #133."""
    assert to_user(world, booking.uid, 4, reason="Ill")["reassignedTo"]["id"] == 4
    assert to_user(world, booking.uid, 1)["reassignedTo"]["id"] == 1
    assert booking.user_id == 1


def test_the_busy_are_passed_over(world: World, kind: EventType, booking: Booking) -> None:
    stored(world, kind, user_id=3)
    assert to_any(world, booking.uid)["reassignedTo"]["id"] == 4


def test_nobody_is_free(world: World, kind: EventType, booking: Booking) -> None:
    for number in (3, 4):
        stored(world, kind, user_id=number)
    with pytest.raises(ApiError, match="no other host is available at that time") as caught:
        to_any(world, booking.uid)
    assert caught.value.status == 400
    assert booking.user_id == 1


@pytest.mark.parametrize("certain", [False, True])
def test_what_is_missing(world: World, booking: Booking, certain: bool) -> None:
    def reassign(uid: str, by: int = 1) -> Any:
        return to_user(world, uid, 3, by) if certain else to_any(world, uid, by)

    with pytest.raises(ApiError, match="Booking with uid=nothing was not found in the database") as caught:
        reassign("nothing")
    assert caught.value.status == 404
    with pytest.raises(ApiError, match="You do not have permission to reassign this booking") as caught:
        reassign(booking.uid, by=2)
    assert caught.value.status == 403
    world.bookings.update(booking, event_type_id=99)
    with pytest.raises(ApiError, match="Event type with id=99 was not found in the database") as caught:
        reassign(booking.uid)
    assert caught.value.status == 400


def test_users_who_cannot(world: World, kind: EventType, booking: Booking) -> None:
    with pytest.raises(ApiError, match="User with id=77 was not found in the database") as caught:
        to_user(world, booking.uid, 77)
    assert caught.value.status == 404
    with pytest.raises(ApiError, match="User with id=2 is not a valid Round Robin host") as caught:
        to_user(world, booking.uid, 2)
    assert caught.value.status == 400
    world.hosts.update(world.hosts.where("event_type_id", kind.id)[1], fixed=True)
    with pytest.raises(ApiError) as caught:
        to_user(world, booking.uid, 3)
    assert refusal(caught.value) == {"statusCode": 500, "message": "Internal server error"}


@pytest.mark.parametrize("certain", [True, False])
def test_an_event_type_that_is_gone(world: World, booking: Booking, certain: bool) -> None:
    world.bookings.update(booking, event_type_id=None)
    with pytest.raises(ApiError, match=r"^Event type with id=null was not found in the database$"):
        to_user(world, booking.uid, 3) if certain else to_any(world, booking.uid)
