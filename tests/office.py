"""A world of one host with office hours in Rome, standing still on a Monday, for tests below HTTP."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from emulator.scheduling.lifecycle.requests import Booker
from emulator.world.appointments import Attendee, Booking, EventType, Host
from emulator.world.clock import Clock
from emulator.world.instants import parse
from emulator.world.records import Schedule, User
from emulator.world.world import World

NOW = parse("2029-12-03T08:00:00Z")
"""A Monday."""

START = parse("2030-01-08T13:00:00Z")
"""A Tuesday, within the host's hours."""

CAL_VIDEO = {"type": "integration", "integration": "cal-video"}

SYSTEM_FIELDS: list[dict[str, Any]] = [
    {"isDefault": True, "type": "name", "slug": "name", "required": True, "disableOnPrefill": False},
    {"isDefault": True, "type": "email", "slug": "email", "required": True, "hidden": False},
    {"isDefault": True, "type": "radioInput", "slug": "location", "required": False, "hidden": False},
    {"isDefault": True, "type": "text", "slug": "title", "required": True, "hidden": True},
    {"isDefault": True, "type": "textarea", "slug": "notes", "required": False, "hidden": False},
    {"isDefault": True, "type": "multiemail", "slug": "guests", "required": False, "hidden": False},
    {"isDefault": True, "type": "textarea", "slug": "rescheduleReason", "required": False, "hidden": False},
]

BOB = Booker(name="Bob Guest", time_zone="Europe/London", email="bob@example.com")


def fields(*custom: dict[str, Any]) -> list[dict[str, Any]]:
    """The system fields with custom ones in their place."""
    system = deepcopy(SYSTEM_FIELDS)
    return [*system[:3], *({"isDefault": False, "required": False, **each} for each in custom), *system[3:]]


def office(seed: int = 0) -> World:
    """Ada (user 1) with Monday to Friday 09:00-17:00 in Rome, and Eve (user 2), who hosts nothing."""
    clock = Clock()
    clock.freeze(NOW)
    world = World(seed=seed, clock=clock)
    created = parse("2029-01-01T00:00:00Z")
    world.users.add(
        User(1, "ada", "ada@example.com", "Ada Host", created, time_zone="Europe/Rome", default_schedule_id=1)
    )
    world.users.add(User(2, "eve", "eve@example.com", "Eve Other", created))
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    hours = [{"days": days, "startTime": "09:00", "endTime": "17:00"}]
    world.schedules.add(Schedule(1, 1, "Working hours", "Europe/Rome", availability=hours))
    return world


def event_type(world: World | None = None, **changes: Any) -> EventType:
    """An event type of an hour in Cal Video, put into the world if one is given; `hosts` holds keywords of `host`."""
    values: dict[str, Any] = {
        "id": 1 if world is None else world.ids.next("event-types"),
        "title": "Consultation",
        "slug": "consultation",
        "length": 60,
        "owner_id": 1,
        "locations": [CAL_VIDEO],
        "booking_fields": fields(),
        **changes,
    }
    people = values.pop("hosts", ())
    made = EventType(**values)
    if world is not None:
        world.event_types.add(made)
        for person in people:
            host(world, made, **person)
    return made


def host(world: World, kind: EventType, user_id: int, **changes: Any) -> Host:
    """A user who hosts a team's event type."""
    return world.hosts.add(Host(world.ids.next("hosts"), kind.id, user_id, **changes))


def stored(world: World, kind: EventType | None, start: datetime = START, **changes: Any) -> Booking:
    """A booking put straight into the tables, with Bob as its attendee; no rule is asked and nothing emitted."""
    number = world.ids.next("bookings")
    values: dict[str, Any] = {
        "id": number,
        "uid": world.ids.uid(),
        "uuid": world.ids.uuid(),
        "title": "Stored",
        "start": start,
        "end": start + timedelta(hours=1),
        "created_at": NOW,
        "updated_at": NOW,
        "user_id": 1,
        "event_type_id": kind.id if kind else None,
        "responses": {"email": BOB.email, "name": BOB.name},
        "location": "integrations:daily",
        "ics_uid": f"{number}@Cal.com",
        **changes,
    }
    booking = world.bookings.add(Booking(**values))
    attendee = Attendee(world.ids.next("attendees"), booking.id, BOB.address, BOB.name, BOB.time_zone)
    world.attendees.add(attendee)
    return booking


def user(world: World, number: int = 1) -> User:
    """A user that is there."""
    found = world.users.get(number)
    assert found is not None
    return found


def at(text: str) -> datetime:
    """An instant in UTC: `2030-01-08 13:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def triggers(world: World) -> list[str]:
    """What happened since one last asked."""
    return [event.trigger for event in world.take_events()]
