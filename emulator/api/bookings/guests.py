"""Several more people on a booking at once."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.bookings.output import booking_output
from emulator.api.call import Call, Handler, Json, success
from emulator.errors import booking_reads as errors
from emulator.scheduling.booking_people import Newcomer, add_guests


def add(call: Call) -> Json:
    world, user, uid = call.world, call.me.user, call.path["bookingUid"]
    booking = world.bookings.by("uid", uid)
    if booking is None:
        raise errors.not_found(uid)
    newcomers = [
        Newcomer(
            email=guest["email"],
            name=guest.get("name"),
            time_zone=guest.get("timeZone"),
            locale=guest.get("language"),
            phone=guest.get("phoneNumber"),
        )
        for guest in call.body["guests"]
    ]
    add_guests(world, booking, user, newcomers)
    return success(booking_output(call, booking))


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType({"BookingGuestsController_2024_08_13_addGuests": add})
