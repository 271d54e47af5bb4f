from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import ApiError, InvalidRequest
from emulator.scheduling.event_type_defaults import default_booking_fields
from emulator.scheduling.event_type_settings import changes, check_limits, in_ascending_order, is_on
from emulator.world.appointments import EventType
from tests.office import event_type


def changed(settings: dict[str, Any], before: EventType | None = None) -> dict[str, Any]:
    return changes(settings, before or event_type(booking_fields=default_booking_fields()), "2024-06-14")


def test_null_changes_nothing() -> None:
    assert changed({"title": None, "seats": None, "bookingFields": None, "disableGuests": None, "slug": None}) == {}


def test_null_ends_the_proposals() -> None:
    """live.md 2.3"""
    assert changed({"bookingProposalCount": None}) == {"booking_proposal_count": None}
    assert changed({"bookingProposalCount": 3}) == {"booking_proposal_count": 3}


def test_unknown_settings_are_left_alone() -> None:
    assert changed({"id": 7, "users": [], "metadata": {"a": 1}}) == {}


@pytest.mark.parametrize(
    ("settings", "fields"),
    [
        ({"slug": "Intro Call!"}, {"slug": "intro-call"}),
        ({"bookingLimitsCount": {"disabled": True, "day": 3}}, {"booking_limits_count": {}}),
        ({"bookingLimitsCount": {"day": 2.0, "week": None, "x": 1}}, {"booking_limits_count": {"day": 2}}),
        ({"bookingLimitsDuration": {"day": 60, "week": 100}}, {"booking_limits_duration": {"day": 60, "week": 100}}),
        ({"bookerActiveBookingsLimit": {"disabled": True}}, {"active_bookings_limit": None}),
        (
            {"bookerActiveBookingsLimit": {"maximumActiveBookings": 2}},
            {"active_bookings_limit": {"maximumActiveBookings": 2, "offerReschedule": False}},
        ),
        ({"bookingWindow": {"disabled": True}}, {"booking_window": None}),
        (
            {"bookingWindow": {"type": "calendarDays", "value": 30}},
            {"booking_window": {"type": "calendarDays", "value": 30, "rolling": False}},
        ),
        (
            {"bookingWindow": {"type": "range", "value": ["2030-01-07T23:30:00-02:00", "2030-01-25"]}},
            {"booking_window": {"type": "range", "value": ["2030-01-08", "2030-01-25"]}},
        ),
        (
            {"bookingWindow": {"type": "range", "value": ["1000-01-01T00:00+02:00", "9000-12-31T23:00-02:00"]}},
            {"booking_window": {"type": "range", "value": ["1000-01-01", "9000-12-31"]}},
        ),
        ({"confirmationPolicy": {"disabled": True}}, {"confirmation_policy": None}),
        (
            {
                "confirmationPolicy": {
                    "type": "always",
                    "noticeThreshold": {"unit": "hours", "count": 1},
                    "blockUnconfirmedBookingsInBooker": True,
                }
            },
            {"confirmation_policy": {"type": "always", "blockUnconfirmedBookingsInBooker": True}},
        ),
        (
            {"recurrence": {"frequency": "weekly", "interval": 2, "occurrences": 10}},
            {"recurrence": {"disabled": False, "interval": 2, "occurrences": 10, "frequency": "weekly"}},
        ),
        ({"seats": {"disabled": True}}, {"seats": None}),
        ({"calVideoSettings": {"redirectUrlOnExit": None}}, {"cal_video_settings": {"sendTranscriptionEmails": True}}),
        ({"disableCancelling": {}}, {"disable_cancelling": {"disabled": False}}),
    ],
)
def test_settings_are_stored_in_one_form(settings: dict[str, Any], fields: dict[str, Any]) -> None:
    assert changed(settings) == fields


def test_disabling_a_recurrence_does_not_end_it() -> None:
    """resources.md 4.6: `{disabled: true}` is taken as "not sent"."""
    assert changed({"recurrence": {"disabled": True}}) == {}


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"disabled": True, "minutesBefore": 30}, {"disabled": True}),
        ({"minutesBefore": 30}, {"disabled": False, "minutesBefore": 30}),
        ({"disabled": False}, {"disabled": False}),
    ],
)
def test_forbidding_to_reschedule_outranks_the_notice(sent: dict[str, Any], stored: dict[str, Any]) -> None:
    """resources.md 4.1"""
    assert changed({"disableRescheduling": sent}) == {"disable_rescheduling": stored, "minimum_reschedule_notice": None}


def guests(settings: dict[str, Any], before: EventType | None = None) -> tuple[bool, bool]:
    found = changed(settings, before)
    hidden = next(field["hidden"] for field in found["booking_fields"] if field["slug"] == "guests")
    return found["disable_guests"], hidden


def test_guests_are_disabled_by_hiding_their_question() -> None:
    """resources.md 11 #129, #130"""
    assert guests({"disableGuests": True}) == (True, True)
    without = event_type(booking_fields=[], disable_guests=True)
    assert guests({"disableGuests": False}, without) == (False, False)
    assert guests({"bookingFields": [{"slug": "guests", "hidden": True}]}) == (True, True)
    assert guests({"bookingFields": [{"slug": "guests", "hidden": True}], "disableGuests": False}) == (False, False)


def test_disabled_guests_stay_disabled_when_the_questions_change() -> None:
    """resources.md 4.6: what is not sent stays."""
    before = event_type(booking_fields=default_booking_fields(), disable_guests=True)
    assert guests({"bookingFields": [{"slug": "notes", "hidden": True}]}, before) == (True, True)


@pytest.mark.parametrize("name", ["bookingLimitsCount", "bookingLimitsDuration"])
@pytest.mark.parametrize(
    ("limits", "wrong"),
    [
        ("many", {"constraints"}),
        ([], {"constraints"}),
        ({"day": "2"}, {"children"}),
        ({"day": True}, {"children"}),
        ({"day": 1.5}, {"children"}),
        ({"day": 1e300}, {"children"}),
        ({"day": float("inf")}, {"children"}),
        ({"disabled": "yes"}, {"children"}),
        ({"day": 5, "week": 2}, {"constraints"}),
    ],
)
def test_what_cannot_be_limits(name: str, limits: Any, wrong: set[str]) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        check_limits({name: limits})
    (problem,) = refusal.value.errors
    assert problem["property"] == name
    assert {key for key in ("children", "constraints") if problem.get(key)} == wrong


def test_the_shorter_period_may_not_take_more() -> None:
    """resources.md 11 #253"""
    with pytest.raises(InvalidRequest) as count:
        check_limits({"bookingLimitsCount": {"day": 5, "week": 2}})
    assert list(count.value.errors[0]["constraints"].values()) == [
        "Invalid bookingLimitsCount: The number of bookings for day cannot exceed the number of bookings for week."
    ]
    with pytest.raises(InvalidRequest) as duration:
        check_limits({"bookingLimitsDuration": {"week": 120, "year": 60}})
    assert list(duration.value.errors[0]["constraints"].values()) == [
        "Invalid bookingLimitsDuration: The duration of bookings for week cannot exceed the duration of bookings for "
        "year."
    ]


def test_the_switch_skips_the_comparison_here() -> None:
    """resources.md 4.2: even when it is false."""
    check_limits({"bookingLimitsCount": {"day": 5, "week": 2, "disabled": False}})
    check_limits({"bookingLimitsCount": {"day": 5, "disabled": None}, "bookingLimitsDuration": None})


def test_order_of_stored_limits() -> None:
    assert in_ascending_order(None)
    assert in_ascending_order({})
    assert in_ascending_order({"day": 2, "month": 2, "year": 9})
    assert not in_ascending_order({"day": 3, "year": 2})


def test_settings_that_are_on() -> None:
    assert is_on({"disabled": False, "interval": 1})
    assert not is_on(None)
    assert not is_on({})
    assert not is_on({"disabled": True})


def test_a_refusal_of_limits_is_a_400() -> None:
    with pytest.raises(ApiError) as refusal:
        check_limits({"bookingLimitsCount": 1})
    assert refusal.value.status == 400
