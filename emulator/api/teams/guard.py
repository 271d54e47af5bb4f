"""Who may come near a team, in the paths of teams and in those of organizations (platform.md 1.3, 2, 3)."""

from __future__ import annotations

from emulator.api.call import Call
from emulator.auth import roles
from emulator.errors.teams import team_not_found
from emulator.world.records import Team


def member(call: Call) -> Team:
    """The team in the path, for its members."""
    return _team(call, "TEAM_MEMBER")


def administrator(call: Call) -> Team:
    """The team in the path, for its administrators and owners, and those of the organization that the path names."""
    return _team(call, "TEAM_ADMIN")


def owner(call: Call) -> Team:
    return _team(call, "TEAM_OWNER")


def organization_administrator(call: Call) -> Team:
    """The organization in the path, for its administrators."""
    return _organization(call, "ORG_ADMIN")


def organization_member(call: Call) -> Team:
    return _organization(call, "ORG_MEMBER")


def administered_team(call: Call) -> Team:
    """The team in the path of an organization, for the organization's administrators alone."""
    organization = roles.organization(call.world, call.path["orgId"])
    team_id = call.path["teamId"]
    roles.check(call.world, call.me, "ORG_ADMIN", organization_id=organization.id, team_id=team_id)
    return roles.team_in(call.world, organization.id, team_id)


def anybody(call: Call) -> Team:
    """The team in the path, for everybody: nobody is asked who they are."""
    if "orgId" in call.path:
        organization = roles.organization(call.world, call.path["orgId"])
        return roles.team_in(call.world, organization.id, call.path["teamId"])
    team = call.world.teams.get(call.path["teamId"])
    if team is None:
        raise team_not_found()
    return team


def _team(call: Call, least: roles.Role) -> Team:
    team_id = call.path["teamId"]
    if "orgId" in call.path:
        organization = roles.organization(call.world, call.path["orgId"])
        roles.check(call.world, call.me, least, organization_id=organization.id, team_id=team_id)
        return roles.team_in(call.world, organization.id, team_id)
    roles.check(call.world, call.me, least, team_id=team_id)
    team = call.world.teams.get(team_id)
    if team is None:
        # Only a system administrator gets so far.
        raise team_not_found()
    return team


def _organization(call: Call, least: roles.Role) -> Team:
    organization = roles.organization(call.world, call.path["orgId"])
    roles.check(call.world, call.me, least, organization_id=organization.id)
    return organization
