"""bookings.md 5, 8 and 10 #49, #68, #79, #90."""

from __future__ import annotations

from datetime import timedelta

import pytest

from emulator.errors.base import ApiError, HttpProblem, RawProblem
from emulator.scheduling.lifecycle.cancel import cancel_booking
from emulator.scheduling.lifecycle.requests import CancelRequest, RescheduleRequest
from emulator.scheduling.lifecycle.reschedule import reschedule_booking
from emulator.world.appointments import Booking, Seat
from emulator.world.world import World
from tests.booking import book
from tests.office import NOW, START, at, event_type, office, stored


@pytest.fixture
def world() -> World:
    return office()


def cancel(world: World, booking: Booking, reason: str | None = None, caller: int | None = None) -> Booking:
    return cancel_booking(world, CancelRequest(uid=booking.uid, reason=reason), world.users.get(caller)).bookings[0]


def refused(world: World, booking: Booking, reason: str | None = None, caller: int | None = None) -> ApiError:
    before = booking.status
    world.take_events()
    with pytest.raises(ApiError) as problem, world.transaction():
        cancel(world, booking, reason, caller)
    assert (booking.status, world.outbox) == (before, [])
    return problem.value


@pytest.mark.behaviour("bookings", 49)
def test_whoever_knows_the_uid_may_cancel(world: World) -> None:
    """bookings.md 10 #49; live.md 2.1: nobody is named as the canceller."""
    booking = book(world, event_type(world))
    world.take_events()
    world.clock.freeze(NOW + timedelta(hours=1))
    assert cancel(world, booking, "Ill") is booking
    assert (booking.status, booking.cancellation_reason, booking.cancelled_by) == ("cancelled", "Ill", None)
    assert (booking.ics_sequence, booking.references, booking.updated_at) == (1, [], world.now())
    assert (booking.start, booking.rescheduled) == (START, False)
    (event,) = world.take_events()
    assert (event.trigger, event.booking_id) == ("BOOKING_CANCELLED", booking.id)
    assert event.facts == {"reason": "Ill", "cancelled_by": None, "request_reschedule": False}
    assert list(world.agenda) == []
    assert book(world, event_type(world)).status == "accepted"


@pytest.mark.parametrize(
    ("rule", "owing"),
    [
        (None, {1}),
        ("MANDATORY_HOST_ONLY", {1}),
        ("MANDATORY_ATTENDEE_ONLY", {2, None}),
        ("MANDATORY_BOTH", {1, 2, None}),
        ("OPTIONAL_BOTH", set()),
        ("unheard of", {1}),
    ],
)
def test_who_owes_a_reason(world: World, rule: str | None, owing: set[int | None]) -> None:
    """bookings.md 5 check 5; blanks are no reason."""
    kind = event_type(world, requires_cancellation_reason=rule)
    for caller in (1, 2, None):
        booking = stored(world, kind)
        if caller in owing:
            for reason in (None, "", "  "):
                problem = refused(world, booking, reason, caller)
                assert isinstance(problem, RawProblem)
                assert (problem.status, problem.message) == (400, "Cancellation reason is required")
            assert cancel(world, booking, "Because", caller).status == "cancelled"
        else:
            assert cancel(world, booking, None, caller).cancellation_reason is None


def test_states(world: World) -> None:
    """bookings.md 8, 10 #68: pending and rejected bookings can be cancelled, cancelled and moved ones cannot."""
    kind = event_type(world)
    for status in ("pending", "rejected", "awaiting_host"):
        assert cancel(world, stored(world, kind, status=status)).status == "cancelled"
    lost = stored(world, kind, status="cancelled")
    old = book(world, kind)
    reschedule_booking(world, RescheduleRequest(uid=old.uid, start=at("2030-01-09 10:00")), None)
    for booking in (lost, old):
        problem = refused(world, booking, None, 1)
        assert isinstance(problem, HttpProblem)
        assert (problem.status, problem.message) == (
            400,
            f"Can't cancel booking with uid={booking.uid} because it has been cancelled already. "
            "Please provide uid of a booking that is not cancelled.",
        )


def test_the_core_checks_in_its_order(world: World) -> None:
    """bookings.md 5 check 5, 8 row "cancel by host without reason"."""
    over = NOW - timedelta(days=2)
    closed = event_type(world, disable_cancelling={"disabled": True})
    kind = event_type(world)
    told = [
        refused(world, stored(world, closed, over, user_id=99)),
        refused(world, stored(world, closed, over), None, 1),
        refused(world, stored(world, kind, over), None, 1),
        refused(world, stored(world, kind, over), "Ill", 1),
    ]
    assert [(type(problem), problem.status, problem.message) for problem in told] == [
        (RawProblem, 400, "User not found"),
        (RawProblem, 400, "This event type does not allow cancellations"),
        (RawProblem, 400, "Cancellation reason is required"),
        (RawProblem, 400, "Cannot cancel a booking that has already ended"),
    ]


def test_a_running_meeting_can_be_cancelled(world: World) -> None:
    booking = stored(world, event_type(world), NOW - timedelta(minutes=30))
    assert cancel(world, booking).status == "cancelled"


def test_a_booking_whose_event_type_is_gone(world: World) -> None:
    booking = stored(world, None)
    assert refused(world, booking, None, 1).message == "Cancellation reason is required"
    assert cancel(world, booking).status == "cancelled"


def test_unknown_uids(world: World) -> None:
    with pytest.raises(ApiError, match=r"Booking with uid=none not found$") as problem:
        cancel_booking(world, CancelRequest(uid="none"), None)
    assert problem.value.status == 404


def test_seats(world: World) -> None:
    """bookings.md 5 checks 1 and 5."""
    kind = event_type(world, seats={"seatsPerTimeSlot": 3})
    booking, other = stored(world, kind), stored(world, kind, at("2030-01-09 13:00"))
    holder = world.attendees.where("booking_id", booking.id)[0]
    world.seats.add(Seat(1, "seat-1", booking.id, holder.id, NOW))

    def told(uid: str, seat: str | None) -> tuple[int, str]:
        with pytest.raises(ApiError) as problem:
            cancel_booking(world, CancelRequest(uid=uid, seat_uid=seat, reason="x"), None)
        return problem.value.status, problem.value.message

    assert told(booking.uid, "none") == (
        400,
        "Invalid seatUid: this seat does not exist or has already been cancelled.",
    )
    assert told(other.uid, "seat-1") == (400, "Invalid seatUid: this seat does not belong to this booking.")
    assert told(booking.uid, None) == (401, "User not a host of this event")
    assert cancel(world, booking, "Ill", 1).status == "cancelled"
    assert told(booking.uid, "seat-1")[1] == "Invalid seatUid: this seat does not exist or has already been cancelled."
