"""How many bookings the caller takes, of all event types together (live.md 6). For members of organizations only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, success
from emulator.errors import me as errors
from emulator.scheduling.host_limits import changed, limits_of
from emulator.world.records import User


def read(call: Call) -> Json:
    return success(limits_of(member(call)))


def update(call: Call) -> Json:
    """What is left out stays as it is; null removes a limit."""
    user = member(call)
    call.world.users.update(user, booking_limits=changed(user, call.body or {}))
    return success(limits_of(user))


def delete(call: Call) -> None:
    call.world.users.update(member(call), booking_limits={})


def member(call: Call) -> User:
    """The guard: a caller within an organization."""
    if call.me.organization_id is None:
        raise errors.not_in_organization()
    return call.me.user


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "MeBookingLimitsController_getBookingLimits": read,
        "MeBookingLimitsController_updateBookingLimits": update,
        "MeBookingLimitsController_deleteBookingLimits": delete,
    }
)
