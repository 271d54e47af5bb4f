"""The account behind the credentials."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Call, Handler, Json, success
from emulator.errors import me as errors
from emulator.errors.common import duplicate_record
from emulator.scheduling.time_zones import canonical_zone
from emulator.world.records import User
from emulator.world.tables import DuplicateKeyError
from emulator.world.world import World

FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "email": "email",
        "name": "name",
        "timeFormat": "time_format",
        "defaultScheduleId": "default_schedule_id",
        "weekStart": "week_start",
        "timeZone": "time_zone",
        "locale": "locale",
        "avatarUrl": "avatar_url",
        "bio": "bio",
        "metadata": "metadata",
    }
)
"""What can be changed; that the default schedule is the caller's own is not checked (resources.md 7)."""


def read(call: Call) -> Json:
    user = call.me.user
    return success({**me_output(user), **_organization(call.world, user)})


def update(call: Call) -> Json:
    """A new time zone goes into the default schedule too; the answer never has the organization."""
    world, user = call.world, call.me.user
    changes = account_changes(call.body or {})
    try:
        world.users.update(user, **changes)
    except DuplicateKeyError:
        raise duplicate_record() from None
    schedule = world.schedules.get(user.default_schedule_id)
    # The schedule's owner is looked at because the default is not checked when it is chosen.
    if "time_zone" in changes and schedule is not None and schedule.user_id == user.id:
        world.schedules.update(schedule, time_zone=user.time_zone)
    return success(me_output(user))


def me_output(user: User) -> dict[str, Json]:
    """The account without its organization."""
    return {
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "name": user.name,
        "avatarUrl": user.avatar_url,
        "bio": user.bio,
        "timeFormat": user.time_format,
        "defaultScheduleId": user.default_schedule_id,
        "weekStart": user.week_start,
        "timeZone": user.time_zone,
        "locale": user.locale,
        "organizationId": user.organization_id,
    }


def account_changes(body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the account that a body sets; null counts as left out. Raises the service's 400."""
    changes = {field: body[name] for name, field in FIELDS.items() if body.get(name) is not None}
    if "time_zone" in changes:
        zone = canonical_zone(changes["time_zone"])
        if zone is None:
            raise errors.unknown_time_zone()
        changes["time_zone"] = zone
    return changes


def _organization(world: World, user: User) -> dict[str, Json]:
    organization = world.teams.get(user.organization_id)
    if organization is None:
        return {}
    return {"organization": {"id": organization.id, "isPlatform": organization.is_platform}}


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "MeController_getMe": read,
        "MeController_updateMe": update,
    }
)
