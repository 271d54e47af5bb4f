"""Refusals of conferencing apps and of Stripe (resources.md 9)."""

from __future__ import annotations

from emulator.errors.base import ApiError, HttpProblem
from emulator.errors.calendars import two_strings


def only_google_meet() -> ApiError:
    return HttpProblem(400, "Invalid conferencing app. Available apps: GOOGLE_MEET.")


def calendar_needed() -> ApiError:
    return HttpProblem(400, "Google Meet requires a Google Calendar connection.")


def connected_already() -> ApiError:
    return HttpProblem(400, "Google Meet is already connected for this user.")


def unknown_oauth_app(available: tuple[str, ...]) -> ApiError:
    return two_strings("Invalid conferencing app, available apps are: ", ", ".join(available))


def unknown_app(available: tuple[str, ...]) -> ApiError:
    return two_strings("Invalid app, available apps are: ", ", ".join(available))


def not_connected(app: str) -> ApiError:
    return HttpProblem(400, f"{app} not connected.")


def state_missing() -> ApiError:
    return HttpProblem(400, "Missing `state` query param")


def state_malformed() -> ApiError:
    return HttpProblem(400, "Malformed `state` query param")


def state_payload() -> ApiError:
    """An address to come back to that is no address (live.md 4.2)."""
    return HttpProblem(400, "Invalid OAuth callback state payload")


def stripe_not_found() -> ApiError:
    return HttpProblem(404, "Credentials for stripe not found.")


def stripe_invalid() -> ApiError:
    return HttpProblem(400, "Invalid stripe credentials.")


def stripe_inactive() -> ApiError:
    return HttpProblem(400, "Stripe account is not an active account")
