"""The page of the docs about what may be done to a booking, made of `emulator.scheduling.state_machine`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from emulator.errors.base import ApiError
from emulator.scheduling.state_machine import BIRTHS, RULES, SILENT, TABLE, Action, Change, State

START = datetime(2030, 1, 8, 13, tzinfo=UTC)


def page() -> str:
    """What each action makes of a booking in each state, when it may be taken, and what tells of it."""
    lines = [
        "# What may be done to a booking",
        "",
        "Made from `emulator/scheduling/state_machine.py`, the table that the emulator itself asks and its tests walk.",
        "A booking is `pending`, `accepted`, `cancelled`, `rejected` or `awaiting_host`. A cancelled one that lives on",
        "in another is called rescheduled here, one whose host asked for another time asked to move; both read",
        "`cancelled`.",
        "",
        "## How a booking begins",
        "",
        "| first state | made by a booker | in the place of another |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {state} | {_told(made)} | {_told(moved)} |" for state, (made, moved) in BIRTHS.items()]
    for action in Action:
        rule = RULES[action]
        lines += ["", f"## {action.capitalize()}", "", f"`{rule.operation}`, {rule.success} when done. {rule.also}"]
        if rule.too_early is not None:
            error = rule.too_early(START - timedelta(hours=1), START)
            lines += ["", f"Before the start: {_refused(error)}"]
        if rule.too_late is not None:
            lines += ["", f"After the end: {_refused(rule.too_late())}"]
        lines += ["", "| state | becomes | told by |", "| --- | --- | --- |"]
        for state in State:
            outcome = TABLE[state, action]
            if isinstance(outcome, Change):
                becomes = "stays" if outcome.to is state else str(outcome.to)
                lines.append(f"| {state} | {becomes} | {_told(outcome.trigger)} |")
            else:
                lines.append(f"| {state} | {_refused(outcome.error('UID', 'NEW-UID'))} | |")
    return "\n".join(lines) + "\n"


def _told(trigger: str) -> str:
    return "nobody" if trigger == SILENT else f"`{trigger}`"


def _refused(error: ApiError) -> str:
    return f"{error.status}: {error.message}"
