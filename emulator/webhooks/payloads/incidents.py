"""What goes wrong behind the API's back: credentials, calendars, routing (webhooks.md 4.7).

Nobody has seen a delivery about calendars or about the rotation of secrets: those payloads are a guess at what a
subscriber needs to know.
"""

from __future__ import annotations

from typing import Any

from emulator.world.appointments import Booking
from emulator.world.events import Event
from emulator.world.instants import wire
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]


def credential_error_payload(world: World, event: Event) -> Json:
    facts = event.facts
    user = world.users.get(facts.get("user_id"))
    return {
        "error": {"type": facts["error_type"], "message": facts["message"]},
        "credential": {
            "id": facts["credential_id"],
            "type": facts["credential_type"],
            "appId": facts["app_id"],
            "delegationCredentialId": facts["delegation_credential_id"],
        },
        "user": {
            "id": user.id if user else None,
            "email": user.email if user else None,
            "organizationId": facts["organization_id"],
        },
    }


def rotation_payload(world: World, event: Event) -> Json:
    """Of the delegated credential whose secret was, was not, or must be replaced."""
    facts = event.facts
    payload: Json = {
        "delegationCredential": {
            "id": facts["delegation_credential_id"],
            "domain": facts["domain"],
            "organizationId": facts["organization_id"],
            "workspacePlatform": facts["workspace_platform"],
        }
    }
    if event.trigger.endswith("FAILED"):
        payload["error"] = {"type": facts["error_type"], "message": facts["message"]}
    return payload


def calendar_entry_payload(world: World, event: Event, booking: Booking) -> Json:
    """Of the booking whose entry somebody turned down in the calendar."""
    return {
        "bookingId": booking.id,
        "bookingUid": booking.uid,
        "eventTypeId": booking.event_type_id,
        "title": booking.title,
        "startTime": wire(booking.start),
        "endTime": wire(booking.end),
        "status": booking.status.upper(),
        "rejectedBy": event.facts["rejected_by"],
        "calendar": {"integration": event.facts["integration"], "externalId": event.facts["external_id"]},
    }


def wrong_assignment_payload(world: World, event: Event, booking: Booking) -> Json:
    event_type = world.event_types.get(booking.event_type_id)
    facts = event.facts
    host = world.users.get(booking.user_id)
    guests = world.attendees.where("booking_id", booking.id)
    return {
        "booking": {
            "uid": booking.uid,
            "id": booking.id,
            "title": booking.title,
            "startTime": wire(booking.start),
            "endTime": wire(booking.end),
            "status": booking.status.upper(),
            "eventType": {
                "id": event_type.id,
                "title": event_type.title,
                "slug": event_type.slug,
                "teamId": event_type.team_id,
            }
            if event_type is not None
            else None,
        },
        "report": {
            "reportedBy": _reporter(world.users.get(facts.get("reported_by_id"))),
            "firstAssignmentReason": facts.get("first_assignment_reason"),
            "guest": guests[0].email if guests else None,
            "host": {"email": booking.user_email, "name": host.name if host else None},
            "correctAssignee": facts.get("correct_assignee"),
            "additionalNotes": facts.get("additional_notes"),
        },
    }


def _reporter(user: User | None) -> Json:
    if user is None:
        return {"id": None, "email": None, "name": None}
    return {"id": user.id, "email": user.email, "name": user.name}
