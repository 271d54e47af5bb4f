"""A payment provider without one: say how the payment for a booking ends."""

from __future__ import annotations

from typing import Any, Final

from emulator.control import records
from emulator.control.endpoints.rooms import found_booking
from emulator.control.kinds import KINDS
from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.scheduling.lifecycle.settle import payment_failed, payment_succeeded
from emulator.world.appointments import Booking, Payment

Json = Any

OUTCOMES: Final = ("succeed", "fail")
WAITING: Final = ("pending", "accepted")


async def end_payment(ask: Ask) -> Json:
    """End the payment named by its uid, or else the oldest that nobody has paid yet."""
    booking = found_booking(ask)
    body = await ask.members("outcome", "payment")
    outcome = body.get("outcome")
    if outcome not in OUTCOMES:
        raise ControlError(
            400, f"outcome must be succeed or fail, not {outcome!r}", where="/outcome", hint='{"outcome": "succeed"}'
        )
    payment = _payment(ask, booking, body.get("payment"))
    if outcome == "succeed" and booking.status not in WAITING:
        raise ControlError(409, f"booking {booking.uid} is {booking.status}: nobody can pay for it any more")
    with ask.happening():
        if outcome == "succeed":
            payment_succeeded(ask.world, booking, payment)
        else:
            payment_failed(ask.world, payment)
    return {
        "payment": records.shown(ask.world, KINDS["payments"], payment),
        "booking": records.shown(ask.world, KINDS["bookings"], booking),
    }


def _payment(ask: Ask, booking: Booking, uid: Json) -> Payment:
    asked = ask.world.payments.where("booking_id", booking.id)
    if not asked:
        raise ControlError(
            409,
            f"nothing is to be paid for booking {booking.uid}",
            hint="give its event type a price before it is booked, or POST /_emulator/records/payments",
        )
    if uid is not None:
        found = next((each for each in asked if each.uid == uid), None)
        if found is None:
            hint = f"its payments are {', '.join(each.uid for each in asked)}"
            raise ControlError(404, f"booking {booking.uid} has no payment {uid!r}", where="/payment", hint=hint)
    else:
        found = next((each for each in asked if not each.success), None)
    if found is None or found.success:
        raise ControlError(409, f"booking {booking.uid} is paid already")
    return found


ROUTES: Final[Routes] = {"/bookings/{uid}/payment": {"POST": (200, end_payment)}}
