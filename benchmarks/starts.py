#!/usr/bin/env python3
"""What a start costs, side by side with a bare Starlette application that loads the same document.

    python -m benchmarks.starts [--runs 12] [--tree PATH]

Each run starts every server once, cold, and asks it one thing as soon as it answers: the time is that from the start
of the process to the answer, and `work` what of it the processor spent on the server, which a busy machine changes
less. Printed are the least and the middle of the runs, and the memory then; `later` is the memory a few seconds after
the first start, when the emulator has imported the rest. `--tree` measures another checkout as well. Linux only.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.__main__ import ROOT, UVICORN, VERSION, free_port

HEADERS: Final = {
    "authorization": "Bearer cal_test_ada",
    "cal-api-version": VERSION,
    "content-type": "application/json",
}
BOOKING: Final = {
    "eventTypeId": 1,
    "start": "2030-01-08T13:00:00Z",
    "attendee": {"name": "Bob", "email": "bob@example.com", "timeZone": "Europe/London"},
}
FIRST: Final = {
    "health": ("/_emulator/health", None, 200),
    "GET /v2/me": ("/v2/me", None, 200),
    "POST /v2/bookings": ("/v2/bookings", BOOKING, 201),
    "first refusal": ("/v2/bookings", {"eventTypeId": "x"}, 400),
}
PATIENCE: Final = 4.0


@dataclass
class Starts:
    """Seconds until the answer, those of the processor, megabytes then, and megabytes some seconds after that."""

    seconds: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    later: float | None = None


class Kind(NamedTuple):
    """A server, and what it is asked first."""

    name: str
    command: list[str]
    tree: Path
    path: str
    body: object
    expected: int


def start(kind: Kind, starts: Starts) -> None:
    """Start once, ask once, and note what it took."""
    port = free_port()
    data = None if kind.body is None else json.dumps(kind.body).encode()
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{kind.path}", data, HEADERS)
    began = time.perf_counter()
    process = subprocess.Popen([*kind.command, "--port", str(port)], cwd=kind.tree, stdout=subprocess.DEVNULL)
    try:
        status = answered(asked, process)
        starts.seconds.append(time.perf_counter() - began)
        if status != kind.expected:
            raise RuntimeError(f"{kind.path} answered {status}")
        starts.work.append(int(Path(f"/proc/{process.pid}/schedstat").read_text().split()[0]) / 1e9)
        starts.memory.append(resident(process.pid))
        if starts.later is None:
            time.sleep(PATIENCE)
            starts.later = resident(process.pid)
    finally:
        process.kill()
        process.wait()


def answered(asked: urllib.request.Request, process: subprocess.Popen[bytes]) -> int:
    """The status of the first answer there is."""
    while process.poll() is None:
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            time.sleep(0.002)
    raise RuntimeError(f"the server ended with {process.returncode}")


def resident(pid: int) -> float:
    """Megabytes in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--tree", type=Path, action="append", default=[])
    options = parser.parse_args()
    bare = [sys.executable, "-m", "uvicorn", "benchmarks.bare:app", *UVICORN]
    serve = [sys.executable, "-m", "emulator", "serve"]
    kinds = [Kind("bare Starlette", bare, ROOT, "/v2/bookings?take=1", None, 200)]
    for tree in (ROOT, *options.tree):
        name = "" if tree == ROOT else f"{tree}: "
        kinds += [Kind(f"{name}{first}", serve, tree, *asked) for first, asked in FIRST.items()]
    measured = {kind.name: Starts() for kind in kinds}
    for _ in range(options.runs):
        for kind in kinds:
            start(kind, measured[kind.name])
    width = max(map(len, measured))
    print(f"{'':{width}}  least, s  middle, s   work, s  memory, MB  later, MB")
    for name, starts in measured.items():
        times = f"{min(starts.seconds):10.3f} {statistics.median(starts.seconds):10.3f} {min(starts.work):9.3f}"
        print(f"{name:{width}}{times} {statistics.median(starts.memory):11.1f} {starts.later or 0:10.1f}")


if __name__ == "__main__":
    main()
