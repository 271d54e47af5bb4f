"""The n8n workflows: what they ask for is served, and n8n itself runs them where it is named.

`CALCOM_TEST_N8N=/path/to/n8n` (from `npm install n8n`, with the Node that it wants on the PATH) has the real one import
them, execute one, and hear of a booking by the other.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from emulator.app import Emulator
from emulator.server import BackgroundServer
from emulator.testing.calcom import Calcom
from emulator.webhooks.triggers import TRIGGERS

FOLDER = Path(__file__).parents[2] / "examples/n8n"
VARIABLE = "CALCOM_TEST_N8N"
HOST = "http://calcom:8000"


def workflow(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


def test_the_workflows_ask_for_what_is_served_with_the_credentials_beside_them() -> None:
    ((credentials),) = json.loads((FOLDER / "credentials.json").read_text("utf-8"))
    assert credentials["data"]["host"] == HOST
    engine = Emulator().engine
    for name in ("booking", "heard"):
        for node in workflow(name)["nodes"]:
            if "credentials" in node:
                assert node["credentials"]["calApi"]["id"] == credentials["id"]
            url = node["parameters"].get("url", f"{HOST}/v2/me")
            assert url.startswith(HOST)
            assert engine.match(urlsplit(url).path) is not None


def test_the_trigger_is_the_one_that_speaks_v2() -> None:
    trigger = workflow("heard")["nodes"][0]
    assert (trigger["type"], trigger["typeVersion"]) == ("n8n-nodes-base.calTrigger", 3)
    assert set(trigger["parameters"]["events"]) <= set(TRIGGERS)


class N8n:
    """The real one, with a folder, ports and a database of its own."""

    def __init__(self, folder: Path, calcom: str) -> None:
        self.port, broker = free_port(), free_port()
        self.files = folder / "files"
        self.files.mkdir()
        for path in FOLDER.glob("*.json"):
            (self.files / path.name).write_text(path.read_text("utf-8").replace(HOST, calcom), "utf-8")
        self.environment = {
            **os.environ,
            "N8N_USER_FOLDER": str(folder),
            "N8N_PORT": str(self.port),
            "N8N_LISTEN_ADDRESS": "127.0.0.1",
            "N8N_RUNNERS_BROKER_PORT": str(broker),
            "N8N_DIAGNOSTICS_ENABLED": "false",
            "N8N_VERSION_NOTIFICATIONS_ENABLED": "false",
            "WEBHOOK_URL": f"http://127.0.0.1:{self.port}/",
        }

    def __call__(self, *arguments: str) -> str:
        command = [os.environ[VARIABLE], *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def running(self) -> Iterator[None]:
        command = [os.environ[VARIABLE], "start"]
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT) as it:
            try:
                yield
            finally:
                it.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.skipif(VARIABLE not in os.environ, reason=f"needs n8n: {VARIABLE}=/path/to/n8n")
def test_n8n_books_and_hears_of_bookings(tmp_path: Path) -> None:
    with BackgroundServer(Emulator()) as server, closing(Calcom(server.url)) as calcom:
        n8n = N8n(tmp_path, server.url)
        n8n("import:credentials", f"--input={n8n.files / 'credentials.json'}")
        for name in ("booking", "heard"):
            n8n("import:workflow", f"--input={n8n.files / f'{name}.json'}")
        assert "Execution was successful" in n8n("execute", f"--id={workflow('booking')['id']}")
        (booking,) = calcom.records.list("bookings")
        assert booking["status"] == "accepted"

        n8n("publish:workflow", f"--id={workflow('heard')['id']}")
        with n8n.running():
            end = time.monotonic() + 120
            while not calcom.records.list("webhooks"):
                assert time.monotonic() < end, "n8n does not subscribe"
                time.sleep(0.2)
            calcom.clock.advance(timedelta(days=14))
        (delivery,) = calcom.webhooks.deliveries()
        assert (delivery["trigger"], delivery["status"]) == ("MEETING_ENDED", 200)
