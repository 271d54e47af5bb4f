"""May something be booked at that time? What create and reschedule ask alike, steps 18 to 24 of bookings.md 3.2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from emulator.errors import bookings as errors
from emulator.scheduling.availability import is_free
from emulator.scheduling.lifecycle.event_types import lengths_of
from emulator.scheduling.lifecycle.requests import Overrides
from emulator.scheduling.limits import exceeded
from emulator.scheduling.lookup import effective_schedule
from emulator.scheduling.window import out_of_bounds
from emulator.scheduling.working_hours import zone_of
from emulator.world.appointments import Booking, EventType
from emulator.world.instants import zone
from emulator.world.records import User
from emulator.world.world import World

LAST_YEAR: Final = 9000
"""Beyond it calendars end, and with them every window."""


@dataclass(slots=True, frozen=True)
class Slot:
    """A time wanted with a host: `start` in UTC, the booker's IANA zone, and the booking that makes room for it."""

    world: World
    event_type: EventType
    host: User
    start: datetime
    minutes: float
    booker_zone: str
    moved: Booking | None = None

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


def check_bounds(slot: Slot, overrides: Overrides) -> None:
    """Refuse the past, what is too soon or too far away, and lengths that the event type has not."""
    now = slot.world.now()
    if slot.start < now:
        raise errors.starts_in_past()
    if slot.start.year >= LAST_YEAR:
        raise errors.out_of_bounds()
    if not overrides.out_of_bounds:
        schedule = effective_schedule(slot.world, slot.event_type, slot.host)
        hours_zone = zone_of(schedule, slot.host.time_zone)
        if out_of_bounds(slot.event_type, slot.start, now, zone(slot.booker_zone), hours_zone):
            raise errors.out_of_bounds()
    if slot.minutes not in lengths_of(slot.event_type):
        raise errors.length_changed()


def check_limits(slot: Slot, overrides: Overrides) -> None:
    """Refuse what the event type's limits of count and duration do not let in."""
    if overrides.limits:
        return
    schedule = effective_schedule(slot.world, slot.event_type, slot.host)
    hours_zone = zone_of(schedule, slot.host.time_zone)
    broken = exceeded(slot.world, slot.event_type, slot.start, hours_zone, moved=slot.moved)
    if broken is not None:
        raise errors.booking_limit_reached() if broken == "count" else errors.duration_limit_reached()


def check_availability(slot: Slot, overrides: Overrides) -> None:
    """Refuse when the host does not work then, or is busy."""
    if overrides.conflicts:
        return
    if not is_free(slot.world, slot.event_type, slot.host, slot.start, slot.end, ignoring=slot.moved):
        raise errors.not_available()
