"""What keeps a booking from being made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.errors.base import HttpProblem, RawProblem
from emulator.scheduling.email_verification import send_code
from emulator.scheduling.lifecycle.create import create_booking
from emulator.scheduling.lifecycle.requests import Booker, BookingRequest, Overrides
from emulator.world.appointments import Attendee
from emulator.world.records import Team
from emulator.world.world import World
from tests.booking import book, refused
from tests.office import BOB, NOW, START, at, event_type, office, stored, user


@pytest.fixture
def world() -> World:
    return office()


@pytest.mark.parametrize(
    ("named", "text"),
    [
        ({"event_type_id": 99}, "Event type with id 99 not found."),
        ({"event_type_slug": "consultation", "username": "zoe"}, "User with username zoe not found"),
        ({"event_type_slug": "x", "username": "ada"}, "Event type with slug x belonging to user ada not found."),
        ({"event_type_slug": "x", "team_slug": "ops"}, "Team with slug ops not found"),
        ({"event_type_slug": "x", "team_slug": "sales"}, "Event type with slug x belonging to team sales not found."),
        (
            {"event_type_slug": "x", "username": "ann", "organization_slug": "acme"},
            "Event type with slug x belonging to user ann within organization acme not found.",
        ),
        (
            {"event_type_slug": "x", "team_slug": "sales", "organization_slug": "nobody"},
            "slots-input.service.ts: Organization with slug nobody not found",
        ),
        # The sentence follows the body: an id that is not found beside a slug that would be.
        (
            {"event_type_id": 99, "event_type_slug": "consultation", "username": "ada"},
            "Event type with slug consultation belonging to user ada not found.",
        ),
    ],
)
def test_event_types_that_are_not_there(world: World, named: dict[str, Any], text: str) -> None:
    event_type(world)
    world.teams.add(Team(1, "Sales", "sales"))
    world.teams.add(Team(2, "Acme", "acme", is_organization=True))
    world.users.update(user(world, 2), username="ann", organization_id=2)
    request = BookingRequest(start=START, booker=BOB, **named)
    with pytest.raises(HttpProblem) as problem:
        create_booking(world, request, None)
    assert (problem.value.status, problem.value.message) == (404, text)


def test_who_may_book_where_a_login_is_asked(world: World) -> None:
    """bookings.md 3.2 step 4."""
    kind = event_type(world, requires_authentication=True)
    assert refused(world, kind).status == 401
    assert refused(world, kind, caller=world.users.get(2)).status == 403
    assert book(world, kind, caller=world.users.get(1)).status == "accepted"


def test_a_default_length_that_is_no_option_is_for_the_core_to_refuse(world: World) -> None:
    problem = refused(world, event_type(world, length_options=[15, 30]))
    assert isinstance(problem, RawProblem)
    assert (problem.status, problem.message) == (400, "Invalid event length")


def test_metadata_must_be_texts(world: World) -> None:
    """bookings.md 3.3 trap 2."""
    problem = refused(world, event_type(world), metadata={"n": 1})
    assert problem.message == "metadata.n - Expected string, received number, "


@pytest.mark.behaviour("bookings", 71)
def test_one_person_may_hold_so_many_bookings(world: World) -> None:
    """bookings.md 10 #71."""
    kind = event_type(world, active_bookings_limit={"maximumActiveBookings": 1, "offerReschedule": False})
    book(world, kind)
    problem = refused(world, kind, start=at("2030-01-09 13:00"))
    assert (problem.status, problem.message) == (
        400,
        "Attendee with this email can't book because the maximum number of active bookings has been reached.",
    )
    other = Booker(name="Eve", email="eve@example.org", time_zone="UTC")
    assert book(world, kind, at("2030-01-09 13:00"), booker=other).status == "accepted"


@pytest.mark.behaviour("bookings", 72)
def test_moving_is_offered_instead(world: World) -> None:
    """bookings.md 10 #72; of the latest two the earlier is named."""
    kind = event_type(world, active_bookings_limit={"maximumActiveBookings": 2, "offerReschedule": True})
    stored(world, kind, NOW - timedelta(days=3))
    stored(world, kind, at("2030-01-07 13:00"), status="cancelled")
    first = book(world, kind, at("2030-01-09 13:00"))
    book(world, kind, at("2030-01-10 13:00"))
    text = refused(world, kind, start=at("2030-01-11 13:00")).message
    assert text.endswith(f" You can reschedule your existing booking ({first.uid}) to a new timeslot instead.")


def test_a_disabled_limit_is_none(world: World) -> None:
    kind = event_type(world, active_bookings_limit={"disabled": True, "maximumActiveBookings": 1})
    book(world, kind)
    book(world, kind, at("2030-01-09 13:00"))


def test_verification_codes(world: World) -> None:
    """bookings.md 3.2 step 15."""
    kind = event_type(world, requires_email_verification=True)
    missing = refused(world, kind)
    wrong = refused(world, kind, verification_code="no")
    assert [(type(problem), problem.status, problem.message) for problem in (missing, wrong)] == [
        (RawProblem, 400, "email_verification_required"),
        (RawProblem, 400, "invalid_verification_code"),
    ]
    assert book(world, kind, verification_code=send_code(world, BOB.address).code).status == "accepted"


def test_a_payment_app_without_an_account(world: World) -> None:
    """bookings.md 3.2 step 28."""
    apps = {"stripe": {"enabled": True, "price": 500, "currency": "usd", "credentialId": None}}
    problem = refused(world, event_type(world, price=500, metadata={"apps": apps}))
    assert isinstance(problem, RawProblem)
    assert (problem.status, problem.message) == (400, "Missing payment credentials")


def test_a_series_has_no_seats(world: World) -> None:
    """bookings.md 2.5"""
    seats = {"seatsPerTimeSlot": 3}
    weekly = {"frequency": "weekly", "interval": 1, "occurrences": 2}
    problem = refused(world, event_type(world, seats=seats, recurrence=weekly))
    assert (problem.status, problem.message) == (400, "recurring_event_seats_error")
    assert book(world, event_type(world, seats={"disabled": True})).status == "accepted"


def test_a_host_that_is_gone(world: World) -> None:
    problem = refused(world, event_type(world, owner_id=77))
    assert isinstance(problem, RawProblem)
    assert (problem.status, problem.message) == (404, "eventTypeUser.notFound")


def test_times_that_cannot_be_had(world: World) -> None:
    """bookings.md 3.2 steps 18, 19, 24; live.md 4.2."""
    kind = event_type(world, booking_window={"type": "calendarDays", "value": 60, "rolling": False})
    past = refused(world, kind, start=NOW - timedelta(minutes=1))
    assert (past.status, past.message) == (400, "Attempting to book a meeting in the past.")
    soon = refused(world, kind, start=NOW + timedelta(minutes=30))
    far = refused(world, kind, start=at("2030-06-03 13:00"))
    assert soon.message == far.message
    assert soon.message.startswith('The event type can\'t be booked at the "start" time provided.')
    never = refused(world, event_type(world), start=at("9999-12-31 23:59"))
    assert never.message == soon.message
    night = refused(world, kind, start=at("2030-01-08 02:00"))
    book(world, kind)
    twice = refused(world, kind, start=START + timedelta(minutes=30))
    for problem in (night, twice):
        assert (problem.status, problem.message) == (
            409,
            "User either already has booking at this time or is not available",
        )
        assert problem.body("t", "p")["error"]["code"] == "ConflictException"


def test_limits(world: World) -> None:
    """bookings.md 3.2 step 23: 401, not enveloped."""
    few = event_type(world, booking_limits_count={"day": 1})
    book(world, few)
    short = event_type(world, booking_limits_duration={"day": 60})
    book(world, short, at("2030-01-08 15:00"))
    for kind, text in ((few, "booking_limit_reached"), (short, "duration_limit_reached")):
        problem = refused(world, kind, start=at("2030-01-08 10:00"))
        assert isinstance(problem, RawProblem)
        assert (problem.status, problem.message) == (401, text)


def test_hosts_may_set_rules_aside_and_others_are_ignored(world: World) -> None:
    """live.md 2.1."""
    everything = Overrides(conflicts=True, out_of_bounds=True, limits=True)
    kind = event_type(world, booking_limits_count={"day": 1}, minimum_booking_notice=100_000)
    host, other = world.users.get(1), world.users.get(2)
    assert book(world, kind, caller=host, overrides=everything).status == "accepted"
    assert book(world, kind, caller=host, overrides=everything).status == "accepted"
    for caller in (None, other):
        assert "can't be booked" in refused(world, kind, caller=caller, overrides=everything).message
    only_bounds = Overrides(out_of_bounds=True)
    assert refused(world, kind, caller=host, overrides=only_bounds).message == "booking_limit_reached"
    no_conflicts = Overrides(out_of_bounds=True, limits=True)
    assert refused(world, kind, caller=host, overrides=no_conflicts).status == 409


def test_a_host_who_attends_elsewhere_is_busy(world: World) -> None:
    kind = event_type(world)
    elsewhere = stored(world, None, user_id=2)
    world.attendees.add(Attendee(99, elsewhere.id, "ada@example.com", "Ada", "UTC"))
    assert refused(world, kind).status == 409
