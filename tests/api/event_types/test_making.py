"""Event types as they are made and read back, through their handlers; every answer is held against the document."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import ApiError, InvalidRequest
from emulator.world.world import World
from tests.api.event_types.asking import FULL, MINIMAL, SEATS, create, patch, read, slugs
from tests.office import event_type as put
from tests.office import office


@pytest.fixture
def world() -> World:
    return office()


def test_a_minimal_event_type_is_filled_in(world: World) -> None:
    """resources.md 11 #255, #126; keys in the order of live.md 2.3"""
    data = create(world, MINIMAL)
    fields = data.pop("bookingFields")
    assert [field["slug"] for field in fields] == [
        "name",
        "email",
        "attendeePhoneNumber",
        "location",
        "title",
        "notes",
        "guests",
        "rescheduleReason",
    ]
    assert list(data.items()) == [
        ("id", 1),
        ("ownerId", 1),
        ("lengthInMinutes", 60),
        ("title", "Coding class"),
        ("slug", "coding-class"),
        ("description", ""),
        ("locations", [{"type": "integration", "integration": "cal-video"}]),
        ("recurrence", None),
        ("disableGuests", False),
        ("slotInterval", None),
        ("minimumBookingNotice", 120),
        ("beforeEventBuffer", 0),
        ("afterEventBuffer", 0),
        ("metadata", {}),
        ("price", 0),
        ("currency", "usd"),
        ("lockTimeZoneToggleOnBookingPage", False),
        ("forwardParamsSuccessRedirect", True),
        ("successRedirectUrl", None),
        ("isInstantEvent", False),
        (
            "users",
            [
                {
                    "id": 1,
                    "name": "Ada Host",
                    "username": "ada",
                    "avatarUrl": None,
                    "brandColor": None,
                    "darkBrandColor": None,
                    "weekStart": "Sunday",
                    "metadata": {},
                }
            ],
        ),
        ("scheduleId", None),
        ("onlyShowFirstAvailableSlot", False),
        ("offsetStart", 0),
        ("bookingWindow", {"disabled": True}),
        ("confirmationPolicy", {"disabled": True}),
        ("bookingProposalCount", None),
        ("requiresBookerEmailVerification", False),
        ("skipAttendeeEmailDeliverabilityCheck", False),
        ("hideCalendarNotes", False),
        ("seats", {"disabled": True}),
        ("useDestinationCalendarEmail", False),
        ("hideCalendarEventDetails", False),
        ("hideOrganizerEmail", False),
        ("calVideoSettings", {"sendTranscriptionEmails": True}),
        ("hidden", False),
        ("bookingRequiresAuthentication", False),
        ("bookerActiveBookingsLimit", {"disabled": True}),
        ("bookingUrl", "https://cal.com/ada/coding-class"),
        ("disableCancelling", {"disabled": False}),
        ("disableRescheduling", {"disabled": False}),
        ("interfaceLanguage", None),
        ("allowReschedulingPastBookings", False),
        ("allowReschedulingCancelledBookings", False),
        ("showOptimizedSlots", False),
        ("privateNoteEnabled", False),
        ("privateNoteMode", None),
        ("privateNoteTemplate", None),
    ]


def test_a_full_event_type_reads_back_as_sent(world: World) -> None:
    """resources.md 11 #92-#101, #128"""
    data = create(world, FULL)
    expected = {name: value for name, value in FULL.items() if name != "bookingFields"}
    expected["recurrence"] = {"disabled": False, **FULL["recurrence"]}
    assert {name: data[name] for name in expected} == expected
    assert (data["ownerId"], data["disableGuests"]) == (1, False)
    assert read(world, data["id"]) == data


def test_own_questions_stand_between_the_default_ones(world: World) -> None:
    """resources.md 11 #102"""
    data = create(world, FULL)
    assert slugs(data) == [
        "name",
        "email",
        "location",
        "language",
        "site",
        "title",
        "notes",
        "guests",
        "rescheduleReason",
    ]
    assert (data["bookingFields"][0]["label"], data["bookingFields"][0]["placeholder"]) == ("Your name", "Ada")


@pytest.mark.parametrize("body", [MINIMAL, FULL, {**MINIMAL, "seats": SEATS}, {**MINIMAL, "disableGuests": True}])
def test_what_reads_back_can_be_sent_again(world: World, body: dict[str, Any]) -> None:
    """resources.md 11 #127"""
    first = create(world, body)
    again = create(world, {**first, "title": "Other", "slug": "other"})
    for name in ("id", "title", "slug", "bookingUrl"):
        del first[name], again[name]
    assert again == first


def test_dates_of_a_window_are_days(world: World) -> None:
    window = {"type": "range", "value": ["2030-01-07T10:00:00Z", "2030-01-25"]}
    data = create(world, {**MINIMAL, "bookingWindow": window})
    assert data["bookingWindow"] == {"type": "range", "value": ["2030-01-07", "2030-01-25"]}


def test_stored_questions_read_back(world: World) -> None:
    """resources.md 11 #123-#125"""
    own = {"isDefault": False, "type": "textarea", "slug": "team", "label": "Team", "required": True}
    strange = {"type": "hologram", "slug": "odd"}
    made = put(world, booking_fields=[{"type": "name"}, {"slug": "notes", "label": "Tell"}, own, strange])
    fields = read(world, made.id)["bookingFields"]
    assert [field["slug"] for field in fields] == ["name", "notes", "team", "unknown"]
    assert (fields[2]["isDefault"], fields[2]["disableOnPrefill"], fields[2]["hidden"]) == (False, False, False)
    assert fields[3] == {
        "type": "unknown",
        "slug": "unknown",
        "bookingField": '{"type":"hologram","slug":"odd"}',
    }


def test_stored_places_read_back(world: World) -> None:
    """resources.md 11 #132, #133"""
    discord = {
        "type": "integration",
        "integration": "discord-video",
        "link": "https://discord.gg/x",
        "credentialId": 7,
    }
    made = put(world, locations=[{"type": "moon"}, discord])
    assert read(world, made.id)["locations"] == [discord, {"type": "unknown", "location": '{"type":"moon"}'}]


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("bookingLimitsCount", "The number of bookings for day cannot exceed the number of bookings for week."),
        ("bookingLimitsDuration", "The duration of bookings for day cannot exceed the duration of bookings for week."),
    ],
)
def test_a_day_takes_no_more_than_a_week(world: World, setting: str, text: str) -> None:
    """resources.md 11 #253"""
    with pytest.raises(InvalidRequest) as refusal:
        create(world, {**MINIMAL, setting: {"day": 5, "week": 2}})
    (problem,) = refusal.value.errors
    assert problem["property"] == setting
    assert list(problem["constraints"].values()) == [f"Invalid {setting}: {text}"]
    # `disabled` beside them hides the order from the first check; another one behind it finds out.
    with pytest.raises(ApiError, match="limits must be in ascending order"):
        create(world, {**MINIMAL, setting: {"day": 5, "week": 2, "disabled": False}})


@pytest.mark.parametrize("limits", [{"day": "two"}, {"week": 1.5}, {"year": True}])
def test_limits_are_whole_numbers(world: World, limits: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        create(world, {**MINIMAL, "bookingLimitsCount": limits})


def test_names_of_bookings_have_known_variables(world: World) -> None:
    with pytest.raises(ApiError, match=r"^Invalid event name variables: \{foo\}$"):
        create(world, {**MINIMAL, "customName": "{HOST} and {foo}"})


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"destinationCalendar": {"integration": "google_calendar", "externalId": "a"}}, "Calendar does not exist"),
        ({"useDestinationCalendarEmail": True}, "A primary connected calendar is required"),
    ],
)
def test_there_are_no_calendars(world: World, setting: dict[str, Any], message: str) -> None:
    with pytest.raises(ApiError, match=message) as refusal:
        create(world, {**MINIMAL, **setting})
    assert refusal.value.status == 400


def test_rescheduling_is_forbidden_always_or_shortly_before(world: World) -> None:
    """resources.md 4.1: disabled wins."""
    made = create(world, {**MINIMAL, "disableRescheduling": {"disabled": False, "minutesBefore": 60}})
    assert made["disableRescheduling"] == {"disabled": False, "minutesBefore": 60}
    after = patch(world, made["id"], disableRescheduling={"disabled": True, "minutesBefore": 60})
    assert after["disableRescheduling"] == {"disabled": True}
