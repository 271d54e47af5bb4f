"""What is to be paid for bookings. No money moves anywhere: the control plane says how a payment ends."""

from __future__ import annotations

from typing import Any, Final

from emulator.errors import bookings as errors
from emulator.world.appointments import Booking, EventType, Payment, Seat
from emulator.world.world import World

APP: Final = "stripe"
REFUNDED_BEFORE: Final = "days"


def charge(world: World, event_type: EventType, booking: Booking, seat: Seat | None = None) -> Payment:
    """Ask for the price of the booking, or of one seat of it.

    Raises a 400 when the event type's payment app has lost its account (`credentialId` null).
    """
    if _app(event_type).get("credentialId", APP) is None:
        raise errors.payment_credentials_missing()
    return world.payments.add(
        Payment(
            id=world.ids.next("payments"),
            uid=world.ids.uid(),
            booking_id=booking.id,
            amount=event_type.price,
            currency=event_type.currency,
            app_id=next(iter(_apps(event_type)), APP),
            external_id=f"pi_{world.ids.uid()}",
            seat_uid=seat.uid if seat else None,
            created_at=world.now(),
        )
    )


def is_paid(world: World, booking: Booking, seat: Seat | None = None) -> bool:
    """Has somebody paid for the booking, or for that seat?"""
    if seat is None:
        return booking.paid
    return any(each.success for each in payments_of(world, booking, seat))


def is_unpaid(world: World, booking: Booking) -> bool:
    """Was the booking to be paid, and is not?"""
    return not booking.paid and world.payments.counted("booking_id", booking.id) > 0


def payments_of(world: World, booking: Booking, seat: Seat | None = None) -> list[Payment]:
    """All payments for the booking, or those for one seat of it, oldest first."""
    return [
        each
        for each in world.payments.where("booking_id", booking.id)
        if seat is None or each.seat_uid in (None, seat.uid)
    ]


def transfer(world: World, old: Booking, new: Booking, seat: Seat | None = None, new_seat: Seat | None = None) -> None:
    """What was paid goes on counting for the booking, or the seat, that takes the place of the old one."""
    for payment in payments_of(world, old, seat):
        if payment.success:
            seat_uid = new_seat.uid if new_seat else payment.seat_uid
            world.payments.update(payment, booking_id=new.id, seat_uid=seat_uid)


def withdraw(world: World, booking: Booking, seat: Seat) -> None:
    """Nobody pays any more for a seat that is gone."""
    for payment in world.payments.where("booking_id", booking.id):
        if payment.seat_uid == seat.uid and not payment.success:
            world.payments.remove(payment)


def refund(world: World, booking: Booking, seat: Seat | None = None) -> None:
    """Give back what was paid for the booking, or for one seat, unless the payment app's refund policy says no.

    The policy is `never`, or `days` with `refundDaysCount`: then only so many days before the start, or earlier.
    """
    event_type = world.event_types.get(booking.event_type_id)
    app = _app(event_type) if event_type else {}
    policy = str(app.get("refundPolicy") or "always").lower()
    if policy == "never":
        return
    days = (booking.start - world.now()).total_seconds() / 86400
    if policy == REFUNDED_BEFORE and days < int(app.get("refundDaysCount") or 0):
        return
    for payment in payments_of(world, booking, seat):
        if payment.success:
            world.payments.update(payment, refunded=True)


def _apps(event_type: EventType) -> dict[str, dict[str, Any]]:
    """Payment apps as the service keeps them in the event type's metadata, by slug."""
    apps = event_type.metadata.get("apps")
    return {slug: app for slug, app in apps.items() if isinstance(app, dict)} if isinstance(apps, dict) else {}


def _app(event_type: EventType) -> dict[str, Any]:
    return next(iter(_apps(event_type).values()), {})
