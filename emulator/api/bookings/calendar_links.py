"""Links that add a booking to a calendar, for any caller with credentials."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, success
from emulator.errors import booking_reads as errors
from emulator.scheduling.calendar_links import calendar_links


def read(call: Call) -> Json:
    world, uid = call.world, call.path["bookingUid"]
    booking = world.bookings.by("uid", uid)
    if booking is None:
        raise errors.not_found(uid)
    event_type = world.event_types.get(booking.event_type_id)
    if event_type is None:
        raise errors.links_without_event_type(uid)
    return success([link._asdict() for link in calendar_links(booking, event_type, call.now)])


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType({"BookingsController_2024_08_13_getCalendarLinks": read})
