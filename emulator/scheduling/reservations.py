"""Holding a slot for a few minutes (resources.md 5.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from emulator.errors import slots as errors
from emulator.frozen import frozen
from emulator.scheduling.availability import is_free
from emulator.scheduling.hosts import crew_of, hosts
from emulator.scheduling.intervals import meets, span
from emulator.scheduling.seating import occupancy, seats_offered
from emulator.world.appointments import EventType, Reservation
from emulator.world.records import User
from emulator.world.world import World

DEFAULT_MINUTES: Final = 5
BLOCKING: Final = frozenset({"accepted", "pending", "awaiting_host"})


@frozen
class ReservationRequest:
    """`start` is an aware UTC instant and `start_text` what was sent; `minutes` is how long to hold, if it was said."""

    event_type_id: int
    start: datetime
    start_text: str
    slot_minutes: int | None = None
    minutes: int | None = None


def reserve(world: World, request: ReservationRequest, caller: User | None) -> Reservation:
    """Hold a slot. Schedules, notice and bookings of other event types are not looked at: so does the service."""
    if request.minutes is not None and caller is None:
        raise errors.duration_needs_credentials()
    event_type = _event_type(world, request)
    if request.minutes is not None and caller is not None and not _related(world, event_type, caller):
        raise errors.duration_needs_relation()
    end = _check(world, event_type, request)
    return world.reservations.add(
        Reservation(
            id=world.ids.next("reservations"),
            uid=world.ids.uuid(),
            event_type_id=event_type.id,
            start=request.start,
            end=end,
            minutes=request.minutes or DEFAULT_MINUTES,
            until=_until(world, request),
            is_seat=seats_offered(event_type) is not None,
        )
    )


def hold(
    world: World, event_type: EventType, start: datetime, end: datetime, booking_uid: str | None
) -> Reservation | None:
    """Hold a time as the 2024-04-15 generation does: without asking what is there already.

    Of a seated event type a seat is held only in the booking that is named, if it has one left; else nothing is.
    """
    seats = seats_offered(event_type)
    if seats is not None:
        booking = world.bookings.by("uid", booking_uid)
        taken = world.attendees.counted("booking_id", booking.id) if booking else 0
        if not 0 < taken < seats:
            return None
    return world.reservations.add(
        Reservation(
            id=world.ids.next("reservations"),
            uid=world.ids.uuid(),
            event_type_id=event_type.id,
            start=start,
            end=end,
            until=world.now() + span(DEFAULT_MINUTES),
            is_seat=seats is not None,
        )
    )


def move(world: World, uid: str, request: ReservationRequest) -> Reservation:
    """Change a reservation and hold it anew. Anybody may, and it stands in its own way: both as in the service."""
    reservation = running(world, uid)
    if reservation is None:
        raise errors.reservation_not_found(uid)
    event_type = _event_type(world, request)
    end = _check(world, event_type, request)
    return world.reservations.update(
        reservation,
        event_type_id=event_type.id,
        start=request.start,
        end=end,
        minutes=request.minutes or DEFAULT_MINUTES,
        until=_until(world, request),
        is_seat=seats_offered(event_type) is not None,
    )


def running(world: World, uid: str) -> Reservation | None:
    """The reservation of that uid, unless it has run out (live.md 3)."""
    reservation = world.reservations.by("uid", uid)
    return None if reservation is None or reservation.until <= world.now() else reservation


def clean_up(world: World, event_type: EventType) -> None:
    """Forget the reservations of an event type that have run out."""
    now = world.now()
    for reservation in world.reservations.where("event_type_id", event_type.id):
        if reservation.until <= now:
            world.reservations.remove(reservation)


def _event_type(world: World, request: ReservationRequest) -> EventType:
    event_type = world.event_types.get(request.event_type_id)
    if event_type is None:
        raise errors.unknown_event_type(request.event_type_id)
    return event_type


def _related(world: World, event_type: EventType, caller: User) -> bool:
    """Whether the caller is the owner, shares a team with the owner, or belongs to the event type's team."""
    if event_type.owner_id == caller.id:
        return True
    mine = {membership.team_id for membership in world.memberships.where("user_id", caller.id)}
    if event_type.team_id is not None:
        return event_type.team_id in mine
    return any(membership.team_id in mine for membership in world.memberships.where("user_id", event_type.owner_id))


def _check(world: World, event_type: EventType, request: ReservationRequest) -> datetime:
    """Every rule about the time wanted; gives its end."""
    options = event_type.length_options
    if request.slot_minutes is not None:
        if not options:
            raise errors.fixed_length()
        if request.slot_minutes not in options:
            raise errors.not_a_length(options)
    end = request.start + span(request.slot_minutes or event_type.length)
    seats = seats_offered(event_type)
    if seats is not None:
        if occupancy(world, event_type, request.start, BLOCKING).taken >= seats:
            raise errors.no_seats_left(event_type.id, request.start_text)
    elif _taken(world, event_type, request.start, end):
        raise errors.already_booked()
    now = world.now()
    held = (
        (reservation.start, reservation.end)
        for reservation in world.reservations.overlapping("event_type_id", event_type.id, request.start, end)
        if reservation.until > now
    )
    # Seats or not, a second reservation of the same time is refused: so does the service.
    if meets(held, request.start, end):
        raise errors.already_reserved()
    if not hosts(world, event_type):
        raise errors.no_hosts()
    return end


def _taken(world: World, event_type: EventType, start: datetime, end: datetime) -> bool:
    """Does a booking of the event type overlap? In a round robin one booking is in nobody else's way, so what counts
    there is whether the hosts that it takes are free.
    """
    crew = crew_of(world, event_type)
    if not crew.rotating:
        return any(
            booking.status in BLOCKING
            for booking in world.bookings.overlapping("event_type_id", event_type.id, start, end)
        )
    free = {user.id for user in crew.members if is_free(world, event_type, user, start, end)}
    return not all(user.id in free for user in crew.fixed) or not any(user.id in free for user in crew.rotating)


def _until(world: World, request: ReservationRequest) -> datetime:
    return world.now() + span(request.minutes or DEFAULT_MINUTES)
