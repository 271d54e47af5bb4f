"""Refusals of webhook subscriptions."""

from __future__ import annotations

from emulator.errors.base import ApiError, HttpProblem


def url_not_allowed(reason: str) -> ApiError:
    return HttpProblem(400, f"Webhook URL is not allowed: {reason}")


def organization_trigger(trigger: str) -> ApiError:
    return HttpProblem(400, f"{trigger} trigger is only available for organization webhooks")


def taken_by_user() -> ApiError:
    return HttpProblem(409, "Webhook with this subscriber url already exists for this user")


def taken_by_event_type() -> ApiError:
    return HttpProblem(409, "Webhook with this subscriber url already exists for this event type")


def taken_by_client() -> ApiError:
    return HttpProblem(409, "Webhook with this subscriber url already exists for this oAuth client")


def not_found(webhook_id: str) -> ApiError:
    return HttpProblem(404, f"Webhook ({webhook_id}) not found")


def foreign(user_id: int, webhook_id: str) -> ApiError:
    return HttpProblem(
        403,
        f"IsUserWebhookGuard - user with id=({user_id}) is not the owner of webhook with id=({webhook_id})",
    )


def event_type_not_found(event_type_id: int) -> ApiError:
    return HttpProblem(404, f"IsUserEventTypeWebhookGuard - Event type ({event_type_id}) not found")


def event_type_foreign(user_id: int, event_type_id: int) -> ApiError:
    return HttpProblem(
        403, f"IsUserEventTypeWebhookGuard - User ({user_id}) is not the owner of event type ({event_type_id})"
    )


def not_of_any_event_type(webhook_id: str) -> ApiError:
    return HttpProblem(
        400, f"IsUserEventTypeWebhookGuard - Webhook ({webhook_id}) is not associated with an event type"
    )


def of_another_event_type(webhook_id: str, event_type_id: int) -> ApiError:
    return HttpProblem(
        403,
        f"IsUserEventTypeWebhookGuard - Webhook ({webhook_id}) is not associated with event type ({event_type_id})",
    )


def not_leading_team(user_id: int, team_id: int) -> ApiError:
    return HttpProblem(403, f"IsTeamEventTypeWebhookGuard - User ({user_id}) is not an admin/owner of team ({team_id})")


def not_of_team(event_type_id: int, team_id: int) -> ApiError:
    return HttpProblem(
        404, f"IsTeamEventTypeWebhookGuard - Event type ({event_type_id}) not found for team ({team_id})"
    )


def unknown_to_team(webhook_id: str) -> ApiError:
    return HttpProblem(404, f"IsTeamEventTypeWebhookGuard - Webhook ({webhook_id}) not found")


def without_event_type(webhook_id: str) -> ApiError:
    return HttpProblem(400, f"IsTeamEventTypeWebhookGuard - Webhook ({webhook_id}) no event type")


def of_another_team_event_type() -> ApiError:
    return HttpProblem(403, "IsTeamEventTypeWebhookGuard - Webhook mismatch with event type")


def not_of_organization(webhook_id: str, organization_id: int) -> ApiError:
    """Unknown or foreign: an organization's webhooks never answer 404."""
    return HttpProblem(
        403,
        f"IsWebhookInOrg - webhook with id={webhook_id} is not part of the organization with id={organization_id}.",
    )


def not_of_client() -> ApiError:
    return HttpProblem(403, "IsOAuthClientWebhookGuard - Webhook does not belong to this oAuthClient")
