"""Asking the attendee for another time."""

from __future__ import annotations

from emulator.scheduling.lifecycle.rows import close
from emulator.scheduling.state_machine import Action, permit
from emulator.world.appointments import Booking
from emulator.world.records import User
from emulator.world.world import World


def request_reschedule(world: World, booking: Booking, caller: User, reason: str | None) -> Booking:
    """Cancel the booking in the name of `caller`, and leave it open for whoever knows its uid to move.

    Emits BOOKING_CANCELLED with `request_reschedule`. Raises the refusal of the booking's state. Access is checked by
    the route (live.md 6).
    """
    change = permit(booking, Action.REQUEST_RESCHEDULE, booking.uid)
    close(
        world,
        booking,
        status="cancelled",
        reschedule_requested=True,
        cancelled_by=caller.email,
        cancellation_reason=reason or None,
        ics_sequence=booking.ics_sequence + 1,
    )
    world.emit(change.trigger, booking, reason=reason or None, cancelled_by=caller.email, request_reschedule=True)
    return booking
