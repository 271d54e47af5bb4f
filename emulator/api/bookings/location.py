"""Where a booking takes place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.bookings.output import booking_output
from emulator.api.call import Call, Handler, Json, success
from emulator.scheduling.booking_place import change_place


def update(call: Call) -> Json:
    wanted = (call.body or {}).get("location")
    booking = change_place(call.world, call.me.user, call.path["bookingUid"], wanted)
    return success(booking_output(call, booking))


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {"BookingLocationController_2024_08_13_updateBookingLocation": update}
)
