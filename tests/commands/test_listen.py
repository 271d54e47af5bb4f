from __future__ import annotations

import json

import pytest

from emulator.testing import Calcom
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
