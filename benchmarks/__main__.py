"""`python -m benchmarks`: this emulator side by side with a bare Starlette application, as ratios of one run.

Options: --seconds N (each measurement), --rounds N, --peers (also Prism and Mockoon, through npx, whose
first cold start includes their installation), --json FILE.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.load import Result, load, request

ROOT = Path(__file__).parent.parent
KEY = "cal_test_bench"
VERSION = "2024-08-13"
NOW = datetime(2030, 1, 1, tzinfo=UTC)
WORLD = {
    "now": NOW.isoformat(),
    "users": [{"id": 1, "username": "ada", "timeZone": "UTC", "apiKey": KEY}],
    "schedules": [
        {
            "id": 1,
            "ownerId": 1,
            "name": "Always",
            "timeZone": "UTC",
            "isDefault": True,
            "availability": [
                {
                    "days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
                    "startTime": "00:00",
                    "endTime": "23:59",
                }
            ],
        }
    ],
    "event-types": [
        {"id": 1, "ownerId": 1, "title": "Short", "slug": "short", "lengthInMinutes": 5, "minimumBookingNotice": 0}
    ],
}
UVICORN = ["--http", "httptools", "--loop", "uvloop", "--no-access-log", "--log-level", "warning"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server in a process of its own; `cold` is the time in seconds from its start to its first answer."""

    def __init__(self, name: str, command: list[str], port: int, path: str, environment: dict[str, str]) -> None:
        self.name = name
        self.port = port
        began = time.perf_counter()
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, start_new_session=True, stdout=subprocess.DEVNULL
        )
        while True:
            if self.process.poll() is not None:
                raise RuntimeError(f"{name} ended with {self.process.returncode}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5):
                    break
            except urllib.error.HTTPError:
                break
            except OSError:
                if time.perf_counter() - began > 120:
                    raise
                time.sleep(0.002)
        self.cold = time.perf_counter() - began

    def memory(self) -> float | None:
        """Resident megabytes, where the system tells."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return None
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(20)


@contextmanager
def servers(peers: bool) -> Iterator[list[Server]]:
    started: list[Server] = []
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world.yaml"
        world.write_text(json.dumps(WORLD))
        try:
            port = free_port()
            command = [sys.executable, "-m", "emulator", "serve", "--port", str(port), "--fixtures", str(world)]
            started.append(Server("emulator", command, port, "/v2/bookings/none", {}))
            port = free_port()
            command = [sys.executable, "-m", "uvicorn", "benchmarks.bare:app", "--port", str(port), *UVICORN]
            started.append(Server("bare Starlette", command, port, "/v2/bookings?take=1", {}))
            if peers:
                npx = shutil.which("npx")
                if npx is None:
                    raise RuntimeError("--peers needs npx (Node.js)")
                document = str(ROOT / "spec" / "openapi.json")
                port = free_port()
                command = [npx, "--yes", "@stoplight/prism-cli", "mock", document, "-p", str(port)]
                started.append(Server("Prism", command, port, "/v2/bookings/x", {}))
                port = free_port()
                command = [npx, "--yes", "@mockoon/cli", "start", "--data", document, "--port", str(port)]
                started.append(Server("Mockoon", command, port, "/v2/bookings/x", {}))
            yield started
        finally:
            for server in started:
                server.stop()


HEADERS = {"authorization": f"Bearer {KEY}", "cal-api-version": VERSION}


def creations(start: datetime) -> Iterator[bytes]:
    """Bookings one behind the other, without end."""
    while True:
        body = {
            "eventTypeId": 1,
            "start": start.isoformat().replace("+00:00", "Z"),
            "attendee": {"name": "Bob", "email": "bob@example.com", "timeZone": "Europe/London", "language": "en"},
        }
        yield request("POST", "/v2/bookings", HEADERS, json.dumps(body).encode())
        start += timedelta(minutes=5)


def repeat(data: bytes) -> Iterator[bytes]:
    while True:
        yield data


def create_one(port: int, start: datetime) -> str:
    body = next(creations(start)).partition(b"\r\n\r\n")[2]
    sent = urllib.request.Request(
        f"http://127.0.0.1:{port}/v2/bookings", body, {**HEADERS, "content-type": "application/json"}
    )
    with urllib.request.urlopen(sent) as answer:
        data: dict[str, Any] = json.load(answer)["data"]
    return str(data["uid"])


def measure(server: Server, seconds: float) -> dict[str, Result]:
    """Every scenario against one server."""
    results: dict[str, Result] = {}
    start = NOW + timedelta(days=1)
    uids = [create_one(server.port, start + timedelta(minutes=5 * number)) for number in range(120)]
    start += timedelta(days=1)
    get = request("GET", f"/v2/bookings/{uids[0]}", HEADERS)
    listing = request("GET", "/v2/bookings?take=100", HEADERS)
    invalid = request("POST", "/v2/bookings", HEADERS, b'{"eventTypeId": 1, "start": 7}')
    for connections in (1, 16):
        for name, requests, expected in (
            ("get", repeat(get), 200),
            ("list of 100", repeat(listing), 200),
            ("invalid create", repeat(invalid), 400),
            ("create", creations(start), 201),
        ):
            results[f"{name}, {connections} conn"] = load(
                server.port, requests, connections=connections, seconds=seconds, expected=expected
            )
        start += timedelta(days=3000)
    return results


def peer_measure(server: Server, seconds: float) -> dict[str, Result]:
    """Peers keep no state: what they can be asked is one GET."""
    get = request("GET", "/v2/bookings/anything", HEADERS)
    return {
        f"get, {connections} conn": load(
            server.port, repeat(get), connections=connections, seconds=seconds, expected=200
        )
        for connections in (1, 16)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rounds: list[dict[str, dict[str, Any]]] = []
    for _ in range(options.rounds):
        taken: dict[str, dict[str, Any]] = {}
        with servers(options.peers) as running:
            for server in running:
                idle = server.memory()
                scenario = measure if server.name in ("emulator", "bare Starlette") else peer_measure
                taken[server.name] = {
                    "cold start, s": server.cold,
                    "memory idle, MB": idle,
                    **{name: result.rate for name, result in scenario(server, options.seconds).items()},
                    "memory loaded, MB": server.memory(),
                }
        rounds.append(taken)
    report(rounds)
    if options.json:
        options.json.write_text(json.dumps(rounds, indent=1))


def report(rounds: list[dict[str, dict[str, Any]]]) -> None:
    """Medians over the rounds, and each as a ratio to the bare application of the same round."""
    names = list(rounds[0])
    print(
        f"Answers a second where no unit stands; medians of {len(rounds)}, ratios to the bare Starlette application.\n"
    )
    print(f"{'':24}" + "".join(f"{name:>18}{'ratio':>8}" for name in names))
    for measure_name in rounds[0]["emulator"]:
        line = f"{measure_name:24}"
        for name in names:
            pairs = [(r[name].get(measure_name), r["bare Starlette"].get(measure_name)) for r in rounds]
            known = [(mine, bare) for mine, bare in pairs if mine is not None and bare]
            if not known:
                line += f"{'-':>18}{'':>8}"
                continue
            median = statistics.median(mine for mine, _ in known)
            ratio = statistics.median(mine / bare for mine, bare in known)
            line += f"{median:>18.2f}{ratio:>8.2f}"
        print(line)


if __name__ == "__main__":
    main()
