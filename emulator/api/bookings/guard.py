"""The guard before what only people with access to a booking may see."""

from __future__ import annotations

from emulator.api.call import Call
from emulator.errors import booking_reads as errors
from emulator.scheduling.access import may_open_booking
from emulator.world.appointments import Booking


def accessible_booking(call: Call) -> Booking:
    """The booking that the path names. Raises the same 403 where it does not exist as where it is closed to the caller.

    Raises a 401 without a caller.
    """
    user, uid = call.me.user, call.path["bookingUid"]
    booking = call.world.bookings.by("uid", uid)
    if booking is None or not may_open_booking(call.world, user, booking):
        raise errors.no_access(user.id, uid)
    return booking
