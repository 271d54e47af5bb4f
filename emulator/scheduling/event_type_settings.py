"""The settings of an event type: from the body of a request to the fields of the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from emulator.errors import event_types as errors
from emulator.scheduling.booking_fields_2026_06_12 import WORKFLOW
from emulator.scheduling.event_type_defaults import default_booking_fields
from emulator.scheduling.event_type_fields import with_guests_hidden
from emulator.scheduling.event_type_locations import stored_locations
from emulator.scheduling.questions import questions
from emulator.scheduling.slug import slugify
from emulator.world.appointments import EventType
from emulator.world.instants import parse

Json = dict[str, Any]

PERIODS: Final = ("day", "week", "month", "year")
FIRST_DAY: Final = date(1000, 1, 1)
LAST_DAY: Final = date(9000, 12, 31)

PLAIN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "lengthInMinutes": "length",
        "lengthInMinutesOptions": "length_options",
        "title": "title",
        "description": "description",
        "slotInterval": "slot_interval",
        "minimumBookingNotice": "minimum_booking_notice",
        "beforeEventBuffer": "before_buffer",
        "afterEventBuffer": "after_buffer",
        "scheduleId": "schedule_id",
        "onlyShowFirstAvailableSlot": "only_first_slot",
        "offsetStart": "offset_start",
        "bookerLayouts": "booker_layouts",
        "color": "color",
        "customName": "custom_name",
        "destinationCalendar": "destination_calendar",
        "useDestinationCalendarEmail": "use_destination_calendar_email",
        "successRedirectUrl": "success_redirect_url",
        "hidden": "hidden",
        "bookingRequiresAuthentication": "requires_authentication",
        "requiresBookerEmailVerification": "requires_email_verification",
        "interfaceLanguage": "interface_language",
        "allowReschedulingPastBookings": "allow_rescheduling_past",
        "allowReschedulingCancelledBookings": "allow_rescheduling_cancelled",
        "showOptimizedSlots": "show_optimized_slots",
        "hideCalendarNotes": "hide_calendar_notes",
        "hideCalendarEventDetails": "hide_calendar_event_details",
        "hideOrganizerEmail": "hide_organizer_email",
        "lockTimeZoneToggleOnBookingPage": "lock_time_zone",
        "bookingProposalCount": "booking_proposal_count",
        "skipAttendeeEmailDeliverabilityCheck": "skip_deliverability_check",
        "emailSettings": "email_settings",
        "privateNoteEnabled": "private_note_enabled",
        "privateNoteMode": "private_note_mode",
        "privateNoteTemplate": "private_note_template",
    }
)
"""Settings that are stored as they are sent, and their field of the record."""


def check_limits(settings: Mapping[str, Any]) -> None:
    """Refuse limits that are no limits, or that let a shorter period take more than a longer one.

    The mere presence of `disabled` skips the comparison here, even when it is false (resources.md 4.2).
    """
    for name, constraint, things in (
        ("bookingLimitsCount", "validateBookingLimitsCount", "number of bookings"),
        ("bookingLimitsDuration", "validateBookingLimitsDuration", "duration of bookings"),
    ):
        limits = settings.get(name)
        if limits is None:
            continue
        if not isinstance(limits, dict):
            raise errors.invalid_limits(name, constraint, f"Invalid {name}")
        odd = [period for period in PERIODS if not _is_whole(limits.get(period))]
        if odd:
            raise errors.limit_not_whole(name, odd)
        if not isinstance(limits.get("disabled", False), bool | None):
            raise errors.limit_switch_not_boolean(name)
        if "disabled" in limits:
            continue
        pair = _first_inversion(limits)
        if pair:
            text = f"The {things} for {pair[0]} cannot exceed the {things} for {pair[1]}."
            raise errors.invalid_limits(name, constraint, f"Invalid {name}: {text}")


def changes(settings: Mapping[str, Any], before: EventType, version: str) -> dict[str, Any]:
    """The record's fields that the checked settings of a body change. What is null counts as not sent.

    `before` is the event type as it is, or a new one with the fields that every event type has.
    """
    found: dict[str, Any] = {field: settings[name] for name, field in PLAIN.items() if settings.get(name) is not None}
    for name, (field, stored) in STORED.items():
        if settings.get(name) is not None:
            found[field] = stored(settings[name])
    # To be rid of the proposals null is the only word there is (live.md 2.3).
    if "bookingProposalCount" in settings:
        found["booking_proposal_count"] = settings["bookingProposalCount"]
    # `{disabled: true}` is taken as "not sent": it does not end a recurrence (resources.md 4.6).
    if "recurrence" in found and found["recurrence"] is None:
        del found["recurrence"]
    if "disable_rescheduling" in found:
        found["minimum_reschedule_notice"] = None
    found.update(_questions(settings, before, version))
    return found


def _questions(settings: Mapping[str, Any], before: EventType, version: str) -> dict[str, Any]:
    """Guests are disabled by hiding the question for them; a setting that is not sent stays, whatever else changes."""
    given, disabled = settings.get("bookingFields"), settings.get("disableGuests")
    if given is None and disabled is None:
        return {}
    words = questions(version)
    there = before.booking_fields or default_booking_fields()
    # What workflows added is theirs: no list takes it away.
    added = [field for field in there if field.get("slug") in WORKFLOW]
    fields = there if given is None else [*words.arrange(given), *added]
    if disabled is None:
        disabled = words.guests_hidden(given or [])
    if disabled is None:
        disabled = before.disable_guests
    return {"booking_fields": with_guests_hidden(fields, disabled), "disable_guests": disabled}


def is_on(setting: Mapping[str, Any] | None) -> bool:
    """Is this a nested setting that was made and not switched off?"""
    return bool(setting) and not (setting or {}).get("disabled")


def _limits(limits: Json) -> Json:
    """Switched off, a limit is stored and reads back without keys (resources.md 4.5)."""
    if limits.get("disabled"):
        return {}
    return {period: int(limits[period]) for period in PERIODS if limits.get(period) is not None}


def _active_limit(limit: Json) -> Json | None:
    if limit.get("disabled") or limit.get("maximumActiveBookings") is None:
        return None
    return {
        "maximumActiveBookings": limit["maximumActiveBookings"],
        "offerReschedule": bool(limit.get("offerReschedule")),
    }


def _window(window: Json) -> Json | None:
    if window.get("disabled"):
        return None
    if window["type"] == "range":
        return {"type": "range", "value": [_day(text) for text in window["value"]]}
    return {"type": window["type"], "value": window["value"], "rolling": bool(window.get("rolling"))}


def _day(text: str) -> str:
    """The date in UTC, which an offset must not carry past the dates that can be sent."""
    return min(max(parse(text).date(), FIRST_DAY), LAST_DAY).isoformat()


def _confirmation(policy: Json) -> Json | None:
    if policy.get("disabled"):
        return None
    stored: Json = {"type": policy["type"]}
    if policy["type"] == "time":
        threshold = policy["noticeThreshold"]
        stored["noticeThreshold"] = {"unit": threshold["unit"], "count": threshold["count"]}
    stored["blockUnconfirmedBookingsInBooker"] = policy["blockUnconfirmedBookingsInBooker"]
    return stored


def _recurrence(rule: Json) -> Json | None:
    if rule.get("disabled"):
        return None
    return {"disabled": False, **{key: rule[key] for key in ("interval", "occurrences", "frequency")}}


def _seats(seats: Json) -> Json | None:
    if seats.get("disabled"):
        return None
    keys = ("seatsPerTimeSlot", "showAttendeeInfo", "showAvailabilityCount")
    return {"disabled": False, **{key: seats[key] for key in keys}}


def _cal_video(settings: Json) -> Json:
    kept = {key: value for key, value in settings.items() if value is not None}
    return {**kept, "sendTranscriptionEmails": kept.get("sendTranscriptionEmails", True)}


def _cancelling(rule: Json) -> Json:
    return {"disabled": bool(rule.get("disabled"))}


def _rescheduling(rule: Json) -> Json:
    if rule.get("disabled") or not rule.get("minutesBefore"):
        return {"disabled": bool(rule.get("disabled"))}
    return {"disabled": False, "minutesBefore": rule["minutesBefore"]}


STORED: Final[Mapping[str, tuple[str, Callable[[Any], Any]]]] = MappingProxyType(
    {
        "slug": ("slug", slugify),
        "locations": ("locations", stored_locations),
        "bookingLimitsCount": ("booking_limits_count", _limits),
        "bookingLimitsDuration": ("booking_limits_duration", _limits),
        "bookerActiveBookingsLimit": ("active_bookings_limit", _active_limit),
        "bookingWindow": ("booking_window", _window),
        "confirmationPolicy": ("confirmation_policy", _confirmation),
        "recurrence": ("recurrence", _recurrence),
        "seats": ("seats", _seats),
        "calVideoSettings": ("cal_video_settings", _cal_video),
        "disableCancelling": ("disable_cancelling", _cancelling),
        "disableRescheduling": ("disable_rescheduling", _rescheduling),
    }
)
"""Settings that are stored in a form of their own: their field of the record and what makes that form."""


def _is_whole(value: object) -> bool:
    """A whole number that JavaScript can hold, or nothing; `5.0` is 5."""
    if value is None or isinstance(value, bool):
        return value is None
    return isinstance(value, int | float) and abs(value) < 2**53 and value == int(value)


def _first_inversion(limits: Json) -> tuple[str, str] | None:
    for number, short in enumerate(PERIODS):
        for long in PERIODS[number + 1 :]:
            # Zero counts as no limit, as in the service's comparison.
            if limits.get(short) and limits.get(long) and limits[short] > limits[long]:
                return short, long
    return None


def in_ascending_order(limits: Mapping[str, Any] | None) -> bool:
    """Does no shorter period take more than a longer one?"""
    amounts = [limits[period] for period in PERIODS if period in limits] if limits else []
    return amounts == sorted(amounts)
