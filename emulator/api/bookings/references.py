"""What others hold of a booking: apps their references to it, Cal Video its recordings, a routing form its trace."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.bookings.guard import accessible_booking
from emulator.api.call import Call, Handler, Json, success
from emulator.errors import booking_reads as errors
from emulator.scheduling.cal_video import room_of, shown_sessions
from emulator.world.appointments import Booking


def references(call: Call) -> Json:
    """For the organizer alone; the query may name one type."""
    uid, kind = call.path["bookingUid"], call.query.get("type")
    booking = call.world.bookings.by("uid", uid)
    if booking is None:
        raise errors.not_found(uid)
    if booking.user_id != call.me.user.id:
        raise errors.not_your_references(uid)
    return success(references_output(booking, kind))


def references_output(booking: Booking, kind: str | None) -> list[Json]:
    """What other apps hold of the booking, or the one app of that name."""
    return [
        {
            "type": each.get("type"),
            "eventUid": each.get("eventUid"),
            "id": each.get("id"),
            "destinationCalendarId": each.get("destinationCalendarId"),
        }
        for each in booking.references
        if kind is None or each.get("type") == kind
    ]


def recordings(call: Call) -> Json:
    return success(_in_cal_video(call).recordings)


def transcripts(call: Call) -> Json:
    return success(_in_cal_video(call).transcripts)


def sessions(call: Call) -> Json:
    return success(shown_sessions(_in_cal_video(call), call.now))


def routing_trace(call: Call) -> Json:
    """How a routing form led to this host; what the control plane wrote, for nothing here routes."""
    recorded = accessible_booking(call).routing_trace or {}
    return success(
        {
            "steps": recorded.get("steps", []),
            "groups": recorded.get("groups", []),
            "formSubmission": recorded.get("formSubmission"),
        }
    )


def _in_cal_video(call: Call) -> Booking:
    """The booking, if it has a room in Cal Video; everything else is a 404."""
    booking = accessible_booking(call)
    if room_of(booking) is None:
        raise errors.no_cal_video(booking.uid)
    return booking


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "BookingsController_2024_08_13_getBookingReferences": references,
        "BookingsController_2024_08_13_getBookingRecordings": recordings,
        "BookingsController_2024_08_13_getBookingTranscripts": transcripts,
        "BookingsController_2024_08_13_getVideoSessions": sessions,
        "BookingRoutingTraceController_2024_08_13_getRoutingTrace": routing_trace,
    }
)
