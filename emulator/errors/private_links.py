"""Refusals of private links."""

from __future__ import annotations

from emulator.errors.base import ApiError, HttpProblem


def invalid_event_type_id() -> ApiError:
    return HttpProblem(400, "Invalid eventTypeId param.")


def nothing_to_update() -> ApiError:
    return HttpProblem(404, "Updated link not found")


def nothing_to_delete() -> ApiError:
    return HttpProblem(404, "Deleted link not found")
