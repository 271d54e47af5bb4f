"""`python -m benchmarks.slots`: what a month of slots costs as bookings grow, as ratios of one run.

Prints how often the plain question can be asked a second, and then how many times longer it takes with more bookings
and for longer months: lines that grow much faster than their numbers mean that the cost is no longer linear.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from emulator.control.records import create
from emulator.scheduling.slots import SlotRequest, slots
from emulator.world.clock import Clock
from emulator.world.world import World

NOW = datetime(2030, 1, 1, tzinfo=UTC)
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
ROUNDS = 15


def world_of(bookings: int, *, elsewhere: int = 0) -> World:
    """A host with so many bookings in the first month, and so many after it."""
    clock = Clock()
    clock.freeze(NOW)
    world = World(clock=clock)
    create(world, "users", {"username": "ada", "timeZone": "Europe/Rome"})
    hours = [{"days": WEEKDAYS, "startTime": "08:00", "endTime": "20:00"}]
    create(world, "schedules", {"ownerId": 1, "name": "Work", "isDefault": True, "availability": hours})
    kind = {"ownerId": 1, "title": "Short", "slug": "short", "lengthInMinutes": 15, "afterEventBuffer": 5}
    create(world, "event-types", kind)
    create(world, "event-types", {**kind, "slug": "other", "lengthInMinutes": 30})
    for number in range(bookings + elsewhere):
        day = number % 28 if number < bookings else 60 + number % 600
        start = NOW + timedelta(days=day, hours=8, minutes=20 * (number // 28 % 36))
        guest = {"email": f"guest{number}@example.com", "name": "Guest"}
        record = {"eventTypeId": 1 + number % 2, "start": start.isoformat(), "attendees": [guest]}
        create(world, "bookings", record)
    return world


def seconds(world: World, days: int) -> float:
    """The time of one question at its quickest: whatever else the machine does only adds to it."""
    event_type = world.event_types.get(1)
    assert event_type is not None
    request = SlotRequest(NOW, NOW + timedelta(days=days), UTC)
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        slots(world, event_type, request)
        taken.append(time.process_time() - begun)
    return min(taken)


def main() -> None:
    base = seconds(world_of(0), 31)
    print(f"a month without bookings: {1 / base:.0f} a second")
    for bookings in (50, 100, 200, 400, 800):
        print(f"{bookings:>6} bookings in the month: {seconds(world_of(bookings), 31) / base:6.2f} times that")
    print(f"   200 and 5000 elsewhere:   {seconds(world_of(200, elsewhere=5000), 31) / base:6.2f} times that")
    busy = world_of(200)
    for months in (2, 4, 8):
        print(f"{months:>6} months, 200 bookings:   {seconds(busy, 31 * months) / base:6.2f} times that")


if __name__ == "__main__":
    main()
