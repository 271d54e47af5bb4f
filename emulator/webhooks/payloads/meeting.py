"""The flat body of meetings that start or end: the booking's row as the service's database has it (webhooks.md 4.8)."""

from __future__ import annotations

from typing import Any

from emulator.webhooks.payloads.payments import payment_row
from emulator.webhooks.payloads.responses import responses, user_fields
from emulator.world.appointments import Attendee, Booking, EventType
from emulator.world.instants import wire
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]


def meeting_row(world: World, booking: Booking) -> Json:
    """The row with user, event type, attendees and references. There is no organizer and no payload in it."""
    event_type = world.event_types.get(booking.event_type_id)
    url = {"videoCallUrl": booking.video_call_url} if booking.video_call_url else {}
    return {
        "id": booking.id,
        "uid": booking.uid,
        "idempotencyKey": None,
        "userId": booking.user_id,
        "userPrimaryEmail": booking.user_email,
        "eventTypeId": booking.event_type_id,
        "title": booking.title,
        "description": booking.description,
        "customInputs": {},
        "responses": responses(event_type, booking.responses),
        "startTime": wire(booking.start),
        "endTime": wire(booking.end),
        "location": booking.location,
        "createdAt": wire(booking.created_at),
        "updatedAt": wire(booking.updated_at) if booking.updated_at else None,
        "status": booking.status.upper(),
        "paid": booking.paid,
        "destinationCalendarId": None,
        "cancellationReason": booking.cancellation_reason,
        "rejectionReason": booking.rejection_reason,
        "reassignReason": None,
        "reassignById": None,
        "dynamicEventSlugRef": None,
        "dynamicGroupSlugRef": None,
        "rescheduled": booking.rescheduled or None,
        "fromReschedule": booking.from_reschedule,
        "recurringEventId": booking.recurring_uid,
        "smsReminderNumber": (booking.responses or {}).get("smsReminderNumber"),
        "scheduledJobs": [],
        "metadata": {**booking.metadata, **url},
        "isRecorded": False,
        "iCalUID": booking.ics_uid,
        "iCalSequence": booking.ics_sequence,
        "rating": booking.rating,
        "ratingFeedback": None,
        "noShowHost": booking.no_show_host,
        "oneTimePassword": booking.one_time_password,
        "cancelledBy": booking.cancelled_by,
        "rescheduledBy": booking.rescheduled_by,
        "creationSource": "API_V2",
        "user": _user(world.users.get(booking.user_id)),
        "eventType": _event_type(event_type),
        "attendees": [attendee_row(person) for person in world.attendees.where("booking_id", booking.id)],
        "payment": [payment_row(each) for each in world.payments.where("booking_id", booking.id)],
        "references": [_reference(booking, each) for each in booking.references],
        **_apps(booking),
        "userFieldsResponses": user_fields(event_type, booking.responses),
    }


def _user(host: User | None) -> Json | None:
    if host is None:
        return None
    return {"email": host.email, "name": host.name, "timeZone": host.time_zone, "username": host.username}


def _event_type(event_type: EventType | None) -> Json | None:
    if event_type is None:
        return None
    return {
        "id": event_type.id,
        "slug": event_type.slug,
        "title": event_type.title,
        "length": event_type.length,
        "bookingFields": event_type.booking_fields,
    }


def attendee_row(person: Attendee) -> Json:
    """An attendee as the database has it."""
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "timeZone": person.time_zone,
        "phoneNumber": person.phone_number,
        "locale": person.locale,
        "bookingId": person.booking_id,
        "noShow": person.no_show,
    }


def _reference(booking: Booking, reference: Json) -> Json:
    """What another app holds, as the database has it; the API shows less and calls `uid` `eventUid`."""
    kind, uid = str(reference.get("type")), reference.get("eventUid")
    return {
        "id": reference.get("id"),
        "type": kind,
        "uid": uid,
        "meetingId": uid,
        "thirdPartyRecurringEventId": None,
        "meetingPassword": None,
        "meetingUrl": booking.video_call_url if kind.endswith("_video") else None,
        "bookingId": booking.id,
        "externalCalendarId": reference.get("externalCalendarId"),
        "deleted": None,
    }


def _apps(booking: Booking) -> Json:
    """How the apps fared that hold a reference: a reference is a success."""
    status = [
        {"appName": kind.replace("_", "-"), "type": kind, "success": 1, "failures": 0, "errors": []}
        for kind in (str(each.get("type")) for each in booking.references)
    ]
    return {"appsStatus": status} if status else {}
