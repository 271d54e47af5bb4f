"""Which event type is booked, and may it be?"""

from __future__ import annotations

from emulator.errors import bookings as errors
from emulator.scheduling.access import manages_event_type
from emulator.scheduling.hosts import crew_of
from emulator.scheduling.lifecycle.requests import BookingRequest
from emulator.scheduling.lookup import (
    event_type_of_team,
    event_type_of_user,
    organization_by_slug,
    team_by_slug,
    user_by_username,
)
from emulator.world.appointments import EventType
from emulator.world.records import Team, User
from emulator.world.world import World


def find_event_type(world: World, request: BookingRequest) -> EventType:
    """By id, else by slug and user, else by slug and team. Raises the 404s of the service."""
    if request.event_type_id is not None:
        found = world.event_types.get(request.event_type_id)
    elif request.username:
        owner = _owner(world, request)
        found = event_type_of_user(world, owner, request.event_type_slug or "")
    else:
        found = event_type_of_team(world, _team(world, request), request.event_type_slug or "")
    if found is None:
        raise _not_found(request)
    return found


def check_bookable(world: World, event_type: EventType, caller: User | None) -> None:
    """May this caller book it, and can it be booked at all? Raises 401, 403, 400 or 422, in this order."""
    if event_type.requires_authentication:
        if caller is None:
            raise errors.login_required()
        if not manages_event_type(world, caller, event_type):
            raise errors.stranger_to_event_type()
    if event_type.scheduling_type == "managed":
        raise errors.managed_parent(event_type.id)
    if event_type.team_id is not None and not crew_of(world, event_type).members:
        raise errors.team_without_hosts(event_type.id, event_type.team_id)


def lengths_of(event_type: EventType) -> list[int]:
    """Every length in minutes that the core takes: the options, else the one length."""
    return event_type.length_options or [event_type.length]


def chosen_length(event_type: EventType, wanted: int | None) -> int:
    """Minutes of the booking; raises a 400 when the wanted length is not on offer."""
    if wanted is None:
        return event_type.length
    options = event_type.length_options
    if not options:
        raise errors.length_not_choosable()
    if wanted not in options:
        raise errors.length_not_offered(options)
    return wanted


def _owner(world: World, request: BookingRequest) -> User:
    username = request.username or ""
    organization = _organization(world, request.organization_slug)
    user = user_by_username(world, username, organization.id if organization else None)
    if user is None:
        raise errors.unknown_user(username)
    return user


def _team(world: World, request: BookingRequest) -> Team:
    slug = request.team_slug or ""
    team = team_by_slug(world, slug, _organization(world, request.organization_slug))
    if team is None:
        raise errors.unknown_team(slug)
    return team


def _organization(world: World, slug: str | None) -> Team | None:
    if slug is None:
        return None
    organization = organization_by_slug(world, slug)
    if organization is None:
        raise errors.unknown_organization(slug)
    return organization


def _not_found(request: BookingRequest) -> Exception:
    # The sentence follows from what the body holds, not from what was looked up: an id beside a slug is not named.
    slug = request.event_type_slug
    if slug and request.username:
        return errors.unknown_event_type_slug(slug, f"user {request.username}", request.organization_slug)
    if slug and request.team_slug:
        return errors.unknown_event_type_slug(slug, f"team {request.team_slug}", request.organization_slug)
    return errors.unknown_event_type_id(request.event_type_id)
