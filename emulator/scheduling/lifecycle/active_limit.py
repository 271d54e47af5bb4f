"""How many bookings to come one booker may hold of one event type."""

from __future__ import annotations

from emulator.errors import bookings as errors
from emulator.world.appointments import EventType
from emulator.world.shelves import FOREVER, ORDERS
from emulator.world.world import World


def check_active_limit(world: World, event_type: EventType, email: str) -> None:
    """Raise a 400 when the booker holds as many accepted bookings to come as the event type lets one person have."""
    limit = event_type.active_bookings_limit
    most = None if not limit or limit.get("disabled") else limit.get("maximumActiveBookings")
    if not most:
        return
    runs = [
        run
        for partition, run in world.shelves.attended(email).of_event_type(event_type.id).items()
        if partition.status == "accepted"
    ]
    now = world.now()
    if sum(run.counted("start", now, FOREVER) for run in runs) < most:
        return
    latest = sorted((booking for run in runs for booking in run.order("start")[-int(most) :]), key=ORDERS["start"])
    # Of the latest `most` bookings the earliest one is offered for moving.
    movable = latest[-int(most)].uid if limit and limit.get("offerReschedule") else None
    raise errors.too_many_active_bookings(movable)
