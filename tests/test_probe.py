"""The health check of the image."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from emulator.app import Emulator
from emulator.probe import main, probe
from emulator.server import BackgroundServer


def test_a_server_that_is_well_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with BackgroundServer(Emulator()) as server:
        monkeypatch.setenv("CALCOM_EMULATOR_PORT", server.url.rpartition(":")[2])
        assert main() == 0
    assert json.loads(capsys.readouterr().out)["status"] == "ok"


def test_nobody_there_is_not_well(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CALCOM_EMULATOR_PORT", "9")
    assert main() == 1
    assert capsys.readouterr().out == "no emulator answers on port 9\n"


def test_a_refusal_is_not_well() -> None:
    async def refuse(scope: object, receive: object, send: object) -> None:
        raise AssertionError("every request fails")

    app = Emulator()
    with BackgroundServer(app) as server:
        app.control = refuse  # type: ignore[assignment]
        assert probe(int(server.url.rpartition(":")[2])) is None


def test_it_imports_next_to_nothing() -> None:
    code = "import sys, emulator.probe; print({'click', 'http.client', 'emulator.cli'} & sys.modules.keys())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
