"""Asking the handlers of people's event types."""

from __future__ import annotations

from typing import Any

from emulator.api.event_types import HANDLERS
from emulator.world.world import World
from tests import event_type_calls
from tests.answers import ask
from tests.event_type_calls import MINIMAL, SEATS

__all__ = ["ALWAYS", "FULL", "MINIMAL", "SEATS", "create", "delete", "listed", "patch", "read", "slugs"]

FULL: dict[str, Any] = {
    **event_type_calls.FULL,
    "hideCalendarNotes": True,
    "hideCalendarEventDetails": True,
    "hideOrganizerEmail": True,
    "requiresBookerEmailVerification": True,
    "calVideoSettings": {"disableRecordingForOrganizer": True, "sendTranscriptionEmails": False},
}
ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}


def run(world: World, verb: str, body: Any = None, *, caller: int | None = 1, **more: Any) -> Any:
    user = None if caller is None else world.users.get(caller)
    return ask(HANDLERS, f"EventTypesController_2024_06_14_{verb}", world, user, body=body, **more)


def create(world: World, body: dict[str, Any], **more: Any) -> Any:
    return run(world, "createEventType", body, **more)


def patch(world: World, event_type_id: int, caller: int = 1, **body: Any) -> Any:
    return run(world, "updateEventType", body, caller=caller, eventTypeId=event_type_id)


def read(world: World, event_type_id: int, caller: int = 1) -> Any:
    return run(world, "getEventTypeById", caller=caller, eventTypeId=event_type_id)


def delete(world: World, event_type_id: int, caller: int = 1) -> Any:
    return run(world, "deleteEventType", caller=caller, eventTypeId=event_type_id)


def listed(world: World, caller: int | None = None, **query: Any) -> Any:
    return run(world, "getEventTypes", caller=caller, query=query)


def slugs(data: dict[str, Any]) -> list[str]:
    return [field["slug"] for field in data["bookingFields"]]
