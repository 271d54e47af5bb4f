"""Records of a world, written and read directly."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from emulator.testing.http import ControlPlane
from emulator.world.instants import parse

Record = dict[str, Any]


class Records:
    """Any record, written and read directly; writes are silent. Fields are named as in the API (`lengthInMinutes`)."""

    def __init__(self, control: ControlPlane) -> None:
        self._control = control

    def create(self, kind: str, **fields: Any) -> Record:
        """Write a record (`kind` is `users`, `bookings`, `event-types` …) and give it back completed.

            calcom.records.create("bookings", eventTypeId=2, start="2030-01-08T13:00:00Z", status="cancelled")

        No rule is asked and nothing is sent. Raises `ControlPlaneError` that names what is wrong, and where.
        """
        __tracebackhide__ = True
        created: Record = self._control.post(f"/records/{kind}", plain(fields))
        return created

    def list(self, kind: str, **filters: Any) -> list[Record]:
        """Every record whose fields have these values.

        calcom.records.list("bookings", status="accepted")
        """
        __tracebackhide__ = True
        found: list[Record] = self._control.get(f"/records/{kind}", **{name: text(v) for name, v in filters.items()})
        return found

    def read(self, kind: str, key: int | str) -> Record:
        """A record by id; bookings, seats, payments and reservations by uid too."""
        __tracebackhide__ = True
        found: Record = self._control.get(f"/records/{kind}/{key}")
        return found

    def patch(self, kind: str, key: int | str, **changes: Any) -> Record:
        """Change fields of a record, whatever the rules of the API say."""
        __tracebackhide__ = True
        patched: Record = self._control.patch(f"/records/{kind}/{key}", plain(changes))
        return patched

    def delete(self, kind: str, key: int | str) -> Record:
        """Remove a record and what hangs on it."""
        __tracebackhide__ = True
        removed: Record = self._control.delete(f"/records/{kind}/{key}")
        return removed


def iso(instant: datetime | str) -> str:
    """An instant as text; what has no zone is UTC."""
    if isinstance(instant, str):
        return instant
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).isoformat()


def instant(value: datetime | str) -> str:
    """An instant as text, looked at. Raises `ValueError` that says how one is written."""
    try:
        parse(text := iso(value))
    except (ValueError, AttributeError):
        raise ValueError(f"{value!r} is no ISO 8601 instant such as 2030-01-08T13:00:00Z") from None
    return text


def plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields as JSON can carry them."""
    return {name: iso(value) if isinstance(value, datetime) else value for name, value in fields.items()}


def text(value: Any) -> str:
    """A value as a filter in a query has it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return iso(value) if isinstance(value, datetime) else str(value)
