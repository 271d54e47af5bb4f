"""Bookings of teams and organizations, and of an organization's users (platform.md 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from emulator.api.bookings.listing import page_from_cursor, page_within, searched
from emulator.api.bookings.references import references_output
from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.api.teams import guard
from emulator.errors import booking_reads as errors
from emulator.errors.teams import foreign_user_in_organization
from emulator.scheduling.access import in_organization
from emulator.scheduling.booking_scope import Scope, narrowed, scope_of
from emulator.world.records import User


def list_of_team(call: Call) -> Json:
    """What the caller may see of the team's event types. A team without event types filters nothing, as everywhere."""
    team = guard.administrator(call)
    return page_within(call, scope_of(call.world, call.me.user), replace(searched(call), team_ids=(team.id,)))


def list_of_organization(call: Call) -> Json:
    """What the caller may see, which need not be the organization's; `userIds` leaves that of some users."""
    guard.organization_administrator(call)
    return page_within(call, _scope(call), searched(call))


def list_of_organization_from_cursor(call: Call) -> Json:
    guard.organization_administrator(call)
    return page_from_cursor(call, _scope(call))


def list_of_user(call: Call) -> Json:
    """What the user would see."""
    return page_within(call, scope_of(call.world, organization_user(call)), searched(call))


def references(call: Call) -> Json:
    """For administrators of the team, who need not be the organizer."""
    team, uid = guard.administrator(call), call.path["bookingUid"]
    booking = call.world.bookings.by("uid", uid)
    event_type = call.world.event_types.get(booking.event_type_id) if booking is not None else None
    parent = call.world.event_types.get(event_type.parent_id) if event_type is not None else None
    of_team = event_type is not None and team.id in (event_type.team_id, parent.team_id if parent else None)
    if booking is None or not of_team:
        raise errors.not_found(uid)
    return success(references_output(booking, call.query.get("type")))


def organization_user(call: Call) -> User:
    """The user in the path, who must have a profile in the organization. For its administrators."""
    organization, user_id = guard.organization_administrator(call), call.path["userId"]
    user = call.world.users.get(user_id)
    if user is None or not in_organization(call.world, user_id, organization.id):
        raise foreign_user_in_organization(user_id, organization.id)
    return user


def _scope(call: Call) -> Scope:
    scope = scope_of(call.world, call.me.user)
    wanted = call.query.get("userIds")
    return scope if not wanted else narrowed(call.world, scope, map(int, wanted.split(",")))


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "TeamsBookingsController_getAllTeamBookings": list_of_team,
        "OrganizationsTeamsBookingsController_getAllOrgTeamBookings": list_of_team,
        "OrganizationsTeamsBookingsController_getBookingReferences": references,
        "OrganizationsBookingsController_getAllOrgTeamBookings": list_of_organization,
        "OrganizationsBookingsController_2026_05_01_getAllOrgTeamBookings": list_of_organization_from_cursor,
        "OrganizationsUsersBookingsController_getOrganizationUserBookings": list_of_user,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "TeamsBookingsController_getAllTeamBookings": guard.administrator,
        "OrganizationsTeamsBookingsController_getAllOrgTeamBookings": guard.administrator,
        "OrganizationsTeamsBookingsController_getBookingReferences": guard.administrator,
        "OrganizationsBookingsController_getAllOrgTeamBookings": guard.organization_administrator,
        "OrganizationsBookingsController_2026_05_01_getAllOrgTeamBookings": guard.organization_administrator,
        "OrganizationsUsersBookingsController_getOrganizationUserBookings": organization_user,
    }
)
