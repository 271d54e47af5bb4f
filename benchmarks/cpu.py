"""`python -m benchmarks.cpu`: the processor time of a request within the emulator, without sockets, in microseconds.

    python -m benchmarks.cpu [--against FOLDER] [--rounds 3] [--only NAME ...]

Unlike rates, processor time can be compared while the machine is busy with other things. `--against` names another
checkout of this project, say a worktree of an older commit, which is measured in turns with this one. Each figure is
the smallest of the rounds. Deliveries go to a receiver in a process of its own; their time is the emulator's side only.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from emulator.app import Emulator
from emulator.settings import Settings

ROOT = Path(__file__).parent.parent
NOW = datetime(2030, 1, 1, tzinfo=UTC)
KEY = "cal_test_bench"
WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
ALWAYS = {"days": WEEK, "startTime": "00:00", "endTime": "23:59"}
WORK = {"days": WEEK[:5], "startTime": "09:00", "endTime": "17:00"}
WORLD = {
    "now": NOW.isoformat(),
    "users": [{"id": 1, "username": "ada", "timeZone": "UTC", "apiKey": KEY}],
    "schedules": [
        {"id": 1, "ownerId": 1, "name": "Always", "timeZone": "UTC", "isDefault": True, "availability": [ALWAYS]},
        {"id": 2, "ownerId": 1, "name": "Work", "timeZone": "Europe/Rome", "availability": [WORK]},
    ],
    "event-types": [
        {"id": 1, "ownerId": 1, "title": "Short", "slug": "short", "lengthInMinutes": 5, "minimumBookingNotice": 0},
        {"id": 2, "ownerId": 1, "title": "Half", "slug": "half", "lengthInMinutes": 30, "scheduleId": 2},
    ],
}
SLOTS = "eventTypeId=2&start=2030-01-07T00:00:00Z&end=2030-01-14T00:00:00Z"

Timed = Callable[[], Awaitable[Any]]


class Client:
    """Asks an application in this process; `start` is a time that nobody has booked yet."""

    def __init__(self, app: Emulator) -> None:
        self._app = app
        self._next = NOW + timedelta(days=30)

    async def ask(
        self, status: int, method: str, path: str, body: Any = None, *, query: str = "", version: str = "2024-08-13"
    ) -> Any:
        """The answer's JSON. Raises RuntimeError on an unexpected status."""
        sent = b"" if body is None else json.dumps(body).encode()
        headers = [(b"host", b"localhost"), (b"authorization", b"Bearer " + KEY.encode())]
        headers += [(b"cal-api-version", version.encode()), (b"content-type", b"application/json")]
        scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "scheme": "http"}
        scope |= {"query_string": query.encode(), "headers": headers, "client": ("127.0.0.1", 1), "root_path": ""}
        got: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": sent, "more_body": False}

        async def send(message: Any) -> None:
            got.append(message)

        await self._app(scope, receive, send)
        if got[0]["status"] != status:
            raise RuntimeError(f"{method} {path}: {got[0]['status']} {got[1]['body']!r}")
        return json.loads(got[1]["body"]) if status != 400 else None

    def start(self, later: timedelta = timedelta()) -> str:
        self._next += timedelta(minutes=5)
        return (self._next + later).isoformat()

    async def book(self) -> str:
        attendee = {"name": "Bob", "email": "bob@example.com", "timeZone": "Europe/London"}
        made = await self.ask(
            201, "POST", "/v2/bookings", {"eventTypeId": 1, "start": self.start(), "attendee": attendee}
        )
        return str(made["data"]["uid"])


async def requests(client: Client) -> dict[str, Callable[[], Awaitable[Timed]]]:
    """By name: what prepares one request, outside the time that is taken, and gives what sends it."""
    uids = [await client.book() for _ in range(120)]

    def always(*asked: Any, **more: Any) -> Callable[[], Awaitable[Timed]]:
        async def prepared() -> Timed:
            return lambda: client.ask(*asked, **more)

        return prepared

    async def create() -> Timed:
        return client.book

    async def cancel() -> Timed:
        path = f"/v2/bookings/{await client.book()}/cancel"
        return lambda: client.ask(200, "POST", path, {"cancellationReason": "no"})

    async def move() -> Timed:
        path = f"/v2/bookings/{await client.book()}/reschedule"
        return lambda: client.ask(201, "POST", path, {"start": client.start(timedelta(days=400))})

    return {
        "GET /v2/me": always(200, "GET", "/v2/me"),
        "get a booking": always(200, "GET", f"/v2/bookings/{uids[0]}"),
        "list of 100": always(200, "GET", "/v2/bookings", query="take=100"),
        "slots of a week": always(200, "GET", "/v2/slots", query=SLOTS, version="2024-09-04"),
        "invalid create": always(400, "POST", "/v2/bookings", {"eventTypeId": 1, "start": 7}),
        "create": create,
        "cancel": cancel,
        "reschedule": move,
    }


async def figures(only: list[str], number: int, rounds: int) -> dict[str, float]:
    """Microseconds by name of request."""
    taken: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world.yaml"
        world.write_text(json.dumps(WORLD))
        app = Emulator(Settings(fixtures=(world,), delivery_log=1_000_000))
    client = Client(app)
    kinds = await requests(client)
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    for name, prepare in kinds.items():
        if not only or name in only:
            taken[name] = min([await cost([await prepare() for _ in range(number)]) for _ in range(rounds + 1)][1:])
    for subscribers in (1, 50):
        name = f"create, {subscribers} told"
        if only and name not in only:
            continue
        with receiver() as port:
            hooks = [await subscribe(client, f"http://127.0.0.1:{port}/{number}") for number in range(subscribers)]
            told = partial(app.dispatcher.drain, app.universe.get())
            taken[name] = min([await cost([client.book] * 100, told) for _ in range(rounds + 1)][1:])
            for hook in hooks:
                await client.ask(200, "DELETE", f"/v2/webhooks/{hook}")
    await app.dispatcher.stop(1)
    return taken


async def cost(several: Sequence[Timed], after: Timed | None = None) -> float:
    began = time.process_time()
    for send in several:
        await send()
    if after is not None:
        await after()
    return (time.process_time() - began) / len(several) * 1e6


async def subscribe(client: Client, url: str) -> str:
    hook = {"active": True, "subscriberUrl": url, "triggers": ["BOOKING_CREATED"], "secret": "s3cret"}
    return str((await client.ask(201, "POST", "/v2/webhooks", hook))["data"]["id"])


@contextmanager
def receiver() -> Iterator[int]:
    """A process that answers every POST with 200; its port."""
    process = subprocess.Popen([sys.executable, __file__, "--receive"], stdout=subprocess.PIPE, stdin=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


async def receive() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = next(line for line in head.split(b"\r\n") if line.startswith(b"content-length:"))
                await reader.readexactly(int(length.partition(b":")[2]))
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Whoever started this holds the other end: when that goes away nobody needs it any more.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def measured(tree: Path, arguments: list[str]) -> dict[str, float]:
    command = [sys.executable, __file__, "--worker", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    ran = subprocess.run(command, cwd=tree, env=environment, stdout=subprocess.PIPE, check=True)
    figures: dict[str, float] = json.loads(ran.stdout)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--number", type=int, default=200, help="requests of a round")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--receive", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.receive:
        asyncio.run(receive())
        return
    if options.worker:
        print(json.dumps(asyncio.run(figures(options.only, options.number, options.rounds))))
        return
    arguments = ["--rounds", "1", "--number", str(options.number), "--only", *options.only]
    trees = [ROOT, *([options.against.resolve()] if options.against else [])]
    rounds = [[measured(tree, arguments) for tree in trees] for _ in range(options.rounds)]
    print(f"{'':20}" + "".join(f"{tree.name:>16}" for tree in trees) + (f"{'ratio':>8}" if options.against else ""))
    for name in rounds[0][0]:
        smallest = [min(one[place][name] for one in rounds) for place in range(len(trees))]
        ratio = f"{smallest[0] / smallest[-1]:>8.2f}" if options.against else ""
        print(f"{name:20}" + "".join(f"{value:>16.1f}" for value in smallest) + ratio)


if __name__ == "__main__":
    main()
