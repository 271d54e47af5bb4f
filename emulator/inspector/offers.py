"""What may be done to a booking now, read off the state machine: buttons for what may, the refusal for what may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from emulator.errors.base import ApiError
from emulator.scheduling.state_machine import Action, check_time, permit
from emulator.world.appointments import Booking
from emulator.world.world import World

BOOKINGS: Final = "2024-08-13"
"""The version of the API in which the inspector books."""


@dataclass(slots=True, frozen=True)
class Call:
    """A call of the API that does something to a booking: `path` stands behind its uid.

    `reason` names the member of the body that takes one; `by_seat` says that a seat can be named instead of everybody.
    """

    action: Action
    label: str
    path: str
    reason: str | None = None
    by_seat: bool = False
    version: str = BOOKINGS


CALLS: Final[Mapping[str, Call]] = MappingProxyType(
    {
        "confirm": Call(Action.CONFIRM, "Confirm", "confirm"),
        "decline": Call(Action.DECLINE, "Decline", "decline", "reason"),
        "cancel": Call(Action.CANCEL, "Cancel", "cancel", "cancellationReason", by_seat=True),
        "request-reschedule": Call(
            Action.REQUEST_RESCHEDULE,
            "Ask for another time",
            "request-reschedule",
            "rescheduleReason",
            version="2026-02-25",
        ),
        "reassign": Call(Action.REASSIGN, "Give to another host", "reassign"),
    }
)
"""By the name in the URL of the button. Moving and marking absent have forms of their own."""


@dataclass(slots=True, frozen=True)
class Offer:
    """`name` is that of the call; `refusal` is what the API would say, empty for what may be done."""

    name: str
    label: str
    refusal: str = ""


def offers(world: World, booking: Booking) -> list[Offer]:
    """Every call, in order, for the booking as it stands; who asks is not looked at."""
    found = [
        Offer(name, call.label, refusal(world, booking, call.action))
        for name, call in CALLS.items()
        if call.action is not Action.REASSIGN or _rotates(world, booking)
    ]
    moving = Offer("reschedule", "Move", refusal(world, booking, Action.RESCHEDULE))
    return [*found, moving]


def refusal(world: World, booking: Booking, action: Action) -> str:
    """What the API says to whoever tries it now, as far as state and time of the booking decide; empty for nothing."""
    successors = world.bookings.where("from_reschedule", booking.uid)
    try:
        permit(booking, action, booking.uid, successors[-1].uid if successors else "")
        check_time(booking, action, world.now())
    except ApiError as error:
        return error.message
    return ""


def _rotates(world: World, booking: Booking) -> bool:
    event_type = world.event_types.get(booking.event_type_id)
    return event_type is not None and event_type.scheduling_type == "roundRobin"
