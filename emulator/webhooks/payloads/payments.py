"""What deliveries tell of money (webhooks.md 4.6, 4.8)."""

from __future__ import annotations

from typing import Any

from emulator.world.appointments import Booking, EventType, Payment
from emulator.world.events import Event
from emulator.world.world import World

Json = dict[str, Any]

PAID = "BOOKING_PAID"


def payment_of(event: Event) -> Payment | None:
    """The payment that the event is about."""
    payment: Payment | None = event.facts.get("payment")
    return payment


def named(event: Event) -> Json:
    payment = payment_of(event)
    return {} if payment is None else {"paymentId": payment.id}


def metadata(world: World, event: Event, booking: Booking, event_type: EventType | None) -> Json:
    """Stands in BOOKING_PAID where the booking's own metadata stands elsewhere."""
    payment, holder = payment_of(event), event.facts.get("holder")
    people = [holder] if holder is not None else world.attendees.where("booking_id", booking.id)
    return {
        "identifier": "cal.com",
        "bookingId": booking.id,
        "eventTypeId": booking.event_type_id,
        "bookerEmail": people[0].email if people else None,
        "eventTitle": event_type.title if event_type else None,
        "externalId": payment.external_id if payment else None,
    }


def payment_row(payment: Payment) -> Json:
    """A payment as the row of a meeting has it."""
    return {
        "id": payment.id,
        "uid": payment.uid,
        "appId": payment.app_id,
        "bookingId": payment.booking_id,
        "amount": payment.amount,
        "fee": payment.fee,
        "currency": payment.currency,
        "success": payment.success,
        "refunded": payment.refunded,
        "data": {},
        "externalId": payment.external_id,
        "paymentOption": payment.payment_option,
    }
