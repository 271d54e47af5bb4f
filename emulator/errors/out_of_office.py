"""Refusals around being away (platform.md 3.10)."""

from __future__ import annotations

from emulator.errors.base import ApiError, HttpProblem


def invalid_date() -> ApiError:
    return HttpProblem(400, "Invalid Date.")


def half_a_period() -> ApiError:
    return HttpProblem(400, "Please specify both ooo start and end time.")


def ends_before_it_starts() -> ApiError:
    return HttpProblem(400, "Start date must be before end date.")


def redirects_in_circles() -> ApiError:
    return HttpProblem(400, "Booking redirect infinite not allowed.")


def exists_already() -> ApiError:
    return HttpProblem(409, "Ooo entry already exists.")


def redirects_to_self() -> ApiError:
    return HttpProblem(400, "Cannot redirect to self.")


def redirects_to_stranger() -> ApiError:
    return HttpProblem(400, "Cannot redirect to this user.")


def foreign_entry() -> ApiError:
    return HttpProblem(403, "This OOO entry does not belong to this user.")


def foreign_user_in_team(user_id: int, team_id: int) -> ApiError:
    """No source words this one; it follows its sibling for teams of organizations (platform.md 1.3)."""
    return HttpProblem(403, f"IsUserInTeam - user with id=({user_id}) is not part of the team with id=({team_id})")
