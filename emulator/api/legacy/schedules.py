"""Schedules in the shape of 2024-04-15: minutes since midnight, rows on 1 January 1970, ranges a weekday."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Call, Handler, Json, success
from emulator.api.schedules import delete, owned
from emulator.scheduling.working_hours import DAYS, zone_of
from emulator.world.records import Schedule, User

EPOCH_DAY: Final = "1970-01-01"


def list_own(call: Call) -> Json:
    owner = call.me.user
    return success([_output(call, each, owner) for each in call.world.schedules.where("user_id", owner.id)])


def read_default(call: Call) -> Json:
    """`null` for a user without a default schedule."""
    owner = call.me.user
    schedule = call.world.schedules.get(owner.default_schedule_id)
    return success(None if schedule is None else _output(call, schedule, owner))


def read(call: Call) -> Json:
    schedule = owned(call.world, call.me, call.path["scheduleId"])
    return success(_output(call, schedule, call.me.user))


def _output(call: Call, schedule: Schedule, owner: User) -> dict[str, Json]:
    foreign = schedule.user_id != owner.id
    local = zone_of(schedule, owner.time_zone)
    return {
        "id": schedule.id,
        "name": schedule.name,
        "isManaged": foreign,
        "workingHours": [
            {
                "days": _numbers(hours["days"]),
                "startTime": _minutes(hours["startTime"]),
                "endTime": _minutes(hours["endTime"]),
            }
            for hours in schedule.availability
        ],
        "schedule": _rows(schedule),
        "availability": _by_weekday(schedule, call.now.date()),
        "timeZone": local.key,
        "dateOverrides": _dated_ranges(schedule, call.now.astimezone(local)),
        "isDefault": owner.default_schedule_id == schedule.id,
        "isLastSchedule": len(call.world.schedules.where("user_id", owner.id)) <= 1,
        "readOnly": foreign,
    }


def _rows(schedule: Schedule) -> list[dict[str, Json]]:
    """Weekly hours, then single dates. Their ids stay the same as long as the schedule does."""
    entries: list[tuple[list[int], str | None, dict[str, Any]]] = [
        (_numbers(hours["days"]), None, hours) for hours in schedule.availability
    ]
    entries += [([], _at(override["date"], "00:00"), override) for override in schedule.overrides]
    return [
        {
            "id": schedule.id * 100 + position,
            "userId": None,
            "eventTypeId": None,
            "days": days,
            "startTime": _at(EPOCH_DAY, entry["startTime"]),
            "endTime": _at(EPOCH_DAY, entry["endTime"]),
            "date": day,
            "scheduleId": schedule.id,
        }
        for position, (days, day, entry) in enumerate(entries, start=1)
    ]


def _by_weekday(schedule: Schedule, today: date) -> list[list[dict[str, Json]]]:
    # The service writes local clock times as if they were UTC, on the day of the request.
    weekdays: list[list[dict[str, Json]]] = [[] for _ in DAYS]
    for hours in schedule.availability:
        for day in _numbers(hours["days"]):
            weekdays[day].append(_range(today.isoformat(), hours))
    return weekdays


def _dated_ranges(schedule: Schedule, now: datetime) -> list[dict[str, Json]]:
    """One entry a date; dates that are over in the schedule's zone are left out."""
    dates: dict[str, list[dict[str, Json]]] = {}
    for override in schedule.overrides:
        day = override["date"][:10]
        if date.fromisoformat(day) >= now.date():
            dates.setdefault(day, []).append(_range(day, override))
    return [{"ranges": ranges} for ranges in dates.values()]


def _range(day: str, hours: Mapping[str, Any]) -> dict[str, Json]:
    return {"start": _at(day, hours["startTime"]), "end": _at(day, hours["endTime"])}


def _at(day: str, clock: str) -> str:
    return f"{day[:10]}T{clock[:5]}:00.000Z"


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


def _numbers(days: list[str]) -> list[int]:
    """0 is Sunday."""
    return [(DAYS.index(day) + 1) % 7 for day in days]


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "SchedulesController_2024_04_15_getSchedules": list_own,
        "SchedulesController_2024_04_15_getDefaultSchedule": read_default,
        "SchedulesController_2024_04_15_getSchedule": read,
        "SchedulesController_2024_04_15_deleteSchedule": delete,
    }
)
