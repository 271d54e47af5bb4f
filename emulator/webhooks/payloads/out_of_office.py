"""That somebody is away (webhooks.md 4.7)."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

from emulator.world.events import Event
from emulator.world.instants import wire, zone
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]

REASONS: Final = {
    "unspecified": (1, "🕒", "ooo_reasons_unspecified"),
    "vacation": (2, "🏝️", "ooo_reasons_vacation"),
    "travel": (3, "✈️", "ooo_reasons_travel"),
    "sick": (4, "🤒", "ooo_reasons_sick_leave"),
    "public_holiday": (5, "🏛️", "ooo_reasons_public_holiday"),
}
"""The reasons that every installation has: id, picture, and the key of the translated text."""


def out_of_office_payload(world: World, event: Event) -> Json:
    """The entry. Start and end are written in the user's zone and without milliseconds, unlike anything else."""
    entry = world.out_of_office.get(event.facts["out_of_office_id"])
    if entry is None:
        raise LookupError(f"{event.trigger} has no out-of-office entry {event.facts['out_of_office_id']}")
    user = world.users.get(entry.user_id)
    reason_id, emoji, reason = REASONS.get(entry.reason, REASONS["unspecified"])
    name = user.time_zone if user else "UTC"
    return {
        "oooEntry": {
            "id": entry.id,
            "start": _local(entry.start, name),
            "end": _local(entry.end, name),
            "createdAt": wire(entry.created_at or event.at),
            "updatedAt": wire(entry.updated_at or event.at),
            "notes": entry.notes,
            "reason": {"emoji": emoji, "reason": reason},
            "reasonId": reason_id,
            "user": _person(user),
            "toUser": _person(world.users.get(entry.to_user_id)),
            "uuid": entry.uuid,
        }
    }


def _local(instant: datetime, zone_name: str) -> str:
    """Days are stored from midnight to midnight UTC and are the user's: the zone is put to them, not converted to."""
    # A record put straight into the world may name any zone.
    with suppress(KeyError, ValueError, OSError):
        instant = instant.astimezone(UTC).replace(tzinfo=zone(zone_name))
    return instant.isoformat(timespec="seconds")


def _person(user: User | None) -> Json | None:
    if user is None:
        return None
    return {
        "id": user.id,
        "name": user.name,
        "username": user.username,
        "email": user.email,
        "timeZone": user.time_zone,
    }
