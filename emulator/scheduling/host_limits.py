"""How many bookings a person takes a day, week, month or year, whatever the event type (live.md 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from emulator.scheduling.limits import Exhausted, Unit, period
from emulator.scheduling.working_hours import zone_of
from emulator.world.appointments import Booking
from emulator.world.records import User
from emulator.world.world import World

UNITS: Final[Mapping[str, Unit]] = MappingProxyType(
    {"perDay": "day", "perWeek": "week", "perMonth": "month", "perYear": "year"}
)


def limits_of(user: User) -> dict[str, int | None]:
    """All four limits in the API's order, None where there is none."""
    return {name: user.booking_limits.get(name) for name in UNITS}


def changed(user: User, wanted: Mapping[str, Any]) -> dict[str, int]:
    """The limits after a change: what is left out stays, null removes."""
    limits = {**user.booking_limits, **{name: wanted[name] for name in UNITS if name in wanted}}
    return {name: most for name, most in limits.items() if most is not None}


def full_periods(
    world: World, user: User, low: datetime, high: datetime, moved: Booking | None = None
) -> Iterator[Exhausted]:
    """The periods around [low, high), by the user's own clock, in which as much is booked as the user takes.

    Accepted bookings that the user organizes count, of every event type; the one that is being `moved` does not.
    """
    own_zone = zone_of(None, user.time_zone)
    for name, most in limits_of(user).items():
        if most is None:
            continue
        unit = UNITS[name]
        start, end = period(low, unit, own_zone)
        while start < high:
            taken = world.bookings.between("user_id", user.id, start, end)
            if sum(booking.status == "accepted" and booking is not moved for booking in taken) >= most:
                yield Exhausted(start, end, unit, "count", most)
            start, end = period(end, unit, own_zone)
