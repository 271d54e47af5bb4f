"""The attendees of a booking, one by one, under ids of their own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.bookings.guard import accessible_booking
from emulator.api.bookings.output import attendee_with_phone
from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.errors import booking_reads as errors
from emulator.scheduling.booking_people import Newcomer, add_attendee, remove_attendee
from emulator.world.appointments import Attendee


def list_attendees(call: Call) -> Json:
    booking = accessible_booking(call)
    people = call.world.attendees.where("booking_id", booking.id)
    return success([_with_id(attendee) for attendee in people])


def read(call: Call) -> Json:
    booking, attendee_id = accessible_booking(call), call.path["attendeeId"]
    attendee = call.world.attendees.get(attendee_id)
    if attendee is None or attendee.booking_id != booking.id:
        raise errors.attendee_elsewhere(attendee_id, booking.uid)
    return success(_with_id(attendee))


def add(call: Call) -> Json:
    booking, body = accessible_booking(call), call.body
    newcomer = Newcomer(
        email=body["email"],
        name=body["name"],
        time_zone=body["timeZone"],
        locale=body.get("language"),
        phone=body.get("phoneNumber"),
    )
    attendee = add_attendee(call.world, booking, newcomer)
    return success({"id": attendee.id, "bookingId": booking.id, **_with_id(attendee)})


def remove(call: Call) -> Json:
    """No guard stands here: an unknown booking is a 404."""
    world, user, uid = call.world, call.me.user, call.path["bookingUid"]
    booking = world.bookings.by("uid", uid)
    if booking is None:
        raise errors.not_found(uid)
    gone = remove_attendee(world, booking, user, call.path["attendeeId"])
    return success(
        {"id": gone.id, "bookingId": booking.id, "name": gone.name, "email": gone.email, "timeZone": gone.time_zone}
    )


def _with_id(attendee: Attendee) -> dict[str, Json]:
    return {"id": attendee.id, **attendee_with_phone(attendee)}


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "BookingAttendeesController_2024_08_13_getBookingAttendees": list_attendees,
        "BookingAttendeesController_2024_08_13_getBookingAttendee": read,
        "BookingAttendeesController_2024_08_13_addAttendee": add,
        "BookingAttendeesController_2024_08_13_removeAttendee": remove,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "BookingAttendeesController_2024_08_13_addAttendee": accessible_booking,
        "BookingAttendeesController_2024_08_13_getBookingAttendee": accessible_booking,
    }
)
