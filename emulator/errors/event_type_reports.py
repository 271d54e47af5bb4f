"""Refusals of what is reported about event types."""

from __future__ import annotations

from emulator.errors.base import ApiError, HttpProblem


def no_team_event_type(event_type_id: int) -> ApiError:
    return HttpProblem(
        422,
        f"Event type with id {event_type_id} is not a team event type. Scheduling configuration is only available for "
        "team event types.",
    )
