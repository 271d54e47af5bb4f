#!/usr/bin/env python3
"""What a test costs: the processor time of a world's whole life, client and server together.

    python -m benchmarks.tests [--rounds 200]

Printed is the middle of the rounds, after two that are not counted, for ever more done in a world.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from emulator.testing import Calcom, Server

NOW = "2030-01-07T08:00:00Z"
BODY = json.dumps(
    {
        "eventTypeId": 2,
        "start": "2030-01-08T13:00:00Z",
        "attendee": {"name": "Bob", "email": "bob@example.com", "timeZone": "Europe/London"},
    }
)
HEADERS = {"content-type": "application/json", "cal-api-version": "2024-08-13"}


def kinds(server: Server) -> dict[str, Callable[[], None]]:
    """What tests do, by the name that is printed."""
    client = http.client.HTTPConnection(urlsplit(server.url).netloc)

    def book(world: Calcom) -> str:
        client.request("POST", f"{urlsplit(world.url).path}/v2/bookings", BODY, HEADERS)
        uid: str = json.load(client.getresponse())["data"]["uid"]
        return uid

    def empty() -> None:
        with server.world():
            pass

    def team() -> None:
        with server.world(fixtures="team", now=NOW):
            pass

    def key() -> None:
        with server.world() as world:
            assert world.api_key

    def booking() -> None:
        with server.world() as world:
            assert world.api_key
            book(world)

    def inbox() -> None:
        with server.world() as world:
            assert world.api_key
            inbox = world.webhooks.inbox("BOOKING_CREATED")
            inbox.expect("BOOKING_CREATED", uid=book(world))

    return {
        "a world": empty,
        "a world from a file of its own": team,
        "a world, and its key read": key,
        "… and a booking": booking,
        "… and an inbox that hears of it": inbox,
    }


def cost(action: Callable[[], None], rounds: int) -> float:
    """Milliseconds of processor time, the middle of all rounds."""
    measured = []
    for _ in range(rounds + 2):
        before = time.process_time()
        action()
        measured.append(time.process_time() - before)
    return statistics.median(measured[2:]) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    with Server(now=NOW) as server:
        for name, action in kinds(server).items():
            print(f"{name:34}{cost(action, options.rounds):6.2f} ms")


if __name__ == "__main__":
    main()
