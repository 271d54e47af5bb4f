"""When a host works: a schedule's weekly hours and dated overrides as intervals of real time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from emulator.scheduling.intervals import Interval, clipped, merged
from emulator.world.instants import zone
from emulator.world.records import Schedule

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FALLBACK_ZONE: Final = "Europe/London"


def office_hours() -> list[dict[str, Any]]:
    """Monday to Friday, 09:00 to 17:00: what a schedule holds that nobody filled."""
    return [{"days": list(DAYS[:5]), "startTime": "09:00", "endTime": "17:00"}]


class Day(NamedTuple):
    """A date of a schedule's own calendar, its opening and closing times, and what settled them."""

    date: date
    source: Literal["schedule", "override", "out-of-office"]
    windows: list[tuple[str, str]]


def zone_of(schedule: Schedule | None, user_zone: str) -> ZoneInfo:
    """A schedule's zone; one that never got a zone is in its user's."""
    return zone((schedule.time_zone if schedule else None) or user_zone or FALLBACK_ZONE)


def working_hours(
    schedule: Schedule | None,
    user_zone: str,
    low: datetime,
    high: datetime,
    away: Collection[tuple[date, date]] = (),
) -> list[Interval]:
    """The host's working time within [low, high), in UTC. Without a schedule it is Monday to Friday, 09:00 to 17:00.

    `away` are first and last dates of absences; they close these dates of the schedule's own calendar.
    """
    local = zone_of(schedule, user_zone)
    found = [
        (_instant(day.date, start, local), _end(day.date, end, local))
        for day in days(schedule, user_zone, low, high, away)
        for start, end in day.windows
        if start < end
    ]
    return clipped(merged(found), low, high)


def days(
    schedule: Schedule | None,
    user_zone: str,
    low: datetime,
    high: datetime,
    away: Collection[tuple[date, date]] = (),
) -> Iterator[Day]:
    """The dates whose hours can reach into [low, high), in order; the arguments are those of `working_hours`."""
    weekly: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for entry in schedule.availability if schedule else office_hours():
        for day in entry["days"]:
            weekly[DAYS.index(day)].append((entry["startTime"], entry["endTime"]))
    dated: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for override in schedule.overrides if schedule else ():
        # Overrides replace the whole local date; several on one date add up (resources.md 5.3).
        dated[override["date"][:10]].append((override["startTime"], override["endTime"]))
    local = zone_of(schedule, user_zone)
    date_ = low.astimezone(local).date() - timedelta(days=1)
    last = high.astimezone(local).date()
    while date_ <= last:
        if away and any(first <= date_ <= until for first, until in away):
            yield Day(date_, "out-of-office", [])
        elif dated and (windows := dated.get(date_.isoformat())) is not None:
            yield Day(date_, "override", windows)
        else:
            yield Day(date_, "schedule", weekly[date_.weekday()])
        date_ += timedelta(days=1)


@lru_cache(maxsize=4096)
def _instant(day: date, clock: str, local: ZoneInfo) -> datetime:
    hour, minute = int(clock[:2]), int(clock[3:5])
    return datetime.combine(day, time(hour, minute), local).astimezone(UTC)


def _end(day: date, clock: str, local: ZoneInfo) -> datetime:
    # The last minute of the day stands for its end: the service cannot write 24:00.
    if clock[:5] == "23:59":
        return _instant(day + timedelta(days=1), "00:00", local)
    return _instant(day, clock, local)
