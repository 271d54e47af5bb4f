from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading

import pytest

from emulator.commands.listen import _rows
from emulator.testing import Calcom
from emulator.testing.receiver import Receiver
from tests.commands.conftest import Run
from tests.testing.asking import book, call


def happened(world: Calcom) -> None:
    world.webhooks.inbox("BOOKING_CREATED")
    book(world)
    book(world)
    call(world, "GET", "/v2/me?x=1")
    world.webhooks.drain()


def test_requests_and_deliveries_a_line_each(world: Calcom, run: Run) -> None:
    happened(world)
    code, text = run("listen", "--url", world.url, "--all", "--count", "4")
    assert code == 0
    lines = sorted(line.partition("Z  ")[2].partition("http://")[0] for line in text.splitlines())
    assert lines[0] == "200  BOOKING_CREATED -> "
    assert lines[1] == "200  GET /v2/me?x=1"
    assert lines[2] == "201  POST /v2/bookings"
    assert lines[3].startswith("409  POST /v2/bookings  ")


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (["--no-deliveries", "--status", "4xx"], ["POST /v2/bookings"]),
        (["--no-deliveries", "--path", "/v2/m*"], ["GET /v2/me"]),
        (["--no-deliveries", "--operation", "Me*"], ["GET /v2/me"]),
        (["--no-requests", "--trigger", "BOOKING_CREATED"], ["BOOKING_CREATED"]),
    ],
)
def test_filters(world: Calcom, run: Run, filters: list[str], shown: list[str]) -> None:
    happened(world)
    code, text = run("listen", "--url", world.url, "--all", "--json", "--count", str(len(shown)), *filters)
    assert code == 0
    rows = [json.loads(line) for line in text.splitlines()]
    assert [row.get("trigger") or f"{row['method']} {row['path']}" for row in rows] == shown


def test_what_cannot_be_listened_to(run: Run) -> None:
    assert run("listen", "--no-requests", "--no-deliveries")[0] == 2
    code, text = run("listen", "--url", "http://127.0.0.1:9")
    assert code == 1
    assert "no emulator answers" in text


def test_a_world_that_begins_anew_is_listened_to_as_well(world: Calcom) -> None:
    call(world, "GET", "/v2/me?before")
    rows = _rows(world.url, "/requests", "number", {}, True, lambda _: True)
    assert next(rows)["query"] == "before"
    world.reset()
    call(world, "GET", "/v2/me?after")
    assert next(rows)["query"] == "after"


def test_a_connection_that_a_fault_cut(world: Calcom, run: Run) -> None:
    world.faults.set(effect="disconnect")
    with pytest.raises(OSError, match="closed"):
        call(world, "GET", "/v2/me")
    code, text = run("listen", "--url", world.url, "--all", "--count", "1")
    assert (code, text.partition("Z  ")[2]) == (0, "cut  GET /v2/me  fault 1: disconnect\n")


def test_a_delivery_is_shown_when_it_has_been_tried(world: Calcom) -> None:
    go_on = threading.Event()

    def slowly(_headers: object, _body: bytes) -> int:
        go_on.wait(30)
        return 200

    receiver = Receiver()
    slow, quick = receiver.open("/slow", slowly), receiver.open("/quick", lambda _headers, _body: 200)
    for url in (slow, quick):
        world.webhooks.subscribe(url, ["BOOKING_CREATED"])
    rows = _rows(world.url, "/deliveries", "id", {}, True, lambda _: True)
    book(world)
    first = next(rows)
    assert (first["url"], first["state"]) == (quick, "delivered")
    go_on.set()
    second = next(rows)
    assert (second["url"], second["state"]) == (slow, "delivered")
    receiver.close()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes there do not tell")
def test_it_ends_when_nobody_reads(world: Calcom) -> None:
    call(world, "GET", "/v2/me")
    with listening(world.url) as process:
        assert process.stdout is not None
        assert "GET /v2/me" in process.stdout.readline()
        process.stdout.close()
        assert process.wait(30) == 1
        assert process.stderr is not None
        assert process.stderr.read() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts are sent otherwise there")
def test_it_ends_without_a_word_when_interrupted(world: Calcom) -> None:
    call(world, "GET", "/v2/me")
    with listening(world.url) as process:
        assert process.stdout is not None
        assert "GET /v2/me" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30) == ("", "")
        assert process.returncode == 0


def listening(url: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "emulator", "listen", "--url", url, "--all"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
