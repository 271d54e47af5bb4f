"""Book an event type."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.api.bookings.output import booking_output
from emulator.api.bookings.overrides import overrides_of
from emulator.api.call import Call, Handler, Json, success
from emulator.scheduling.lifecycle.create import create_booking
from emulator.scheduling.lifecycle.requests import Booker, BookingRequest
from emulator.scheduling.locations import NOTHING
from emulator.scheduling.routing_forms import link_booking
from emulator.world.instants import parse


def create(call: Call) -> Json:
    created = create_booking(call.world, _request(call), call.caller.user if call.caller else None)
    response_id = (call.body.get("routing") or {}).get("responseId")
    if response_id is not None:
        link_booking(call.world, response_id, created.bookings[0].uid)
    shown = [booking_output(call, booking, created=True, seat=created.seat) for booking in created.bookings]
    return success(shown if created.series else shown[0])


def _request(call: Call) -> BookingRequest:
    body: Mapping[str, Any] = call.body
    attendee, routing = body["attendee"], body.get("routing") or {}
    return BookingRequest(
        start=parse(body["start"]),
        booker=Booker(
            name=attendee["name"],
            time_zone=attendee["timeZone"],
            email=attendee.get("email") or None,
            phone=attendee.get("phoneNumber") or None,
            language=attendee.get("language") or "en",
        ),
        event_type_id=body.get("eventTypeId"),
        event_type_slug=body.get("eventTypeSlug"),
        username=body.get("username"),
        team_slug=body.get("teamSlug"),
        organization_slug=body.get("organizationSlug") or None,
        guests=body.get("guests"),
        answers=body.get("bookingFieldsResponses") or {},
        # The deprecated meetingUrl counts only when there is no location, and then as a plain string.
        location=body.get("meetingUrl") if body.get("location") in NOTHING else body["location"],
        metadata=body.get("metadata") or {},
        length=body.get("lengthInMinutes"),
        recurrence_count=body.get("recurrenceCount"),
        verification_code=body.get("emailVerificationCode"),
        overrides=overrides_of(call),
        routed_to=frozenset(routing.get("teamMemberIds") or ()),
        contact_owner=None if routing.get("skipContactOwner") else routing.get("teamMemberEmail") or None,
        host_subset=frozenset(body.get("rrHostSubsetIds") or ()),
        instant=body.get("instant") is True,
    )


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType({"BookingsController_2024_08_13_createBooking": create})
