"""Containers of the image under test, on the engine that the `docker` command reaches."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

VARIABLE = "CALCOM_TEST_IMAGE"
REASON = f"needs an engine: docker build -t calcom-emulator . && {VARIABLE}=calcom-emulator pytest tests/containers"
PATIENCE = 60.0


def engine(*arguments: str, fails: bool = False) -> str:
    """What a `docker` command prints. Raises `CalledProcessError`, unless it may fail."""
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False, timeout=120)
    if done.returncode and not fails:
        raise AssertionError(f"docker {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
    return (done.stdout + done.stderr).strip()


def until(holds: Callable[[], Any]) -> Any:
    """What a question answers as soon as that is true: engines have no way of telling."""
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < end, "does not come about"
        time.sleep(0.05)
    return found


@dataclass(frozen=True)
class Container:
    """A running emulator: its id, and its base URL on this machine."""

    id: str
    url: str

    def ask(self, method: str, path: str, body: Any = None, version: str = "2024-08-13") -> Any:
        headers = {"authorization": "Bearer cal_test_ada", "content-type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(self.url + path, data, {**headers, "cal-api-version": version}, method=method)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.load(answer)

    def is_up(self) -> bool:
        try:
            return bool(self.ask("GET", "/_emulator/health")["status"] == "ok")
        except (OSError, ValueError):
            return False

    def subscribe(self, url: str) -> None:
        hook = {"subscriberUrl": url, "triggers": ["BOOKING_CREATED"], "active": True, "secret": "s3cret"}
        self.ask("POST", "/v2/webhooks", hook)

    def book(self, start: str = "2030-01-08T13:00:00Z") -> dict[str, Any]:
        attendee = {"name": "Bob", "email": "bob@example.com", "timeZone": "Europe/London"}
        wanted = {"eventTypeId": 2, "start": start, "attendee": attendee}
        return dict(self.ask("POST", "/v2/bookings", wanted)["data"])

    def state(self, of: str) -> str:
        return engine("inspect", "--format", f"{{{{.State.{of}}}}}", self.id)


@contextmanager
def container(*options: str) -> Iterator[Container]:
    """One that answers; `options` are those of `docker run`."""
    host = ("--add-host", "host.docker.internal:host-gateway", "--publish", "127.0.0.1::8000")
    id = engine("run", "--detach", *host, "--env", "CALCOM_EMULATOR_NOW=2030-01-07T08:00:00Z", *options, image())
    try:
        port = engine("port", id, "8000/tcp").partition("\n")[0].rpartition(":")[2]
        found = Container(id, f"http://127.0.0.1:{port}")
        until(found.is_up)
        yield found
    finally:
        engine("rm", "--force", "--volumes", id)


def image() -> str:
    return os.environ[VARIABLE]
