"""How a payment ends, and what becomes of its booking (webhooks.md 1.2 and 4.6)."""

from __future__ import annotations

from emulator.scheduling.confirmation import needs_confirmation
from emulator.scheduling.lifecycle.rows import open_room
from emulator.scheduling.lifecycle.seats import tell
from emulator.scheduling.meetings import plan_meeting
from emulator.world.appointments import Booking, Payment, Seat
from emulator.world.world import World


def payment_succeeded(world: World, booking: Booking, payment: Payment) -> None:
    """The money is there: the booking stands, or waits for the host where the event type wants confirmation.

    Emits BOOKING_PAID, then BOOKING_CREATED or BOOKING_REQUESTED, or nothing more for a booking that the host had
    confirmed before it was paid.
    """
    world.payments.update(payment, success=True, failed=False)
    waited = booking.status == "pending"
    seat = world.seats.by("uid", payment.seat_uid)
    event_type = world.event_types.get(booking.event_type_id)
    asked = waited and event_type is not None and needs_confirmation(event_type, booking.start, world.now())
    # A further seat has its place in the booking already, which stood before; only the telling has waited.
    further = not waited and seat is not None and (booking.paid or seat is not _first_seat(world, booking))
    world.bookings.update(booking, paid=True, updated_at=world.now())
    if asked:
        world.bookings.update(booking, one_time_password=booking.one_time_password or world.ids.uuid())
    elif waited:
        world.bookings.update(booking, status="accepted")
    if booking.status == "accepted" and not further:
        open_room(world, booking)
        plan_meeting(world, booking)
    tell(world, "BOOKING_PAID", booking, seat, payment=payment)
    if waited or further:
        tell(world, "BOOKING_REQUESTED" if asked else "BOOKING_CREATED", booking, seat, settled=True)


def _first_seat(world: World, booking: Booking) -> Seat | None:
    return next(iter(world.seats.where("booking_id", booking.id)), None)


def payment_failed(world: World, payment: Payment) -> None:
    """Nothing comes of it: the booking waits on, and the payment can be tried again. No event tells of it."""
    world.payments.update(payment, failed=True)
