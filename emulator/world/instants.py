"""Instants on the wire, and the zones they are seen from."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name. Raises `KeyError` for an unknown one."""
    return ZoneInfo(name)


def wire(instant: datetime) -> str:
    """`2026-09-01T08:00:00.000Z`: how the service writes every instant. `instant` is aware."""
    if instant.tzinfo is not UTC:
        instant = instant.astimezone(UTC)
    return instant.isoformat(timespec="milliseconds")[:-6] + "Z"


def parse(text: str) -> datetime:
    """An ISO 8601 date or date-time as the service reads it: without an offset it is UTC. Raises `ValueError`.

    Gives UTC, cut to milliseconds (what the service's date library keeps).
    """
    instant = datetime.fromisoformat(text)
    instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
