"""What docs/accounts.md shows works as shown."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from emulator.app import Emulator
from emulator.server import BackgroundServer

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/accounts.md").read_text()
PLACEHOLDER = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with BackgroundServer(Emulator(strict=True, now="2030-12-02T08:00:00Z")) as server:
        yield server.url


def run(script: str, url: str) -> list[Any]:
    """The answers of a block's requests: JSON where they are."""
    script = re.sub(r"^curl", "echo; curl", script.replace(PLACEHOLDER, url), flags=re.MULTILINE)
    done = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) if line.startswith(("{", "[")) else line for line in done.stdout.splitlines() if line]


def test_the_session_goes_as_the_page_says(url: str) -> None:
    busy, explained, holiday, consent, listed, booked, verified = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    (calendar,) = run(busy, url)
    assert (calendar["id"], calendar["isSelected"], calendar["integration"]) == (1, True, "google_calendar")

    (explanation,) = run(explained, url)
    (verdict,) = explanation["starts"]
    assert [(reason["cause"], reason["calendarId"]) for reason in verdict["reasons"]] == [("calendar", 1)]

    (event,) = run(holiday, url)
    assert (event["allDay"], event["timeZone"]) == (True, "Europe/Rome")

    assert run(consent, url) == ["OK"], "the flow ends where `redir` said"
    (accounts,) = run(listed, url)
    emails = [account["primary"]["email"] for account in accounts["data"]["connectedCalendars"]]
    assert emails == ["ada@example.com", "ada@work.example"]

    booking, events = run(booked, url)
    (shown,) = events["data"]
    assert shown["title"] == booking["data"]["title"]

    asked, right = run(verified, url)
    assert asked == {"status": "success"}
    assert right["data"]["email"] == "me@example.com"


def test_the_readme_leads_here() -> None:
    assert "docs/accounts.md" in (ROOT / "README.md").read_text()
