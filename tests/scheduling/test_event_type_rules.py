from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import ApiError
from emulator.scheduling.event_type_rules import VARIABLES
from emulator.scheduling.event_types import create_event_type, update_event_type
from emulator.world.appointments import EventType
from emulator.world.records import Schedule, User
from emulator.world.world import World
from tests.office import CAL_VIDEO, event_type, office

MINIMAL = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30}
SEATS = {"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True}
TWO = [CAL_VIDEO, {"type": "attendeePhone"}]
POLICY = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
WEEKLY = {"interval": 1, "occurrences": 4, "frequency": "weekly"}
ACTIVE = {"maximumActiveBookings": 2}
LOCATIONS = "Seats Validation failed: Seats are enabled but more than one location provided."
CONFIRMATION = "Seats Validation failed: Seats are enabled but requiresConfirmation is true."
RECURRING = "Recurring Events and Offer Seats cannot be active at the same time."
LIMITED = (
    "Can't have `recurrence` and `bookerActiveBookingsLimit` enabled at the same time - recurring events do not "
    "support maximum active bookings limit setting."
)
EMAIL = "checkIsEmailUserAccessible - Email booking field must be required and visible"


@pytest.fixture
def world() -> World:
    return office()


def ada(world: World) -> User:
    user = world.users.get(1)
    assert user is not None
    return user


def create(world: World, **settings: Any) -> EventType:
    return create_event_type(world, ada(world), {**MINIMAL, **settings})


def refused_creation(world: World, **settings: Any) -> tuple[int, str]:
    with pytest.raises(ApiError) as refusal:
        create(world, **settings)
    assert len(world.event_types) == 0
    return refusal.value.status, refusal.value.message


def refused_update(world: World, kind: EventType, **settings: Any) -> tuple[int, str]:
    with pytest.raises(ApiError) as refusal:
        update_event_type(world, ada(world), kind.id, settings)
    return refusal.value.status, refusal.value.message


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"seats": SEATS, "locations": TWO}, LOCATIONS),
        ({"seats": SEATS, "confirmationPolicy": POLICY}, CONFIRMATION),
        ({"seats": SEATS, "recurrence": WEEKLY}, RECURRING),
        ({"bookerActiveBookingsLimit": ACTIVE, "recurrence": WEEKLY}, LIMITED),
    ],
)
def test_settings_that_exclude_each_other(world: World, settings: dict[str, Any], sentence: str) -> None:
    """resources.md 11 #107, #109; 4.2"""
    assert refused_creation(world, **settings) == (400, sentence)


@pytest.mark.parametrize(
    ("stored", "sent", "sentence"),
    [
        ({"locations": TWO}, {"seats": SEATS}, LOCATIONS),
        ({"confirmation_policy": POLICY}, {"seats": SEATS}, CONFIRMATION),
        ({"seats": SEATS}, {"locations": TWO}, LOCATIONS),
        ({"seats": SEATS}, {"confirmationPolicy": POLICY}, CONFIRMATION),
        ({"seats": SEATS}, {"recurrence": WEEKLY}, RECURRING),
        ({"recurrence": WEEKLY}, {"seats": SEATS}, RECURRING),
        ({"recurrence": WEEKLY}, {"bookerActiveBookingsLimit": ACTIVE}, LIMITED),
        ({"active_bookings_limit": ACTIVE}, {"recurrence": WEEKLY}, LIMITED),
    ],
)
def test_what_is_sent_has_to_agree_with_what_is_stored(
    world: World, stored: dict[str, Any], sent: dict[str, Any], sentence: str
) -> None:
    """resources.md 11 #108, #110, #111, #112; 4.2"""
    kind = event_type(world, **stored)
    assert refused_update(world, kind, **sent) == (400, sentence)


def test_what_was_stored_before_the_rule_is_left_in_peace(world: World) -> None:
    kind = event_type(world, seats=SEATS, locations=TWO, recurrence=WEEKLY)
    assert update_event_type(world, ada(world), kind.id, {"title": "New"}).title == "New"


def test_switching_one_of_them_off_makes_room(world: World) -> None:
    kind = event_type(world, seats=SEATS)
    changed = update_event_type(world, ada(world), kind.id, {"seats": {"disabled": True}, "locations": TWO})
    assert (changed.seats, changed.locations) == (None, TWO)


def test_the_email_question_has_to_be_asked(world: World) -> None:
    """resources.md 11 #90"""
    email = {"type": "email", "required": False, "hidden": True}
    phone = {"type": "phone", "slug": "attendeePhoneNumber", "label": "Phone", "required": True, "hidden": False}
    assert refused_creation(world, bookingFields=[email, phone]) == (400, EMAIL)
    assert refused_creation(world, bookingFields=[email]) == (
        400,
        "Booking fields validation failed: visible and required email or visible and required attendee phone field is "
        "needed.",
    )
    assert refused_update(world, event_type(world), bookingFields=[email, phone]) == (400, EMAIL)


def test_custom_names_know_their_variables(world: World) -> None:
    """resources.md 4.2"""
    assert refused_creation(world, customName="{Organiser} and {foo}, {bar}") == (
        400,
        "Invalid event name variables: {foo}",
    )
    pattern = " ".join(sorted(VARIABLES))
    assert create(world, customName=pattern).custom_name == pattern


def test_no_calendar_is_connected(world: World) -> None:
    """resources.md 4.2"""
    calendar = {"integration": "google_calendar", "externalId": "ada@example.com"}
    sentence = "Invalid destinationCalendarId: Calendar does not exist"
    assert refused_creation(world, destinationCalendar=calendar) == (400, sentence)
    sentence = "Validation failed: A primary connected calendar is required to set useDestinationCalendarEmail"
    assert refused_creation(world, useDestinationCalendarEmail=True) == (400, sentence)
    assert not create(world, useDestinationCalendarEmail=False).use_destination_calendar_email


def test_the_schedule_has_to_be_the_owners(world: World) -> None:
    """resources.md 11 #89, #116"""
    world.schedules.add(Schedule(9, 2, "Eve's"))
    sentence = "User with ID=1 does not own schedule with ID={}"
    assert refused_creation(world, scheduleId=9) == (404, sentence.format(9))
    assert refused_creation(world, scheduleId=77) == (404, sentence.format(77))
    assert refused_update(world, event_type(world), scheduleId=9) == (404, sentence.format(9))
    assert create(world, scheduleId=1).schedule_id == 1


def test_a_slug_can_be_taken_once_by_each_owner(world: World) -> None:
    """resources.md 11 #251"""
    event_type(world, slug="intro", owner_id=2)
    create(world)
    with pytest.raises(ApiError) as refusal:
        create(world, slug="Intro!")
    assert (refusal.value.status, refusal.value.message) == (400, "User already has an event type with this slug.")


def test_a_slug_cannot_be_taken_over(world: World) -> None:
    """resources.md 4.2: another sentence than on creation, and no details."""
    create(world)
    other = create(world, slug="other")
    assert refused_update(world, other, slug="intro") == (400, "error_event_type_url_duplicate")
    assert update_event_type(world, ada(world), other.id, {"slug": "other"}).slug == "other"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("bookingLimitsCount", "Booking limits must be in ascending order."),
        ("bookingLimitsDuration", "Duration limits must be in ascending order."),
    ],
)
def test_limits_that_slip_through_the_first_check_meet_a_second(world: World, name: str, sentence: str) -> None:
    """resources.md 4.2"""
    assert refused_creation(world, **{name: {"day": 5, "week": 2, "disabled": False}}) == (400, sentence)
