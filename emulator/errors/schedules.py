"""Refusals of schedules."""

from __future__ import annotations

from emulator.errors.base import ApiError, HttpProblem


def not_found(schedule_id: int) -> ApiError:
    return HttpProblem(404, f"Schedule with ID={schedule_id} does not exist.")


def nothing_to_delete(schedule_id: int) -> ApiError:
    """Deleting what is not there is a bad request here, not a 404 (resources.md 6)."""
    return HttpProblem(400, f"Schedule with ID={schedule_id} does not exist.")


def foreign(user_id: int, schedule_id: int) -> ApiError:
    return HttpProblem(403, f"User with ID={user_id} does not own schedule with ID={schedule_id}")
