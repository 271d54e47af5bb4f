from __future__ import annotations

import pytest
from click.testing import CliRunner

from emulator import __version__
from emulator.cli import main
from tests.commands.conftest import Run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_the_shell(run: Run, shell: str) -> None:
    code, text = run("completion", shell)
    assert code == 0
    assert f"_CALCOM_EMULATOR_COMPLETE={shell}_complete" in text


def test_the_version(run: Run) -> None:
    assert run("version") == (0, f"{__version__}\n")


def test_triggers_are_completed_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMP_WORDS", "calcom-emulator trigger booking_ca")
    monkeypatch.setenv("COMP_CWORD", "2")
    monkeypatch.setenv("_CALCOM_EMULATOR_COMPLETE", "bash_complete")
    result = CliRunner().invoke(main, [], prog_name="calcom-emulator")
    assert result.output == "plain,BOOKING_CANCELLED\n"
