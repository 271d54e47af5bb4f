"""What an event tells that concerns one seat of a booking alone (live.md 2.4, webhooks.md 4.4 and 4.10)."""

from __future__ import annotations

from typing import Any, Final

from emulator.world.appointments import Attendee, Booking, EventType, Seat
from emulator.world.events import Event
from emulator.world.world import World

Json = dict[str, Any]

GIVEN_UP: Final = "BOOKING_CANCELLED"


def seat_of(event: Event) -> Seat | None:
    """The seat that the event is about, as it was then: it may be gone by now."""
    seat: Seat | None = event.facts.get("seat")
    return seat


def concerned(world: World, event: Event, booking: Booking) -> list[Attendee]:
    """The attendees; where the event is about a seat, its holder with the guests named, or who gave it up alone."""
    seat, holder = seat_of(event), event.facts.get("holder")
    if seat is None or holder is None:
        return world.attendees.where("booking_id", booking.id)
    # Guests come to a seated booking without a seat or a row; only this delivery tells of them.
    guests = seat.responses.get("guests") if event.trigger != GIVEN_UP else None
    named = guests if isinstance(guests, list) else []
    return [holder, *(Attendee(0, booking.id, str(guest), "", holder.time_zone) for guest in named)]


def held_by(world: World, event: Event, person: Attendee) -> Seat | None:
    """The seat of an attendee, one just given up included."""
    seat = seat_of(event)
    if seat is not None and seat.attendee_id == person.id:
        return seat
    return next(iter(world.seats.where("attendee_id", person.id)), None)


def sheet(event: Event, booking: Booking) -> Json | None:
    """The answers: those of the seat's holder, or the booking's."""
    seat = seat_of(event)
    if seat is None:
        return booking.responses
    if event.trigger != GIVEN_UP:
        return seat.responses
    # When a seat is given up its notes and its place are filled in from elsewhere (live.md 2.4, W5).
    place = booking.video_call_url or booking.location or ""
    return {**seat.responses, "notes": seat.description or "", "location": {"value": place, "optionValue": place}}


def notes(event: Event, booking: Booking) -> str:
    """What the further booker of a seat wrote, else the booking's own description."""
    seat = seat_of(event)
    return (seat.description if seat else booking.description) or ""


def metadata(event: Event, booking: Booking) -> Json:
    """The booking's own, and over it what the further booker sent along."""
    seat = seat_of(event)
    return booking.metadata if seat is None or event.trigger == GIVEN_UP else {**booking.metadata, **seat.metadata}


def named(event: Event) -> Json:
    """A seat that is given up is not named (live.md 2.4)."""
    seat = seat_of(event)
    return {"attendeeSeatId": seat.uid} if seat is not None and event.trigger != GIVEN_UP else {}


def offered(event_type: EventType | None) -> Json:
    """The event type's settings; without seats everything counts as shown."""
    seats = (event_type.seats if event_type else None) or {}
    if not seats or seats.get("disabled"):
        return {"seatsPerTimeSlot": None, "seatsShowAttendees": True, "seatsShowAvailabilityCount": True}
    return {
        "seatsPerTimeSlot": seats.get("seatsPerTimeSlot"),
        "seatsShowAttendees": bool(seats.get("showAttendeeInfo")),
        "seatsShowAvailabilityCount": bool(seats.get("showAvailabilityCount")),
    }
