"""Hand a booking to another host, any that is free or a certain one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.bookings.output import display_email
from emulator.api.call import Call, Handler, Json, success
from emulator.scheduling.reassignment import reassign, reassign_to
from emulator.world.records import User


def to_any(call: Call) -> Json:
    return _answer(call, reassign(call.world, call.me.user, call.path["bookingUid"]))


def to_user(call: Call) -> Json:
    return _answer(call, reassign_to(call.world, call.me.user, call.path["bookingUid"], call.path["userId"]))


def _answer(call: Call, host: User) -> Json:
    return success(
        {
            "bookingUid": call.path["bookingUid"],
            "reassignedTo": {
                "id": host.id,
                "name": host.name or "",
                "email": host.email,
                "displayEmail": display_email(host.email),
            },
        }
    )


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "BookingsController_2024_08_13_reassignBooking": to_any,
        "BookingsController_2024_08_13_reassignBookingToUser": to_user,
    }
)
