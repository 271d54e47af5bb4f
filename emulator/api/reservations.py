"""Slots held for a few minutes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, success
from emulator.errors import slots as errors
from emulator.scheduling.reservations import ReservationRequest, move, reserve, running
from emulator.world.appointments import Reservation
from emulator.world.instants import parse, wire


def create(call: Call) -> Json:
    return success(_shown(reserve(call.world, _request(call), call.user), duration=True))


def read(call: Call) -> Json:
    """An unknown, expired or deleted one is no error but `null`; the duration is not among the fields (live.md 3)."""
    reservation = running(call.world, call.path["uid"])
    return success(None if reservation is None else _shown(reservation, duration=False))


def update(call: Call) -> Json:
    return success(_shown(move(call.world, call.path["uid"], _request(call)), duration=True))


def delete(call: Call) -> Json:
    reservation = call.world.reservations.by("uid", call.path["uid"])
    if reservation is not None:
        call.world.reservations.remove(reservation)
    return {"status": "success"}


def _request(call: Call) -> ReservationRequest:
    body = call.body
    try:
        start = parse(body["slotStart"])
    except (ValueError, OverflowError):
        raise errors.invalid_start() from None
    return ReservationRequest(
        event_type_id=body["eventTypeId"],
        start=start,
        start_text=body["slotStart"],
        slot_minutes=body.get("slotDuration"),
        minutes=body.get("reservationDuration"),
    )


def _shown(reservation: Reservation, *, duration: bool) -> Json:
    seconds = (reservation.end - reservation.start).total_seconds()
    shown: dict[str, Json] = {
        "eventTypeId": reservation.event_type_id,
        "slotStart": wire(reservation.start),
        "slotEnd": wire(reservation.end),
        "slotDuration": int(seconds // 60),
        "reservationUid": reservation.uid,
    }
    if duration:
        shown["reservationDuration"] = reservation.minutes
    shown["reservationUntil"] = wire(reservation.until)
    return shown


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "SlotsController_2024_09_04_reserveSlot": create,
        "SlotsController_2024_09_04_getReservedSlot": read,
        "SlotsController_2024_09_04_updateReservedSlot": update,
        "SlotsController_2024_09_04_deleteReservedSlot": delete,
    }
)
