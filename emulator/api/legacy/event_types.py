"""Event types of 2024-04-15: in groups, as the web application's overview has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, success
from emulator.api.legacy.bookings import recurring_event
from emulator.scheduling.event_types import delete_event_type, visible_event_type
from emulator.scheduling.hosts import hosts
from emulator.world.appointments import EventType
from emulator.world.records import Membership, Team
from emulator.world.world import World

BOOKER_URL: Final = "https://app.cal.com"
SCHEDULING: Final[Mapping[str, str]] = MappingProxyType({"roundrobin": "ROUND_ROBIN"})


def list_groups(call: Call) -> Json:
    """The caller's own event types first, then a group for every team the caller is in."""
    world, user = call.world, call.me.user
    own = [kind for kind in world.event_types.where("owner_id", user.id) if kind.team_id is None]
    groups = [_group(world, None, None, {"slug": user.username, "name": user.name, "image": user.avatar_url}, own)]
    for membership in world.memberships.where("user_id", user.id):
        team = world.teams.get(membership.team_id)
        if membership.accepted and team is not None and not team.is_organization:
            profile = {"slug": team.slug, "name": team.name, "image": None}
            groups.append(_group(world, team, membership, profile, world.event_types.where("team_id", team.id)))
    profiles = [
        {
            **group["profile"],
            "teamId": group["teamId"],
            "membershipRole": group["membershipRole"],
            **group["metadata"],
        }
        for group in groups
    ]
    return success({"eventTypeGroups": groups, "profiles": profiles})


def read(call: Call) -> Json:
    """One that the caller owns, hosts or administers, in the shape that the groups have."""
    event_type = visible_event_type(call.world, call.me.user, call.path["eventTypeId"])
    return success({"eventType": _output(call.world, event_type, 0)})


def delete(call: Call) -> Json:
    """As today, with the length under its older name."""
    gone = delete_event_type(call.world, call.me.user, call.path["eventTypeId"])
    return success({"id": gone.id, "length": gone.length, "slug": gone.slug, "title": gone.title})


def _group(
    world: World, team: Team | None, membership: Membership | None, profile: dict[str, Json], kinds: list[EventType]
) -> dict[str, Json]:
    members = [] if team is None else world.memberships.where("team_id", team.id)
    return {
        "teamId": None if team is None else team.id,
        "bookerUrl": BOOKER_URL,
        "membershipRole": None if membership is None else membership.role,
        "profile": profile,
        "metadata": {
            "membershipCount": 1 if team is None else sum(each.accepted for each in members),
            "readOnly": membership is not None and membership.role == "MEMBER",
        },
        "eventTypes": [_output(world, kind, position) for position, kind in enumerate(kinds)],
    }


def _output(world: World, kind: EventType, position: int) -> dict[str, Json]:
    seats, policy = kind.seats or {}, kind.confirmation_policy
    scheduling = kind.scheduling_type
    return {
        "id": kind.id,
        "title": kind.title,
        "slug": kind.slug,
        "length": kind.length,
        "hidden": kind.hidden,
        "description": kind.description,
        "schedulingType": scheduling and SCHEDULING.get(scheduling.lower(), scheduling.upper()),
        "userId": kind.owner_id,
        "teamId": kind.team_id,
        "requiresConfirmation": bool(policy) and not (policy or {}).get("disabled"),
        "recurringEvent": recurring_event(kind),
        "seatsPerTimeSlot": None if seats.get("disabled") else seats.get("seatsPerTimeSlot"),
        "price": kind.price,
        "currency": kind.currency,
        "position": position,
        "metadata": kind.metadata,
        "users": [{"id": user.id, "name": user.name, "username": user.username} for user in hosts(world, kind)],
    }


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "EventTypesController_2024_04_15_getEventTypes": list_groups,
        "EventTypesController_2024_04_15_getEventType": read,
        "EventTypesController_2024_04_15_deleteEventType": delete,
    }
)
