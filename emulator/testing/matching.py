"""Whether a JSON value has what a test expects of it, and where it has not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from emulator.testing.layout import short


@dataclass(frozen=True)
class About:
    """Equal to an instant that is at most `within` away, be it a datetime or ISO text."""

    instant: datetime
    within: timedelta

    def __eq__(self, other: object) -> bool:
        found = _instant(other)
        return found is not None and abs(found - self.instant) <= self.within

    def __hash__(self) -> int:
        return hash((self.instant, self.within))

    def __repr__(self) -> str:
        return f"about {self.instant.isoformat()} (within {self.within.total_seconds():g} s)"


def about(instant: datetime | str, within: timedelta | float = 1.0) -> About:
    """Whatever is at most `within` (seconds if a number) away from an instant; what has no zone is UTC.

        inbox.expect("BOOKING_CREATED", startTime=about("2030-01-08T13:00:00Z", within=60))

    Raises `ValueError` for text that is no instant.
    """
    found = _instant(instant)
    if found is None:
        raise ValueError(f"{instant!r} is no ISO 8601 instant such as 2030-01-08T13:00:00Z")
    return About(found, within if isinstance(within, timedelta) else timedelta(seconds=within))


def differences(expected: Any, actual: Any, where: str = "") -> list[str]:
    """One line for every place where `actual` is not as expected; none if it is.

    Of an object only the members that are expected count, of a list all its items. A compiled pattern fits text that it
    matches wholly, a datetime the same instant as ISO text, `about(…)` one near it, `...` anything that is there;
    everything else is compared with `==`.
    """
    return list(_differences(expected, actual, where))


def _differences(expected: Any, actual: Any, where: str) -> Iterator[str]:
    if expected is ...:
        return
    if isinstance(expected, re.Pattern):
        if not isinstance(actual, str) or not expected.fullmatch(actual):
            yield f"{where or '/'}: expected text like {expected.pattern!r}, got {short(actual)}"
    elif isinstance(expected, datetime):
        if _instant(actual) != _instant(expected):
            yield f"{where or '/'}: expected {_wire(expected)!r}, got {short(actual)}{_apart(expected, actual)}"
    elif isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for name, value in expected.items():
            if name in actual:
                yield from _differences(value, actual[name], f"{where}/{name}")
            else:
                yield f"{where}/{name}: expected {_shown(value)}, but it is not there{_near(name, actual)}"
    elif isinstance(expected, list | tuple) and isinstance(actual, list):
        for number, (value, got) in enumerate(zip(expected, actual, strict=False)):
            yield from _differences(value, got, f"{where}/{number}")
        if len(expected) != len(actual):
            yield f"{where or '/'}: expected {len(expected)} items, got {len(actual)}: {short(actual)}"
    elif expected != actual or type(expected) is bool is not type(actual):
        yield f"{where or '/'}: expected {_shown(expected)}, got {short(actual)}{_apart(expected, actual)}"


def _shown(expected: Any) -> str:
    if expected is ...:
        return "something"
    if isinstance(expected, datetime):
        return repr(_wire(expected))
    return f"text like {expected.pattern!r}" if isinstance(expected, re.Pattern) else short(expected)


def _near(name: str, actual: Mapping[str, Any]) -> str:
    """What else is there, when it is little."""
    return f" (there are {', '.join(actual)})" if 0 < len(actual) <= 8 else ""


def _instant(value: object) -> datetime | None:
    """A datetime, or ISO text of an instant, as an aware datetime; None for anything else. No zone is UTC."""
    if isinstance(value, str) and "T" in value:
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def _wire(instant: datetime) -> str:
    found = _instant(instant)
    return found.isoformat() if found is not None else ""


def _apart(expected: object, actual: object) -> str:
    """How far two instants are from each other: an hour or two is the usual mistake with time zones."""
    was, now = _instant(expected), _instant(actual)
    if was is None or now is None:
        return ""
    if was == now:
        return " (the same instant, written otherwise: expect a datetime)"
    apart = abs(now - was)
    length = (
        str(apart).partition(".")[0] if apart >= timedelta(seconds=1) else f"{apart / timedelta(milliseconds=1):g} ms"
    )
    return f" ({length} {'later' if now > was else 'earlier'})"
