"""May something be booked at that time? What create and reschedule ask alike, steps 18 to 24 of bookings.md 3.2."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from emulator.errors import bookings as errors
from emulator.frozen import frozen
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


@frozen
class Slot:
    """A time wanted with a host: `start` in UTC, the booker's IANA zone, and the booking that makes room for it.

    `limited` tells whether hosts keep to limits of their own. A host who is gone (None) is missed only after the bounds
    were checked.
    """

    world: World
    event_type: EventType
    host: User | None
    start: datetime
    minutes: float
    booker_zone: str
    moved: Booking | None = None
    limited: bool = True

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)

    @property
    def user(self) -> User:
        """The host; raises a 404 when that user is gone."""
        if self.host is None:
            raise errors.host_missing()
        return self.host

    @property
    def hours_zone(self) -> ZoneInfo:
        """The zone of the schedule that counts."""
        if self.host is None:
            return zone_of(self.world.schedules.get(self.event_type.schedule_id), "")
        return zone_of(effective_schedule(self.world, self.event_type, self.host), self.host.time_zone)


def check_bounds(slot: Slot, overrides: Overrides) -> None:
    """Refuse the past, what is too soon or too far away, and lengths that the event type has not."""
    now = slot.world.now()
    if slot.start < now:
        raise errors.starts_in_past()
    if slot.start.year >= LAST_YEAR:
        raise errors.out_of_bounds()
    zones = zone(slot.booker_zone), slot.hours_zone
    if not overrides.out_of_bounds and out_of_bounds(slot.event_type, slot.start, now, *zones):
        raise errors.out_of_bounds()
    if slot.minutes not in lengths_of(slot.event_type):
        raise errors.length_changed()


def check_limits(slot: Slot, overrides: Overrides) -> None:
    """Refuse when the host is gone, and what the event type's limits of count and duration do not let in."""
    slot.user  # noqa: B018 - raises
    if overrides.limits:
        return
    broken = exceeded(slot.world, slot.event_type, slot.start, slot.hours_zone, moved=slot.moved)
    if broken is not None:
        raise errors.booking_limit_reached() if broken == "count" else errors.duration_limit_reached()
