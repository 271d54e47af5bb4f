"""Refusals of the caller's own account."""

from __future__ import annotations

from emulator.errors.base import ApiError, HttpProblem, InvalidRequest


def unknown_time_zone() -> ApiError:
    text = "timeZone must be a valid IANA time-zone"
    return InvalidRequest([{"property": "timeZone", "children": [], "constraints": {"isTimeZone": text}}])


def not_in_organization() -> ApiError:
    text = "IsAuthenticatedUserInOrg - this endpoint is only available to organization members."
    return HttpProblem(403, text)
