"""bookings.md 7.2, 8 and 10 #104, #105."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from emulator.errors.base import ApiError, TrpcProblem
from emulator.scheduling.lifecycle.decide import confirm_booking, decline_booking
from emulator.world.appointments import Booking
from emulator.world.records import Membership, Team, User
from emulator.world.world import World
from tests.booking import book
from tests.office import NOW, event_type, office, stored, user

Decision = Callable[[World, str, User], Booking]
ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
both = pytest.mark.parametrize("decide", [confirm_booking, decline_booking])


@pytest.fixture
def world() -> World:
    return office()


@pytest.mark.behaviour("bookings", 9, 104)
def test_confirmed(world: World) -> None:
    """bookings.md 10 #104, 9; the room opens now."""
    booking = book(world, event_type(world, confirmation_policy=ALWAYS))
    world.take_events()
    assert confirm_booking(world, booking.uid, user(world, 1)) is booking
    assert booking.status == "accepted"
    assert booking.video_call_url == f"https://app.cal.com/video/{booking.uid}"
    assert len(booking.references) == 1
    (event,) = world.take_events()
    assert (event.trigger, event.booking_id, event.facts) == ("BOOKING_CREATED", booking.id, {"confirmed": True})
    assert [due.trigger for due in world.agenda] == ["MEETING_STARTED", "MEETING_ENDED"]


@pytest.mark.behaviour("bookings", 105)
def test_declined(world: World) -> None:
    """bookings.md 10 #105: the reason is kept and never becomes a cancellation reason."""
    booking = book(world, event_type(world, confirmation_policy=ALWAYS))
    world.take_events()
    decline_booking(world, booking.uid, user(world, 1), "Full")
    assert (booking.status, booking.rejection_reason, booking.cancellation_reason) == ("rejected", "Full", None)
    (event,) = world.take_events()
    assert (event.trigger, event.facts) == ("BOOKING_REJECTED", {"reason": "Full"})
    assert list(world.agenda) == []


@both
def test_accepted_bookings_stay_as_they_are(world: World, decide: Decision) -> None:
    """live.md 4.2."""
    booking = stored(world, event_type(world))
    with pytest.raises(TrpcProblem) as problem:
        decide(world, booking.uid, user(world, 1))
    assert (problem.value.status, problem.value.message) == (400, "Booking already confirmed")


@both
@pytest.mark.parametrize("status", ["pending", "cancelled", "rejected"])
def test_anything_else_can_be_decided(world: World, decide: Decision, status: str) -> None:
    """bookings.md 8."""
    booking = stored(world, event_type(world), status=status)
    decide(world, booking.uid, user(world, 1))
    assert booking.status == ("accepted" if decide is confirm_booking else "rejected")


@both
def test_who_may_decide(world: World, decide: Decision) -> None:
    """bookings.md 7.2: permission is asked before the state."""
    host, other = user(world, 1), user(world, 2)
    of_other = event_type(world, owner_id=2)
    accepted = stored(world, event_type(world))
    with pytest.raises(TrpcProblem) as problem:
        decide(world, accepted.uid, other)
    assert problem.value.status == 401
    assert problem.value.body("t", "p")["error"] == {
        "code": "TRPCError",
        "message": "You are not authorized to access this resource",
    }
    decide(world, stored(world, of_other, status="pending").uid, other)
    decide(world, stored(world, None, status="pending").uid, host)
    with pytest.raises(ApiError):
        decide(world, stored(world, None, status="pending").uid, other)
    world.users.update(other, role="ADMIN")
    decide(world, stored(world, None, status="pending").uid, other)


@both
def test_leaders_of_the_team_may_decide(world: World, decide: Decision) -> None:
    world.teams.add(Team(1, "Sales", "sales"))
    membership = world.memberships.add(Membership(1, 1, 2, "MEMBER"))
    kind = event_type(world, owner_id=None, team_id=1)
    booking = stored(world, kind, status="pending")
    with pytest.raises(ApiError):
        decide(world, booking.uid, user(world, 2))
    world.memberships.update(membership, role="OWNER")
    decide(world, booking.uid, user(world, 2))


@both
def test_unknown_uids(world: World, decide: Decision) -> None:
    with pytest.raises(ApiError, match="Booking with uid=none was not found in the database") as problem:
        decide(world, "none", user(world, 1))
    assert problem.value.status == 404


def test_what_begins_in_the_past_is_planned_no_more(world: World) -> None:
    booking = stored(world, event_type(world), NOW.replace(day=1), status="pending", location="123 Main St")
    confirm_booking(world, booking.uid, user(world, 1))
    assert list(world.agenda) == []
    assert (booking.location, booking.video_call_url, booking.references) == ("123 Main St", None, [])
