"""`python -m benchmarks.webhooks`: what subscribers cost a burst of bookings, as ratios of one run.

The same burst of bookings is made without subscribers, with many, and with as many of which one never answers. The
receiver checks that each got every booking once and in order. Options: --bookings N, --subscribers N, --rounds N.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.__main__ import NOW, WORLD, Server, creations, free_port
from benchmarks.load import Result, load

HANGS = "hangs"


class Receiver:
    """Takes every POST on a loop and thread of its own; `got` has the bodies by path, in the order they came."""

    def __init__(self) -> None:
        self.got: defaultdict[str, list[bytes]] = defaultdict(list)
        self._loop = asyncio.new_event_loop()
        self._release = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0), self._loop
        ).result()
        self.port = server.sockets[0].getsockname()[1]

    def release(self) -> None:
        """Let those who hang answer."""
        self._loop.call_soon_threadsafe(self._release.set)

    def stop(self) -> None:
        self.release()
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        serving = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = head.split(" ", 2)[1]
                length = next(line for line in head.lower().split("\r\n") if line.startswith("content-length:"))
                body = await reader.readexactly(int(length.partition(":")[2]))
                self.got[path].append(body)
                if path.endswith(HANGS):
                    await self._release.wait()
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def control(port: int, method: str, path: str, body: Any = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/_emulator{path}", data, {"content-type": "application/json"}, method=method
    )
    with urllib.request.urlopen(asked, timeout=300) as answer:
        return json.load(answer)


def burst(server: Server, receiver: Receiver, urls: list[str], bookings: int) -> tuple[Result, float]:
    """Reset, subscribe, book; the API's figures, and the seconds until the last subscriber that answers had everything.

    Raises RuntimeError when anything was lost, came twice or out of order.
    """
    receiver.got.clear()
    control(server.port, "POST", "/reset")
    for url in urls:
        hook = {"userId": 1, "subscriberUrl": url, "triggers": ["BOOKING_CREATED"], "secret": "s3cret"}
        control(server.port, "POST", "/records/webhooks", hook)
    began = time.perf_counter()
    made = islice(creations(NOW + timedelta(days=1)), bookings)
    result = load(server.port, made, connections=1, seconds=600, expected=201)
    answering = [url for url in urls if not url.endswith(HANGS)]
    paths = [url.partition(f":{receiver.port}")[2] for url in answering]
    while not all(len(receiver.got[path]) >= bookings for path in paths):
        if time.perf_counter() - began > 300:
            raise RuntimeError("deliveries were lost")
        time.sleep(0.01)
    seconds = time.perf_counter() - began
    rows = control(server.port, "GET", "/records/bookings")
    wanted = [row["uid"] for row in rows]
    for path in paths:
        if [json.loads(body)["payload"]["uid"] for body in receiver.got[path]] != wanted:
            raise RuntimeError(f"{path} got {len(receiver.got[path])} deliveries, not {bookings} once and in order")
    return result, seconds


def scenarios(receiver: Receiver, subscribers: int) -> Iterator[tuple[str, list[str]]]:
    base = f"http://127.0.0.1:{receiver.port}"
    many = [f"{base}/{number}" for number in range(subscribers)]
    yield "no subscriber", []
    yield f"{subscribers} subscribers", many
    yield "one of them hangs", [*many[1:], f"{base}/{HANGS}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bookings", type=int, default=1000)
    parser.add_argument("--subscribers", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    receiver = Receiver()
    taken: defaultdict[str, list[tuple[Result, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world.yaml"
        world.write_text(json.dumps(WORLD))
        port = free_port()
        command = [sys.executable, "-m", "emulator", "serve", "--port", str(port), "--fixtures", str(world)]
        log = ["--delivery-log", str(options.bookings * (options.subscribers + 1)), "--webhook-timeout", "600"]
        server = Server("emulator", [*command, *log], port, "/v2/bookings/none", {})
        try:
            for _ in range(options.rounds):
                for name, urls in scenarios(receiver, options.subscribers):
                    taken[name].append(burst(server, receiver, urls, options.bookings))
        finally:
            server.stop()
            receiver.stop()
    report(taken, options.bookings)


def report(taken: dict[str, list[tuple[Result, float]]], bookings: int) -> None:
    """Medians over the rounds; latencies also as ratios to those without subscribers in the same round."""
    alone = taken["no subscriber"]
    print(f"{bookings} bookings{'':16}{'median ms':>12}{'ratio':>8}{'p99 ms':>10}{'ratio':>8}{'all told, s':>14}")
    for name, rounds in taken.items():
        medians = [result.median for result, _ in rounds]
        slowest = [result.p99 for result, _ in rounds]
        ratios = [result.median / bare.median for (result, _), (bare, _) in zip(rounds, alone, strict=True)]
        slower = [result.p99 / bare.p99 for (result, _), (bare, _) in zip(rounds, alone, strict=True)]
        line = f"{name:28}{statistics.median(medians):>10.2f}{statistics.median(ratios):>8.2f}"
        line += f"{statistics.median(slowest):>10.2f}{statistics.median(slower):>8.2f}"
        print(f"{line}{statistics.median(seconds for _, seconds in rounds):>14.2f}")


if __name__ == "__main__":
    main()
