"""Move a booking to another time."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.bookings.output import booking_output
from emulator.api.bookings.overrides import overrides_of
from emulator.api.call import Call, Handler, Json, success
from emulator.scheduling.lifecycle.requests import RescheduleRequest
from emulator.scheduling.lifecycle.reschedule import reschedule_booking
from emulator.scheduling.lifecycle.seat_moves import moved_seat
from emulator.world.instants import parse


def reschedule(call: Call) -> Json:
    body = call.body
    request = RescheduleRequest(
        uid=call.path["bookingUid"],
        start=parse(body["start"]),
        by=body.get("rescheduledBy") or None,
        reason=body.get("reschedulingReason") or None,
        seat_uid=body.get("seatUid"),
        overrides=overrides_of(call),
        host_subset=frozenset(body.get("rrHostSubsetIds") or ()),
    )
    booking = reschedule_booking(call.world, request, call.caller.user if call.caller else None)
    return success(booking_output(call, booking, created=True, seat=moved_seat(call.world, booking, request.seat_uid)))


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {"BookingsController_2024_08_13_rescheduleBooking": reschedule}
)
