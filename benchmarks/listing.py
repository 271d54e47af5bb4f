#!/usr/bin/env python3
"""What lists of bookings cost with many bookings, as a multiple of what they cost with few.

    python -m benchmarks.listing [--few 1000] [--many 100000] [--rounds 15]

Builds two worlds in this process, asks both the same questions in turns and prints the median time of each, their
ratio, and the memory that a booking takes. A list that looks at every booking would show a ratio of a hundred.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
import tracemalloc
from datetime import timedelta
from typing import Final

from starlette.testclient import TestClient

from emulator.app import Emulator
from emulator.world.appointments import Attendee, Booking
from emulator.world.records import Membership, Team
from emulator.world.world import World

NOW: Final = "2030-01-07T08:00:00Z"
KEY: Final = "cal_test_ada"

QUESTIONS: Final = {
    "no filter": "",
    "deep skip": "skip={half}",
    "latest first": "sortStart=desc",
    "by end": "sortEnd=desc",
    "by creation, deep": "sortCreated=asc&skip={half}",
    "by last change": "sortUpdatedAt=desc",
    "upcoming": "status=upcoming",
    "past": "status=past",
    "cancelled": "status=cancelled",
    "unconfirmed": "status=unconfirmed",
    "three statuses": "status=upcoming,past,cancelled&skip={half}",
    "event type": "eventTypeIds=1,2",
    "team": "teamsIds=1",
    "frequent attendee": "attendeeEmail=frequent@example.com&status=past",
    "rare attendee": "attendeeEmail=attendee7@example.com",
    "attendee's name": "attendeeName=Frequent",
    "between": "afterStart=2030-01-10T00:00:00Z&beforeEnd=2030-01-12T00:00:00Z",
    "created lately": "afterCreatedAt={late}",
    "changed lately": "afterUpdatedAt={late}&sortUpdatedAt=desc",
    "one uid": "bookingUid={uid}",
}


def build(number: int) -> tuple[TestClient, World]:
    """An emulator whose host has so many bookings, half of them over, half of them with one frequent attendee."""
    app = Emulator(now=NOW)
    world = app.universe.get()
    world.teams.add(Team(1, "Sales", "sales"))
    world.memberships.add(Membership(1, 1, 1, "OWNER", True))
    for event_type in list(world.event_types)[2:3]:
        world.event_types.update(event_type, team_id=1)
    start = world.now() - timedelta(hours=number // 2)
    statuses = ("accepted", "accepted", "accepted", "pending", "cancelled", "rejected")
    for each in range(number):
        begins, made = start + timedelta(hours=each), world.now() - timedelta(minutes=number - each)
        booking = Booking(
            id=world.ids.next("bookings"),
            uid=world.ids.uid(),
            uuid=world.ids.uuid7(int(begins.timestamp() * 1000)),
            title="Meeting",
            start=begins,
            end=begins + timedelta(minutes=30),
            created_at=made,
            updated_at=made,
            user_id=1,
            event_type_id=each % 5 + 1,
            status=statuses[each % len(statuses)],  # type: ignore[arg-type]
            responses={"name": "Somebody", "email": f"attendee{each}@example.com"},
            location="integrations:daily",
            ics_uid=f"{each}@Cal.com",
        )
        world.bookings.add(booking)
        email, name = (f"attendee{each}@example.com", f"N{each}") if each % 2 else ("frequent@example.com", "Frequent")
        world.attendees.add(Attendee(world.ids.next("attendees"), booking.id, email, name, "UTC"))
    return TestClient(app), world


def ask(client: TestClient, world: World, query: str, version: str = "2024-08-13") -> float:
    """Seconds that one answer took."""
    some = next(iter(world.bookings))
    late = (world.now() - timedelta(minutes=30)).isoformat().replace("+00:00", "Z")
    filled = query.format(half=len(world.bookings) // 2, uid=some.uid, late=late)
    headers = {"authorization": f"Bearer {KEY}", "cal-api-version": version}
    began = time.perf_counter()
    answer = client.get(f"/v2/bookings?{filled}", headers=headers)
    taken = time.perf_counter() - began
    answer.raise_for_status()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=int, default=1000)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    few = build(options.few)
    tracemalloc.start()
    many = build(options.many)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    gc.collect()
    gc.freeze()  # as the server does: what start-up made is not looked through again
    questions = {name: (f"take=20&{query}", "2024-08-13") for name, query in QUESTIONS.items()}
    questions["cursor list"] = ("limit=20", "2026-05-01")
    questions["cursor list, upcoming"] = ("limit=20&status=upcoming", "2026-05-01")
    print(f"{'question':24}{'few':>10}{'many':>10}{'ratio':>8}   ({options.few} and {options.many} bookings)")
    for name, (query, version) in questions.items():
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(options.rounds + 1):
            for kept, (client, world) in zip(times, (few, many), strict=True):
                kept.append(ask(client, world, query, version))
        # The first round builds what is built when it is first asked for.
        small, large = (statistics.median(kept[1:]) for kept in times)
        print(f"{name:24}{small * 1000:8.2f}ms{large * 1000:8.2f}ms{large / small:8.2f}")
    print(f"\n{grown / options.many:.0f} bytes a booking with one attendee")


if __name__ == "__main__":
    main()
