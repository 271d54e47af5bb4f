"""bookings.md 3 and 10.A, 10.E."""

from __future__ import annotations

from datetime import timedelta

import pytest

from emulator.errors.base import ZodProblem
from emulator.scheduling.lifecycle.requests import Booker
from emulator.world.records import Membership, Team
from emulator.world.world import World
from tests.booking import book, refused
from tests.office import NOW, START, at, event_type, fields, office, triggers

ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}


@pytest.fixture
def world() -> World:
    return office()


@pytest.mark.behaviour("bookings", 4, 5, 6, 7, 8, 9, 10, 11, 12)
def test_an_ordinary_booking(world: World) -> None:
    """bookings.md 10 #4-#12."""
    kind = event_type(world)
    booking = book(
        world,
        kind,
        guests=["carl@example.com"],
        answers={"customField": "customValue"},
        location="https://meet.example.com/x",
        metadata={"user_id": "100"},
    )
    assert (booking.status, booking.start, booking.end) == ("accepted", START, START + timedelta(hours=1))
    assert booking.title == "Consultation between Ada Host and Bob Guest"
    assert (booking.user_id, booking.user_email, booking.event_type_id) == (1, "ada@example.com", kind.id)
    assert booking.location == booking.video_call_url == "https://meet.example.com/x"
    assert list(booking.responses or {}) == ["email", "name", "customField", "guests", "location"]
    assert (booking.responses or {})["location"] == {"value": "link", "optionValue": "https://meet.example.com/x"}
    assert booking.metadata == {"user_id": "100"}
    assert booking.created_at == booking.updated_at == NOW
    assert booking.ics_uid == f"{booking.uid}@Cal.com"
    assert (booking.ics_sequence, booking.one_time_password, booking.description) == (0, None, "")
    people = world.attendees.where("booking_id", booking.id)
    assert [(each.name, each.email, each.time_zone, each.locale, each.no_show) for each in people] == [
        ("Bob Guest", "bob@example.com", "Europe/London", "en", False),
        ("", "carl@example.com", "Europe/London", "en", False),
    ]
    assert triggers(world) == ["BOOKING_CREATED"]
    assert [(due.at, due.trigger) for due in world.agenda] == [
        (booking.start, "MEETING_STARTED"),
        (booking.end, "MEETING_ENDED"),
    ]


def test_cal_video_opens_a_room(world: World) -> None:
    """live.md 2.1."""
    booking = book(world, event_type(world))
    assert booking.location == "integrations:daily"
    assert booking.video_call_url == f"https://app.cal.com/video/{booking.uid}"
    assert [reference["type"] for reference in booking.references] == ["daily_video"]
    assert "location" not in (booking.responses or {})


def test_notes_become_the_description_and_language_the_locale(world: World) -> None:
    booker = Booker(name="Bob", email="b@example.com", time_zone="UTC", language="de")
    booking = book(world, event_type(world), booker=booker, answers={"notes": "Hello", "drink": None})
    assert booking.description == "Hello"
    assert (booking.responses or {})["drink"] == ""
    assert world.attendees.where("booking_id", booking.id)[0].locale == "de"


def test_what_is_not_asked_when_booking_is_not_kept(world: World) -> None:
    answers = {"email": 1, "name": 2, "rescheduleReason": 3, "displayGuests": 4, "guests": ["c@example.com"]}
    booking = book(world, event_type(world), answers=answers)
    assert booking.responses == {"email": "bob@example.com", "name": "Bob Guest", "guests": ["c@example.com"]}
    assert len(world.attendees.where("booking_id", booking.id)) == 2


def test_the_uuid_begins_with_the_start(world: World) -> None:
    """live.md 2.2: the newest list is ordered by it."""
    booking = book(world, event_type(world))
    assert int(booking.uuid.replace("-", "")[:12], 16) == int(START.timestamp() * 1000)


@pytest.mark.behaviour("bookings", 65, 137)
def test_a_phone_number_alone(world: World) -> None:
    """bookings.md 10 #65, #137."""
    asked = fields({"type": "phone", "slug": "smsReminderNumber", "required": True})
    asked[1] = {**asked[1], "required": False}
    kind = event_type(world, booking_fields=asked)
    booking = book(world, kind, booker=Booker(name="Bob", time_zone="UTC", phone="+919876543210"))
    assert booking.responses == {
        "email": "919876543210@sms.cal.com",
        "name": "Bob",
        "attendeePhoneNumber": "+919876543210",
        "smsReminderNumber": "+919876543210",
    }
    person = world.attendees.where("booking_id", booking.id)[0]
    assert (person.email, person.phone_number) == ("919876543210@sms.cal.com", "+919876543210")


def test_a_phone_number_alone_where_an_address_is_asked(world: World) -> None:
    booker = Booker(name="Bob", time_zone="UTC", phone="+919876543210")
    problem = refused(world, event_type(world), booker=booker)
    assert isinstance(problem, ZodProblem)
    assert problem.message == "responses - {email}error_required_field, "


@pytest.mark.behaviour("bookings", 153)
def test_first_and_last_name_are_stored_apart(world: World) -> None:
    """bookings.md 10 #153."""
    asked = [{"type": "splitName", "slug": "splitName", "isDefault": True}, *fields()[1:]]
    booking = book(world, event_type(world, booking_fields=asked))
    assert (booking.responses or {})["name"] == {"firstName": "Bob", "lastName": "Guest"}
    assert booking.title == "Consultation between Ada Host and Bob Guest"
    assert world.attendees.where("booking_id", booking.id)[0].name == "Bob Guest"


@pytest.mark.behaviour("bookings", 54)
def test_by_slug_and_user(world: World) -> None:
    """bookings.md 10 #54."""
    kind = event_type(world)
    booking = book(world, kind, event_type_id=None, event_type_slug="consultation", username="ada")
    assert booking.event_type_id == kind.id


def test_team_event_types(world: World) -> None:
    """bookings.md 3.2 steps 5 and 6."""
    world.teams.add(Team(1, "Sales", "sales"))
    world.memberships.add(Membership(1, 1, 1, "OWNER"))
    managed = event_type(world, owner_id=None, team_id=1, scheduling_type="managed")
    assert refused(world, managed).message.startswith(f"Event type with id={managed.id} is the parent managed")
    empty = event_type(world, owner_id=None, team_id=1, scheduling_type="collective")
    problem = refused(world, empty)
    assert problem.status == 422
    assert f"event type with id={empty.id} belonging to team with id=1" in problem.message
    full = event_type(world, owner_id=None, team_id=1, scheduling_type="collective", hosts=[{"user_id": 1}])
    assert book(world, full).user_id == 1


@pytest.mark.behaviour("bookings", 101, 102, 103)
def test_lengths(world: World) -> None:
    """bookings.md 10 #101-#103."""
    single = event_type(world)
    assert refused(world, single, length=30).message.startswith("Can't specify 'lengthInMinutes'")
    several = event_type(world, length_options=[15, 30, 60])
    booking = book(world, several, length=30)
    assert booking.end == START + timedelta(minutes=30)
    assert book(world, several, at("2030-01-09 13:00")).end == at("2030-01-09 14:00")
    assert refused(world, several, length=45).message == (
        "Provided 'lengthInMinutes' is not one of the possible lengths for the event type. "
        "The possible lengths are: 15, 30, 60"
    )


def test_pending_where_confirmation_is_needed(world: World) -> None:
    """bookings.md 3.6, 9."""
    booking = book(world, event_type(world, confirmation_policy=ALWAYS))
    assert booking.status == "pending"
    assert booking.one_time_password
    assert (booking.video_call_url, booking.references) == (None, [])
    assert triggers(world) == ["BOOKING_REQUESTED"]
    assert not list(world.agenda)


def test_asking_again_gives_the_booking_that_waits_already(world: World) -> None:
    """bookings.md 3.2 step 17, 8 last row."""
    kind = event_type(world, confirmation_policy=ALWAYS)
    first = book(world, kind)
    triggers(world)
    assert book(world, kind) is first
    assert triggers(world) == []
    other = book(world, kind, booker=Booker(name="Eve", email="eve@example.org", time_zone="UTC"))
    assert other is not first
    assert other.status == "pending"


def test_same_seed_same_booking() -> None:
    first, second = office(7), office(7)
    one, two = book(first, event_type(first)), book(second, event_type(second))
    assert (one.uid, one.uuid, one.references) == (two.uid, two.uuid, two.references)
