"""Records of what happened to event types: changes, and what went wrong with a CRM."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class EventTypeChange:
    """One modification of an event type. `changes` are in the form that its history shows; ids are UUIDs by time."""

    id: str
    event_type_id: int
    timestamp: datetime
    user_id: int | None = None
    changes: list[Json] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class CrmSyncError:
    """A booking that could not be written, or not wholly, to a CRM. Nothing here writes to one: they are given."""

    id: str
    event_type_id: int
    app_slug: str
    timestamp: datetime
    credential_id: int | None = None
    error_code: str = "UNKNOWN"
    error_message: str = ""
    raw_message: str | None = None
    dropped_fields: list[str] = field(default_factory=list)
    event_created: bool | None = None
    booking_uid: str | None = None
    dismissed_at: datetime | None = None
