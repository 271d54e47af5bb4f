"""The payload of booking events, by the live deliveries of live.md 2.4."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.webhooks.payloads.booking import booking_payload
from emulator.world.appointments import Attendee, Booking, EventType, Seat
from emulator.world.world import World
from tests.office import NOW, event_type, fields, office, stored, user
from tests.webhooks.subscriptions import event

ORDER = (
    "bookerUrl title startTime endTime additionalNotes type eventTypeTitle description eventTypeId hideCalendarNotes "
    "hideCalendarEventDetails privateNoteEnabled privateNoteMode privateNoteTemplate hideOrganizerEmail schedulingType "
    "seatsPerTimeSlot seatsShowAttendees seatsShowAvailabilityCount customReplyToEmail disableRescheduling "
    "disableReschedulingScope disableCancelling disableCancellingScope organizer attendees customInputs responses "
    "userFieldsResponses location iCalUID iCalSequence requiresConfirmation oneTimePassword platformClientId "
    "platformRescheduleUrl platformCancelUrl platformBookingUrl uid organizationId hashedLink cancellationReason "
    "rejectionReason hideBranding bookingId status eventTitle eventDescription price currency length assignmentReason "
    "destinationCalendar"
)


@pytest.fixture
def world() -> World:
    return office()


@pytest.fixture
def kind(world: World) -> EventType:
    return event_type(world)


def payload(world: World, booking: Booking, trigger: str = "BOOKING_CREATED", **facts: Any) -> dict[str, Any]:
    return booking_payload(world, event(trigger, booking, **facts), booking)


def test_keys_in_the_live_order(world: World, kind: EventType) -> None:
    assert " ".join(payload(world, stored(world, kind))) == f"{ORDER} metadata"


@pytest.mark.behaviour("webhooks", 47)
def test_what_a_plain_booking_tells(world: World, kind: EventType) -> None:
    """webhooks.md 10 #47"""
    booking = stored(
        world,
        kind,
        metadata={"purpose": "p"},
        video_call_url="https://app.cal.com/video/x",
        description="Notes",
        user_email="ada+work@example.com",
    )
    told = payload(world, booking)
    assert (told["startTime"], told["endTime"]) == ("2030-01-08T13:00:00.000Z", "2030-01-08T14:00:00.000Z")
    assert (told["type"], told["eventTypeTitle"], told["eventTitle"], told["length"]) == (
        "consultation",
        "Consultation",
        "Consultation",
        60,
    )
    assert told["organizer"] == {
        "id": 1,
        "name": "Ada Host",
        "email": "ada+work@example.com",
        "username": "ada",
        "timeZone": "Europe/Rome",
        "language": {"locale": "en"},
        "timeFormat": "h:mma",
        "utcOffset": 60,
    }
    assert told["attendees"] == [
        {
            "name": "Bob Guest",
            "email": "bob@example.com",
            "timeZone": "Europe/London",
            "language": {"locale": "en"},
            "phoneNumber": None,
            "bookingSeat": None,
            "utcOffset": 0,
            "firstName": "Bob",
            "lastName": "Guest",
        }
    ]
    assert list(told["attendees"][0])[-3:] == ["utcOffset", "firstName", "lastName"]
    assert told["location"] == "https://app.cal.com/video/x"
    assert told["metadata"] == {"purpose": "p", "videoCallUrl": "https://app.cal.com/video/x"}
    assert (told["additionalNotes"], told["description"], told["eventDescription"]) == ("Notes", "Notes", None)
    assert (told["seatsPerTimeSlot"], told["seatsShowAttendees"], told["seatsShowAvailabilityCount"]) == (
        None,
        True,
        True,
    )
    assert (told["status"], told["uid"], told["bookingId"]) == ("ACCEPTED", booking.uid, booking.id)
    assert (told["requiresConfirmation"], told["oneTimePassword"]) == (False, None)
    assert (told["destinationCalendar"], told["assignmentReason"], told["hideBranding"]) == (None, [], False)


def test_what_the_event_type_decides(world: World) -> None:
    kind = event_type(
        world,
        description="About",
        hide_calendar_notes=True,
        hide_calendar_event_details=True,
        hide_organizer_email=True,
        disable_rescheduling={"disabled": True},
        disable_cancelling={"disabled": True},
        scheduling_type="roundRobin",
        private_note_enabled=True,
        private_note_mode="duplicate_event",
        price=500,
        currency="eur",
    )
    told = payload(world, stored(world, kind, description="Notes"))
    assert (told["description"], told["eventDescription"], told["additionalNotes"]) == ("About", "About", "Notes")
    assert told["hideCalendarNotes"] is told["hideCalendarEventDetails"] is told["hideOrganizerEmail"] is True
    assert told["disableRescheduling"] is told["disableCancelling"] is told["privateNoteEnabled"] is True
    assert (told["schedulingType"], told["privateNoteMode"]) == ("ROUND_ROBIN", "duplicate_event")
    assert (told["price"], told["currency"]) == (500, "eur")


@pytest.mark.behaviour("webhooks", 50)
def test_a_request_shows_the_one_time_password(world: World, kind: EventType) -> None:
    """live.md 2.4: exactly when confirmation is required. webhooks.md 10 #50: titles of the event type."""
    told = payload(world, stored(world, kind, status="pending", one_time_password="otp"), "BOOKING_REQUESTED")
    assert (told["status"], told["requiresConfirmation"], told["oneTimePassword"]) == ("PENDING", True, "otp")
    assert (told["eventTitle"], told["eventDescription"]) == ("Consultation", None)


@pytest.mark.behaviour("webhooks", 56)
def test_a_move_names_the_old_booking(world: World, kind: EventType) -> None:
    """webhooks.md 10 #56"""
    old = stored(world, kind, status="cancelled")
    new = stored(world, kind, from_reschedule=old.uid, cancellation_reason="Later", ics_sequence=1)
    facts = {"previous_id": old.id, "reason": "Later", "rescheduled_by": "bob@example.com"}
    told = payload(world, new, "BOOKING_RESCHEDULED", **facts)
    assert list(told)[-6:] == [
        "rescheduleId",
        "rescheduleUid",
        "rescheduleStartTime",
        "rescheduleEndTime",
        "rescheduledBy",
        "metadata",
    ]
    assert (told["rescheduleId"], told["rescheduleUid"]) == (old.id, old.uid)
    assert (told["uid"], told["cancellationReason"], told["iCalSequence"]) == (new.uid, "Later", 1)
    assert told["rescheduledBy"] == "bob@example.com"
    assert "rescheduledBy" not in payload(world, new, "BOOKING_RESCHEDULED", previous_id=old.id, rescheduled_by=None)


@pytest.mark.behaviour("webhooks", 57)
def test_a_move_that_must_be_confirmed_is_a_request(world: World, kind: EventType) -> None:
    """webhooks.md 10 #57"""
    old, new = stored(world, kind), stored(world, kind, status="pending", one_time_password="otp")
    told = payload(world, new, "BOOKING_REQUESTED", previous_id=old.id)
    assert (told["rescheduleUid"], told["status"]) == (old.uid, "PENDING")


@pytest.mark.behaviour("webhooks", 58, 68)
def test_a_cancellation(world: World, kind: EventType) -> None:
    """webhooks.md 10 #58 and #68"""
    booking = stored(world, kind, status="cancelled", cancellation_reason="Ill", metadata={"a": "b"})
    told = payload(world, booking, "BOOKING_CANCELLED", reason="Ill", cancelled_by=None, request_reschedule=False)
    assert (told["status"], told["cancellationReason"], told["requestReschedule"]) == ("CANCELLED", "Ill", False)
    assert "cancelledBy" not in told
    assert list(told)[-2:] == ["requestReschedule", "metadata"]
    assert told["metadata"] == {"a": "b"}
    assert {"id", "username", "email", "name", "timeZone"} <= told["organizer"].keys()
    named = payload(world, booking, "BOOKING_CANCELLED", cancelled_by="ada@example.com")
    assert named["cancelledBy"] == "ada@example.com"


def test_the_host_asks_for_another_time(world: World, kind: EventType) -> None:
    """live.md 2.4 [W11]"""
    booking = stored(world, kind, status="cancelled", cancellation_reason="Travelling")
    facts = {"reason": "Travelling", "cancelled_by": "ada@example.com", "request_reschedule": True}
    told = payload(world, booking, "BOOKING_CANCELLED", **facts)
    assert told["cancellationReason"] == "Please reschedule. Travelling"
    assert list(told)[-3:] == ["cancelledBy", "requestReschedule", "metadata"]
    assert told["requestReschedule"] is True


def test_a_refusal_has_no_metadata(world: World, kind: EventType) -> None:
    """live.md 2.4 [W2]"""
    booking = stored(world, kind, status="rejected", metadata={"a": "b"})
    told = payload(world, booking, "BOOKING_REJECTED", reason="Full")
    assert (told["status"], told["rejectionReason"], told["destinationCalendar"]) == ("REJECTED", "Full", [])
    assert "metadata" not in told
    assert payload(world, booking, "BOOKING_REJECTED", reason=None)["rejectionReason"] is None


def test_another_place(world: World, kind: EventType) -> None:
    """live.md 2.4 [W8]"""
    told = payload(world, stored(world, kind), "BOOKING_LOCATION_UPDATED", previous_location="https://old")
    assert list(told)[-2:] == ["previousLocation", "metadata"]
    assert (told["previousLocation"], told["status"]) == ("https://old", "ACCEPTED")


def test_another_host(world: World, kind: EventType) -> None:
    """live.md 2.4: the standard payload and who came and went."""
    told = payload(world, stored(world, kind), "BOOKING_REASSIGNED", added_host_user_ids=[2], removed_host_user_ids=[1])
    assert list(told)[-3:] == ["addedHostUserIds", "removedHostUserIds", "metadata"]
    assert (told["addedHostUserIds"], told["removedHostUserIds"]) == ([2], [1])


def test_an_occurrence_tells_of_its_series(world: World) -> None:
    """live.md 2.4 [W1]"""
    kind = event_type(world, recurrence={"frequency": "weekly", "interval": 2, "occurrences": 5, "disabled": False})
    booking = stored(world, kind, recurring_uid="series")
    stored(world, kind, recurring_uid="series")
    told = payload(world, booking)
    assert told["recurringEvent"] == {"freq": 2, "count": 2, "interval": 2}
    assert told["recurrenceTimeZone"] == "Europe/London"
    keys = list(told)
    assert keys.index("recurringEvent") == keys.index("platformBookingUrl") + 1
    assert keys.index("uid") == keys.index("recurrenceTimeZone") + 1
    world.event_types.update(kind, recurrence={"disabled": True})
    assert "recurringEvent" not in payload(world, booking)


def test_a_seat(world: World) -> None:
    """live.md 2.4 [W10] and [W5]: only the holder is told of, and a seat given up is not named."""
    kind = event_type(world, seats={"seatsPerTimeSlot": 3, "showAttendeeInfo": False, "showAvailabilityCount": True})
    booking = stored(world, kind)
    eve = world.attendees.add(Attendee(50, booking.id, "eve@example.com", "Eve", "Asia/Kolkata"))
    seat = Seat(
        7, "seat-uid", booking.id, eve.id, NOW, {"name": "Eve", "email": "eve@example.com"}, metadata={"a": "b"}
    )
    world.seats.add(seat)
    told = payload(world, booking, seat=seat, holder=eve)
    assert (told["seatsPerTimeSlot"], told["seatsShowAttendees"], told["seatsShowAvailabilityCount"]) == (
        3,
        False,
        True,
    )
    keys = list(told)
    assert keys[keys.index("hideBranding") + 1] == "attendeeSeatId"
    assert told["attendeeSeatId"] == "seat-uid"
    (attendee,) = told["attendees"]
    assert (attendee["name"], attendee["lastName"], attendee["utcOffset"]) == ("Eve", "", 330)
    assert attendee["bookingSeat"] == {
        "id": 7,
        "referenceUid": "seat-uid",
        "bookingId": booking.id,
        "attendeeId": eve.id,
        "data": {"responses": {"name": "Eve", "email": "eve@example.com"}, "description": ""},
        "metadata": {"a": "b"},
    }
    given_up = payload(world, booking, "BOOKING_CANCELLED", seat=seat, holder=eve)
    assert (given_up["status"], "attendeeSeatId" in given_up) == ("CANCELLED", False)


def test_what_is_gone_or_unknown(world: World) -> None:
    booking = stored(world, None, user_id=None, location=None, status="cancelled")
    told = payload(world, booking, "BOOKING_CANCELLED")
    assert (told["type"], told["eventTypeTitle"], told["eventTitle"], told["location"]) == ("", "", None, "")
    assert told["organizer"]["name"] == "Nameless"


def test_a_host_with_a_clock_of_24_hours_in_an_unknown_zone(world: World, kind: EventType) -> None:
    world.users.update(user(world), time_format=24, time_zone="Europe/Nowhere", name=None, locale="it")
    organizer = payload(world, stored(world, kind))["organizer"]
    assert (organizer["timeFormat"], organizer["utcOffset"], organizer["name"]) == ("HH:mm", None, "Nameless")
    assert organizer["language"] == {"locale": "it"}


def test_custom_questions_come_along(world: World) -> None:
    kind = event_type(world, booking_fields=fields({"type": "text", "slug": "team", "label": "Your team"}))
    answers = {"name": "Bob", "email": "bob@example.com", "team": "Red"}
    told = payload(world, stored(world, kind, responses=answers))
    assert told["userFieldsResponses"] == {"team": {"label": "Your team", "value": "Red", "isHidden": False}}
    assert told["responses"]["team"]["value"] == "Red"
