"""Confirm or decline a pending booking."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.bookings.output import booking_output
from emulator.api.call import Call, Handler, Json, success
from emulator.scheduling.lifecycle.decide import confirm_booking, decline_booking


def confirm(call: Call) -> Json:
    booking = confirm_booking(call.world, call.path["bookingUid"], call.me.user)
    return success(booking_output(call, booking))


def decline(call: Call) -> Json:
    reason = (call.body or {}).get("reason")
    booking = decline_booking(call.world, call.path["bookingUid"], call.me.user, reason)
    return success(booking_output(call, booking))


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "BookingsController_2024_08_13_confirmBooking": confirm,
        "BookingsController_2024_08_13_declineBooking": decline,
    }
)
