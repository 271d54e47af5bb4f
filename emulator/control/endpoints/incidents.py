"""What goes wrong behind the API's back and subscribers hear of: credentials, calendars, routing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.world.appointments import Booking

Json = Any
Body = Mapping[str, Any]

CREDENTIAL_EVENTS: Final = {
    "delegation-credential-error": "DELEGATION_CREDENTIAL_ERROR",
    "delegation-credential-secret-rotated": "DELEGATION_CREDENTIAL_SECRET_ROTATED",
    "delegation-credential-rotation-required": "DELEGATION_CREDENTIAL_ROTATION_REQUIRED",
    "delegation-credential-secret-rotation-failed": "DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED",
}


async def happen(ask: Ask) -> Json:
    """Let an incident of the kind in the path happen; answers the trigger that tells of it and its facts."""
    kind = ask.path["kind"]
    incident = INCIDENTS.get(kind)
    if incident is None:
        raise ControlError(404, f"there is no incident {kind!r}", hint=f"incidents are {', '.join(INCIDENTS)}")
    known, bring_about = incident
    body = await ask.members(*known)
    with ask.happening():
        return bring_about(ask, body)


def _credential(ask: Ask, body: Body) -> Json:
    """Something about the delegated credential of an organization."""
    world = ask.world
    organization = world.teams.get(body.get("organizationId"))
    if organization is None or not organization.is_organization:
        raise ControlError(
            400,
            "name the organization whose credential it is",
            where="/organizationId",
            hint="GET /_emulator/records/organizations lists them",
        )
    user_id = body.get("userId")
    if user_id is not None and world.users.get(user_id) is None:
        raise ControlError(400, f"there is no user {user_id!r}", where="/userId")
    trigger = CREDENTIAL_EVENTS[ask.path["kind"]]
    failed = "ROTATION_FAILED" in trigger
    world.emit(
        trigger,
        organization_id=organization.id,
        user_id=user_id,
        delegation_credential_id=body.get("delegationCredentialId") or world.ids.uuid(),
        error_type=body.get("errorType", "rotation_failed" if failed else "calendar_error"),
        message=body.get("message", "the secret could not be replaced" if failed else "the calendar refused access"),
        credential_id=body.get("credentialId", -1),
        credential_type=body.get("credentialType", "google_calendar"),
        app_id=body.get("appId", "google-calendar"),
        domain=body.get("domain", "example.com"),
        workspace_platform=body.get("workspacePlatform", "google"),
    )
    return {"trigger": trigger, "organizationId": organization.id}


def _calendar_entry(ask: Ask, body: Body) -> Json:
    """Somebody turned a booking's entry down in the calendar."""
    booking = _booking(ask, body)
    address = booking.user_email or ""
    ask.world.emit(
        "CALENDAR_ENTRY_REJECTED",
        booking,
        rejected_by=body.get("rejectedBy", address),
        integration=body.get("integration", "google_calendar"),
        external_id=body.get("externalId", address),
    )
    return {"trigger": "CALENDAR_ENTRY_REJECTED", "bookingUid": booking.uid}


def _wrong_assignment(ask: Ask, body: Body) -> Json:
    """A member of the team says that routing chose the wrong host."""
    booking = _booking(ask, body)
    reporter = body.get("reportedByUserId", booking.user_id)
    if reporter is not None and ask.world.users.get(reporter) is None:
        raise ControlError(400, f"there is no user {reporter!r}", where="/reportedByUserId")
    ask.world.emit(
        "WRONG_ASSIGNMENT_REPORT",
        booking,
        reported_by_id=reporter,
        correct_assignee=body.get("correctAssignee"),
        additional_notes=body.get("additionalNotes"),
        first_assignment_reason=body.get("firstAssignmentReason"),
    )
    return {"trigger": "WRONG_ASSIGNMENT_REPORT", "bookingUid": booking.uid}


def _booking(ask: Ask, body: Body) -> Booking:
    uid = body.get("bookingUid")
    booking = ask.world.bookings.by("uid", uid) if isinstance(uid, str) else None
    if booking is None:
        raise ControlError(
            400,
            f"there is no booking {uid!r}" if uid else "name the booking it happened to",
            where="/bookingUid",
            hint="GET /_emulator/records/bookings lists them",
        )
    return booking


CREDENTIAL: Final = (
    "organizationId",
    "delegationCredentialId",
    "userId",
    "errorType",
    "message",
    "credentialId",
    "credentialType",
    "appId",
    "domain",
    "workspacePlatform",
)
ASSIGNMENT: Final = ("bookingUid", "reportedByUserId", "correctAssignee", "additionalNotes", "firstAssignmentReason")

INCIDENTS: Final[Mapping[str, tuple[tuple[str, ...], Callable[[Ask, Body], Json]]]] = {
    **dict.fromkeys(CREDENTIAL_EVENTS, (CREDENTIAL, _credential)),
    "calendar-entry-rejected": (("bookingUid", "rejectedBy", "integration", "externalId"), _calendar_entry),
    "wrong-assignment-report": (ASSIGNMENT, _wrong_assignment),
}
"""What may be told of each kind, and how it comes about."""

ROUTES: Final[Routes] = {"/incidents/{kind}": {"POST": (201, happen)}}
