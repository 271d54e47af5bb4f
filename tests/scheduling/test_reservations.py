from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.errors.base import ApiError
from emulator.scheduling.reservations import ReservationRequest, clean_up, move, reserve, running
from emulator.world.appointments import EventType, Reservation
from emulator.world.records import Membership, Team, User
from emulator.world.world import World
from tests.office import NOW, START, at, event_type, office, stored, user

TAKEN = "This time slot is already reserved by another user. Please choose a different time."
BOOKED = "Can't reserve a slot if the event is already booked."
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    return office()


def wanted(kind: EventType | int, start: Any = START, **more: Any) -> ReservationRequest:
    number = kind if isinstance(kind, int) else kind.id
    return ReservationRequest(number, start, f"{start:%Y-%m-%dT%H:%M:%SZ}", **more)


def held(world: World, kind: EventType, start: Any = START, *, caller: User | None = None, **more: Any) -> Reservation:
    return reserve(world, wanted(kind, start, **more), caller)


def refusal(world: World, kind: EventType | int, start: Any = START, **more: Any) -> tuple[int, str]:
    caller = more.pop("caller", None)
    with pytest.raises(ApiError) as caught:
        reserve(world, wanted(kind, start, **more), caller)
    return caught.value.status, caught.value.message


def test_a_reservation_holds_for_five_minutes(world: World) -> None:
    """resources.md 11 #146"""
    kind = event_type(world)
    reservation = held(world, kind)
    assert (reservation.start, reservation.end) == (START, START + 60 * MINUTE)
    assert (reservation.minutes, reservation.until) == (5, NOW + 5 * MINUTE)
    assert running(world, reservation.uid) is reservation


@pytest.mark.parametrize("shift", [15, -15, 10])
def test_overlapping_reservations_are_refused(world: World, shift: int) -> None:
    """resources.md 11 #149-151"""
    kind = event_type(world)
    held(world, kind)
    assert refusal(world, kind, START + shift * MINUTE) == (422, TAKEN)


def test_times_that_touch_are_apart_and_so_are_event_types(world: World) -> None:
    kind = event_type(world)
    for start in (START, START - 60 * MINUTE, START + 60 * MINUTE):
        held(world, kind, start)
    held(world, event_type(world))


def test_it_runs_out(world: World) -> None:
    kind = event_type(world)
    reservation = held(world, kind)
    world.clock.freeze(NOW + 5 * MINUTE)
    assert running(world, reservation.uid) is None
    assert held(world, kind).uid != reservation.uid
    clean_up(world, kind)
    assert len(world.reservations) == 1


def test_a_chosen_time_to_hold_needs_credentials(world: World) -> None:
    """resources.md 11 #154; it is said before the event type is looked for."""
    expected = (
        401,
        "reservationDuration can only be used for authenticated requests - use access token, api key or OAuth "
        "credentials",
    )
    assert refusal(world, event_type(world), minutes=10) == expected
    assert refusal(world, 99, minutes=10) == expected


def test_a_chosen_time_to_hold_needs_a_relation(world: World) -> None:
    """resources.md 11 #155"""
    status, text = refusal(world, event_type(world), minutes=10, caller=user(world, 2))
    assert status == 403
    assert text.startswith("authenticated user is not owner of event type, does not have memberships in common")


def test_the_owner_chooses_how_long_to_hold(world: World) -> None:
    """resources.md 11 #156"""
    reservation = held(world, event_type(world), minutes=10, caller=user(world))
    assert (reservation.minutes, reservation.until) == (10, NOW + 10 * MINUTE)


def test_so_does_who_shares_a_team(world: World) -> None:
    """resources.md 11 #157"""
    world.teams.add(Team(5, "Team", "team"))
    for number in (1, 2):
        world.memberships.add(Membership(number, 5, number))
    assert held(world, event_type(world), minutes=10, caller=user(world, 2)).minutes == 10
    team = event_type(world, owner_id=None, team_id=5, hosts=[{"user_id": 1}])
    assert held(world, team, minutes=10, caller=user(world, 2)).minutes == 10


def test_several_lengths(world: World) -> None:
    """resources.md 11 #162, #163, #165"""
    kind = event_type(world, length=15, length_options=[15, 30, 45, 60, 180])
    text = (
        "Provided 'slotDuration' is not one of the possible lengths for the event type. The possible lengths for this "
        "variable length event type are: 15, 30, 45, 60, 180"
    )
    assert refusal(world, kind, slot_minutes=1000) == (400, text)
    assert held(world, kind, slot_minutes=60).end == START + 60 * MINUTE
    assert refusal(world, kind, START - 120 * MINUTE, slot_minutes=180) == (422, TAKEN)
    assert held(world, kind, START - 15 * MINUTE).end == START


def test_a_length_for_an_event_type_of_one(world: World) -> None:
    """resources.md 11 #249"""
    text = "You passed 'slotDuration' but this event type is not a variable length event type."
    assert refusal(world, event_type(world), slot_minutes=60) == (400, text)


@pytest.mark.parametrize("status", ["accepted", "pending", "awaiting_host"])
def test_live_bookings_refuse(world: World, status: str) -> None:
    """resources.md 11 #167-169"""
    kind = event_type(world)
    stored(world, kind, status=status)
    assert refusal(world, kind) == (422, BOOKED)


@pytest.mark.parametrize("status", ["cancelled", "rejected"])
def test_dead_bookings_do_not(world: World, status: str) -> None:
    """resources.md 11 #170, #171"""
    kind = event_type(world)
    stored(world, kind, status=status)
    held(world, kind)


@pytest.mark.parametrize(
    ("wanted_at", "booked"),
    [
        ("10:00", ("09:30", "10:30")),
        ("10:00", ("10:30", "11:30")),
        ("10:15", ("10:00", "11:30")),
        ("10:00", ("10:15", "10:45")),
        ("10:00", ("10:00", "11:00")),
        ("10:00", ("09:30", "11:00")),
        ("10:29", ("09:30", "10:30")),
        ("09:01", ("10:00", "11:00")),
    ],
)
def test_bookings_that_overlap(world: World, wanted_at: str, booked: tuple[str, str]) -> None:
    """resources.md 11 #172-179"""
    kind = event_type(world)
    stored(world, kind, at(f"2055-01-01 {booked[0]}"), end=at(f"2055-01-01 {booked[1]}"))
    assert refusal(world, kind, at(f"2055-01-01 {wanted_at}")) == (422, BOOKED)


@pytest.mark.parametrize("wanted_at", ["09:00", "08:00", "11:00", "12:00"])
def test_bookings_that_touch(world: World, wanted_at: str) -> None:
    """resources.md 11 #180-183: that day is a Saturday, outside the schedule."""
    kind = event_type(world)
    stored(world, kind, at("2055-01-01 10:00"))
    held(world, kind, at(f"2055-01-01 {wanted_at}"))


def test_bookings_of_other_event_types_do_not_count(world: World) -> None:
    stored(world, event_type(world))
    held(world, event_type(world))


def test_the_past_can_be_reserved(world: World) -> None:
    held(world, event_type(world), NOW - timedelta(days=400))


def test_seats(world: World) -> None:
    kind = event_type(world, seats={"seatsPerTimeSlot": 2})
    stored(world, kind)
    reservation = held(world, kind)
    assert reservation.is_seat
    # The second reservation of the time is refused though a seat is left (resources.md 5.4).
    assert refusal(world, kind) == (422, TAKEN)
    stored(world, kind)
    text = f"Booking with id={kind.id} at 2030-01-08T13:00:00Z has no more seats left."
    assert refusal(world, kind) == (422, text)


def test_unknown_event_type(world: World) -> None:
    """resources.md 11 #247"""
    assert refusal(world, 99) == (404, "Event Type with ID=99 not found")


def test_a_team_without_hosts(world: World) -> None:
    """resources.md 11 #194"""
    team = event_type(world, owner_id=None, team_id=5)
    assert refusal(world, team) == (400, "Cannot reserve a slot for a team event without any hosts")


def test_moving(world: World) -> None:
    """resources.md 11 #152; anybody may choose how long it holds then."""
    kind, seated = event_type(world), event_type(world, seats={"seatsPerTimeSlot": 2}, length=30)
    reservation = held(world, kind)
    world.clock.freeze(NOW + 3 * MINUTE)
    uid = reservation.uid
    assert move(world, uid, wanted(seated, START + 180 * MINUTE, minutes=20)) is reservation
    assert (reservation.uid, reservation.end) == (uid, START + 210 * MINUTE)
    assert (reservation.minutes, reservation.until) == (20, NOW + 23 * MINUTE)
    assert reservation.is_seat


@pytest.mark.parametrize("shift", [0, 30])
def test_it_stands_in_its_own_way(world: World, shift: int) -> None:
    """resources.md 11 #246"""
    kind = event_type(world)
    reservation = held(world, kind)
    with pytest.raises(ApiError, match="already reserved"):
        move(world, reservation.uid, wanted(kind, START + shift * MINUTE))


def test_moving_what_is_not_there(world: World) -> None:
    """resources.md 11 #245"""
    kind = event_type(world)
    with pytest.raises(ApiError, match=r"^Slot with uid=nothing not found$"):
        move(world, "nothing", wanted(kind))
    reservation = held(world, kind)
    world.clock.freeze(NOW + 5 * MINUTE)
    with pytest.raises(ApiError, match="not found"):
        move(world, reservation.uid, wanted(kind))


def test_numbers_of_any_size(world: World) -> None:
    reservation = held(world, event_type(world, length=10**15), minutes=10**15, caller=user(world))
    assert reservation.until > NOW


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 8)), max_size=25))
def test_running_reservations_never_overlap(steps: list[tuple[int, int]]) -> None:
    world = office()
    kind = event_type(world)
    for minute, wait in steps:
        world.clock.freeze(world.now() + wait * MINUTE)
        with suppress(ApiError):
            held(world, kind, START + minute * MINUTE)
    there = sorted(each.start for each in world.reservations if each.until > world.now())
    assert all(later - earlier >= 60 * MINUTE for earlier, later in pairwise(there))
