"""One booking, a series, or the booking that a seat belongs to. Who knows the uid may read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.bookings.output import booking_output, live_seats, seat_booking_output, series_output
from emulator.api.call import Call, Handler, Json, success
from emulator.errors import booking_reads as errors


def read(call: Call) -> Json:
    """The uid of a series gives all its occurrences by start, those cancelled and moved included."""
    world, uid = call.world, call.path["bookingUid"]
    booking = world.bookings.by("uid", uid)
    if booking is not None:
        return success(booking_output(call, booking))
    series = world.bookings.where("recurring_uid", uid)
    if not series:
        raise errors.not_in_database(uid)
    return success(series_output(call, sorted(series, key=lambda each: (each.start, each.id))))


def read_by_seat(call: Call) -> Json:
    world, seat_uid = call.world, call.path["seatUid"]
    seat = world.seats.by("uid", seat_uid)
    booking = None if seat is None else world.bookings.get(seat.booking_id)
    if seat is None or booking is None or seat not in live_seats(call, booking):
        raise errors.seat_not_in_database(seat_uid)
    return success(seat_booking_output(call, booking, seat))


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "BookingsController_2024_08_13_getBooking": read,
        "BookingsController_2024_08_13_getBookingBySeatUid": read_by_seat,
    }
)
