"""Who was expected in a Cal Video room and did not come (webhooks.md 4.7)."""

from __future__ import annotations

from typing import Any

from emulator.scheduling.attendance import expected_guests, participants
from emulator.webhooks.payloads.meeting import attendee_row
from emulator.webhooks.triggers import HOSTS_ABSENT
from emulator.world.appointments import Booking, EventType
from emulator.world.events import Event
from emulator.world.instants import wire
from emulator.world.records import Webhook
from emulator.world.world import World

Json = dict[str, Any]


def absence_payload(world: World, event: Event, booking: Booking) -> Json:
    """The meeting, the people in the room, and a sentence. Of the subscription everything is told but the secret."""
    event_type = world.event_types.get(booking.event_type_id)
    hook = world.webhooks.get(event.facts.get("webhook_id"))
    payload = {
        "title": booking.title,
        "bookingId": booking.id,
        "bookingUid": booking.uid,
        "startTime": wire(booking.start),
        "attendees": [attendee_row(person) for person in world.attendees.where("booking_id", booking.id)],
        "endTime": wire(booking.end),
        "participants": [_participant(person) for person in participants(booking)],
    }
    if event.trigger == HOSTS_ABSENT:
        payload["hostEmail"] = event.facts["host_email"]
    if booking.from_reschedule is not None and booking.rescheduled_by:
        payload["rescheduledBy"] = booking.rescheduled_by
    if event.trigger == HOSTS_ABSENT:
        payload["noShowHost"] = booking.no_show_host
    else:
        payload["guests"] = [attendee_row(person) for person in expected_guests(world, booking)]
    return {
        **payload,
        "eventType": _event_type(event_type),
        "webhook": _webhook(hook),
        "message": event.facts["message"],
    }


def _participant(person: Json) -> Json:
    """As the video provider tells of people: times are seconds since 1970."""
    shown = {
        "user_id": person.get("userId"),
        "participant_id": person.get("participantId"),
        "user_name": person.get("userName"),
        "join_time": person.get("joinTime", 0),
        "duration": person.get("duration", 0),
    }
    if person.get("email"):
        shown["email"] = person["email"]
    shown["isLoggedIn"] = person.get("userId") is not None
    return shown


def _event_type(event_type: EventType | None) -> Json | None:
    if event_type is None:
        return None
    return {
        "id": event_type.id,
        "teamId": event_type.team_id,
        "parentId": event_type.parent_id,
        "calVideoSettings": event_type.cal_video_settings,
    }


def _webhook(hook: Webhook | None) -> Json | None:
    if hook is None:
        return None
    return {
        "id": hook.id,
        "subscriberUrl": hook.subscriber_url,
        "appId": hook.app_id,
        "time": hook.time,
        "timeUnit": hook.time_unit,
        "eventTriggers": hook.triggers,
        "payloadTemplate": hook.payload_template,
        "version": hook.version,
    }
