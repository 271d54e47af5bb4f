"""Ask the attendee for another time."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.bookings.guard import accessible_booking
from emulator.api.call import Call, Guard, Handler, Json
from emulator.scheduling.lifecycle.request_reschedule import request_reschedule


def request(call: Call) -> Json:
    booking = accessible_booking(call)
    request_reschedule(call.world, booking, call.me.user, (call.body or {}).get("rescheduleReason"))
    return {"status": "success"}


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType({"BookingsController_2026_02_25_requestReschedule": request})
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "BookingsController_2026_02_25_requestReschedule": accessible_booking,
    }
)
