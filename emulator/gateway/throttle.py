"""The rate limiter: counts everybody; whether it refuses anybody is up to the gateway (bookings.md 1.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from emulator.auth.credentials import PREFIX, digest, token
from emulator.contract.operation import Operation
from emulator.frozen import frozen
from emulator.world.world import World

WINDOW: Final = timedelta(seconds=60)
BLOCK: Final = timedelta(seconds=60)
KEY_LIMIT: Final = 120
PLATFORM_LIMIT: Final = 500
MOST_TRACKED: Final = 10_000


@dataclass(slots=True, frozen=True)
class Limit:
    """So many requests in a window, and how long whoever sends more is refused."""

    name: str
    most: int
    window: timedelta = WINDOW
    block: timedelta = BLOCK


OF_KEY: Final = Limit("default", KEY_LIMIT)
OF_PLATFORM: Final = Limit("default", PLATFORM_LIMIT)


@dataclass(slots=True)
class _Bucket:
    """The requests of a window that ends at `until`, or of the one before and the silence that lasts until then.

    `shown` is the limit's name as the headers spell it.
    """

    shown: str
    started: datetime
    until: datetime
    hits: int = 0
    blocked: bool = False

    def is_over(self, now: datetime) -> bool:
        # A clock that was moved back starts a new window as well, but does not end a silence.
        return now >= self.until or (now < self.started and not self.blocked)


@frozen
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
        self, headers: Mapping[str, str], address: str, now: datetime, limits: Sequence[Limit] = ()
    ) -> tuple[Reading, ...]:
        """Count one request against each of the limits, or against that of its kind of caller if there are none."""
        tracker, usual = _tracker(headers, address)
        if not limits:
            return (self._count(tracker, usual, now),)
        return tuple([self._count(tracker, limit, now) for limit in limits])

    def exhausted(
        self, headers: Mapping[str, str], address: str, seconds: int, limits: Sequence[Limit] = ()
    ) -> tuple[Reading, ...]:
        """What a request reads whose limits are used up for `seconds`, whatever was counted."""
        usual = _tracker(headers, address)[1]
        return tuple(Reading(_shown(one), one.most, 0, seconds, True) for one in limits or (usual,))

    def _count(self, tracker: str, limit: Limit, now: datetime) -> Reading:
        bucket = self._buckets.get((limit.name, tracker))
        if bucket is None or bucket.is_over(now):
            if len(self._buckets) >= MOST_TRACKED:
                self._buckets = {key: kept for key, kept in self._buckets.items() if not kept.is_over(now)}
            bucket = self._buckets[limit.name, tracker] = _Bucket(_shown(limit), now, now + limit.window)
        bucket.hits += 1
        if bucket.hits > limit.most and not bucket.blocked:
            bucket.blocked, bucket.until = True, now + limit.block
        left = bucket.until - now
        seconds = left.days * 86_400 + left.seconds + (left.microseconds > 0)
        return Reading(bucket.shown, limit.most, max(0, limit.most - bucket.hits), seconds, bucket.blocked)


def limits_of_key(world: World, headers: Mapping[str, str]) -> list[Limit]:
    """The limits that the request's API key has of its own; mostly there are none."""
    if not len(world.rate_limits):
        return []
    bearer = token(headers)
    if not bearer.startswith(PREFIX):
        return []
    key = world.api_keys.by("digest", digest(bearer))
    if key is None:
        return []
    return [
        Limit(one.name, one.limit, timedelta(milliseconds=one.ttl), timedelta(milliseconds=one.block_duration))
        for one in world.rate_limits.where("api_key_id", key.id)
    ]


def limits_of_operation(operation: Operation | None) -> tuple[Limit, ...]:
    """The limit that an operation has in place of its caller's."""
    limit = operation.rate_limit if operation else None
    return (Limit(limit.name, limit.limit, timedelta(seconds=limit.seconds)),) if limit else ()


def _shown(limit: Limit) -> str:
    return limit.name[:1].upper() + limit.name[1:]


def _tracker(headers: Mapping[str, str], address: str) -> tuple[str, Limit]:
    bearer = token(headers)
    if bearer.startswith(PREFIX):
        return f"key:{bearer}", OF_KEY
    if bearer:
        return f"token:{bearer}", OF_PLATFORM
    client = headers.get("x-cal-client-id")
    if client:
        return f"client:{client}", OF_PLATFORM
    return f"address:{headers.get('cf-connecting-ip', address)}", OF_KEY
