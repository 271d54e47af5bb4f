"""Who is what in a team or an organization, and whether that will do (platform.md 1.3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from emulator.auth.caller import Caller
from emulator.errors import roles as errors
from emulator.world.records import Team
from emulator.world.world import World

Role = Literal["ORG_MEMBER", "ORG_ADMIN", "ORG_OWNER", "TEAM_MEMBER", "TEAM_ADMIN", "TEAM_OWNER"]

RANKS: Final[Mapping[str, int]] = MappingProxyType({"MEMBER": 0, "ADMIN": 1, "OWNER": 2})


def organization(world: World, organization_id: int) -> Team:
    """The organization in the path. Raises the 403 of one that does not exist."""
    found = world.teams.get(organization_id)
    if found is None or not found.is_organization:
        raise errors.no_organization(organization_id)
    return found


def check(
    world: World, caller: Caller, least: Role, *, organization_id: int | None = None, team_id: int | None = None
) -> None:
    """Refuse who has less than the role in what the path names: an organization, a team, or a team within one.

    System administrators pass. Whether a membership was accepted is not asked. Administrators of an organization
    pass wherever a role in one of its teams is wanted.
    """
    if caller.is_system_admin:
        return
    in_organization = _rank(world, caller, organization_id)
    in_team = _rank(world, caller, team_id)
    if team_id is None and organization_id is not None:
        if in_organization is None:
            raise errors.not_in_organization(organization_id)
        # A role in a team is never had where the path names none.
        enough = least.startswith("ORG_") and in_organization >= _wanted(least)
    elif team_id is not None and organization_id is None:
        if in_team is None:
            raise errors.not_in_team(team_id)
        enough = in_team >= _wanted(least)
    elif team_id is not None and organization_id is not None:
        if in_organization is None:
            raise errors.outside_organization(organization_id)
        if least.startswith("ORG_"):
            enough = in_organization >= _wanted(least)
        elif in_organization >= RANKS["ADMIN"]:
            enough = True
        elif in_team is None:
            raise errors.outside_team(organization_id, team_id)
        else:
            enough = in_team >= _wanted(least)
    else:
        raise ValueError("a role is had in an organization or a team")
    if not enough:
        raise errors.role_too_low(caller.user.id, least, organization_id, team_id)


def leads(world: World, caller: Caller, team_id: int) -> bool:
    """Is the caller an administrator or owner of the team?"""
    return (_rank(world, caller, team_id) or 0) >= RANKS["ADMIN"]


def team_in(world: World, organization_id: int, team_id: int) -> Team:
    """The team in the path. Raises the 404 of one that is not the organization's."""
    found = world.teams.get(team_id)
    if found is None or found.parent_id != organization_id:
        raise errors.team_elsewhere(team_id)
    return found


def _rank(world: World, caller: Caller, team_id: int | None) -> int | None:
    if team_id is None:
        return None
    for membership in world.memberships.where("user_id", caller.user.id):
        if membership.team_id == team_id:
            return RANKS.get(membership.role, 0)
    return None


def _wanted(least: Role) -> int:
    return RANKS[least.partition("_")[2]]
