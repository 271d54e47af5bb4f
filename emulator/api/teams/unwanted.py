"""Report and block who booked in an organization."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.api.teams import guard
from emulator.errors import booking_reads as errors
from emulator.scheduling import unwanted
from emulator.world.appointments import Booking


def report(call: Call) -> Json:
    booking = _booking(call)
    reach = call.body["reportType"]
    value = unwanted.booker_of(call.world, booking, reach)
    count = unwanted.cancel_upcoming(call.world, call.path["orgId"], value, reach)
    return success(
        {
            "success": True,
            "message": "Booking reported successfully",
            "bookingUid": booking.uid,
            "reportedCount": max(1, count),
            "cancelledCount": count,
        }
    )


def block(call: Call) -> Json:
    booking = _booking(call)
    reach = call.body["blockType"]
    value = unwanted.booker_of(call.world, booking, reach)
    unwanted.block(call.world, call.path["orgId"], value, reach)
    count = unwanted.cancel_upcoming(call.world, call.path["orgId"], value, reach)
    return success(
        {
            "success": True,
            "message": "Booker blocked successfully",
            "bookingUid": booking.uid,
            "cancelledCount": count,
            "blockedValue": value,
        }
    )


def _booking(call: Call) -> Booking:
    organization = guard.organization_administrator(call)
    booking = call.world.bookings.by("uid", call.body["bookingUid"])
    if booking is None or not unwanted.belongs_to(call.world, booking, organization.id):
        raise errors.nothing_to_report()
    return booking


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "OrganizationsBookingsController_reportBooking": report,
        "OrganizationsBookingsController_blockBooker": block,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "OrganizationsBookingsController_reportBooking": guard.organization_administrator,
        "OrganizationsBookingsController_blockBooker": guard.organization_administrator,
    }
)
