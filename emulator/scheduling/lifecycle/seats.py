"""Taking and giving up a seat: the first one makes the booking, further ones join it (bookings.md 3.2, 3.6, 5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from emulator.errors import bookings as errors
from emulator.scheduling import payments
from emulator.scheduling.apps import booking_events
from emulator.scheduling.confirmation import Opening
from emulator.scheduling.lifecycle.answers import notes_of
from emulator.scheduling.lifecycle.rows import Draft, Person, add_person, write
from emulator.scheduling.seating import occupancy, seats_offered
from emulator.scheduling.titles import seated_title
from emulator.world.appointments import Attendee, Booking, EventType, Seat
from emulator.world.world import World

Json = dict[str, Any]


def begin(world: World, draft: Draft) -> tuple[Booking, Seat]:
    """A new booking with its first seat, from the draft of a plain one.

    Of its people only the booker sits: guests are named in the answers, and take no seat. What somebody answered stands
    in that person's seat, not in the booking, and the title names nobody, unless the event type has its own way.
    """
    fields: Json = {**draft.more, "responses": None, "description": None}
    if not draft.event_type.custom_name:
        fields["title"] = seated_title(draft.event_type, draft.host.name)
    booker = next(iter(draft.people))
    booking = write(world, replace(draft, people=[booker], more=fields))
    holder = world.attendees.where("booking_id", booking.id)[0]
    return booking, _sit(world, holder, draft.answers, draft.metadata)


def join(world: World, event_type: EventType, booking: Booking, person: Person, answers: Json, metadata: Json) -> Seat:
    """One more seat of the booking. Raises a 409 for somebody who has one already, and where there is none left."""
    check_newcomer(world, booking, person.email)
    if occupancy(world, event_type, booking.start).taken >= (seats_offered(event_type) or 0):
        raise errors.no_seats_left()
    seat = _sit(world, add_person(world, booking, person), answers, metadata)
    changed(world, booking)
    return seat


def _sit(world: World, holder: Attendee, answers: Json, metadata: Json) -> Seat:
    """Give an attendee a seat, with a uid of its own."""
    return world.seats.add(
        Seat(
            id=world.ids.next("seats"),
            uid=world.ids.uuid(),
            booking_id=holder.booking_id,
            attendee_id=holder.id,
            created_at=world.now(),
            responses=answers,
            description=notes_of(answers),
            metadata=dict(metadata),
        )
    )


def give_up(world: World, trigger: str, booking: Booking, seat: Seat, reason: str | None) -> None:
    """One attendee less, and an event that tells of that one alone; the booking goes on without a reason."""
    payments.refund(world, booking, seat)
    holder = remove(world, seat)
    changed(world, booking, ics_sequence=booking.ics_sequence + 1)
    facts = {"reason": reason, "cancelled_by": None, "request_reschedule": False}
    world.emit(trigger, booking, seat=seat, holder=holder, **facts)


def changed(world: World, booking: Booking, **changes: Any) -> None:
    """Note that people came or went, in the calendar too."""
    world.bookings.update(booking, updated_at=world.now(), **changes)
    booking_events.refresh(world, booking)


def remove(world: World, seat: Seat) -> Attendee | None:
    """Take the seat away, and its holder from the booking; gives the holder."""
    holder, booking = world.attendees.get(seat.attendee_id), world.bookings.get(seat.booking_id)
    if booking is not None:
        payments.withdraw(world, booking, seat)
    world.seats.remove(seat)
    if holder is not None:
        world.attendees.remove(holder)
    return holder


def check_newcomer(world: World, booking: Booking, email: str) -> None:
    """Raise a 409 when the address is among the booking's attendees."""
    if any(person.email == email for person in world.attendees.where("booking_id", booking.id)):
        raise errors.already_signed_up()


def seat_of(world: World, booking: Booking, email: str) -> Seat | None:
    """The seat of the attendee with this address, if there is one."""
    for person in world.attendees.where("booking_id", booking.id):
        if person.email == email:
            return next(iter(world.seats.where("attendee_id", person.id)), None)
    return None


def tell(world: World, trigger: str, booking: Booking, seat: Seat | None, **facts: Any) -> None:
    """Emit an event about the booking, or about one seat of it alone.

    The seat's rows go along, because one given up is gone when somebody asks.
    """
    if seat is not None:
        facts |= {"seat": seat, "holder": world.attendees.get(seat.attendee_id)}
    world.emit(trigger, booking, **facts)


def announce(
    world: World,
    event_type: EventType,
    how: Opening,
    usual: str,
    booking: Booking,
    seat: Seat | None = None,
    **facts: Any,
) -> None:
    """Tell of a booking or a seat just taken (`usual` where it stands at once), and ask for the price if it has one."""
    if how.payable:
        facts["payment"] = payments.charge(world, event_type, booking, seat)
    tell(world, how.trigger(usual), booking, seat, **facts)
