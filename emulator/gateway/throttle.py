"""The rate limiter: counts everybody, refuses only where a setting asks for it (bookings.md 1.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from emulator.auth.credentials import PREFIX, token

WINDOW: Final = timedelta(seconds=60)
BLOCK: Final = timedelta(seconds=60)
KEY_LIMIT: Final = 120
PLATFORM_LIMIT: Final = 500
MOST_TRACKED: Final = 10_000


@dataclass(slots=True)
class _Bucket:
    started: datetime
    hits: int = 0
    blocked_until: datetime | None = None


@dataclass(slots=True, frozen=True)
class Reading:
    """What the counters say of one request: `name` as the headers spell it, `reset` in whole seconds."""

    name: str
    limit: int
    remaining: int
    reset: int
    exceeded: bool

    def headers(self) -> list[tuple[bytes, bytes]]:
        limit, remaining, reset = _names(self.name)
        return [(limit, b"%d" % self.limit), (remaining, b"%d" % self.remaining), (reset, b"%d" % self.reset)]


@lru_cache(maxsize=64)
def _names(name: str) -> tuple[bytes, bytes, bytes]:
    suffix = name.encode()
    return b"x-ratelimit-limit-" + suffix, b"x-ratelimit-remaining-" + suffix, b"x-ratelimit-reset-" + suffix


class Throttle:
    """The counters of one world, on that world's clock."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def hit(
        self, headers: Mapping[str, str], address: str, now: datetime, own: tuple[str, int] | None = None
    ) -> Reading:
        """Count one request. `own` is the (name, limit) of an operation that has a limit of its own."""
        tracker, limit = self._tracker(headers, address)
        name = "default"
        if own is not None:
            name, limit = own
        bucket = self._buckets.get((name, tracker))
        if bucket is None or self._is_over(bucket, now):
            if len(self._buckets) >= MOST_TRACKED:
                self._buckets = {key: kept for key, kept in self._buckets.items() if not self._is_over(kept, now)}
            bucket = self._buckets[name, tracker] = _Bucket(now)
        bucket.hits += 1
        if bucket.hits > limit and bucket.blocked_until is None:
            bucket.blocked_until = now + BLOCK
        until = bucket.blocked_until or bucket.started + WINDOW
        seconds = -int((now - until) // timedelta(seconds=1))
        shown = name[:1].upper() + name[1:]
        return Reading(shown, limit, max(0, limit - bucket.hits), seconds, bucket.blocked_until is not None)

    def exhausted(
        self, headers: Mapping[str, str], address: str, seconds: int, own: tuple[str, int] | None = None
    ) -> Reading:
        """What a request reads whose limit is used up for `seconds`, whatever was counted."""
        name, limit = own or ("default", self._tracker(headers, address)[1])
        return Reading(name[:1].upper() + name[1:], limit, 0, seconds, True)

    @staticmethod
    def _is_over(bucket: _Bucket, now: datetime) -> bool:
        if bucket.blocked_until is not None:
            return now >= bucket.blocked_until
        # A clock that was moved back starts a new window as well.
        return not bucket.started <= now < bucket.started + WINDOW

    @staticmethod
    def _tracker(headers: Mapping[str, str], address: str) -> tuple[str, int]:
        bearer = token(headers)
        if bearer.startswith(PREFIX):
            return f"key:{bearer}", KEY_LIMIT
        if bearer:
            return f"token:{bearer}", PLATFORM_LIMIT
        client = headers.get("x-cal-client-id")
        if client:
            return f"client:{client}", PLATFORM_LIMIT
        return f"address:{headers.get('cf-connecting-ip', address)}", KEY_LIMIT
