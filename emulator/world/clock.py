"""The world's own time: real, shifted or frozen. Nothing else in the emulator asks the machine for the time of day."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """A settable clock. All instants are aware, in UTC, cut to milliseconds (what the wire can carry).

    `source` gives the machine's time in seconds since the epoch; tests may pass their own.
    """

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._offset = timedelta()
        self._frozen: datetime | None = None

    @property
    def frozen(self) -> bool:
        return self._frozen is not None

    @property
    def offset(self) -> timedelta:
        """How far the world's time is from the machine's; zero while frozen."""
        return self._offset

    def now(self) -> datetime:
        if self._frozen is not None:
            return self._frozen
        return _milliseconds(datetime.fromtimestamp(self._source(), UTC) + self._offset)

    def freeze(self, instant: datetime) -> None:
        """Stand still at `instant` (aware)."""
        self._frozen = _milliseconds(instant.astimezone(UTC))
        self._offset = timedelta()

    def release(self) -> None:
        """Back to the machine's time."""
        self._frozen = None
        self._offset = timedelta()

    def shift(self, offset: timedelta) -> None:
        """Run as far from the machine's time as `offset` says."""
        self._frozen = None
        self._offset = offset

    def move_to(self, instant: datetime) -> None:
        """Jump to `instant`; a frozen clock stays frozen there, a running one runs on from there."""
        instant = _milliseconds(instant.astimezone(UTC))
        if self._frozen is not None:
            self._frozen = instant
        else:
            self._offset += instant - self.now()


def _milliseconds(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
