"""Event types of people."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Call, Handler, Json, success
from emulator.api.event_type_output import event_type_output, group_output
from emulator.api.teams.event_type_output import team_event_type_output
from emulator.scheduling.access import manages_event_type
from emulator.scheduling.event_types import (
    create_event_type,
    delete_event_type,
    event_types_of,
    group_event_type,
    update_event_type,
    visible_event_type,
)
from emulator.scheduling.lookup import event_type_of_user, organization_by_slug, user_by_username
from emulator.scheduling.questions import NEWEST
from emulator.world.appointments import EventType
from emulator.world.records import User


def create(call: Call) -> Json:
    made = create_event_type(call.world, call.me.user, call.body, call.version)
    return success(event_type_output(call.world, made, call.version))


def list_all(call: Call) -> Json:
    """Finding nothing is an empty list, never a 404 (resources.md 4.6)."""
    query = call.query
    if query.get("usernames") and not query.get("username"):
        return success(_group(call, query["usernames"]))
    found = _found(call)
    if query.get("sortCreatedAt"):
        found = sorted(found, key=lambda each: each.id, reverse=query["sortCreatedAt"] == "desc")
    return success(
        [
            event_type_output(call.world, event_type, call.version, hidden=_sees_hidden(call, event_type))
            for event_type in found
        ]
    )


def read(call: Call) -> Json:
    event_type = visible_event_type(call.world, call.me.user, call.path["eventTypeId"])
    if event_type.team_id is not None:
        return success(team_event_type_output(call.world, event_type, call.version))
    return success(event_type_output(call.world, event_type, call.version))


def update(call: Call) -> Json:
    changed = update_event_type(call.world, call.me.user, call.path["eventTypeId"], call.body or {}, call.version)
    return success(event_type_output(call.world, changed, call.version))


def delete(call: Call) -> Json:
    gone = delete_event_type(call.world, call.me.user, call.path["eventTypeId"])
    return success({"id": gone.id, "lengthInMinutes": gone.length, "slug": gone.slug, "title": gone.title})


def _sees_hidden(call: Call, event_type: EventType) -> bool:
    """Lists of the older version leave hidden questions out even for the owner."""
    return call.version == NEWEST and manages_event_type(call.world, call.user, event_type)


def _found(call: Call) -> list[EventType]:
    query, world = call.query, call.world
    username, slug = query.get("username"), query.get("eventSlug")
    if not username:
        return [] if call.user is None else event_types_of(world, call.user, call.user)
    owner = _person(call, username)
    if owner is None:
        return []
    if not slug:
        return event_types_of(world, owner, call.user)
    # Who knows the slug has the address: a hidden event type is out of the lists, not out of reach.
    event_type = event_type_of_user(world, owner, slug)
    return [] if event_type is None else [event_type]


def _group(call: Call, usernames: list[str]) -> list[dict[str, Any]]:
    """The one event type in which those meet who were found, if anybody was."""
    found = [person for name in usernames if (person := _person(call, name.strip())) is not None]
    return [group_output(call.world, group_event_type(), found)] if found else []


def _person(call: Call, username: str) -> User | None:
    """The user of that name inside the organization that the query names, or outside any."""
    organization_id, slug = call.query.get("orgId"), call.query.get("orgSlug")
    if organization_id is None and slug:
        organization = organization_by_slug(call.world, slug)
        if organization is None:
            return None
        organization_id = organization.id
    return user_by_username(call.world, username, organization_id)


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "EventTypesController_2024_06_14_createEventType": create,
        "EventTypesController_2024_06_14_getEventTypes": list_all,
        "EventTypesController_2024_06_14_getEventTypeById": read,
        "EventTypesController_2024_06_14_updateEventType": update,
        "EventTypesController_2024_06_14_deleteEventType": delete,
        "EventTypesController_2026_06_12_createEventType": create,
        "EventTypesController_2026_06_12_getEventTypes": list_all,
        "EventTypesController_2026_06_12_getEventTypeById": read,
        "EventTypesController_2026_06_12_updateEventType": update,
        "EventTypesController_2026_06_12_deleteEventType": delete,
    }
)
