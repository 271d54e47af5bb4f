"""Refusals around platform clients and the users they manage."""

from __future__ import annotations

from collections.abc import Sequence

from emulator.errors.base import ApiError, HttpProblem


def no_organization() -> ApiError:
    return HttpProblem(403, "OrganizationRolesGuard - No organization associated with the user.")


def no_platform() -> ApiError:
    return HttpProblem(403, "OrganizationRolesGuard - Organization is not a platform (SHP).")


def membership_not_accepted() -> ApiError:
    return HttpProblem(403, "OrganizationRolesGuard - User has not accepted membership in the organization.")


def role_too_low(roles: Sequence[str]) -> ApiError:
    return HttpProblem(403, f"OrganizationRolesGuard - User must have one of the roles: {', '.join(roles)}.")


def unknown_client() -> ApiError:
    return HttpProblem(404, "OAuthClientGuard - OAuth client not found.")


def foreign_client(client_id: str, organization_id: int) -> ApiError:
    return HttpProblem(
        403,
        f"OAuthClientGuard - forbidden. oAuth client with id={client_id} does not belong to the organization with "
        f"id={organization_id}.",
    )


def taken_email(user_id: int) -> ApiError:
    return HttpProblem(409, f"User with the provided e-mail already exists. Existing user ID={user_id}")


def invalid_email(text: str) -> ApiError:
    return HttpProblem(400, f"Invalid email {text}")


def no_emails() -> ApiError:
    return HttpProblem(400, "emails cannot be empty.")


def foreign_user(user_id: int) -> ApiError:
    return HttpProblem(404, f"User with ID {user_id} is not part of this OAuth client.")


def invalid_client_credentials() -> ApiError:
    return HttpProblem(400, "Invalid OAuthClient credentials.")


def invalid_refresh_token() -> ApiError:
    return HttpProblem(400, "Invalid refresh token")


def redirect_not_allowed() -> ApiError:
    return HttpProblem(400, "Invalid 'redirect_uri' value.")


def authorized_before(user_id: int) -> ApiError:
    """No source words this one."""
    return HttpProblem(400, f"User with id={user_id} has already authorized this client.")


def code_missing() -> ApiError:
    return HttpProblem(400, "Missing 'Bearer' Authorization header.")


def invalid_client() -> ApiError:
    return HttpProblem(400, "Invalid OAuth Client.")


def invalid_code() -> ApiError:
    """No source words this one."""
    return HttpProblem(400, "Invalid Authorization Token.")
