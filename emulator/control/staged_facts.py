"""Facts of made-up events about money and about seats."""

from __future__ import annotations

from typing import Any

from emulator.control import records
from emulator.world.appointments import Booking
from emulator.world.world import World

Facts = dict[str, Any]

PRICE = 2500


def payment_facts(world: World, booking: Booking) -> Facts:
    """The booking's latest payment, or one made up."""
    asked = world.payments.where("booking_id", booking.id)
    if asked:
        return {"payment": asked[-1]}
    event_type = world.event_types.get(booking.event_type_id)
    price = (event_type.price if event_type else 0) or PRICE
    row = records.create(
        world,
        "payments",
        {"bookingId": booking.id, "amount": price, "externalId": f"pi_{world.ids.uid()}"},
    )
    return {"payment": world.payments.get(row["id"])}


def seat_facts(world: World, booking: Booking) -> Facts:
    """The seat taken last, whose holder alone an event about a seated booking concerns; nothing without seats."""
    taken = world.seats.where("booking_id", booking.id)
    if not taken:
        return {}
    return {"seat": taken[-1], "holder": world.attendees.get(taken[-1].attendee_id)}
