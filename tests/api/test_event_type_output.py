from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings

from emulator.api.event_type_output import event_type_output, group_output
from emulator.api.event_types import HANDLERS
from emulator.scheduling.event_types import group_event_type
from emulator.world.records import Team
from emulator.world.world import World
from tests.answers import ask
from tests.event_type_bodies import LOCATIONS, settings
from tests.office import event_type, office

MINIMAL = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30}
LIVE_KEYS = (
    "id ownerId lengthInMinutes title slug description locations bookingFields recurrence disableGuests slotInterval "
    "minimumBookingNotice beforeEventBuffer afterEventBuffer metadata price currency lockTimeZoneToggleOnBookingPage "
    "forwardParamsSuccessRedirect successRedirectUrl isInstantEvent users scheduleId onlyShowFirstAvailableSlot "
    "offsetStart bookingWindow confirmationPolicy bookingProposalCount requiresBookerEmailVerification "
    "skipAttendeeEmailDeliverabilityCheck hideCalendarNotes seats useDestinationCalendarEmail hideCalendarEventDetails "
    "hideOrganizerEmail calVideoSettings hidden bookingRequiresAuthentication bookerActiveBookingsLimit bookingUrl "
    "disableCancelling disableRescheduling interfaceLanguage allowReschedulingPastBookings "
    "allowReschedulingCancelledBookings showOptimizedSlots privateNoteEnabled privateNoteMode privateNoteTemplate"
)
OPTIONAL: dict[str, Any] = {
    "length_options": [15, 30],
    "booking_limits_count": {"day": 1},
    "booking_limits_duration": {"day": 60},
    "booker_layouts": {"defaultLayout": "month", "enabledLayouts": ["month"]},
    "color": {"lightThemeHex": "#112233", "darkThemeHex": "#445566"},
    "custom_name": "{Organiser}",
    "destination_calendar": {"integration": "google_calendar", "externalId": "ada@example.com"},
    "email_settings": {"disableEmailsToHosts": True},
}


def create(world: World, body: dict[str, Any]) -> Any:
    operation = "EventTypesController_2024_06_14_createEventType"
    return ask(HANDLERS, operation, world, world.users.get(1), body=body)


def update(world: World, event_type_id: int, body: dict[str, Any]) -> Any:
    operation = "EventTypesController_2024_06_14_updateEventType"
    return ask(HANDLERS, operation, world, world.users.get(1), body=body, eventTypeId=event_type_id)


def test_keys_stand_in_the_order_of_the_hosted_service() -> None:
    """live.md 2.3"""
    world = office()
    assert " ".join(event_type_output(world, event_type(world))) == LIVE_KEYS


def test_what_was_never_set_is_absent() -> None:
    """live.md 2.3"""
    world = office()
    shown = event_type_output(world, event_type(world, **OPTIONAL))
    assert set(shown) - set(LIVE_KEYS.split()) == {
        "lengthInMinutesOptions",
        "bookingLimitsCount",
        "bookingLimitsDuration",
        "bookerLayouts",
        "color",
        "customName",
        "destinationCalendar",
        "emailSettings",
    }
    assert shown["metadata"] == {"multipleDuration": [15, 30]}


def test_an_event_type_without_owner_has_no_users() -> None:
    world = office()
    world.teams.add(Team(5, "Acme"))
    shown = event_type_output(world, event_type(world, owner_id=None, team_id=5))
    assert (shown["users"], shown["bookingUrl"]) == ([], "")


def test_the_group_event_type_asks_nothing() -> None:
    """resources.md 4.6"""
    world = office()
    shown = group_output(world, group_event_type(), list(world.users))
    assert shown["bookingFields"] == []
    assert [user["username"] for user in shown["users"]] == ["ada", "eve"]


def test_records_written_directly_read_back_in_the_forms_of_the_api() -> None:
    """resources.md 4.5; 11 #132, #133"""
    world = office()
    kind = event_type(
        world,
        booking_fields=[],
        locations=[{"type": "moon"}, *LOCATIONS],
        seats={"seatsPerTimeSlot": 2, "showAttendeeInfo": False, "showAvailabilityCount": True},
        recurrence={"interval": 1, "occurrences": 2, "frequency": "weekly"},
        booking_window={"type": "calendarDays", "value": 3},
        booking_limits_count={"disabled": True},
        minimum_reschedule_notice=15,
    )
    shown = event_type_output(world, kind)
    assert len(shown["bookingFields"]) == 8
    assert shown["locations"] == [*LOCATIONS, {"type": "unknown", "location": '{"type":"moon"}'}]
    assert (shown["seats"]["disabled"], shown["recurrence"]["disabled"]) == (False, False)
    assert shown["bookingWindow"] == {"type": "calendarDays", "value": 3, "rolling": False}
    assert shown["bookingLimitsCount"] == {}
    assert shown["disableRescheduling"] == {"disabled": False, "minutesBefore": 15}


def test_settings_written_directly_as_switched_off_read_back_so() -> None:
    world = office()
    off = {"disabled": True}
    kind = event_type(world, seats=off, recurrence=off, booking_window=off, confirmation_policy=off)
    shown = event_type_output(world, kind)
    assert [shown[key] for key in ("seats", "bookingWindow", "confirmationPolicy")] == [off] * 3
    assert shown["recurrence"] is None


@given(settings())
def test_an_answer_can_be_posted_again(wanted: dict[str, Any]) -> None:
    """resources.md 11 #127: every setting but title and slug is the same"""
    world = office()
    first = create(world, {**MINIMAL, **wanted})
    second = create(world, {**first, "title": "Copy", "slug": "copy"})
    own = {"id", "title", "slug", "bookingUrl"}
    assert {key: second[key] for key in second if key not in own} == {
        key: first[key] for key in first if key not in own
    }


@given(settings())
@hypothesis_settings(max_examples=30)
def test_an_answer_patched_onto_itself_changes_nothing(wanted: dict[str, Any]) -> None:
    world = office()
    made = create(world, {**MINIMAL, **wanted})
    assert update(world, made["id"], made) == made
