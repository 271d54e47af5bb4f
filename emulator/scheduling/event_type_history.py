"""What was changed of an event type, when and by whom (live.md 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.scheduling.event_type_settings import PLAIN, STORED
from emulator.world.appointments import EventType
from emulator.world.records import User
from emulator.world.reports import EventTypeChange
from emulator.world.world import World

Json = dict[str, Any]

QUESTIONS: Final = "booking_fields"
NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{attribute: name for name, attribute in PLAIN.items()},
        **{attribute: name for name, (attribute, _) in STORED.items()},
        QUESTIONS: "bookingFields",
    }
)
"""What can change, and what the API calls it. Guests are disabled by hiding a question."""
LABELS: Final[Mapping[str, str]] = MappingProxyType({"bookingFields": "Booking questions"})
"""Only this one is known of the service; others are made of the name."""


def change_event_type(world: World, event_type: EventType, changed: Mapping[str, Any], actor: User) -> EventType:
    """Set attributes of an event type and enter what became different into its history."""
    changes = list(_changes(event_type, changed))
    if changes:
        now = world.now()
        world.event_type_changes.add(
            EventTypeChange(
                id=world.ids.uuid7(int(now.timestamp() * 1000)),
                event_type_id=event_type.id,
                timestamp=now,
                user_id=actor.id,
                changes=changes,
            )
        )
    return world.event_types.update(event_type, **changed) if changed else event_type


def history(world: World, event_type: EventType) -> list[EventTypeChange]:
    """The changes, the latest first."""
    # Not by their ids: these begin with the time, and time stands still in many a world.
    rows = world.event_type_changes.where("event_type_id", event_type.id)
    return sorted(rows, key=lambda row: row.timestamp)[::-1]


def _changes(event_type: EventType, changed: Mapping[str, Any]) -> Iterator[Json]:
    for attribute, value in changed.items():
        before = getattr(event_type, attribute)
        name = NAMES.get(attribute)
        if name is None or value == before:
            continue
        label = LABELS.get(name) or _label(name)
        if attribute == QUESTIONS:
            yield {"type": "collection", "field": name, "label": label, **_collection(before, value)}
        else:
            yield {"type": "value", "field": name, "label": label, "previous": before, "next": value}


def _label(name: str) -> str:
    """`lengthInMinutes` becomes `Length in minutes`."""
    return re.sub(r"[A-Z]", lambda match: f" {match[0].lower()}", name).capitalize()


def _collection(before: list[Json], after: list[Json]) -> Json:
    """Which questions came, went and became others, as rows of the service's own storage."""
    old = {str(field.get("slug")): _row(field) for field in before}
    new = {str(field.get("slug")): _row(field) for field in after}
    return {
        "added": [row for slug, row in new.items() if slug not in old],
        "removed": [row for slug, row in old.items() if slug not in new],
        "updated": [
            {"previous": old[slug], "next": row} for slug, row in new.items() if slug in old and old[slug] != row
        ],
    }


def _row(field: Json) -> Json:
    own = not field.get("isDefault")
    required = bool(field.get("required"))
    source = {"id": "user", "type": "user", "label": "User", "fieldRequired": required}
    default = {"id": "default", "type": "default", "label": "Default"}
    more = ("placeholder", "options", "minLength", "maxLength", "excludeEmails", "requireEmails")
    return {
        "name": field.get("slug"),
        "type": field.get("type"),
        "label": field.get("label", ""),
        "required": required,
        "hidden": bool(field.get("hidden")),
        "editable": "user" if own else "system",
        "disableOnPrefill": bool(field.get("disableOnPrefill")),
        "sources": [source if own else default],
        **{key: field[key] for key in more if key in field},
    }
