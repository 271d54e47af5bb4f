"""The kinds of records about what happened to event types."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from emulator.control.kind import Kind
from emulator.control.vocabulary import Vocabulary
from emulator.world.reports import CrmSyncError, EventTypeChange
from emulator.world.world import World

Attributes = dict[str, Any]


def report_kinds() -> list[Kind]:
    """Both are in the order of their ids, which begin with the time."""
    return [
        Kind(
            "event-type-changes",
            Vocabulary(EventTypeChange),
            lambda world: world.event_type_changes,
            _dated,
            {"event_type_id": "event-types", "user_id": "users"},
            opaque_id=_next_id,
        ),
        Kind(
            "crm-sync-errors",
            Vocabulary(CrmSyncError),
            lambda world: world.crm_sync_errors,
            _dated,
            {"event_type_id": "event-types"},
            opaque_id=_next_id,
        ),
    ]


def _dated(world: World, given: Attributes) -> None:
    moment: datetime = given.setdefault("timestamp", world.now())
    given.setdefault("id", world.ids.uuid7(int(moment.timestamp() * 1000)))


def _next_id(world: World) -> str:
    return world.ids.uuid7(int(world.now().timestamp() * 1000))
