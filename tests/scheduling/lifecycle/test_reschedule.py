"""bookings.md 6 and 10 #42-#46, #63, #66, #67, #111, #112, #174-#177."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.errors.base import ApiError, RawProblem
from emulator.scheduling.lifecycle.decide import confirm_booking
from emulator.scheduling.lifecycle.requests import Overrides, RescheduleRequest
from emulator.scheduling.lifecycle.reschedule import reschedule_booking
from emulator.world.appointments import Attendee, Booking, Seat
from emulator.world.records import Membership, Team
from emulator.world.world import World
from tests.booking import book
from tests.office import BOB, NOW, START, at, event_type, fields, office, stored, triggers, user

ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
LATER = at("2030-01-09 10:00")


@pytest.fixture
def world() -> World:
    return office()


def move(world: World, booking: Booking, start: Any = LATER, caller: int | None = None, **more: Any) -> Booking:
    request = RescheduleRequest(uid=booking.uid, start=start, **more)
    return reschedule_booking(world, request, world.users.get(caller))


def refused(world: World, booking: Booking, start: Any = LATER, caller: int | None = None, **more: Any) -> ApiError:
    before = (len(world.bookings), booking.status, booking.rescheduled, list(world.agenda))
    world.take_events()
    with pytest.raises(ApiError) as problem, world.transaction():
        move(world, booking, start, caller, **more)
    assert (len(world.bookings), booking.status, booking.rescheduled, list(world.agenda)) == before
    assert world.outbox == []
    return problem.value


@pytest.mark.behaviour("bookings", 42, 43, 44)
def test_a_new_booking_takes_the_place_of_the_old_one(world: World) -> None:
    """bookings.md 10 #42-#44; live.md 2.1."""
    old = book(
        world,
        event_type(world),
        guests=["carl@example.com"],
        answers={"notes": "Hello"},
        metadata={"purpose": "p"},
        location={"type": "integration", "integration": "cal-video"},
    )
    world.take_events()
    world.clock.freeze(NOW + timedelta(days=1))
    new = move(world, old, reason="Later", by="carl@example.com")
    assert (new.status, new.start, new.end) == ("accepted", LATER, LATER + timedelta(hours=1))
    assert new.created_at == NOW + timedelta(days=1)
    assert new.id != old.id
    assert new.uid != old.uid
    assert (new.ics_uid, new.ics_sequence) == (old.ics_uid, 1)
    assert new.from_reschedule == old.uid
    assert (new.cancellation_reason, new.description, new.metadata) == ("Later", "Hello", {"purpose": "p"})
    assert new.video_call_url == f"https://app.cal.com/video/{new.uid}"
    assert list(new.responses or {}) == ["email", "name", "notes", "guests", "rescheduleReason", "location"]
    assert (new.responses or {})["rescheduleReason"] == "Later"
    assert "rescheduleReason" not in (old.responses or {})
    people = [(each.name, each.email) for each in world.attendees.where("booking_id", new.id)]
    assert people == [("Bob Guest", "bob@example.com"), ("", "carl@example.com")]
    assert (old.status, old.rescheduled, old.rescheduled_by) == ("cancelled", True, "carl@example.com")
    assert (old.cancellation_reason, old.references, old.updated_at) == (None, [], world.now())
    (event,) = world.take_events()
    assert (event.trigger, event.booking_id) == ("BOOKING_RESCHEDULED", new.id)
    assert event.facts == {"previous_id": old.id, "reason": "Later", "rescheduled_by": "carl@example.com"}
    assert {(due.at, due.booking_id) for due in world.agenda} == {(new.start, new.id), (new.end, new.id)}


def test_without_a_reason_none_is_kept(world: World) -> None:
    old = book(world, event_type(world))
    first = move(world, old, reason="Why not")
    second = move(world, first, at("2030-01-10 10:00"))
    assert "rescheduleReason" not in (second.responses or {})
    assert (second.cancellation_reason, second.ics_uid, second.ics_sequence) == (None, old.ics_uid, 2)


def test_the_old_time_is_free_again_and_the_booking_does_not_block_itself(world: World) -> None:
    kind = event_type(world)
    old = book(world, kind)
    half = move(world, old, START + timedelta(minutes=30))
    same = move(world, half, half.start)
    assert same.start == half.start
    moved = move(world, same)
    assert book(world, kind).status == "accepted"
    assert moved.status == "accepted"


def test_the_length_is_the_bookings_own(world: World) -> None:
    """bookings.md 6: and when the event type has it no more, the core refuses."""
    kind = event_type(world, length_options=[30, 60])
    old = book(world, kind, length=30)
    new = move(world, old)
    assert new.end - new.start == timedelta(minutes=30)
    world.event_types.update(kind, length_options=None)
    problem = refused(world, new, at("2030-01-10 10:00"))
    assert isinstance(problem, RawProblem)
    assert problem.message == "Invalid event length"


def test_what_another_has_taken_cannot_be_had(world: World) -> None:
    kind = event_type(world, booking_limits_count={"week": 2})
    old = book(world, kind)
    book(world, kind, LATER)
    problem = refused(world, old)
    assert (problem.status, problem.message) == (
        409,
        "User either already has booking at this time or is not available",
    )
    assert refused(world, old, at("2030-01-09 02:00")).status == 409
    assert refused(world, old, NOW - timedelta(hours=1)).message == "Attempting to book a meeting in the past."
    # Two of two are booked that week, but the one that moves does not count.
    assert move(world, old, at("2030-01-10 10:00")).status == "accepted"
    other = book(world, kind, at("2030-01-15 13:00"))
    assert refused(world, other, at("2030-01-11 13:00")).message == "booking_limit_reached"


def test_a_host_moves_past_the_rules(world: World) -> None:
    kind = event_type(world)
    old, _ = book(world, kind), book(world, kind, LATER)
    everything = Overrides(conflicts=True, out_of_bounds=True, limits=True)
    assert refused(world, old, caller=2, overrides=everything).status == 409
    assert move(world, old, caller=1, overrides=everything).start == LATER


@pytest.mark.parametrize(
    ("caller", "by", "status"),
    [
        (None, None, "pending"),
        (None, "ada@example.com", "accepted"),
        (None, "bob@example.com", "pending"),
        (None, "nobody@example.com", "pending"),
        (1, None, "accepted"),
        (2, None, "pending"),
        (1, "bob@example.com", "pending"),
    ],
)
def test_who_moves_it_decides_whether_the_host_is_asked(
    world: World, caller: int | None, by: str | None, status: str
) -> None:
    """bookings.md 6, 10 #111, #112."""
    host = user(world)
    old = book(world, event_type(world, confirmation_policy=ALWAYS))
    confirm_booking(world, old.uid, host)
    world.take_events()
    new = move(world, old, caller=caller, by=by)
    assert (new.status, old.status) == (status, "cancelled")
    (event,) = world.take_events()
    assert event.trigger == {"pending": "BOOKING_REQUESTED", "accepted": "BOOKING_RESCHEDULED"}[status]
    assert event.facts["previous_id"] == old.id
    assert (new.video_call_url is None) == (status == "pending")


def test_a_host_who_books_with_the_own_address_is_asked_all_the_same(world: World) -> None:
    kind = event_type(world, confirmation_policy=ALWAYS)
    old = stored(world, kind, responses={"email": "ada@example.com", "name": "Ada"})
    world.attendees.update(world.attendees.where("booking_id", old.id)[0], email="ada@example.com")
    assert move(world, old, by="ada@example.com").status == "pending"


def test_a_pending_booking_stays_pending(world: World) -> None:
    """live.md 2.1."""
    old = book(world, event_type(world, confirmation_policy=ALWAYS))
    world.take_events()
    same_time = move(world, old, START)
    assert same_time is not old
    new = move(world, same_time)
    assert (new.status, triggers(world)) == ("pending", ["BOOKING_REQUESTED"] * 2)


def test_a_request_of_the_same_attendee_for_that_time_is_given_instead(world: World) -> None:
    """bookings.md 3.2 step 17."""
    kind = event_type(world, confirmation_policy=ALWAYS)
    old, waiting = book(world, kind), book(world, kind, LATER)
    world.take_events()
    assert move(world, old) is waiting
    assert (old.status, world.outbox) == ("pending", [])


def test_states(world: World) -> None:
    """bookings.md 8, 10 #66, #67."""
    kind = event_type(world)
    cancelled = stored(world, kind, status="cancelled")
    rejected = stored(world, kind, status="rejected")
    old = book(world, kind)
    new = move(world, old)
    assert "has been cancelled. Please" in refused(world, cancelled).message
    assert refused(world, rejected).status == 400
    assert refused(world, old).message.count(new.uid) == 2


def test_what_is_missing(world: World) -> None:
    kind = event_type(world)
    with pytest.raises(ApiError, match="Booking with uid=none was not found in the database") as problem:
        reschedule_booking(world, RescheduleRequest(uid="none", start=LATER), None)
    assert problem.value.status == 404
    homeless = stored(world, None)
    assert refused(world, homeless).message == f"Booking with uid={homeless.uid} is missing event type"
    stranger = stored(world, kind, responses={"email": "x@example.com", "name": "X"})
    problem_text = f"Attendee with e-mail x@example.com for booking with uid={stranger.uid} not found"
    assert refused(world, stranger).message == problem_text
    orphan = stored(world, kind, user_id=99)
    assert refused(world, orphan).message == "eventTypeUser.notFound"


@pytest.mark.behaviour("bookings", 63)
def test_a_booking_without_answers_takes_them_from_its_attendee(world: World) -> None:
    """bookings.md 10 #63."""
    old = stored(world, event_type(world), responses=None)
    new = move(world, old, reason="Later")
    assert new.responses == {"email": "bob@example.com", "name": "Bob Guest", "rescheduleReason": "Later"}
    assert len(world.attendees.where("booking_id", new.id)) == 1


def test_past_bookings_can_be_moved(world: World) -> None:
    """bookings.md 6."""
    old = stored(world, event_type(world), NOW - timedelta(days=3))
    assert move(world, old).status == "accepted"


def test_the_reason_may_be_asked_for(world: World) -> None:
    asked = fields()
    asked[-1] = {**asked[-1], "required": True}
    old = book(world, event_type(world, booking_fields=asked))
    assert refused(world, old).message == "responses - {rescheduleReason}error_required_field, "
    assert move(world, old, reason="Ill").status == "accepted"


@pytest.mark.parametrize(
    "setting", [{"minimum_reschedule_notice": 60}, {"disable_rescheduling": {"minutesBefore": 60}}]
)
def test_not_shortly_before(world: World, setting: dict[str, Any]) -> None:
    """bookings.md 6 check 6."""
    old = book(world, event_type(world, minimum_booking_notice=0, **setting))
    world.clock.freeze(START - timedelta(minutes=59))
    problem = refused(world, old)
    assert isinstance(problem, RawProblem)
    assert (problem.status, problem.message) == (
        403,
        "Rescheduling is not allowed within the minimum notice period before the event",
    )
    assert refused(world, old, caller=2).status == 403
    world.clock.freeze(START)
    assert move(world, old).status == "accepted"


def test_the_organizer_may_move_it_shortly_before(world: World) -> None:
    old = book(world, event_type(world, minimum_reschedule_notice=60))
    world.clock.freeze(START - timedelta(minutes=30))
    assert move(world, old, caller=1).status == "accepted"


def test_rescheduling_can_be_switched_off(world: World) -> None:
    old = book(world, event_type(world, disable_rescheduling={"disabled": True}))
    problem = refused(world, old, caller=1)
    assert (problem.status, problem.message) == (400, "This event type does not allow rescheduling")


def test_where_it_takes_place_moves_along(world: World) -> None:
    kind = event_type(world, locations=[{"type": "link", "link": "https://meet.example.com/ada"}])
    old = book(world, kind)
    world.event_types.update(kind, locations=[])
    new = move(world, old)
    assert new.location == new.video_call_url == "https://meet.example.com/ada"
    bare = stored(world, kind, at("2030-01-15 13:00"), location=None)
    assert move(world, bare, at("2030-01-16 13:00")).location == "integrations:daily"


def test_seats_are_asked_for_before_anything_else(world: World) -> None:
    """bookings.md 6 checks 2 and 3."""
    kind = event_type(world, seats={"seatsPerTimeSlot": 3})
    old, other = stored(world, kind), stored(world, kind, LATER)
    holder = world.attendees.where("booking_id", old.id)[0]
    world.seats.add(Seat(1, "seat-1", old.id, holder.id, NOW))
    world.seats.add(Seat(2, "seat-2", old.id, 999, NOW))
    assert refused(world, old).status == 500
    needed = refused(world, old, caller=1)
    assert needed.status == 400
    assert needed.message.startswith(f"Booking with uid={old.uid} is a seated booking which means you have to provide")
    assert refused(world, old, seat_uid="none").message == "Seat with uid=none does not exist."
    elsewhere = refused(world, other, seat_uid="seat-1").message
    assert elsewhere == (
        f"Attendee with e-mail {BOB.email} for booking with uid={other.uid} and seatUid=seat-1 not found"
    )
    assert refused(world, old, seat_uid="seat-2").status == 404
    world.teams.add(Team(1, "Acme", "acme", is_organization=True))
    world.users.update(user(world, 1), organization_id=1)
    world.memberships.add(Membership(1, 1, 2, "ADMIN"))
    assert move(world, old, caller=2) is other


@pytest.mark.behaviour("bookings", 144)
def test_phone_numbers_move_along(world: World) -> None:
    """bookings.md 10 #144."""
    old = stored(world, event_type(world))
    person = world.attendees.where("booking_id", old.id)[0]
    world.attendees.update(person, phone_number="+919876543210", no_show=True)
    new = move(world, old)
    copied: Attendee = world.attendees.where("booking_id", new.id)[0]
    assert (copied.phone_number, copied.no_show) == ("+919876543210", False)
