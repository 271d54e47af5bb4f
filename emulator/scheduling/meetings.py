"""What the agenda holds for a booking: that its meeting starts, and that it ends."""

from __future__ import annotations

from typing import Final

from emulator.world.appointments import Booking
from emulator.world.world import World

GOES_ON: Final = "MEETING_GOES_ON"
"""No trigger: a meeting was under way when it came into the world, and whoever looks into its room must be reminded."""


def plan_meeting(world: World, booking: Booking) -> None:
    """Make the agenda fit the booking: an accepted one starts and ends, any other does neither.

    What lies in the past already is not announced any more.
    """
    world.unplan(booking)
    if booking.status != "accepted":
        return
    now = world.now()
    if booking.start >= now:
        world.plan(booking.start, "MEETING_STARTED", booking)
    elif booking.end > now:
        world.plan(now, GOES_ON, booking)
    if booking.end >= now:
        world.plan(booking.end, "MEETING_ENDED", booking)
