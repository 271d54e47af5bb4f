"""What the README shows works as shown."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator.app import Emulator
from emulator.control.kinds import KINDS
from emulator.server import BackgroundServer

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
PLACEHOLDER = "http://127.0.0.1:8000"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def server() -> Iterator[BackgroundServer]:
    with BackgroundServer(Emulator(strict=True, now="2029-12-03T08:00:00Z")) as running:
        yield running


def sh(command: str) -> str:
    done = subprocess.run(["bash", "-euc", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_opens_with_two_commands_that_exist() -> None:
    commands = re.findall(r"^(scripts/\w+)", blocks("console")[0], re.MULTILINE)
    assert commands == ["scripts/serve", "scripts/test"]
    assert all((ROOT / command).stat().st_mode & 0o111 for command in commands)


def test_the_pytest_example_passes(pytester: pytest.Pytester) -> None:
    (example,) = blocks("python")
    pytester.makepyfile(test_example=example)
    pytester.runpytest_subprocess("-q", "-W", "error", "-p", "no:cacheprovider").assert_outcomes(passed=1)


def test_the_first_request_is_answered(server: BackgroundServer) -> None:
    (command,) = re.findall(r"^\$ (curl .*)$", README, re.MULTILINE)
    assert json.loads(sh(command.replace(PLACEHOLDER, server.url)))["data"]["username"] == "ada"


def test_the_requests_to_the_container_are_answered(server: BackgroundServer) -> None:
    (script,) = blocks("sh")
    answers = [
        json.loads(line)
        for line in sh(script.replace(PLACEHOLDER, server.url).replace("curl", "echo; curl")).split("\n")
        if line
    ]
    assert [answer["status"] for answer in answers[:2]] == ["ok", "success"]
    assert answers[1]["data"]["status"] == "accepted"
    assert answers[2]["name"] == "ci-42"


def test_the_image_is_run_as_shown() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "docker run -d -p 127.0.0.1:8000:8000 calcom-emulator" in README
    assert "EXPOSE 8000" in dockerfile
    assert "USER 10001" in dockerfile
    assert "HEALTHCHECK" in dockerfile


def test_every_kind_of_record_is_described() -> None:
    page = (ROOT / "docs" / "records.md").read_text()
    assert all(f"## `{kind}`" in page for kind in KINDS)


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target
