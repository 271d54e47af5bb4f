"""Names of time zones as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import available_timezones


def canonical_zone(name: object) -> str | None:
    """The IANA name that this is but for its capitals (`America/New_york`); None when it names no zone."""
    return _by_lower_case().get(name.lower()) if isinstance(name, str) else None


def known_zones() -> Iterable[str]:
    """Every name that there is."""
    return _by_lower_case().values()


@lru_cache(maxsize=1)
def _by_lower_case() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}
