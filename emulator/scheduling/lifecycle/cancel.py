"""Cancelling: a booking, an occurrence and all after it, what is left of a series, or one seat."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.errors import booking_changes as errors
from emulator.errors.base import ApiError
from emulator.frozen import frozen
from emulator.scheduling import payments
from emulator.scheduling.lifecycle import seats
from emulator.scheduling.lifecycle.requests import CancelRequest
from emulator.scheduling.lifecycle.rights import is_host
from emulator.scheduling.lifecycle.rows import close
from emulator.scheduling.managed_users import client_id_of
from emulator.scheduling.seating import seated_people
from emulator.scheduling.state_machine import Action, Change, check_time, outcome_of, permit
from emulator.world.appointments import Booking, EventType, ReasonRule, Seat
from emulator.world.records import User
from emulator.world.world import World

DEMANDS: Final[Mapping[str, tuple[bool, bool]]] = MappingProxyType(
    {
        ReasonRule.BOTH: (True, True),
        ReasonRule.HOST: (True, False),
        ReasonRule.ATTENDEE: (False, True),
        ReasonRule.NOBODY: (False, False),
    }
)
"""Rule → is a reason demanded of the host, is one of the attendee?"""


@frozen
class Cancelled:
    """What the answer shows: the booking asked for, or all occurrences of its series by start.

    `refusal` is what the service says instead, although it did cancel.
    """

    bookings: list[Booking]
    series: bool
    refusal: ApiError | None = None


def cancel_booking(world: World, request: CancelRequest, caller: User | None) -> Cancelled:
    """Cancel what `request.uid` names. Whoever knows the uid may; hosts owe a reason unless the event type waives it.

    With a seat only its holder goes, unless nobody else is left. Emits one BOOKING_CANCELLED, however many occurrences
    go. Checks in the order of bookings.md 5.
    """
    seat = _seat(world, request) if request.seat_uid else None
    booking, members = _target(world, request)
    stays = seat is not None and seated_people(world, booking) > 1
    action = Action.CANCEL_SEAT if stays else Action.CANCEL
    change = permit(booking, action, request.uid)
    _check_core(world, booking, action, request, caller)
    if seat is not None and stays:
        seats.give_up(world, change.trigger, booking, seat, request.reason or None)
        return Cancelled([booking], False)
    if members and not request.subsequent:
        now = world.now()
        doomed = [each for each in members if each.start >= now]
    elif request.subsequent and booking.recurring_uid is not None:
        members = _series(world, booking.recurring_uid)
        doomed = [each for each in members if each.start >= booking.start]
    else:
        doomed = [booking]
    doomed = [each for each in doomed if isinstance(outcome_of(each, Action.CANCEL), Change)]
    for each in doomed:
        close(
            world,
            each,
            status=change.to.value,
            cancellation_reason=request.reason or None,
            ics_sequence=each.ics_sequence + 1,
        )
        payments.refund(world, each)
    if doomed:
        told = booking if booking in doomed else doomed[0]
        # Nobody is named: the API does not tell the core who cancels.
        facts = {"reason": request.reason or None, "cancelled_by": None, "request_reschedule": False}
        if seat is not None:
            seats.tell(world, change.trigger, told, seat, **facts)
        else:
            world.emit(change.trigger, told, **facts)
    # A booking that stands alone has no subsequent ones: the service cancels it first, then complains (bookings.md 5).
    alone = request.subsequent and not members
    return Cancelled(members or [booking], bool(members), errors.not_in_a_series(request.uid) if alone else None)


def _seat(world: World, request: CancelRequest) -> Seat:
    seat = world.seats.by("uid", request.seat_uid)
    held = None if seat is None else world.bookings.get(seat.booking_id)
    # The rows of a cancelled booking's seats are kept for the newest version to show; to the service they are gone.
    if seat is None or held is None or held.status == "cancelled":
        raise errors.unknown_seat()
    if held.uid != request.uid:
        raise errors.seat_elsewhere()
    return seat


def _target(world: World, request: CancelRequest) -> tuple[Booking, list[Booking]]:
    """The booking that the checks look at, and all members when a whole series was named."""
    booking = world.bookings.by("uid", request.uid)
    if booking is not None:
        return booking, []
    members = _series(world, request.uid)
    if not members:
        raise errors.nothing_to_cancel(request.uid)
    if request.subsequent:
        raise errors.series_has_no_subsequent()
    now = world.now()
    # The service checks one stored occurrence, whichever its database gives first; a living one is the kind choice.
    alive = [each for each in members if each.status != "cancelled" and each.end >= now]
    return (alive or members)[0], members


def _series(world: World, uid: str | None) -> list[Booking]:
    """The occurrences of a series by start; none for a booking that belongs to no series."""
    members = [] if uid is None else world.bookings.where("recurring_uid", uid)
    return sorted(members, key=lambda each: (each.start, each.id))


def _check_core(world: World, booking: Booking, action: Action, request: CancelRequest, caller: User | None) -> None:
    if world.users.get(booking.user_id) is None:
        raise errors.organizer_missing()
    event_type = world.event_types.get(booking.event_type_id)
    if event_type is not None and (event_type.disable_cancelling or {}).get("disabled"):
        raise errors.cancelling_disabled()
    host = is_host(world, booking, event_type, caller)
    # Clients of the platform give their users' reasons, or none, as they please (bookings.md 5).
    free = event_type is not None and client_id_of(world, event_type) is not None
    if not free and _owes_reason(event_type, host=host) and not (request.reason or "").strip():
        raise errors.reason_required()
    check_time(booking, action, world.now())
    if not request.seat_uid and not host and world.seats.counted("booking_id", booking.id):
        raise errors.not_a_host()


def _owes_reason(event_type: EventType | None, *, host: bool) -> bool:
    # Without a setting of its own an event type demands a reason of its hosts (bookings.md 5; the newest service was
    # seen to insist on one, live.md 2.1).
    rule = (event_type and event_type.requires_cancellation_reason) or ReasonRule.HOST
    of_host, of_attendee = DEMANDS.get(rule, DEMANDS[ReasonRule.HOST])
    return of_host if host else of_attendee
