from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from emulator.cli import main
from tests.testing.served import server, world

__all__ = ["Run", "run", "server", "world"]

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run() -> Run:
    """Runs a command; gives its exit code and all that it printed."""

    def run(*arguments: str, stdin: bytes | None = None) -> tuple[int, str]:
        result = CliRunner().invoke(main, arguments, input=stdin)
        assert "Traceback" not in result.output
        return result.exit_code, result.output

    return run
