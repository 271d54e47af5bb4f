"""A booking's payload as the older service made it, where each way to an event had its own idea (webhooks.md 4.1-4.6).

Three ways of writing times, two of labelling answers, and keys that are there on one way and not on another. Clients
that were written then lean on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from emulator.scheduling.cal_video import room_of
from emulator.webhooks.payloads import payments, seats
from emulator.webhooks.payloads.meeting import attendee_row
from emulator.webhooks.payloads.responses import labelled_by_name
from emulator.world.appointments import Attendee, Booking, EventType
from emulator.world.events import Event
from emulator.world.instants import wire
from emulator.world.world import World

Json = dict[str, Any]


class Path(StrEnum):
    """What led to the event."""

    MADE = "made or moved"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    SENT_BACK = "the host asked for another time"
    REJECTED = "declined"
    PAID = "paid"


SHARED: Final = (
    *("type", "title", "description", "startTime", "endTime", "organizer", "attendees", "eventTypeId"),
    *("customInputs", "responses", "userFieldsResponses", "location", "destinationCalendar", "hideOrganizerEmail"),
    *("customReplyToEmail", "team", "uid", "bookingId", "eventTitle", "eventDescription", "price", "currency"),
    *("length", "requiresConfirmation", "status", "smsReminderNumber"),
)
KEYS: Final[Mapping[Path, tuple[str, ...]]] = MappingProxyType(
    {
        Path.MADE: (
            *("bookerUrl", "title", "startTime", "endTime", "type", "organizer", "attendees", "additionalNotes"),
            *("description", "eventTypeId", "hideCalendarNotes", "hideCalendarEventDetails", "hideOrganizerEmail"),
            *("schedulingType", "seatsPerTimeSlot", "seatsShowAttendees", "seatsShowAvailabilityCount"),
            *("customReplyToEmail", "disableRescheduling", "disableCancelling", "customInputs", "responses"),
            *("userFieldsResponses", "location", "destinationCalendar", "iCalUID", "iCalSequence"),
            *("requiresConfirmation", "oneTimePassword", "organizationId", "hashedLink", "hideBranding", "uid"),
            *("team", "recurringEvent", "attendeeSeatId", "videoCallData", "appsStatus", "eventTitle"),
            *("eventDescription", "price", "currency", "length", "bookingId", "rescheduleId", "rescheduleUid"),
            *("rescheduleStartTime", "rescheduleEndTime", "rescheduledBy", "metadata", "status", "smsReminderNumber"),
            *("paymentId",),
        ),
        Path.CONFIRMED: (
            *("bookerUrl", *SHARED, "hideCalendarNotes", "hideCalendarEventDetails", "seatsPerTimeSlot"),
            *("seatsShowAttendees", "disableRescheduling", "disableCancelling", "organizationId", "iCalUID"),
            *("recurringEvent", "videoCallData", "appsStatus", "metadata"),
        ),
        Path.CANCELLED: (
            *("bookerUrl", *SHARED, "additionalNotes", "schedulingType", "seatsPerTimeSlot", "seatsShowAttendees"),
            *("organizationId", "hideBranding", "iCalUID", "iCalSequence", "recurringEvent", "cancellationReason"),
            *("cancelledBy", "requestReschedule"),
        ),
        Path.SENT_BACK: (
            *("title", "type", "startTime", "endTime", "attendees", "organizer", "uid", "location", "customInputs"),
            *("responses", "userFieldsResponses", "destinationCalendar", "iCalUID", "iCalSequence", "bookingId"),
            *("status", "eventTypeId", "length", "eventTitle", "cancellationReason", "cancelledBy"),
            *("requestReschedule",),
        ),
        Path.REJECTED: (
            *("bookerUrl", *SHARED, "additionalNotes", "hideCalendarNotes", "hideCalendarEventDetails"),
            *("seatsPerTimeSlot", "seatsShowAttendees", "disableRescheduling", "disableCancelling"),
            *("organizationId", "recurringEvent", "rejectionReason"),
        ),
        Path.PAID: ("bookerUrl", *SHARED, "recurringEvent", "paymentId", "metadata"),
    }
)
"""What each way tells, in its order."""

PLATFORM: Final = ("platformClientId", "platformRescheduleUrl", "platformCancelUrl", "platformBookingUrl")
ABSENT_WHEN_NULL: Final = frozenset({"cancellationReason", "rejectionReason", "cancelledBy"})


def path_of(event: Event) -> Path | None:
    """The way that led to the event; None for events that the older service did not know."""
    if event.trigger == "BOOKING_REJECTED":
        return Path.REJECTED
    if event.trigger == "BOOKING_CANCELLED":
        return Path.SENT_BACK if event.facts.get("request_reschedule") else Path.CANCELLED
    if event.trigger == payments.PAID or event.facts.get("settled"):
        return Path.PAID
    if event.facts.get("confirmed"):
        return Path.CONFIRMED
    known = ("BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_REQUESTED", "BOOKING_PAYMENT_INITIATED")
    return Path.MADE if event.trigger in known else None


def by_path(world: World, event: Event, booking: Booking, payload: Json) -> Json:
    """The newest service's payload as the way to this event told it before."""
    path = path_of(event)
    if path is None:
        return payload
    event_type = world.event_types.get(booking.event_type_id)
    whole = {**payload, **_video(booking)}
    whole["startTime"], whole["endTime"] = (_time(path, each) for each in (booking.start, booking.end))
    whole["organizer"] = _organizer(path, payload["organizer"])
    whole["attendees"] = _attendees(world, event, booking, path, payload["attendees"])
    if path is Path.MADE:
        whole["eventDescription"] = (event_type.description if event_type else None) or ""
        for name in ("rescheduleStartTime", "rescheduleEndTime"):
            if name in whole:
                whole[name] = whole[name].replace(".000Z", "Z")
    else:
        whole |= _stored(path, event, booking, event_type, payload)
    kept = {name: whole[name] for name in KEYS[path] if name in whole}
    if payload.get("platformClientId"):
        kept |= {name: payload[name] for name in PLATFORM}
    for name in ABSENT_WHEN_NULL:
        if kept.get(name, "") is None:
            del kept[name]
    ics = {name: value for name, value in payload.items() if name.endswith("IcsContent")}
    return kept | ics


def _stored(path: Path, event: Event, booking: Booking, event_type: EventType | None, payload: Json) -> Json:
    """What comes from the database's row rather than from the request: names for labels, nulls for what is nothing."""
    sheet = seats.sheet(event, booking)
    changes: Json = {
        "responses": labelled_by_name(event_type, sheet),
        "requiresConfirmation": True if event_type is not None and _asks(event_type) else None,
        "destinationCalendar": payload["destinationCalendar"] or [],
    }
    if "team" in payload and path is not Path.CANCELLED:
        changes["team"] = {**payload["team"], "members": []}
    if path is Path.PAID:
        changes["description"] = booking.description
        changes["organizer"] = {name: value for name, value in payload["organizer"].items() if name != "username"}
    if path is Path.CONFIRMED:
        changes["metadata"] = {"videoCallUrl": booking.video_call_url} if booking.video_call_url else {}
    if path is Path.PAID and event.trigger != payments.PAID:
        changes["metadata"] = {"videoCallUrl": booking.video_call_url} if booking.video_call_url else {}
    if path is Path.CANCELLED:
        changes |= {name: payload[name] or None for name in ("price", "currency", "length", "eventDescription")}
    return changes


def _time(path: Path, instant: datetime) -> str:
    if path is Path.MADE:
        return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
    if path in (Path.CANCELLED, Path.SENT_BACK):
        # In the zone of the server, which is UTC.
        return instant.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return wire(instant)


def _organizer(path: Path, organizer: Json) -> Json:
    return {**organizer, "username": ""} if path is Path.SENT_BACK else organizer


def _attendees(world: World, event: Event, booking: Booking, path: Path, shown: list[Json]) -> list[Json]:
    holder: Attendee | None = event.facts.get("holder")
    if path is Path.CANCELLED and holder is not None:
        # Who gives up a seat is told as the database has it.
        extra = {"language": shown[0]["language"], "utcOffset": shown[0]["utcOffset"]}
        return [{**attendee_row(holder), **extra}]
    names = booking.responses.get("name") if booking.responses else None
    split = names if isinstance(names, dict) else {}
    found = []
    for number, person in enumerate(shown):
        row = {"email": person["email"], "name": person["name"]}
        if path is Path.MADE:
            own = split if number == 0 else {}
            row |= {"firstName": own.get("firstName", ""), "lastName": own.get("lastName", "")}
        row |= {"timeZone": person["timeZone"], "language": person["language"], "utcOffset": person["utcOffset"]}
        if path is not Path.PAID and (path is not Path.MADE or person["phoneNumber"]):
            row["phoneNumber"] = person["phoneNumber"]
        found.append(row)
    return found


def _video(booking: Booking) -> Json:
    """The room, with how it was opened; only where a meeting was made of it."""
    room = room_of(booking)
    if room is None:
        return {}
    return {
        "videoCallData": {
            "type": "daily_video",
            "id": room,
            "password": hashlib.sha256(room.encode()).hexdigest()[:32],
            "url": f"https://meetco.daily.co/{room}",
        },
        "appsStatus": [
            {"appName": "daily-video", "type": "daily_video", "success": 1, "failures": 0, "errors": []},
        ],
    }


def _asks(event_type: EventType) -> bool:
    policy = event_type.confirmation_policy or {}
    return bool(policy) and not policy.get("disabled") and policy.get("type") == "always"
