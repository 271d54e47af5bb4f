"""Refusals of teams and memberships (platform.md 2 and 3)."""

from __future__ import annotations

from emulator.errors.base import ApiError, BareProblem, HttpProblem, TrpcProblem


def name_taken(name: str) -> ApiError:
    """Asked only of teams without an organization, and only of the caller's own."""
    return HttpProblem(400, f"You already have created a team with name={name}")


def unknown_user() -> ApiError:
    """What the database says of a membership for nobody."""
    return BareProblem(400, "Invalid input: The referenced data does not exist.", code="BAD_REQUEST")


def not_in_organization() -> ApiError:
    return HttpProblem(422, "User is not part of the Organization")


def membership_not_found() -> ApiError:
    """The sentence speaks of an organization even where there is none."""
    return HttpProblem(404, "Organization's Team membership not found")


def membership_not_to_remove(membership_id: int, team_id: int) -> ApiError:
    return HttpProblem(404, f"Membership with id {membership_id} not found in team {team_id}")


def membership_not_to_update() -> ApiError:
    return BareProblem(404, "Invalid Query: The requested record was not found.", code="NOT_FOUND")


def team_not_found() -> ApiError:
    return HttpProblem(404, "Team not found")


def invalid_hosts(user_ids: list[int], team_id: int) -> ApiError:
    text = f"Invalid hosts: {','.join(map(str, user_ids))} are not members of team with id {team_id}."
    return HttpProblem(404, text)


def slug_taken() -> ApiError:
    return HttpProblem(400, "Team event type with this slug already exists")


def nothing_to_update() -> ApiError:
    """A 400 where a reader of event types gets a 404."""
    return HttpProblem(400, "Event type to update not found")


def foreign_user_in_organization(user_id: int, organization_id: int) -> ApiError:
    return HttpProblem(
        403, f"IsUserInOrg - user with id={user_id} is not part of the organization with id={organization_id}."
    )


def host_not_accepted() -> ApiError:
    """Somebody who has not joined yet cannot host, except within an organization."""
    return TrpcProblem("FORBIDDEN")


def creator_does_not_lead() -> ApiError:
    """A second look at the caller, in the shared code of the web application: an invitation is not enough for it."""
    return TrpcProblem("UNAUTHORIZED")
