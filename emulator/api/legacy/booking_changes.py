"""Making bookings and saying who did not come, in the shape of 2024-04-15: close to what the booking core takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Call, Handler, Json, success
from emulator.api.legacy.bookings import core_errors, single_booking
from emulator.scheduling.lifecycle.create import create_booking
from emulator.scheduling.lifecycle.mark_absent import mark_absent
from emulator.scheduling.lifecycle.requests import Booker, BookingRequest, RescheduleRequest
from emulator.scheduling.lifecycle.reschedule import reschedule_booking
from emulator.scheduling.titles import full_name
from emulator.world.appointments import Booking
from emulator.world.instants import parse, wire
from emulator.world.world import World

TOKEN_LIFE: Final = timedelta(seconds=90)
"""So long a host has to come to an instant meeting."""

TOLD: Final = frozenset({"name", "email", "guests"})
"""Answers that the core is told of beside the answer sheet."""


def create(call: Call) -> Json:
    """One booking; with `rescheduleUid` it takes the place of another."""
    world, body = call.world, call.body
    with core_errors():
        if body.get("rescheduleUid"):
            request = RescheduleRequest(
                uid=body["rescheduleUid"],
                start=parse(body["start"]),
                reason=(body["responses"].get("rescheduleReason") or None),
                seat_uid=body.get("seatReferenceUid"),
            )
            return success(_made(world, reschedule_booking(world, request, call.user)))
        made = create_booking(world, _request(body), call.user).bookings
    return success(_made(world, made[0]))


def create_recurring(call: Call) -> Json:
    """A series. The client counts it out, occurrence by occurrence; the first one and their number are what counts."""
    world, bodies = call.world, call.body
    if not bodies:
        return success([])
    with core_errors():
        made = create_booking(world, _request(bodies[0], count=len(bodies)), call.user).bookings
    return success([_made(world, booking) for booking in made])


def create_instant(call: Call) -> Json:
    """A meeting with whichever host of a team comes first. The answer names the token that hosts are told of."""
    world = call.world
    with core_errors():
        booking = create_booking(world, _request(call.body, instant=True), call.user).bookings[0]
    return success(
        {
            "message": "Success",
            "meetingTokenId": world.ids.next("instant-meeting-tokens"),
            "bookingId": booking.id,
            "bookingUid": booking.uid,
            "expires": wire(call.now + TOKEN_LIFE),
            "userId": booking.user_id,
        }
    )


def mark_no_show(call: Call) -> Json:
    body = call.body or {}
    host, attendees = body.get("noShowHost"), body.get("attendees")
    marks = {each["email"]: each["noShow"] for each in attendees or ()}
    with core_errors():
        mark_absent(call.world, call.path["bookingUid"], call.me.user, host, marks)
    told = {"noShowHost": host} if host is not None else {}
    return success({"message": "No-show status updated", **told, "attendees": attendees or []})


def _request(body: Mapping[str, Any], *, count: int | None = None, instant: bool = False) -> BookingRequest:
    responses: dict[str, Any] = body["responses"]
    return BookingRequest(
        start=parse(body["start"]),
        booker=Booker(
            name=full_name(responses["name"]),
            time_zone=body["timeZone"],
            email=responses.get("email") or None,
            phone=responses.get("attendeePhoneNumber") or None,
            language=body.get("language") or "en",
        ),
        event_type_id=body["eventTypeId"],
        guests=responses.get("guests"),
        # The place is among the answers, in the form that is stored.
        answers={slug: answer for slug, answer in responses.items() if slug not in TOLD},
        metadata=body.get("metadata") or {},
        recurrence_count=count,
        instant=instant,
    )


def _made(world: World, booking: Booking) -> dict[str, Json]:
    """The row as the core hands it out: what reading shows, and what only making does."""
    return {
        **single_booking(world, booking),
        "userId": booking.user_id,
        "createdAt": wire(booking.created_at),
        "updatedAt": None if booking.updated_at is None else wire(booking.updated_at),
        "paid": booking.paid,
        "fromReschedule": booking.from_reschedule,
        "iCalUID": booking.ics_uid,
        "iCalSequence": booking.ics_sequence,
        "payment": [],
        "references": [{"type": each.get("type"), "uid": each.get("eventUid")} for each in booking.references],
        "paymentRequired": False,
    }


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "BookingsController_2024_04_15_createBooking": create,
        "BookingsController_2024_04_15_createRecurringBooking": create_recurring,
        "BookingsController_2024_04_15_createInstantBooking": create_instant,
        "BookingsController_2024_04_15_markNoShow": mark_no_show,
    }
)
