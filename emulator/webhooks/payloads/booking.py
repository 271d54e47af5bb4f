"""The payload that the events of a booking share, and what each adds (live.md 2.4, key order included)."""

from __future__ import annotations

from typing import Any, Final

from emulator.webhooks.payloads import payments, seats, teams
from emulator.webhooks.payloads.people import attendee, organizer
from emulator.webhooks.payloads.responses import responses, user_fields
from emulator.world.appointments import Booking, EventType
from emulator.world.events import Event
from emulator.world.instants import wire
from emulator.world.world import World

Json = dict[str, Any]

SCOPE: Final = "HOST_AND_ATTENDEE"
STATUSES: Final = {
    "BOOKING_CREATED": "ACCEPTED",
    # Although the booking waits for the money.
    "BOOKING_PAYMENT_INITIATED": "ACCEPTED",
    "BOOKING_RESCHEDULED": "ACCEPTED",
    "BOOKING_REQUESTED": "PENDING",
    "BOOKING_REJECTED": "REJECTED",
    "BOOKING_CANCELLED": "CANCELLED",
}
"""Follow from the trigger, not from the booking: a seat is cancelled while its booking goes on (webhooks.md 4.4)."""

SCHEDULING_TYPES: Final = {"collective": "COLLECTIVE", "roundRobin": "ROUND_ROBIN", "managed": "MANAGED"}


def booking_payload(world: World, event: Event, booking: Booking) -> Json:
    """The payload of a booking's event, as the booking stands now; `event.facts` tell what it does not."""
    event_type = world.event_types.get(booking.event_type_id)
    host = world.users.get(booking.user_id)
    people, members = teams.apart(world, event_type, booking, seats.concerned(world, event, booking))
    organization_id = teams.organization_id(world, event_type, host)
    notes, sheet = seats.notes(event, booking), seats.sheet(event, booking)
    rejected = event.trigger == "BOOKING_REJECTED"
    payload = {
        "bookerUrl": teams.booker_url(world, organization_id),
        "title": booking.title,
        "startTime": wire(booking.start),
        "endTime": wire(booking.end),
        "additionalNotes": notes,
        **_kind(event_type),
        "description": (event_type.description if event_type else None) or notes,
        "eventTypeId": booking.event_type_id,
        **_privacy(event_type),
        **seats.offered(event_type),
        "customReplyToEmail": None,
        "disableRescheduling": _disabled(event_type.disable_rescheduling if event_type else None),
        "disableReschedulingScope": SCOPE,
        "disableCancelling": _disabled(event_type.disable_cancelling if event_type else None),
        "disableCancellingScope": SCOPE,
        "organizer": {**organizer(host, booking), **teams.username_in_organization(world, host)},
        "attendees": [attendee(person, booking.start, seats.held_by(world, event, person)) for person in people],
        **teams.team(world, event_type, members),
        "customInputs": {},
        "responses": responses(event_type, sheet),
        "userFieldsResponses": user_fields(event_type, sheet),
        "location": booking.video_call_url or booking.location or "",
        "iCalUID": booking.ics_uid,
        "iCalSequence": booking.ics_sequence,
        "requiresConfirmation": booking.one_time_password is not None,
        "oneTimePassword": booking.one_time_password,
        **teams.platform(world, booking),
        **_series(world, event_type, booking),
        "uid": booking.uid,
        "organizationId": organization_id,
        "hashedLink": None,
        "cancellationReason": _cancellation_reason(event, booking),
        "rejectionReason": event.facts.get("reason") if rejected else None,
        "hideBranding": teams.hides_branding(world, event_type, organization_id),
        **seats.named(event),
        "bookingId": booking.id,
        "status": STATUSES.get(event.trigger, booking.status.upper()),
        "eventTitle": event_type.title if event_type else None,
        "eventDescription": (event_type.description if event_type else None) or None,
        "price": event_type.price if event_type else 0,
        "currency": event_type.currency if event_type else "usd",
        "length": int((booking.end - booking.start).total_seconds() // 60),
        **_reminder(sheet),
        "assignmentReason": teams.assignment(world, event_type, booking),
        # A refusal alone says "none" with a list (webhooks.md 4.9).
        "destinationCalendar": teams.destinations(world, event_type, booking, members) or ([] if rejected else None),
        **_extras(world, event),
    }
    if not rejected:
        payload["metadata"] = {**seats.metadata(event, booking), **meeting_url(booking)}
    if event.trigger == payments.PAID:
        payload["metadata"] = payments.metadata(world, event, booking, event_type)
    return payload


def meeting_url(booking: Booking) -> Json:
    """What deliveries have in the metadata: where to meet, and that is also a link that the host moved the booking to
    (live.md 2.4 [W8]), although the booking itself keeps that as a mere location."""
    location = booking.location or ""
    url = booking.video_call_url or (location if location.startswith("http") else None)
    return {"videoCallUrl": url} if url else {}


def _cancellation_reason(event: Event, booking: Booking) -> str | None:
    if event.facts.get("request_reschedule"):
        return f"Please reschedule. {event.facts.get('reason') or ''}"
    if event.trigger == seats.GIVEN_UP:
        # The reason for which a seat is given up is kept nowhere else.
        return event.facts.get("reason", booking.cancellation_reason)
    return booking.cancellation_reason


def _kind(event_type: EventType | None) -> Json:
    if event_type is None:
        return {"type": "", "eventTypeTitle": ""}
    return {"type": event_type.slug, "eventTypeTitle": event_type.title}


def _privacy(event_type: EventType | None) -> Json:
    return {
        "hideCalendarNotes": event_type is not None and event_type.hide_calendar_notes,
        "hideCalendarEventDetails": event_type is not None and event_type.hide_calendar_event_details,
        "privateNoteEnabled": event_type is not None and event_type.private_note_enabled,
        "privateNoteMode": event_type.private_note_mode if event_type else None,
        "privateNoteTemplate": event_type.private_note_template if event_type else None,
        "hideOrganizerEmail": event_type is not None and event_type.hide_organizer_email,
        "schedulingType": SCHEDULING_TYPES.get((event_type.scheduling_type if event_type else None) or ""),
    }


def _disabled(setting: Json | None) -> bool:
    return bool((setting or {}).get("disabled"))


def _reminder(sheet: Json | None) -> Json:
    number = (sheet or {}).get("smsReminderNumber")
    return {"smsReminderNumber": number} if number else {}


FREQUENCIES: Final = {"yearly": 0, "monthly": 1, "weekly": 2, "daily": 3}


def _series(world: World, event_type: EventType | None, booking: Booking) -> Json:
    """What an occurrence tells of its series: how many were booked, how far apart, and in whose zone."""
    rule = (event_type.recurrence if event_type else None) or {}
    if booking.recurring_uid is None or rule.get("frequency") not in FREQUENCIES:
        return {}
    people = world.attendees.where("booking_id", booking.id)
    return {
        "recurringEvent": {
            "freq": FREQUENCIES[rule["frequency"]],
            "count": len(world.bookings.where("recurring_uid", booking.recurring_uid)),
            "interval": rule.get("interval", 1),
        },
        "recurrenceTimeZone": people[0].time_zone if people else "UTC",
    }


def _extras(world: World, event: Event) -> Json:
    """What a trigger adds, between the calendar and the metadata."""
    facts = event.facts
    extras = payments.named(event)
    previous = world.bookings.get(facts.get("previous_id"))
    if previous is not None:
        extras |= {
            "rescheduleId": previous.id,
            "rescheduleUid": previous.uid,
            # A seated booking that moves as a whole is its own predecessor.
            "rescheduleStartTime": wire(facts.get("previous_start", previous.start)),
            "rescheduleEndTime": wire(facts.get("previous_end", previous.end)),
        }
        if facts.get("rescheduled_by"):
            extras["rescheduledBy"] = facts["rescheduled_by"]
    if event.trigger == "BOOKING_CANCELLED":
        if facts.get("cancelled_by"):
            extras["cancelledBy"] = facts["cancelled_by"]
        extras["requestReschedule"] = bool(facts.get("request_reschedule"))
    if event.trigger == "BOOKING_LOCATION_UPDATED":
        extras["previousLocation"] = facts.get("previous_location") or ""
    if event.trigger == "BOOKING_REASSIGNED":
        extras["addedHostUserIds"] = facts.get("added_host_user_ids", [])
        extras["removedHostUserIds"] = facts.get("removed_host_user_ids", [])
    return extras
