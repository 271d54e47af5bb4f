"""When the occurrences of a series begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from dateutil.relativedelta import relativedelta

from emulator.errors import bookings as errors
from emulator.world.appointments import EventType
from emulator.world.instants import zone

UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {"yearly": "years", "monthly": "months", "weekly": "weeks", "daily": "days"}
)


def recurs(event_type: EventType) -> bool:
    """Whether booking the event type makes a series."""
    return bool(event_type.recurrence) and not (event_type.recurrence or {}).get("disabled")


def occurrences(event_type: EventType, start: datetime, zone_name: str, wanted: int | None) -> list[datetime]:
    """The starts (UTC) of a series that begins at `start` (UTC): `wanted` many, or as many as the event type has.

    They keep the attendee's wall-clock time in `zone_name`. Raises a 400 when more are wanted than the event type has.
    """
    rule = event_type.recurrence or {}
    most = int(rule.get("occurrences", 1))
    if wanted is not None and wanted > most:
        raise errors.too_many_recurrences()
    unit = UNITS.get(str(rule.get("frequency")))
    if unit is None:
        raise errors.odd_frequency()
    # Each occurrence follows from the one before, as in the service: what a short month or a skipped hour moved, stays
    # moved. (A recurrence rule would leave out the months that have no such day.)
    step = relativedelta(**{unit: int(rule.get("interval", 1))})  # type: ignore[arg-type]
    local = zone(zone_name)
    starts = [start]
    try:
        for _ in range((most if wanted is None else wanted) - 1):
            starts.append((starts[-1].astimezone(local) + step).astimezone(UTC))
    except (OverflowError, ValueError) as error:
        # Beyond what the calendar knows is beyond every booking window.
        raise errors.out_of_bounds() from error
    return starts
