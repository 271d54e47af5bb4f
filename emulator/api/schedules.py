"""A user's schedules."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Call, Handler, Json, success
from emulator.auth.caller import Caller
from emulator.errors import schedules as errors
from emulator.scheduling.working_hours import FALLBACK_ZONE, office_hours
from emulator.world import ties
from emulator.world.records import Schedule, User
from emulator.world.world import World


def create(call: Call) -> Json:
    world, owner, body = call.world, call.me.user, call.body
    availability = body.get("availability")
    schedule = world.schedules.add(
        Schedule(
            id=world.ids.next("schedules"),
            user_id=owner.id,
            name=body["name"],
            time_zone=body["timeZone"],
            availability=office_hours() if availability is None else availability,
            overrides=body.get("overrides") or [],
        )
    )
    if body["isDefault"]:
        world.users.update(owner, default_schedule_id=schedule.id)
    return success(schedule_output(schedule, owner))


def list_own(call: Call) -> Json:
    owner = call.me.user
    return success([schedule_output(schedule, owner) for schedule in call.world.schedules.where("user_id", owner.id)])


def read_default(call: Call) -> Json:
    """`null` for a user without a default schedule."""
    owner = call.me.user
    schedule = call.world.schedules.get(owner.default_schedule_id)
    return success(None if schedule is None else schedule_output(schedule, owner))


def read(call: Call) -> Json:
    schedule = owned(call.world, call.me, call.path["scheduleId"])
    return success(schedule_output(schedule, call.me.user))


def update(call: Call) -> Json:
    """Lists that are given replace the old ones; `isDefault: false` does nothing (resources.md 6)."""
    world, owner, body = call.world, call.me.user, call.body or {}
    schedule = owned(world, call.me, call.path["scheduleId"])
    names = {"name": "name", "timeZone": "time_zone", "availability": "availability", "overrides": "overrides"}
    changes: dict[str, Any] = {field: body[name] for name, field in names.items() if body.get(name) is not None}
    if changes:
        world.schedules.update(schedule, **changes)
    if body.get("isDefault"):
        world.users.update(owner, default_schedule_id=schedule.id)
    return success(schedule_output(schedule, owner))


def delete(call: Call) -> Json:
    """The default and the last one can go too; event types that used it fall back to the user's."""
    world, schedule_id = call.world, call.path["scheduleId"]
    if world.schedules.get(schedule_id) is None:
        raise errors.nothing_to_delete(schedule_id)
    schedule = owned(world, call.me, schedule_id)
    ties.remove(world, world.schedules, schedule)
    return {"status": "success"}


def owned(world: World, caller: Caller, schedule_id: int) -> Schedule:
    """The schedule, if it is the caller's. Raises the service's 404 or 403."""
    schedule = world.schedules.get(schedule_id)
    if schedule is None:
        raise errors.not_found(schedule_id)
    if schedule.user_id != caller.user.id:
        raise errors.foreign(caller.user.id, schedule_id)
    return schedule


def schedule_output(schedule: Schedule, owner: User) -> dict[str, Json]:
    """The 2024-06-11 form."""
    return {
        "id": schedule.id,
        "ownerId": schedule.user_id,
        "name": schedule.name,
        "timeZone": schedule.time_zone or FALLBACK_ZONE,
        "availability": schedule.availability,
        "isDefault": owner.default_schedule_id == schedule.id,
        "overrides": schedule.overrides,
    }


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "SchedulesController_2024_06_11_createSchedule": create,
        "SchedulesController_2024_06_11_getSchedules": list_own,
        "SchedulesController_2024_06_11_getDefaultSchedule": read_default,
        "SchedulesController_2024_06_11_getSchedule": read,
        "SchedulesController_2024_06_11_updateSchedule": update,
        "SchedulesController_2024_06_11_deleteSchedule": delete,
    }
)
