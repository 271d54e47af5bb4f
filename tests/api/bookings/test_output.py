from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.api.bookings.output import (
    booking_output,
    display_email,
    listed_booking,
    seat_booking_output,
    series_output,
)
from emulator.world.appointments import Attendee, Booking, EventType, Seat
from emulator.world.world import World
from tests.api.bookings.asking import NEWEST, call_of
from tests.office import NOW, START, event_type, office, stored

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
SEATS = {"seatsPerTimeSlot": 3, "showAttendeeInfo": False, "showAvailabilityCount": True}


@pytest.fixture
def world() -> World:
    return office()


def seat(world: World, booking: Booking, name: str, **changes: Any) -> Seat:
    """One more person with a seat."""
    email = f"{name}@example.com"
    person = world.attendees.add(Attendee(world.ids.next("attendees"), booking.id, email, name, "UTC"))
    values: dict[str, Any] = {
        "responses": {"name": name, "email": email, "codingLanguage": "Lisp"},
        "metadata": {"purpose": name},
        **changes,
    }
    number = world.ids.next("seats")
    return world.seats.add(Seat(number, world.ids.uuid(), booking.id, person.id, NOW, **values))


def seated(world: World, **settings: Any) -> tuple[EventType, Booking, list[Seat]]:
    """A booking of which Ann and Ben hold seats."""
    kind = event_type(world, seats={**SEATS, **settings})
    booking = stored(world, kind, responses=None, description=None)
    world.attendees.remove(world.attendees.where("booking_id", booking.id)[0])
    return kind, booking, [seat(world, booking, "Ann"), seat(world, booking, "Ben")]


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


@pytest.mark.behaviour("bookings", 81, 82, 84, 154)
def test_seated_people_carry_their_own_answers(world: World) -> None:
    """bookings.md 10 #81, #82, #84, #154"""
    _, booking, (first, _) = seated(world)
    world.seats.update(first, responses={"name": {"firstName": "A", "lastName": "B"}, "email": "a@x.com"})
    output = booking_output(call_of(world, world.users.get(1)), booking)
    for absent in ("cancelledByEmail", "metadata", "guests", "bookingFieldsResponses", "seatUid"):
        assert absent not in output
    assert output["description"] is None
    assert output["eventType"] == {"id": 1, "slug": "consultation"}
    assert output["attendees"][0] == {
        "name": "Ann",
        "email": "Ann@example.com",
        "displayEmail": "Ann@example.com",
        "timeZone": "UTC",
        "language": "en",
        "absent": False,
        "seatUid": first.uid,
        "createdAt": "2029-12-03T08:00:00.000Z",
        "bookingFieldsResponses": {"name": {"firstName": "A", "lastName": "B"}},
        "metadata": {"purpose": "Ann"},
    }


@pytest.mark.behaviour("bookings", 80)
def test_a_new_seat_is_named_beside_the_booking(world: World) -> None:
    """bookings.md 10 #80"""
    _, booking, (_, second) = seated(world)
    output = booking_output(call_of(world), booking, created=True, seat=second)
    assert list(output)[-2:] == ["seatUid", "isPlatformManagedUserBooking"]
    assert output["seatUid"] == second.uid


@pytest.mark.parametrize(
    ("who", "open_to_all", "shown"), [(None, False, 0), (2, False, 0), (1, False, 2), (None, True, 2)]
)
def test_seated_people_show_to_those_who_run_it_or_to_all(
    world: World, who: int | None, open_to_all: bool, shown: int
) -> None:
    """bookings.md 4.4"""
    _, booking, _ = seated(world, showAttendeeInfo=open_to_all)
    call = call_of(world, world.users.get(who))
    assert len(booking_output(call, booking)["attendees"]) == shown
    assert len(listed_booking(call, booking)["attendees"]) == 2


def test_a_series_uid_opens_nothing_to_the_host(world: World) -> None:
    """bookings.md 4.4: there only the event type's flag counts."""
    _, booking, _ = seated(world)
    world.bookings.update(booking, recurring_uid="series")
    (output,) = series_output(call_of(world, world.users.get(1)), [booking])
    assert output["attendees"] == []
    assert output["recurringBookingUid"] == "series"


@pytest.mark.behaviour("bookings", 92, 95, 96)
@pytest.mark.parametrize(("who", "names"), [(None, ["Ben"]), (2, ["Ben"]), (1, ["Ann", "Ben"])])
def test_by_seat_the_holder_shows_at_least(world: World, who: int | None, names: list[str]) -> None:
    """bookings.md 10 #92, #95, #96; live.md 2.1: without the time of creation in the newest version."""
    _, booking, (_, second) = seated(world)
    output = seat_booking_output(call_of(world, world.users.get(who)), booking, second)
    assert [person["name"] for person in output["attendees"]] == names
    assert "createdAt" in output["attendees"][0]
    assert "seatUid" not in output
    newest = seat_booking_output(call_of(world, world.users.get(who), version=NEWEST), booking, second)
    assert "createdAt" not in newest["attendees"][0]


@pytest.mark.behaviour("bookings", 89, 91)
@pytest.mark.parametrize(("version", "shown"), [("2024-08-13", 0), (NEWEST, 2)])
def test_the_newest_version_keeps_the_people_of_a_cancelled_seated_booking(
    world: World, version: str, shown: int
) -> None:
    """live.md 2.1; bookings.md 10 #89, #91"""
    _, booking, _ = seated(world)
    world.bookings.update(booking, status="cancelled")
    call = call_of(world, world.users.get(1), version=version)
    assert len(booking_output(call, booking)["attendees"]) == shown


def test_a_seated_booking_without_its_event_type_turns_plain(world: World) -> None:
    """live.md 2.1"""
    kind, booking, _ = seated(world)
    world.event_types.remove(kind)
    output = booking_output(call_of(world), booking)
    assert output["eventTypeId"] is None
    assert output["reschedulingReason"] == "unknown"
    assert [person["name"] for person in output["attendees"]] == ["Ann", "Ben"]
    assert "seatUid" not in output["attendees"][0]


def test_a_duration_may_have_a_fraction(world: World) -> None:
    booking = stored(world, event_type(world), end=START + timedelta(minutes=1, seconds=30))
    assert booking_output(call_of(world), booking)["duration"] == 1.5
