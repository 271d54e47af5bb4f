"""Calling the handlers of bookings, and of the 2024-04-15 generation, by the end of their operationId."""

from __future__ import annotations

from typing import Any

from emulator.api.bookings import (
    attendees,
    calendar_links,
    guests,
    listing,
    location,
    read,
    reassign,
    references,
)
from emulator.api.legacy import bookings as legacy_bookings
from emulator.api.legacy import event_types as legacy_event_types
from emulator.api.legacy import schedules as legacy_schedules
from emulator.auth.caller import Caller
from emulator.errors.base import ApiError
from emulator.world.records import User
from emulator.world.world import World
from tests.answers import answer

VERSION = "2024-08-13"
OLD = "2024_04_15"
MODULES = (
    attendees,
    calendar_links,
    guests,
    listing,
    location,
    read,
    reassign,
    references,
    legacy_bookings,
    legacy_event_types,
    legacy_schedules,
)


def ask(
    world: World,
    operation: str,
    user: User | None = None,
    *,
    body: Any = None,
    query: dict[str, Any] | None = None,
    version: str = VERSION,
    **path: Any,
) -> Any:
    """The whole answer of the operation whose id ends so, asked by the user in a transaction; it fits the document."""
    operation_id, handler = next(
        (name, handler) for module in MODULES for name, handler in module.HANDLERS.items() if name.endswith(operation)
    )
    caller = None if user is None else Caller(user)
    return answer(handler, operation_id, world, caller, body=body, query=query, version=version, **path)


def refusal(problem: ApiError) -> dict[str, Any]:
    """The body of a refusal."""
    return problem.body("2030-01-01T00:00:00.000Z", "/v2/bookings")
