"""The one form of events that all providers share: how they are shown, and what bodies make of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Json
from emulator.errors.common import bad_request
from emulator.scheduling.apps.catalog import CALENDARS
from emulator.world.connections import Calendar, CalendarEvent
from emulator.world.instants import parse, zone
from emulator.world.world import World

SOURCES: Final[Mapping[str, str]] = MappingProxyType({kind: name for name, kind in CALENDARS.items()})
"""Type of credential → what unified calendars call its provider."""


def event_output(
    world: World, event: CalendarEvent, calendar: Calendar, zone_name: str | None = None
) -> dict[str, Json]:
    """An event; its times are told in `zone_name`, or in its own zone."""
    owner = world.users.get(calendar.user_id)
    where = zone_name if zone_name and _is_zone(zone_name) else event.time_zone
    return {
        "start": {"time": _local(event.start, where), "timeZone": where},
        "end": {"time": _local(event.end, where), "timeZone": where},
        "id": event.id,
        "title": event.title,
        "description": event.description,
        "locations": event.locations,
        "attendees": event.attendees,
        "status": event.status,
        "hosts": event.hosts,
        "calendarEventOwner": {"email": calendar.email or "", "name": owner.name if owner else None},
        "source": SOURCES[calendar.integration],
    }


def new_event(body: Json) -> dict[str, Any]:
    """The body of a new event as arguments of `calendar_events.add`."""
    return {
        "title": body["title"],
        "start": instant(body["start"]["time"], body["start"]["timeZone"]),
        "end": instant(body["end"]["time"], body["end"]["timeZone"]),
        "time_zone": _known_zone(body["start"]["timeZone"]),
        "description": body.get("description"),
        "attendees": [{**person, "responseStatus": "needsAction"} for person in body.get("attendees") or []],
    }


def changes_of(body: Json, event: CalendarEvent) -> dict[str, Any]:
    """The body of a change as fields of the record; what was not sent stays."""
    changes: dict[str, Any] = {name: body[name] for name in ("title", "description", "status") if name in body}
    if body.get("attendees") is not None:
        changes["attendees"] = [person for person in body["attendees"] if person.get("email")]
    for side in ("start", "end"):
        told = body.get(side) or {}
        where = told.get("timeZone") or event.time_zone
        if told.get("timeZone"):
            changes["time_zone"] = _known_zone(where)
        if told.get("time"):
            changes[side] = instant(told["time"], where)
    return changes


def instant(text: str, zone_name: str) -> datetime:
    """A time as it was sent: without an offset it is the clock of `zone_name`. Raises a 400 for an unknown zone."""
    if datetime.fromisoformat(text).tzinfo is not None:
        return parse(text)
    local = datetime.fromisoformat(text).replace(tzinfo=zone(_known_zone(zone_name)))
    return parse(local.astimezone(UTC).isoformat())


def _known_zone(name: str) -> str:
    if not _is_zone(name):
        # The provider's own words; the service's are not known.
        raise bad_request("Invalid time zone definition for start time.")
    return name


def _is_zone(name: str) -> bool:
    try:
        zone(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _local(at: datetime, zone_name: str) -> str:
    text = at.astimezone(zone(zone_name)).isoformat(timespec="seconds")
    return text.replace("+00:00", "Z") if zone_name == "UTC" else text
