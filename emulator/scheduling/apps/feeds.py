"""Calendar files: the busy times that a subscriber reads out of an ICS text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from emulator.frozen import frozen
from emulator.world.world import World

MOST_OCCURRENCES = 20_000
"""Of one event: a rule that never ends is followed no further."""


class Occurrence(NamedTuple):
    """When an event of a calendar file takes place, in UTC."""

    start: datetime
    end: datetime
    title: str


@frozen
class _Entry:
    """An event of a file. `start` is aware, in the zone that its clock runs in; `rule` is its RRULE, if it recurs."""

    start: datetime
    length: timedelta
    title: str
    rule: str | None
    without: frozenset[datetime]
    extra: tuple[datetime, ...]


def busy(world: World, url: str, low: datetime, high: datetime) -> Iterator[Occurrence]:
    """What the feed at `url` holds that meets [low, high); nothing when nobody ever wrote it."""
    feed = world.ics_feeds.by("url", url)
    if feed is None or not feed.ics or not feed.readable:
        return
    for entry in _entries(feed.ics):
        for start in _starts(entry, low, high):
            yield Occurrence(start.astimezone(UTC), (start + entry.length).astimezone(UTC), entry.title)


def check(text: str) -> None:
    """Raise `ValueError` for what is no calendar file, or one whose events cannot be read."""
    try:
        _entries(text)
    except (AttributeError, KeyError, OverflowError, TypeError) as error:
        raise ValueError(str(error)) from error


def _rule(text: str, start: datetime) -> Any:
    """The rule of an event that begins at a local time. Raises `ValueError`."""
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - most bookings are made where no calendar file is looked at

    return rrulestr(text, dtstart=start.replace(tzinfo=None), ignoretz=True)


def _starts(entry: _Entry, low: datetime, high: datetime) -> Iterator[datetime]:
    if entry.rule is None:
        starts = [entry.start]
    else:
        # The rule counts in local time: at nine on the wall, also when the clocks change.
        rule = _rule(entry.rule, entry.start)
        zone = entry.start.tzinfo
        after = (low - entry.length).astimezone(zone).replace(tzinfo=None) - timedelta(days=1)
        before = high.astimezone(zone).replace(tzinfo=None) + timedelta(days=1)
        found = rule.xafter(after, count=MOST_OCCURRENCES, inc=True)
        starts = []
        for start in found:
            if start > before:
                break
            starts.append(start.replace(tzinfo=zone))
    for start in (*starts, *entry.extra):
        if start not in entry.without and start < high and start + entry.length > low:
            yield start


@lru_cache(maxsize=64)
def _entries(text: str) -> tuple[_Entry, ...]:
    from icalendar import Calendar  # noqa: PLC0415 - heavy, and few worlds have feeds

    calendar = Calendar.from_ical(text)
    if calendar.name != "VCALENDAR":
        raise ValueError("not a calendar")
    # The library's types allow any property anywhere; what is missing or odd is told by `check`.
    everything: list[Any] = list(calendar.walk("VEVENT"))
    # A changed occurrence stands as an event of its own: the series leaves it out.
    moved: dict[str, set[datetime]] = {}
    for event in everything:
        if "RECURRENCE-ID" in event:
            moved.setdefault(str(event.get("UID")), set()).add(_instant(event["RECURRENCE-ID"].dt))
    return tuple(_entry(event, moved.get(str(event.get("UID")), set())) for event in everything if _blocks(event))


def _blocks(event: Any) -> bool:
    return str(event.get("TRANSP", "OPAQUE")) != "TRANSPARENT" and str(event.get("STATUS", "")) != "CANCELLED"


def _entry(event: Any, moved: set[datetime]) -> _Entry:
    if "DTSTART" not in event:
        raise ValueError("an event without DTSTART")
    first = event["DTSTART"].dt
    start = _instant(first)
    if "DTEND" in event:
        length = _instant(event["DTEND"].dt) - start
    elif "DURATION" in event:
        length = event["DURATION"].dt
    else:
        length = timedelta() if isinstance(first, datetime) else timedelta(days=1)
    recurs = "RRULE" in event and "RECURRENCE-ID" not in event
    rule = event["RRULE"].to_ical().decode() if recurs else None
    if rule is not None:
        if "SECONDLY" in rule or "MINUTELY" in rule:
            raise ValueError("an event that recurs more often than every hour")
        _rule(rule, start)
    without = set(_dates(event, "EXDATE")) | (moved if "RECURRENCE-ID" not in event else set())
    return _Entry(
        start,
        max(length, timedelta()),
        str(event.get("SUMMARY", "Busy")),
        rule,
        frozenset(without),
        _dates(event, "RDATE"),
    )


def _dates(event: Any, name: str) -> tuple[datetime, ...]:
    given: Any = event.get(name, [])
    lists = given if isinstance(given, list) else [given]
    return tuple(_instant(one.dt) for each in lists for one in each.dts if not isinstance(one.dt, tuple))


def _instant(value: date | datetime) -> datetime:
    """Whole days and times without a zone are read as UTC."""
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
