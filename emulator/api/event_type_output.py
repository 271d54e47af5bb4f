"""Event types as versions 2024-06-14 and 2026-06-12 show them, keys in the hosted order (live.md 2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from emulator.scheduling.booking_pages import booking_page
from emulator.scheduling.event_type_locations import shown_locations
from emulator.scheduling.questions import questions
from emulator.world.appointments import EventType
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]


def event_type_output(world: World, event_type: EventType, version: str = "2024-06-14", *, hidden: bool = True) -> Json:
    """A person's event type in the words of a version, with its hidden questions or without.

    Its values are the record's own: change none.
    """
    owner = world.users.get(event_type.owner_id)
    fields = questions(version).shown_fields(event_type.booking_fields, hidden=hidden)
    return _output(world, event_type, () if owner is None else (owner,), fields)


def group_output(world: World, event_type: EventType, members: Sequence[User]) -> Json:
    """The ad-hoc event type of several people, which asks no questions."""
    return _output(world, event_type, members, [])


def user_output(user: User) -> Json:
    """A person as event types show them. The whole metadata is in it: the service shows it to everybody too."""
    return {
        "id": user.id,
        "name": user.name,
        "username": user.username,
        "avatarUrl": user.avatar_url,
        "brandColor": user.brand_color,
        "darkBrandColor": user.dark_brand_color,
        "weekStart": user.week_start,
        "metadata": user.metadata,
    }


def _output(world: World, event_type: EventType, users: Sequence[User], fields: list[Json]) -> Json:
    people = {"users": [user_output(user) for user in users]}
    return event_type_base(event_type, fields, people, booking_page(world, users, event_type.slug))


def event_type_base(event_type: EventType, fields: list[Json], people: Json, page: str | None) -> Json:
    """What event types of persons and of teams have in common, around what is said of the `people` behind it."""
    answer = _what(event_type, fields)
    answer.update(people)
    _add_when(answer, event_type)
    _add_how(answer, event_type)
    answer["bookingUrl"] = page
    _add_afterwards(answer, event_type)
    return answer


def _what(event_type: EventType, fields: list[Json]) -> Json:
    answer: Json = {
        "id": event_type.id,
        "ownerId": event_type.owner_id,
        "lengthInMinutes": event_type.length,
    }
    metadata = event_type.metadata
    if event_type.length_options:
        answer["lengthInMinutesOptions"] = event_type.length_options
        metadata = {**metadata, "multipleDuration": event_type.length_options}
    answer.update(
        {
            "title": event_type.title,
            "slug": event_type.slug,
            "description": event_type.description or "",
            "locations": shown_locations(event_type.locations),
            "bookingFields": fields,
            "recurrence": _switched_on(event_type.recurrence),
            "disableGuests": event_type.disable_guests,
            "slotInterval": event_type.slot_interval,
            "minimumBookingNotice": event_type.minimum_booking_notice,
            "beforeEventBuffer": event_type.before_buffer,
            "afterEventBuffer": event_type.after_buffer,
            "metadata": metadata,
            "price": event_type.price,
            "currency": event_type.currency,
            "lockTimeZoneToggleOnBookingPage": event_type.lock_time_zone,
            "forwardParamsSuccessRedirect": event_type.forward_params_success_redirect,
            "successRedirectUrl": event_type.success_redirect_url,
            "isInstantEvent": event_type.is_instant_event,
        }
    )
    return answer


def _add_when(answer: Json, event_type: EventType) -> None:
    answer["scheduleId"] = event_type.schedule_id
    if event_type.booking_limits_count is not None:
        answer["bookingLimitsCount"] = _limits(event_type.booking_limits_count)
    answer["onlyShowFirstAvailableSlot"] = event_type.only_first_slot
    if event_type.booking_limits_duration is not None:
        answer["bookingLimitsDuration"] = _limits(event_type.booking_limits_duration)
    answer["offsetStart"] = event_type.offset_start
    answer["bookingWindow"] = _window(event_type.booking_window)
    if event_type.booker_layouts is not None:
        answer["bookerLayouts"] = event_type.booker_layouts


def _add_how(answer: Json, event_type: EventType) -> None:
    answer.update(
        {
            "confirmationPolicy": event_type.confirmation_policy or {"disabled": True},
            "bookingProposalCount": event_type.booking_proposal_count,
            "requiresBookerEmailVerification": event_type.requires_email_verification,
            "skipAttendeeEmailDeliverabilityCheck": event_type.skip_deliverability_check,
            "hideCalendarNotes": event_type.hide_calendar_notes,
        }
    )
    if event_type.color is not None:
        answer["color"] = event_type.color
    answer["seats"] = _switched_on(event_type.seats) or {"disabled": True}
    if event_type.custom_name is not None:
        answer["customName"] = event_type.custom_name
    if event_type.destination_calendar is not None:
        answer["destinationCalendar"] = event_type.destination_calendar
    answer.update(
        {
            "useDestinationCalendarEmail": event_type.use_destination_calendar_email,
            "hideCalendarEventDetails": event_type.hide_calendar_event_details,
            "hideOrganizerEmail": event_type.hide_organizer_email,
            "calVideoSettings": event_type.cal_video_settings or {"sendTranscriptionEmails": True},
            "hidden": event_type.hidden,
            "bookingRequiresAuthentication": event_type.requires_authentication,
            "bookerActiveBookingsLimit": event_type.active_bookings_limit or {"disabled": True},
        }
    )


def _add_afterwards(answer: Json, event_type: EventType) -> None:
    answer.update(
        {
            "disableCancelling": event_type.disable_cancelling or {"disabled": False},
            "disableRescheduling": _rescheduling(event_type),
            "interfaceLanguage": event_type.interface_language,
            "allowReschedulingPastBookings": event_type.allow_rescheduling_past,
            "allowReschedulingCancelledBookings": event_type.allow_rescheduling_cancelled,
            "showOptimizedSlots": event_type.show_optimized_slots,
        }
    )
    if event_type.email_settings is not None:
        answer["emailSettings"] = event_type.email_settings
    answer["privateNoteEnabled"] = event_type.private_note_enabled
    answer["privateNoteMode"] = event_type.private_note_mode
    answer["privateNoteTemplate"] = event_type.private_note_template


def _switched_on(setting: Json | None) -> Json | None:
    """Seats and recurrences say `disabled: false` beside what they are; None when there are none."""
    if not setting or setting.get("disabled"):
        return None
    return setting if "disabled" in setting else {"disabled": False, **setting}


def _limits(limits: Json) -> Json:
    return {} if limits.get("disabled") else limits


def _window(window: Json | None) -> Json:
    if not window or window.get("disabled"):
        return {"disabled": True}
    if window.get("type") == "range" or "rolling" in window:
        return window
    return {**window, "rolling": False}


def _rescheduling(event_type: EventType) -> Json:
    notice = event_type.minimum_reschedule_notice
    if event_type.disable_rescheduling is not None:
        return event_type.disable_rescheduling
    return {"disabled": False} if notice is None else {"disabled": False, "minutesBefore": notice}
