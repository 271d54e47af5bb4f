"""The compose example and the Testcontainers recipes of docs/containers.md, as they stand there, on a real engine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.containers.engine import container
from tests.docs.pages import ROOT, pages

PAGE = pages()["containers"]
README = (ROOT / "README.md").read_text("utf-8")


def run(*command: str, where: Path, **environment: str) -> str:
    kept = {**os.environ, "TESTCONTAINERS_RYUK_DISABLED": "true", **environment}
    done = subprocess.run(command, cwd=where, env=kept, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_compose_runs_its_test_again_and_again() -> None:
    two = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0
    compose = ("docker", "compose") if two else ("docker-compose",)
    if shutil.which(compose[0]) is None:
        pytest.skip("compose is not installed")
    folder = ROOT / "examples/compose"
    try:
        for _ in range(2):
            assert "the call is booked and confirmed" in run(*compose, "run", "--rm", "test", where=folder)
    finally:
        run(*compose, "down", where=folder)


def test_testcontainers_for_python(tmp_path: Path) -> None:
    pytest.importorskip("testcontainers", reason='needs Testcontainers: pip install ".[container]"')
    (recipe,) = (block.text for block in PAGE if block.language == "python")
    (tmp_path / "conftest.py").write_text(recipe)
    (example,) = (text for text in re.findall(r"^```python\n(.+?)^```", README, re.S | re.M) if "def test_" in text)
    (tmp_path / "test_booking.py").write_text(example)
    told = run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", where=tmp_path, PYTHONPATH=str(ROOT))
    assert "1 passed" in told


def test_a_suite_of_pytest_runs_on_a_container(tmp_path: Path) -> None:
    """As docs/quickstart-pytest.md says: nothing in it changes, its inboxes are found, its files are sent."""
    (tmp_path / "pytest.ini").touch()
    (tmp_path / "mine.yaml").write_text("users: [{id: 9, username: zoe}]\n")
    for block in pages()["quickstart-pytest"]:
        if block.name is not None:
            (tmp_path / block.name).write_text(block.text)
    (tmp_path / "test_files.py").write_text(
        "import pytest\n\n\n"
        '@pytest.mark.calcom(fixtures=["team", "mine.yaml"])\n'
        "def test_sent(calcom):\n"
        '    assert calcom.records.read("users", 9)["username"] == "zoe"\n'
        '    assert calcom.records.list("teams")\n'
    )
    with container() as running:
        told = run(
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "2"),
            where=tmp_path,
            PYTHONPATH=str(ROOT),
            CALCOM_EMULATOR_URL=running.url,
            CALCOM_EMULATOR_RECEIVER_HOST="host.docker.internal",
        )
        assert "5 passed" in told
        assert [world["name"] for world in running.ask("GET", "/_emulator/worlds")] == ["default"]


def test_testcontainers_for_node(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("Node is not installed")
    major, minor = (int(part) for part in run("node", "-p", "process.versions.node", where=tmp_path).split(".")[:2])
    (recipe,) = (block for block in PAGE if block.language == "js")
    assert recipe.name is not None
    (tmp_path / recipe.name).write_text(recipe.text)
    version = 12 if (major, minor) >= (22, 15) else 11
    run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", f"testcontainers@{version}", where=tmp_path)
    assert "pass 1" in run("node", "--test", recipe.name, where=tmp_path)
