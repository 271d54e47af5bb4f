"""Cancel a booking, an occurrence and those after it, or a series."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.bookings.output import booking_output, series_output
from emulator.api.call import Call, Handler, Json, success
from emulator.scheduling.lifecycle.cancel import cancel_booking
from emulator.scheduling.lifecycle.requests import CancelRequest


def cancel(call: Call) -> Json:
    body = call.body or {}
    request = CancelRequest(
        uid=call.path["bookingUid"],
        reason=body.get("cancellationReason"),
        subsequent=body.get("cancelSubsequentBookings") is True,
        seat_uid=body.get("seatUid"),
    )
    cancelled = cancel_booking(call.world, request, call.caller.user if call.caller else None)
    if cancelled.refusal is not None:
        return cancelled.refusal
    if cancelled.series:
        return success(series_output(call, cancelled.bookings))
    return success(booking_output(call, cancelled.bookings[0]))


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType({"BookingsController_2024_08_13_cancelBooking": cancel})
