"""Memberships of teams, on their own and within organizations (platform.md 2.2, 3.4)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.api.teams import guard
from emulator.api.teams.teams import page
from emulator.errors import teams as errors
from emulator.scheduling.access import in_organization
from emulator.scheduling.teams import add_member, remove_member, update_member
from emulator.world.instants import wire
from emulator.world.records import Membership, Team, User
from emulator.world.world import World


def create(call: Call) -> Json:
    """Members of an organization's team must be the organization's already."""
    team, body = guard.administrator(call), call.body
    if team.parent_id is not None and not in_organization(call.world, body["userId"], team.parent_id):
        raise errors.not_in_organization()
    return success(membership_output(call.world, add_member(call.world, team, body)))


def list_all(call: Call) -> Json:
    """The oldest first; `emails` leaves those of other members out."""
    team = guard.administrator(call)
    rows = call.world.memberships.where("team_id", team.id)
    emails = call.query.get("emails")
    if emails:
        wanted = {email.strip().lower() for email in emails}
        rows = [row for row in rows if (_user(call.world, row)).get("email", "").lower() in wanted]
    return success([membership_output(call.world, row) for row in page(call, rows)])


def read(call: Call) -> Json:
    found = _membership(call, guard.administrator(call))
    if found is None:
        raise errors.membership_not_found()
    return success(membership_output(call.world, found))


def update(call: Call) -> Json:
    team = guard.administrator(call)
    found = _membership(call, team)
    if found is None:
        raise errors.membership_not_to_update()
    return success(membership_output(call.world, update_member(call.world, team, found, call.body or {})))


def delete(call: Call) -> Json:
    """Nobody minds when the last owner goes."""
    team = guard.administrator(call)
    found = _membership(call, team)
    if found is None:
        raise errors.membership_not_to_remove(call.path["membershipId"], team.id)
    shown = membership_output(call.world, found)
    remove_member(call.world, team, found)
    return success(shown)


def membership_output(world: World, membership: Membership) -> dict[str, Any]:
    """A membership with the person whose it is. It shows the rows of the database, times included."""
    return {
        "id": membership.id,
        "userId": membership.user_id,
        "teamId": membership.team_id,
        "accepted": membership.accepted,
        "role": membership.role,
        "disableImpersonation": membership.disable_impersonation,
        **{
            name: None if value is None else wire(value)
            for name, value in (("createdAt", membership.created_at), ("updatedAt", membership.updated_at))
        },
        "user": _user(world, membership),
    }


def _user(world: World, membership: Membership) -> dict[str, Any]:
    user = world.users.get(membership.user_id)
    return {} if user is None else _person(user)


def _person(user: User) -> dict[str, Any]:
    return {
        "avatarUrl": user.avatar_url,
        "bio": user.bio,
        "email": user.email,
        "metadata": user.metadata,
        "name": user.name,
        "username": user.username,
    }


def _membership(call: Call, team: Team) -> Membership | None:
    found = call.world.memberships.get(call.path["membershipId"])
    return found if found is not None and found.team_id == team.id else None


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "TeamsMembershipsController_createTeamMembership": create,
        "TeamsMembershipsController_getTeamMemberships": list_all,
        "TeamsMembershipsController_getTeamMembership": read,
        "TeamsMembershipsController_updateTeamMembership": update,
        "TeamsMembershipsController_deleteTeamMembership": delete,
        "OrganizationsTeamsMembershipsController_createOrgTeamMembership": create,
        "OrganizationsTeamsMembershipsController_getAllOrgTeamMemberships": list_all,
        "OrganizationsTeamsMembershipsController_getOrgTeamMembership": read,
        "OrganizationsTeamsMembershipsController_updateOrgTeamMembership": update,
        "OrganizationsTeamsMembershipsController_deleteOrgTeamMembership": delete,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(dict.fromkeys(HANDLERS, guard.administrator))
