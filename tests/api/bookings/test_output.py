from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.api.bookings.output import (
    booking_output,
    display_email,
)
from emulator.world.world import World
from tests.api.bookings.asking import call_of
from tests.office import START, event_type, office, stored

PLAIN_KEYS = [
    "id",
    "uid",
    "title",
    "description",
    "hosts",
    "status",
    "cancellationReason",
    "cancelledByEmail",
    "rescheduledByEmail",
    "start",
    "end",
    "duration",
    "eventTypeId",
    "eventType",
    "meetingUrl",
    "location",
    "absentHost",
    "createdAt",
    "updatedAt",
    "metadata",
    "rating",
    "icsUid",
    "attendees",
    "bookingFieldsResponses",
]


@pytest.fixture
def world() -> World:
    return office()


def test_a_plain_booking_has_the_service_s_keys_in_its_order(world: World) -> None:
    """live.md 2.1"""
    booking = stored(world, event_type(world), metadata={"purpose": "p"})
    output = booking_output(call_of(world), booking)
    assert list(output) == PLAIN_KEYS
    assert output["hosts"] == [
        {
            "id": 1,
            "name": "Ada Host",
            "email": "ada@example.com",
            "displayEmail": "ada@example.com",
            "username": "ada",
            "timeZone": "Europe/Rome",
        }
    ]
    assert output["attendees"] == [
        {
            "name": "Bob Guest",
            "email": "bob@example.com",
            "displayEmail": "bob@example.com",
            "timeZone": "Europe/London",
            "language": "en",
            "absent": False,
        }
    ]
    assert output["bookingFieldsResponses"] == {
        "email": "bob@example.com",
        "name": "Bob Guest",
        "displayEmail": "bob@example.com",
    }
    assert (output["start"], output["end"]) == ("2030-01-08T13:00:00.000Z", "2030-01-08T14:00:00.000Z")
    assert output["duration"] == 60
    assert output["cancellationReason"] == output["cancelledByEmail"] == output["description"] == ""
    assert output["rescheduledByEmail"] is None
    assert output["rating"] is None
    assert output["metadata"] == {"purpose": "p"}


def test_only_create_and_reschedule_tell_of_managed_users(world: World) -> None:
    booking = stored(world, event_type(world))
    output = booking_output(call_of(world), booking, created=True)
    assert list(output) == [*PLAIN_KEYS, "isPlatformManagedUserBooking"]
    assert output["isPlatformManagedUserBooking"] is False


@pytest.mark.parametrize("guests", [[], ["eve@example.com"]])
def test_guests_show_in_three_places_once_they_were_sent(world: World, guests: list[str]) -> None:
    """live.md 2.1"""
    responses = {"email": "bob@example.com", "name": "Bob", "guests": guests}
    output = booking_output(call_of(world), stored(world, event_type(world), responses=responses))
    assert output["guests"] == output["bookingFieldsResponses"]["guests"] == guests
    assert output["bookingFieldsResponses"]["displayGuests"] == guests
    assert list(output)[-2:] == ["guests", "bookingFieldsResponses"]


def test_location_and_meeting_url_are_the_video_link_or_the_place(world: World) -> None:
    kind = event_type(world)
    there = booking_output(call_of(world), stored(world, kind, location="12 Main St"))
    assert there["location"] == there["meetingUrl"] == "12 Main St"
    online = booking_output(call_of(world), stored(world, kind, video_call_url="https://app.cal.com/video/x"))
    assert online["location"] == online["meetingUrl"] == "https://app.cal.com/video/x"
    assert online["metadata"] == {}


@pytest.mark.behaviour("bookings", 174, 176, 177)
def test_a_move_shows_on_both_bookings(world: World) -> None:
    """bookings.md 10 #174, #176, #177"""
    kind = event_type(world)
    old = stored(world, kind, status="cancelled", rescheduled=True, rescheduled_by="eve@example.com")
    new = stored(
        world,
        kind,
        from_reschedule=old.uid,
        cancellation_reason="ill",
        responses={"email": "b@x.com", "name": "B", "location": {"value": "link"}, "rescheduleReason": "ill"},
    )
    before, after = (booking_output(call_of(world), booking) for booking in (old, new))
    assert before["rescheduledToUid"] == new.uid
    assert before["rescheduledByEmail"] == after["rescheduledByEmail"] == "eve@example.com"
    assert "rescheduledFromUid" not in before
    assert "reschedulingReason" not in before
    assert after["rescheduledFromUid"] == old.uid
    assert after["reschedulingReason"] == after["cancellationReason"] == "ill"
    assert list(after)[6:12] == [
        "cancellationReason",
        "cancelledByEmail",
        "reschedulingReason",
        "rescheduledByEmail",
        "rescheduledFromUid",
        "start",
    ]
    answers = list(after["bookingFieldsResponses"])
    assert answers == ["email", "name", "rescheduleReason", "location", "displayEmail"]


@pytest.mark.behaviour("bookings", 51, 52)
def test_who_cancelled_and_who_moved_is_shown_when_stored(world: World) -> None:
    """bookings.md 10 #51, #52"""
    booking = stored(
        world, event_type(world), status="cancelled", cancelled_by="eve@example.com", rescheduled_by="ann@example.com"
    )
    output = booking_output(call_of(world), booking)
    assert output["cancelledByEmail"] == "eve@example.com"
    assert output["rescheduledByEmail"] == "ann@example.com"


@pytest.mark.behaviour("bookings", 15, 16)
def test_rating_and_ics_uid_are_those_stored(world: World) -> None:
    """bookings.md 10 #15, #16"""
    output = booking_output(call_of(world), stored(world, event_type(world), rating=10, ics_uid="abc@Cal.com"))
    assert (output["rating"], output["icsUid"]) == (10, "abc@Cal.com")


@pytest.mark.behaviour("bookings", 153)
def test_a_name_in_two_parts_stays_so_among_the_answers(world: World) -> None:
    """bookings.md 10 #153"""
    name = {"firstName": "First", "lastName": "Last"}
    booking = stored(world, event_type(world), responses={"email": "bob@example.com", "name": name})
    assert booking_output(call_of(world), booking)["bookingFieldsResponses"]["name"] == name


@pytest.mark.parametrize(
    "responses",
    [
        None,
        {},
        {"email": "b@x.com"},
        {"name": "B"},
        {"email": 1, "name": "B"},
        {"email": "b@x.com", "name": {"firstName": "B"}},
        {"email": "b@x.com", "name": "B", "guests": [1]},
    ],
)
def test_unreadable_answers_are_unknown(world: World, responses: dict[str, Any] | None) -> None:
    output = booking_output(call_of(world), stored(world, None, responses=responses, description=None))
    assert output["bookingFieldsResponses"] == {
        "name": "unknown",
        "email": "unknown",
        "guests": [],
        "rescheduledReason": "unknown",
        "displayEmail": "unknown",
        "displayGuests": [],
    }
    assert output["guests"] == []
    assert output["reschedulingReason"] == "unknown"
    assert output["description"] is None
    assert output["eventTypeId"] is None
    assert output["eventType"] is None


def test_unreadable_metadata_takes_the_place_along(world: World) -> None:
    output = booking_output(call_of(world), stored(world, event_type(world), metadata={"n": 1}))
    assert output["metadata"] == {}
    assert output["location"] == output["meetingUrl"] == "unknown"


def test_an_organizer_who_is_gone_is_unknown(world: World) -> None:
    output = booking_output(call_of(world), stored(world, event_type(world), user_id=None))
    (host,) = output["hosts"]
    assert host == dict.fromkeys(("id", "name", "email", "displayEmail", "username"), "unknown")


def test_managed_marks_are_left_out_of_shown_addresses() -> None:
    mark = "+" + "c" * 25
    assert display_email(f"ann{mark}@example.com") == "ann@example.com"
    assert display_email("ann+cal@example.com") == "ann+cal@example.com"


@pytest.mark.behaviour("bookings", 17)
def test_an_occurrence_puts_its_people_first(world: World) -> None:
    """live.md 2.1 and bookings.md 10 #17"""
    uid = world.ids.uuid()
    responses = {"email": "b@x.com", "name": "B", "guests": []}
    booking = stored(world, event_type(world), recurring_uid=uid, responses=responses, rescheduled_by="a@x.com")
    world.attendees.update(world.attendees.where("booking_id", booking.id)[0], phone_number="+390612345678")
    output = booking_output(call_of(world), booking)
    assert list(output)[:4] == ["attendees", "guests", "bookingFieldsResponses", "id"]
    assert list(output)[-2:] == ["icsUid", "recurringBookingUid"]
    assert output["recurringBookingUid"] == uid
    assert "rescheduledByEmail" not in output
    assert "phoneNumber" not in output["attendees"][0]


def test_a_plain_attendee_shows_a_phone_number(world: World) -> None:
    booking = stored(world, event_type(world))
    world.attendees.update(
        world.attendees.where("booking_id", booking.id)[0], phone_number="+390612345678", locale=None
    )
    (attendee,) = booking_output(call_of(world), booking)["attendees"]
    assert attendee["phoneNumber"] == "+390612345678"
    assert "language" not in attendee


def test_a_duration_may_have_a_fraction(world: World) -> None:
    booking = stored(world, event_type(world), end=START + timedelta(minutes=1, seconds=30))
    assert booking_output(call_of(world), booking)["duration"] == 1.5
