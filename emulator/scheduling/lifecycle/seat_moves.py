"""Moving one seat of a booking, or a seated booking as a whole (bookings.md 6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from emulator.errors import booking_changes as errors
from emulator.frozen import frozen
from emulator.scheduling import locations, payments, response_schema
from emulator.scheduling.confirmation import Opening
from emulator.scheduling.hosts import Crew, staying
from emulator.scheduling.lifecycle import seats
from emulator.scheduling.lifecycle.casting import Cast, cast
from emulator.scheduling.lifecycle.create import made_before
from emulator.scheduling.lifecycle.requests import HostWishes, Overrides
from emulator.scheduling.lifecycle.rows import Draft, again, close, open_room
from emulator.scheduling.lifecycle.time_checks import Slot, check_bounds, check_limits
from emulator.scheduling.meetings import plan_meeting
from emulator.scheduling.seating import occupancy, seated_people, seats_offered, shared_booking
from emulator.world.appointments import Attendee, Booking, EventType, Seat
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]


@frozen(kw_only=True)
class Move:
    """What is left to do when it is clear that `old` may be moved: `start` is the wanted time, in UTC.

    `how` is about a booking that the move would make. `facts` go along with its event.
    """

    old: Booking
    event_type: EventType
    host: User
    crew: Crew
    start: datetime
    how: Opening
    overrides: Overrides
    trigger: str
    facts: Json

    @property
    def minutes(self) -> float:
        """The booking keeps its own length, whatever the event type's is by now."""
        return (self.old.end - self.old.start).total_seconds() / 60


def moved_seat(world: World, booking: Booking, seat_uid: str | None) -> Seat | None:
    """The seat in `booking` that a move of `seat_uid` led to: itself, or the one given anew in a booking of its own."""
    taken = world.seats.where("booking_id", booking.id)
    return next((seat for seat in taken if seat.uid == seat_uid), taken[-1] if seat_uid and taken else None)


def move_seat(world: World, move: Move, seat: Seat, holder: Attendee) -> Booking:
    """Move one person: to the booking that is there at the new time, keeping the seat, or to a new one.

    Raises a 409 where that person comes already, the own old time included, and where no seat is left.
    """
    old, event_type = move.old, move.event_type
    answers = {"email": holder.email, "name": holder.name, **seat.responses}
    response_schema.check(event_type, answers, seat.metadata, rescheduling=True)
    there = shared_booking(world, event_type, move.start)
    if there is None:
        same = made_before(world, event_type, holder.email, move.start, pending=move.how.pending, besides=old)
        if same is not None:
            return same
    slot = Slot(world, event_type, move.host, move.start, move.minutes, holder.time_zone, moved=old)
    check_bounds(slot, move.overrides)
    check_limits(slot, move.overrides)
    if there is None:
        return _move_alone(world, move, seat, holder, answers, _hosts_of_one(slot, move))
    seats.check_newcomer(world, there, holder.email)
    if occupancy(world, event_type, there.start).taken >= (seats_offered(event_type) or 0):
        raise errors.seats_full()
    payments.transfer(world, old, there, seat, seat)
    world.attendees.update(holder, booking_id=there.id)
    world.seats.update(seat, booking_id=there.id)
    seats.changed(world, there)
    _leave(world, old)
    seats.tell(world, move.trigger, there, seat, **move.facts)
    return there


def move_all(world: World, move: Move) -> Booking:
    """Move everybody: to the booking that is there at the new time, or the same booking to an empty time.

    Who comes to both keeps the place in the other. Raises a 409 when there are not seats enough.
    """
    old, event_type = move.old, move.event_type
    there = shared_booking(world, event_type, move.start)
    slot = Slot(world, event_type, move.host, move.start, move.minutes, move.host.time_zone, moved=old)
    check_bounds(slot, move.overrides)
    check_limits(slot, move.overrides)
    reason = move.facts["reason"]
    if there is None or there is old:
        _hosts(slot, move)
        before = {"previous_start": old.start, "previous_end": old.end}
        seats.changed(
            world,
            old,
            # One that was called off, for the host to be asked for another time, stands again.
            status="accepted" if old.status == "cancelled" else old.status,
            reschedule_requested=False,
            start=slot.start,
            end=slot.end,
            # The key that lists are sorted by begins with the start.
            uuid=world.ids.uuid7(int(slot.start.timestamp() * 1000)),
            cancellation_reason=reason or old.cancellation_reason,
            rescheduled_by=move.facts["rescheduled_by"] or old.rescheduled_by,
            ics_sequence=old.ics_sequence + 1,
        )
        open_room(world, old)
        plan_meeting(world, old)
        world.emit(move.trigger, old, **move.facts, **before)
        return old
    known = {person.email for person in world.attendees.where("booking_id", there.id)}
    newcomers = [person for person in world.attendees.where("booking_id", old.id) if person.email not in known]
    if seated_people(world, there) + len(newcomers) > (seats_offered(event_type) or 0):
        raise errors.not_enough_seats()
    for person in newcomers:
        for seat in world.seats.where("attendee_id", person.id):
            payments.transfer(world, old, there, seat, seat)
            world.seats.update(seat, booking_id=there.id)
        world.attendees.update(person, booking_id=there.id)
    for seat in world.seats.where("booking_id", old.id):
        seats.remove(world, seat)
    seats.changed(world, there)
    close(world, old, status="cancelled")
    world.emit(move.trigger, there, **move.facts)
    return there


def _hosts(slot: Slot, move: Move) -> Cast:
    """A booking that moves as a whole stays with its host. Raises a 409 when the hosts are not free."""
    return cast(slot, move.crew, HostWishes(keep=move.old.user_id), unchecked=move.overrides.conflicts)


def _hosts_of_one(slot: Slot, move: Move) -> Cast:
    """One seat goes along with its host where that host is free, else with another whose turn it is: what a round
    robin offers is the time of all of them. Raises a 409 when nobody is free.
    """
    turns = move.event_type.scheduling_type == "roundRobin" and not move.event_type.keep_host
    crew = staying(slot.world, move.event_type, move.crew, move.old)
    wishes = HostWishes(first=move.host.email, keep=None if turns else move.old.user_id)
    return cast(slot, crew, wishes, unchecked=move.overrides.conflicts)


def _move_alone(world: World, move: Move, seat: Seat, holder: Attendee, answers: Json, hosts: Cast) -> Booking:
    """A booking of its own for one person, who gets a new seat in it."""
    draft = Draft(
        event_type=move.event_type,
        host=hosts.organizer,
        co_hosts=hosts.others,
        start=move.start,
        minutes=move.minutes,
        status=move.how.status,
        asks_host=move.how.asks_host,
        people=[again(holder)],
        answers=answers,
        location=move.old.location or locations.location_of(move.event_type, answers.get("location")),
        metadata=seat.metadata,
        more={"paid": payments.is_paid(world, move.old, seat)},
    )
    booking, given = seats.begin(world, draft)
    payments.transfer(world, move.old, booking, seat, given)
    seats.remove(world, seat)
    _leave(world, move.old)
    seats.announce(world, move.event_type, move.how, move.trigger, booking, given, **move.facts)
    return booking


def _leave(world: World, old: Booking) -> None:
    """What becomes of the booking that somebody left: without people it is cancelled, but not as one rescheduled."""
    if seated_people(world, old):
        seats.changed(world, old, ics_sequence=old.ics_sequence + 1)
    else:
        close(world, old, status="cancelled")
