"""Bookings in the shape of 2024-04-15, which is close to the columns of the service's database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, success
from emulator.errors import booking_reads as errors
from emulator.errors.base import HttpProblem, RawProblem
from emulator.scheduling.booking_matching import Search
from emulator.scheduling.booking_search import find_bookings
from emulator.scheduling.lifecycle.cancel import cancel_booking
from emulator.scheduling.lifecycle.requests import CancelRequest
from emulator.world.appointments import Booking, EventType
from emulator.world.instants import wire
from emulator.world.records import User
from emulator.world.world import World

PAGE: Final = 10
STATUSES: Final = ("CANCELLED", "ACCEPTED", "REJECTED", "PENDING", "AWAITING_HOST")
FREQUENCIES: Final[Mapping[str, int]] = MappingProxyType({"yearly": 0, "monthly": 1, "weekly": 2, "daily": 3})


def list_bookings(call: Call) -> Json:
    """A page of the caller's bookings of one status; the cursor is the number of bookings before it."""
    world, user = call.world, call.me.user
    skip, take = call.query.get("cursor") or 0, call.query.get("limit") or PAGE
    wanted = Search(statuses=frozenset({call.query["filters"]["status"]}))
    found = find_bookings(world, user, wanted, skip=skip, take=take)
    return success(
        {
            "bookings": [_listed(world, booking) for booking in found.bookings],
            "recurringInfo": _series(world, user),
            "totalCount": found.total,
            "nextCursor": skip + take if skip + take < found.total else None,
        }
    )


def read(call: Call) -> Json:
    """Who knows the uid may read; the uid of a series means nothing here."""
    world, uid = call.world, call.path["bookingUid"]
    booking = world.bookings.by("uid", uid)
    if booking is None:
        raise errors.no_such_uid(uid)
    return success(single_booking(world, booking))


def cancel(call: Call) -> Json:
    world, uid, body = call.world, call.path["bookingUid"], call.body or {}
    booking = world.bookings.by("uid", uid)
    if booking is None:
        raise errors.no_such_uid(uid)
    rest_too = body.get("allRemainingBookings") is True and booking.recurring_uid is not None
    request = CancelRequest(
        uid=str(booking.recurring_uid) if rest_too else uid,
        reason=body.get("cancellationReason"),
        seat_uid=body.get("seatReferenceUid"),
    )
    with core_errors():
        cancel_booking(world, request, call.user)
    # A seat was given up, and others go on.
    only = bool(request.seat_uid) and booking.status != "cancelled"
    return success({"bookingId": booking.id, "bookingUid": booking.uid, "onlyRemovedAttendee": only})


@contextmanager
def core_errors() -> Iterator[None]:
    """This version passes the core's errors through the envelope, under the name of their base class."""
    try:
        yield
    except RawProblem as problem:
        raise HttpProblem(problem.status, problem.message, code="HttpException", details=problem.message) from problem


def recurring_event(event_type: EventType) -> dict[str, Json] | None:
    """The series setting of an event type, its frequency as a number; None when it makes no series."""
    rule = event_type.recurrence
    if not rule or rule.get("disabled"):
        return None
    return {
        "freq": FREQUENCIES.get(str(rule.get("frequency"))),
        "count": rule.get("occurrences"),
        "interval": rule.get("interval"),
    }


def _common(booking: Booking) -> dict[str, Json]:
    return {
        "id": booking.id,
        "uid": booking.uid,
        "title": booking.title,
        "userPrimaryEmail": booking.user_email,
        "description": booking.description,
        "customInputs": {},
        "startTime": wire(booking.start),
        "endTime": wire(booking.end),
        "status": booking.status.upper(),
        "metadata": _metadata(booking),
        "recurringEventId": booking.recurring_uid,
        "location": booking.location,
    }


def _metadata(booking: Booking) -> dict[str, Json]:
    """Here the place to meet on the web is still among the metadata."""
    return {**booking.metadata, **({"videoCallUrl": booking.video_call_url} if booking.video_call_url else {})}


def _listed(world: World, booking: Booking) -> dict[str, Json]:
    event_type, organizer = world.event_types.get(booking.event_type_id), world.users.get(booking.user_id)
    people = world.attendees.where("booking_id", booking.id)
    seats = [(seat, world.attendees.get(seat.attendee_id)) for seat in world.seats.where("booking_id", booking.id)]
    return {
        **_common(booking),
        "attendees": [
            {
                "id": each.id,
                "email": each.email,
                "name": each.name,
                "timeZone": each.time_zone,
                "locale": each.locale,
                "bookingId": each.booking_id,
            }
            for each in people
        ],
        "eventType": _event_type(world, event_type),
        "paid": booking.paid,
        "payment": [],
        "references": [
            {"id": each.get("id"), "type": each.get("type"), "uid": each.get("eventUid")} for each in booking.references
        ],
        "isRecorded": bool(booking.recordings),
        "seatsReferences": [
            {"referenceUid": seat.uid, "attendee": {"email": holder.email}} for seat, holder in seats if holder
        ],
        "user": organizer and {"id": organizer.id, "name": organizer.name, "email": organizer.email},
        "rescheduled": booking.rescheduled or booking.reschedule_requested or None,
    }


def _event_type(world: World, event_type: EventType | None) -> dict[str, Json]:
    """Never null: of an event type that is gone the defaults remain."""
    if event_type is None:
        return {"price": 0, "currency": "usd", "recurringEvent": None}
    team = world.teams.get(event_type.team_id)
    return {
        "id": event_type.id,
        "slug": event_type.slug,
        "eventName": event_type.custom_name,
        "price": event_type.price,
        "currency": event_type.currency,
        "recurringEvent": recurring_event(event_type),
        "team": team and {"id": team.id, "name": team.name, "slug": team.slug},
    }


def single_booking(world: World, booking: Booking) -> dict[str, Json]:
    """One booking on its own, by whatever it is asked for."""
    event_type, organizer = world.event_types.get(booking.event_type_id), world.users.get(booking.user_id)
    return {
        **_common(booking),
        "smsReminderNumber": (booking.responses or {}).get("smsReminderNumber"),
        "cancellationReason": booking.cancellation_reason,
        "responses": booking.responses,
        "rejectionReason": booking.rejection_reason,
        "user": organizer
        and {
            "id": organizer.id,
            "name": organizer.name,
            "email": organizer.email,
            "username": organizer.username,
            "timeZone": organizer.time_zone,
        },
        "attendees": [
            {"name": each.name, "email": each.email, "timeZone": each.time_zone}
            for each in world.attendees.where("booking_id", booking.id)
        ],
        "eventTypeId": event_type and event_type.id,
        "eventType": event_type and {"eventName": event_type.custom_name, "slug": event_type.slug, "timeZone": None},
    }


def _series(world: World, user: User) -> list[dict[str, Json]]:
    """Every series that the user organises, whatever the filter says."""
    members: dict[str, list[Booking]] = {}
    runs = world.shelves.everything.of_user(user.id).items()
    recurring = [booking for partition, run in runs if partition.recurs for booking in run.order("start")]
    for booking in sorted(recurring, key=lambda each: each.id):
        members.setdefault(str(booking.recurring_uid), []).append(booking)
    return [
        {
            "recurringEventId": uid,
            "count": len(bookings),
            "firstDate": wire(min(booking.start for booking in bookings)),
            "bookings": {
                status: [wire(booking.start) for booking in bookings if booking.status.upper() == status]
                for status in STATUSES
            },
        }
        for uid, bookings in members.items()
    ]


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "BookingsController_2024_04_15_getBookings": list_bookings,
        "BookingsController_2024_04_15_getBooking": read,
        "BookingsController_2024_04_15_getBookingForReschedule": read,
        "BookingsController_2024_04_15_cancelBooking": cancel,
    }
)
