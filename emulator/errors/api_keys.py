"""Refusals around API keys, beyond those of the guards."""

from __future__ import annotations

from emulator.errors.base import ApiError, HttpProblem


def two_expiries() -> ApiError:
    """The missing blank after the dash is the service's (resources.md 2.2)."""
    return HttpProblem(
        400,
        "ApiKeysService -Cannot set both apiKeyDaysValid and apiKeyNeverExpires. It has to be either or none of them.",
    )
