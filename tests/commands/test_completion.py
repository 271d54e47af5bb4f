from __future__ import annotations

import pytest

from emulator import __version__
from tests.commands.conftest import Run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_the_shell(run: Run, shell: str) -> None:
    code, text = run("completion", shell)
    assert code == 0
    assert f"_CALCOM_EMULATOR_COMPLETE={shell}_complete" in text


def test_the_version(run: Run) -> None:
    assert run("version") == (0, f"{__version__}\n")
