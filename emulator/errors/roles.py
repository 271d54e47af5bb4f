"""Refusals of the guards in front of teams and organizations (platform.md 1.3)."""

from __future__ import annotations

from emulator.errors.base import ApiError, HttpProblem


def no_organization(organization_id: int) -> ApiError:
    """An organization that does not exist is forbidden, not missing."""
    return HttpProblem(
        403, f"IsOrgGuard - provided organization id={organization_id} does not represent any existing organization."
    )


def not_in_organization(organization_id: int) -> ApiError:
    return HttpProblem(403, f"RolesGuard - User is not a member of the organization with id={organization_id}.")


def not_in_team(team_id: int) -> ApiError:
    return HttpProblem(403, f"RolesGuard - User is not a member of the team with id={team_id}.")


def outside_organization(organization_id: int) -> ApiError:
    """The same where the path names a team as well."""
    return HttpProblem(403, f"RolesGuard - User is not part of the organization with id={organization_id}.")


def outside_team(organization_id: int, team_id: int) -> ApiError:
    return HttpProblem(
        403,
        f"RolesGuard - User is not part of the team with id={team_id} and/or, is not an admin nor an owner of the "
        f"organization with id={organization_id}",
    )


def role_too_low(user_id: int, role: str, organization_id: int | None, team_id: int | None) -> ApiError:
    within = []
    if organization_id is not None:
        within.append(f"organization with id={organization_id}")
    if team_id is not None:
        within.append(f"team with id={team_id}")
    return HttpProblem(
        403,
        f"RolesGuard - user with id={user_id} does not have the minimum required role={role} within "
        f"{' '.join(within)}.",
    )


def team_elsewhere(team_id: int) -> ApiError:
    return HttpProblem(404, f"IsTeamInOrg - Team ({team_id}) not found.")
