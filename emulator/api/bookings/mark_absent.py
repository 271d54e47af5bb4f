"""Mark who was absent."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.bookings.output import plain_output
from emulator.api.call import Call, Handler, Json, success
from emulator.scheduling.lifecycle.mark_absent import mark_absent


def mark(call: Call) -> Json:
    body = call.body or {}
    attendees = {each["email"]: each["absent"] for each in body.get("attendees") or ()}
    booking = mark_absent(call.world, call.path["bookingUid"], call.me.user, body.get("host"), attendees)
    return success(plain_output(call, booking))


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType({"BookingsController_2024_08_13_markNoShow": mark})
