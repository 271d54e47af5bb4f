"""Moving a booking: a new one takes its place."""

from __future__ import annotations

from typing import Any

from emulator.errors import booking_changes as errors
from emulator.errors.bookings import host_missing
from emulator.scheduling import locations, payments, response_schema
from emulator.scheduling.access import leads_team
from emulator.scheduling.confirmation import opening
from emulator.scheduling.hosts import Crew, crew_of, staying
from emulator.scheduling.lifecycle import seats
from emulator.scheduling.lifecycle.answers import moved_answers
from emulator.scheduling.lifecycle.casting import cast
from emulator.scheduling.lifecycle.create import made_before
from emulator.scheduling.lifecycle.requests import HostWishes, RescheduleRequest
from emulator.scheduling.lifecycle.rights import granted
from emulator.scheduling.lifecycle.rows import Draft, again, close, write
from emulator.scheduling.lifecycle.seat_moves import Move, move_all, move_seat
from emulator.scheduling.lifecycle.time_checks import Slot, check_bounds, check_limits
from emulator.scheduling.seating import seats_offered
from emulator.scheduling.state_machine import Action, permit
from emulator.world.appointments import Attendee, Booking, EventType, Seat
from emulator.world.records import User
from emulator.world.world import World


def reschedule_booking(world: World, request: RescheduleRequest, caller: User | None) -> Booking:
    """Give the booking `request.uid` a new start: the new booking, accepted or pending; the old one is cancelled.

    Whoever knows the uid may do so; who moves it decides whether the host must confirm. Of a seated booking one seat
    moves, or all with the same booking. Emits BOOKING_RESCHEDULED, or BOOKING_REQUESTED with the same facts. Checks in
    the order of bookings.md 6.
    """
    old = world.bookings.by("uid", request.uid)
    if old is None:
        raise errors.not_in_database(request.uid)
    event_type = world.event_types.get(old.event_type_id)
    seat = _seat(world, old, request, caller)
    if event_type is None:
        raise errors.event_type_missing(request.uid)
    booker = _booker(world, old, seat)
    successors = world.bookings.where("from_reschedule", old.uid)
    action = Action.RESCHEDULE if seat is None else Action.RESCHEDULE_SEAT
    change = permit(old, action, request.uid, successors[-1].uid if successors else "")
    mover = _mover(world, request, booker, caller)
    by_organizer = mover is not None and mover.id == old.user_id
    _check_policy(world, old, event_type, by_organizer=by_organizer)
    crew = crew_of(world, event_type)
    host = world.users.get(old.user_id)
    if host is None or not crew.members:
        raise host_missing()
    how = opening(
        event_type,
        request.start,
        world.now(),
        by_organizer=by_organizer,
        paid=payments.is_paid(world, old, seat),
    )
    overrides = granted(world, request.overrides, event_type, caller)
    facts: dict[str, Any] = {
        "previous_id": old.id,
        "reason": request.reason or None,
        "rescheduled_by": request.by or None,
    }
    if seats_offered(event_type) is not None:
        move = Move(
            old=old,
            event_type=event_type,
            host=host,
            crew=crew,
            start=request.start,
            how=how,
            overrides=overrides,
            trigger=change.trigger,
            facts=facts,
        )
        if seat is not None:
            return move_seat(world, move, seat, booker)
        if caller is None or not (caller.id == old.user_id or _leads_organization(world, caller, old)):
            raise errors.not_the_owner()
        return move_all(world, move)
    answers = moved_answers(old, booker.name, booker.email, request.reason)
    response_schema.check(event_type, answers, old.metadata, rescheduling=True)
    same = made_before(world, event_type, booker.email, request.start, pending=how.pending, besides=old)
    if same is not None:
        return same
    # The booking keeps its own length, whatever the event type's is by now.
    minutes = (old.end - old.start).total_seconds() / 60
    slot = Slot(
        world,
        event_type,
        crew.first,
        request.start,
        minutes,
        booker.time_zone,
        moved=old,
        limited=not overrides.limits,
    )
    check_bounds(slot, overrides)
    check_limits(slot, overrides)
    hosts = cast(
        slot, staying(world, event_type, crew, old), _wishes(old, event_type, request), unchecked=overrides.conflicts
    )
    hosting = _hosting(crew)
    draft = Draft(
        event_type=event_type,
        host=hosts.organizer,
        co_hosts=hosts.others,
        start=request.start,
        minutes=minutes,
        status=how.status,
        asks_host=how.asks_host,
        people=[
            again(person)
            for person in world.attendees.where("booking_id", old.id)
            if person is booker or person.email not in hosting
        ],
        answers=answers,
        location=old.location or locations.location_of(event_type, answers.get("location")),
        metadata=old.metadata,
        more={
            "from_reschedule": old.uid,
            "recurring_uid": old.recurring_uid,
            "ics_uid": old.ics_uid,
            "ics_sequence": old.ics_sequence + 1,
            # Odd but so: the new, living booking carries the reason as a cancellation reason (live.md 2.1).
            "cancellation_reason": request.reason or None,
            "paid": old.paid,
            "description": old.description,
        },
    )
    new = write(world, draft)
    close(world, old, status="cancelled", rescheduled=True, rescheduled_by=request.by or None)
    payments.transfer(world, old, new)
    seats.announce(world, event_type, how, change.trigger, new, **facts)
    return new


def _seat(world: World, old: Booking, request: RescheduleRequest, caller: User | None) -> Seat | None:
    """The seat to move, which is asked for before anything else. Only an organization's administrators do without."""
    if request.seat_uid:
        seat = world.seats.by("uid", request.seat_uid)
        if seat is None:
            raise errors.no_such_seat(request.seat_uid)
        holder = world.attendees.get(seat.attendee_id)
        if holder is None or holder.booking_id != old.id:
            raise errors.seat_holder_missing(holder.email if holder else "", request.uid, request.seat_uid)
        return seat
    if not world.seats.counted("booking_id", old.id):
        return None
    if caller is None:
        raise errors.crashed()
    if not _leads_organization(world, caller, old):
        raise errors.seat_needed(request.uid)
    return None


def _leads_organization(world: World, caller: User, old: Booking) -> bool:
    """Is the caller an administrator of the organization that the booking's host belongs to?"""
    host = world.users.get(old.user_id)
    organization = host.organization_id if host else None
    return organization is not None and leads_team(world, caller, organization)


def _booker(world: World, old: Booking, seat: Seat | None) -> Attendee:
    """The holder of the seat, or the attendee whose answers the booking holds; where it holds none, the first one."""
    holder = world.attendees.get(seat.attendee_id) if seat else None
    if holder is not None:
        return holder
    people = world.attendees.where("booking_id", old.id)
    email = (old.responses or {}).get("email")
    for person in people:
        if email is None or person.email == email:
            return person
    raise errors.booker_missing(email, old.uid)


def _mover(world: World, request: RescheduleRequest, booker: Attendee, caller: User | None) -> User | None:
    """Who moves it: the user whose address was told, unless that is the attendee's own; else the caller."""
    if not request.by:
        return caller
    return None if request.by == booker.email else world.users.by("email", request.by)


def _wishes(old: Booking, event_type: EventType, request: RescheduleRequest) -> HostWishes:
    """A round robin goes on to the next host unless it is told to keep the one there is."""
    turns = event_type.scheduling_type == "roundRobin" and not event_type.keep_host
    subset = request.host_subset if event_type.host_subset else frozenset[int]()
    return HostWishes(among=tuple(filter(None, (subset,))), keep=None if turns else old.user_id)


def _hosting(crew: Crew) -> frozenset[str]:
    """Addresses of those who came as hosts beside the organizer: who comes now is settled anew."""
    return frozenset(user.email for user in crew.members) if len(crew.members) > 1 else frozenset()


def _check_policy(world: World, old: Booking, event_type: EventType, *, by_organizer: bool) -> None:
    rule = event_type.disable_rescheduling or {}
    if rule.get("disabled"):
        raise errors.rescheduling_disabled()
    notice = event_type.minimum_reschedule_notice or rule.get("minutesBefore")
    if not notice or by_organizer:
        return
    seconds = (old.start - world.now()).total_seconds()
    # A booking that has begun is not "before the event" any more: it may be moved.
    if 0 < seconds < notice * 60:
        raise errors.too_late_to_move()
