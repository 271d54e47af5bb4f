"""Many worlds at once: none sees anything of another, and their memory is given back."""

from __future__ import annotations

import gc
import json
import urllib.request
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from emulator.app import Emulator
from emulator.server import BackgroundServer
from emulator.world.world import World

WORLDS = 64
AT_ONCE = 16
NOW = "2030-01-07T08:00:00Z"
HOURS = (9, 10, 11, 13)


def ask(url: str, body: Any = None, method: str | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {
        "authorization": "Bearer cal_test_ada",
        "cal-api-version": "2024-08-13",
        "content-type": "application/json",
    }
    with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method)) as answer:
        return json.load(answer)


def live(url: str, name: str, together: Barrier) -> tuple[str, set[str], list[Any], int]:
    """Book in one world while others do; what it made, what it reads, how many requests it knows of."""
    world = f"{url}/w/{name}"
    made = set()
    for hour in HOURS:
        together.wait(60)
        booker = {"name": name, "email": f"{name}@example.com", "timeZone": "UTC"}
        body = {"eventTypeId": 1, "start": f"2030-01-08T{hour:02}:00:00Z", "attendee": booker}
        made.add(ask(f"{world}/v2/bookings", body)["data"]["uid"])
    together.wait(60)
    read = ask(f"{world}/v2/bookings?take=100")["data"]
    return name, made, read, len(ask(f"{world}/_emulator/requests"))


def test_64_worlds_book_the_same_hours_at_once_and_read_only_their_own() -> None:
    names = [f"w{number}" for number in range(WORLDS)]
    together = Barrier(AT_ONCE)
    app = Emulator(now=NOW)
    with BackgroundServer(app) as server, ThreadPoolExecutor(AT_ONCE) as pool:
        # Worlds of the first wave are still there while those of the next are made.
        for name, made, read, asked in pool.map(lambda name: live(server.url, name, together), names):
            assert len(made) == len(HOURS)
            assert {booking["uid"] for booking in read} == made
            assert {booking["attendees"][0]["name"] for booking in read} == {name}
            assert asked == len(HOURS) + 1
        assert len(ask(f"{server.url}/_emulator/worlds")) == WORLDS + 1
        assert ask(f"{server.url}/v2/bookings")["data"] == []


def test_dropped_and_reset_worlds_give_their_memory_back() -> None:
    app = Emulator(now=NOW)
    with BackgroundServer(app) as server:
        gone = []
        for number in range(4):
            world = f"{server.url}/w/w{number}"
            booker = {"name": "Bob", "email": "bob@example.com", "timeZone": "UTC"}
            hook = {"subscriberUrl": "http://127.0.0.1:9/", "triggers": ["BOOKING_CREATED"], "active": True}
            ask(f"{world}/v2/webhooks", hook)
            ask(f"{world}/v2/bookings", {"eventTypeId": 1, "start": "2030-01-08T09:00:00Z", "attendee": booker})
            gone.append(weakref.ref(app.universe.get(f"w{number}")))
        for number in (0, 1):
            ask(f"{server.url}/_emulator/worlds/w{number}", method="DELETE")
        for number in (2, 3):
            ask(f"{server.url}/w/w{number}/_emulator/reset", method="POST")
        # The last request of a connection may hold what it was about until the next one comes.
        ask(f"{server.url}/_emulator/health")
        gc.collect()
        assert [reference() for reference in gone] == [None] * len(gone)


def test_a_reset_does_not_look_at_what_was_there() -> None:
    """It makes a new world and lets the old one go: no table of the old one is touched."""
    app = Emulator(now=NOW)
    world = app.universe.get()

    def touched(*_: object) -> None:
        raise AssertionError("the old world was read")

    for table in world.tables:
        table._rows = None  # type: ignore[assignment] # whoever looks at the records fails
        table.remove = touched  # type: ignore[assignment]
    fresh = app.universe.reset()
    assert isinstance(fresh, World)
    assert fresh is not world
    assert len(fresh.users) == 1
