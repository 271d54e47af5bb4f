"""What docs/credentials.md shows works as shown."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from emulator.app import Emulator
from emulator.control.fixtures import world_files
from emulator.server import BackgroundServer

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/credentials.md").read_text()
PLACEHOLDER = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    fixtures = (ROOT / "fixtures/platform.yaml",)
    with BackgroundServer(Emulator(check_answers=True, now="2029-12-03T08:00:00Z", fixtures=fixtures)) as server:
        yield server.url


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def run(script: str, url: str) -> list[Any]:
    """The answers of a block's requests."""
    script = re.sub(r"^curl", "echo; curl", script.replace(PLACEHOLDER, url), flags=re.MULTILINE)
    done = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line]


def test_the_calls_answer_what_the_page_says(url: str) -> None:
    # In the page's order: what one block makes, the next may use.
    key, limit, managed, token, granted = blocks("sh")
    user, me = run(key, url)
    assert (user["apiKey"], me["data"]["id"]) == ("cal_test_ben", user["id"])

    (made,) = run(limit, url)
    assert (made["name"], made["limit"]) == ("short", 3)
    again = f"curl -s {PLACEHOLDER}/v2/me -H 'Authorization: Bearer cal_test_ben'\n" * 4
    assert [answer["status"] for answer in run(again, url)] == ["success"] * 3 + ["error"]

    (zoe,) = run(managed, url)
    assert zoe["data"]["user"]["email"] == "zoe+cplatformclient0000000001@example.com"
    assert {"accessToken", "refreshToken"} <= zoe["data"].keys()

    written, mia = run(token, url)
    assert (written["accessToken"], mia["data"]["name"]) == ("mias-other-token", "Mia Managed")

    _, olga, refused = run(granted, url)
    assert olga["data"]["username"] == "olga"
    assert "Required: SCHEDULE_READ. Token has: PROFILE_READ" in refused["error"]["message"]


def test_the_whole_way_can_be_gone(url: str) -> None:
    (script,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", script.replace(PLACEHOLDER, url)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_world_of_the_page_is_there() -> None:
    (command,) = blocks("console")
    named = re.search(r"--fixtures (\w+)", command)
    assert named is not None
    assert world_files(named[1]) == [ROOT / f"fixtures/{named[1]}.yaml"]
