"""Instants on the wire, and the zones they are seen from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import orjson

BEGINNING: Final = datetime.min.replace(tzinfo=UTC)


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name. Raises `KeyError` for an unknown one."""
    return ZoneInfo(name)


def wire(instant: datetime) -> str:
    """`2026-09-01T08:00:00.000Z`: how the service writes every instant. `instant` is aware."""
    return _written(instant if instant.tzinfo is UTC else instant.astimezone(UTC))


@lru_cache(maxsize=4096)
def _written(instant: datetime) -> str:
    # Half the work of showing a booking is in its four instants: they are kept, and orjson writes one in half the time
    # that `isoformat` takes. In UTC equal instants look the same.
    try:
        seconds = orjson.dumps(instant)[1:20].decode()
    except TypeError:
        # A datetime that orjson does not know: a test has frozen the time of the process that it shares with us.
        seconds = instant.isoformat()[:19]
    return f"{seconds}.{instant.microsecond // 1000:03}Z"


def earlier(instant: datetime, length: timedelta) -> datetime:
    """So long before an instant, or the beginning of the calendar (UTC) where that lies before it."""
    try:
        return instant - length
    except OverflowError:
        return BEGINNING


def parse(text: str) -> datetime:
    """An ISO 8601 date or date-time as the service reads it: without an offset it is UTC. Raises `ValueError`.

    Gives UTC, cut to milliseconds (what the service's date library keeps).
    """
    instant = datetime.fromisoformat(text)
    instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
