"""The life of people's event types: made, found, changed, removed (resources.md 4.6)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from emulator.errors import event_types as errors
from emulator.scheduling.access import manages_event_type
from emulator.scheduling.event_type_defaults import default_booking_fields, default_locations
from emulator.scheduling.event_type_fields import guests_hidden
from emulator.scheduling.event_type_history import change_event_type
from emulator.scheduling.event_type_locations import initial_locations
from emulator.scheduling.event_type_rules import check_body, check_email, check_settings
from emulator.scheduling.event_type_settings import changes
from emulator.world import ties
from emulator.world.appointments import EventType
from emulator.world.records import User
from emulator.world.world import World

OLDER: Final = "2024-06-14"


def create_event_type(world: World, owner: User, settings: Mapping[str, Any], version: str = OLDER) -> EventType:
    """A new event type from the body of a request; what that leaves out is filled in. Raises 400s and 404s.

    `version` says in which words the body has its questions.
    """
    check_body(settings, version)
    wanted = draft(owner, settings, version)
    check_settings(world, owner, wanted, settings, new=True)
    return world.event_types.add(dataclasses.replace(wanted, id=world.ids.next("event-types")))


def draft(owner: User, settings: Mapping[str, Any], version: str = OLDER) -> EventType:
    """A complete event type without an id that no table holds, from checked settings in the vocabulary of the API."""
    bare = EventType(
        id=0,
        title="",
        slug="",
        length=0,
        owner_id=owner.id,
        booking_fields=default_booking_fields(),
        locations=initial_locations(owner),
    )
    return dataclasses.replace(bare, **changes(settings, bare, version))


def update_event_type(
    world: World, owner: User, event_type_id: int, settings: Mapping[str, Any], version: str = OLDER
) -> EventType:
    """Change what the body of a request holds and leave the rest. Raises 400s and 404s."""
    check_body(settings, version)
    event_type = own_event_type(world, owner, event_type_id)
    changed = changes(settings, event_type, version)
    check_settings(world, owner, dataclasses.replace(event_type, **changed), settings, new=False)
    return change_event_type(world, event_type, changed, owner)


def set_questions(world: World, actor: User, event_type: EventType, fields: list[dict[str, Any]]) -> EventType:
    """Give an event type another complete list of questions. Raises a 400 when the booker could not be written to."""
    wanted = dataclasses.replace(event_type, booking_fields=fields)
    check_email(wanted)
    changed = {"booking_fields": fields, "disable_guests": bool(guests_hidden(fields))}
    return change_event_type(world, event_type, changed, actor)


def delete_event_type(world: World, owner: User, event_type_id: int) -> EventType:
    """Remove an event type of the owner's and give what it was. Raises a 404, or a 403 for somebody else's."""
    event_type = world.event_types.get(event_type_id)
    if event_type is None:
        raise errors.nothing_to_delete(event_type_id)
    if event_type.owner_id != owner.id:
        raise errors.foreign(owner.id, event_type_id)
    ties.remove(world, world.event_types, event_type)
    return event_type


def own_event_type(world: World, owner: User, event_type_id: int) -> EventType:
    """The owner's event type; what is missing and what is somebody else's are one 404."""
    event_type = world.event_types.get(event_type_id)
    if event_type is None or event_type.owner_id != owner.id:
        raise errors.not_found(event_type_id)
    return event_type


def visible_event_type(world: World, user: User, event_type_id: int) -> EventType:
    """An event type that the user owns, hosts or administers; the system's administrators see all. Raises a 404."""
    event_type = world.event_types.get(event_type_id)
    if event_type is None or not (user.role == "ADMIN" or manages_event_type(world, user, event_type)):
        raise errors.not_found(event_type_id)
    return event_type


def event_types_of(world: World, owner: User, viewer: User | None) -> list[EventType]:
    """The owner's event types, oldest first; hidden ones only for the owner."""
    found = world.event_types.where("owner_id", owner.id)
    if viewer is not None and viewer.id == owner.id:
        return found
    return [event_type for event_type in found if not event_type.hidden]


def group_event_type() -> EventType:
    """The ad-hoc event type of several people. No table holds it, its id and owner are 0, and it asks nothing."""
    return EventType(
        id=0,
        title="Group Meeting",
        slug="dynamic",
        length=30,
        length_options=[15, 30, 45, 60, 90],
        owner_id=0,
        description="Join us for a meeting with multiple people",
        custom_name="Group Meeting",
        disable_guests=True,
        locations=default_locations(),
    )
