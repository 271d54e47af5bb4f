"""bookings.md 7.1 and 10 #47, #48."""

from __future__ import annotations

from datetime import timedelta

import pytest

from emulator.errors.base import ApiError, RawProblem
from emulator.scheduling.lifecycle.mark_absent import mark_absent
from emulator.world.records import Membership, Team
from emulator.world.world import World
from tests.office import NOW, START, event_type, office, stored, user

BEGUN = NOW - timedelta(minutes=10)
BOB = "bob@example.com"


@pytest.fixture
def world() -> World:
    return office()


@pytest.mark.behaviour("bookings", 48)
def test_an_attendee_was_absent_and_then_was_not(world: World) -> None:
    """bookings.md 10 #48."""
    booking = stored(world, event_type(world), BEGUN)
    person = world.attendees.where("booking_id", booking.id)[0]
    for absent in (True, False):
        mark_absent(world, booking.uid, user(world, 1), attendees={BOB: absent, "nobody@example.com": True})
        assert person.no_show is absent
        (event,) = world.take_events()
        assert (event.trigger, event.booking_id) == ("BOOKING_NO_SHOW_UPDATED", booking.id)
        assert event.facts == {"attendees": [{"email": BOB, "noShow": absent}]}
    assert (booking.status, booking.no_show_host) == ("accepted", False)


@pytest.mark.behaviour("bookings", 11, 47)
def test_anybody_may_mark_the_host_and_nothing_is_told(world: World) -> None:
    """bookings.md 10 #47, 11 fact 20."""
    booking = stored(world, event_type(world), BEGUN)
    for absent in (True, False):
        mark_absent(world, booking.uid, user(world, 2), absent)
        assert booking.no_show_host is absent
    assert world.outbox == []


def test_nothing_marked_nothing_done(world: World) -> None:
    booking = stored(world, event_type(world), BEGUN)
    mark_absent(world, booking.uid, user(world, 2))
    mark_absent(world, booking.uid, user(world, 1), attendees={"nobody@example.com": True})
    assert (booking.no_show_host, booking.updated_at, world.outbox) == (False, NOW, [])


@pytest.mark.parametrize("status", ["cancelled", "rejected", "pending"])
def test_what_became_of_the_booking_does_not_matter(world: World, status: str) -> None:
    booking = stored(world, event_type(world), BEGUN, status=status)
    mark_absent(world, booking.uid, user(world, 1), True, {BOB: True})
    assert (booking.status, booking.no_show_host) == (status, True)


def test_not_before_it_begins(world: World) -> None:
    booking = stored(world, event_type(world))
    with pytest.raises(ApiError) as problem:
        mark_absent(world, booking.uid, user(world, 1), True)
    assert (problem.value.status, problem.value.message) == (
        400,
        "Bookings can only be marked as absent after their scheduled start time. Current time in UTC+0: "
        "2029-12-03T08:00:00.000Z, Booking start time in UTC+0: 2030-01-08T13:00:00.000Z",
    )
    world.clock.freeze(START)
    assert mark_absent(world, booking.uid, user(world, 1), True).no_show_host


def test_attendees_are_marked_by_those_who_run_the_booking(world: World) -> None:
    """A missing permission looks like a crash from outside."""
    world.teams.add(Team(1, "Sales", "sales"))
    membership = world.memberships.add(Membership(1, 1, 2, "MEMBER"))
    bookings = [
        stored(world, event_type(world), BEGUN),
        stored(world, event_type(world, owner_id=None, team_id=1), BEGUN),
        stored(world, None, BEGUN),
    ]
    for booking in bookings:
        with pytest.raises(RawProblem) as problem:
            mark_absent(world, booking.uid, user(world, 2), True, {BOB: True})
        assert (problem.value.status, problem.value.message) == (500, "Failed to update no-show status")
        assert not booking.no_show_host
    world.memberships.update(membership, role="ADMIN")
    mark_absent(world, bookings[1].uid, user(world, 2), None, {BOB: True})


def test_unknown_uids_end_in_a_full_stop(world: World) -> None:
    with pytest.raises(ApiError, match=r"Booking with uid=none not found\.$") as problem:
        mark_absent(world, "none", user(world, 1))
    assert problem.value.status == 404
