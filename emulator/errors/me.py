"""Refusals of the caller's own account."""

from __future__ import annotations

from emulator.errors.base import ApiError, HttpProblem, InvalidRequest, KeyedProblem


def unknown_time_zone() -> ApiError:
    text = "timeZone must be a valid IANA time-zone"
    return InvalidRequest([{"property": "timeZone", "children": [], "constraints": {"isTimeZone": text}}])


def not_in_organization() -> ApiError:
    text = "IsAuthenticatedUserInOrg - this endpoint is only available to organization members."
    return HttpProblem(403, text)


def team_sets_no_limit() -> ApiError:
    text = "This team does not apply a booking limit to you as a round-robin host"
    return KeyedProblem(404, text, text, code="not_found_error")
