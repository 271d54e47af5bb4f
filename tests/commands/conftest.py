from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner

from emulator.cli import main
from emulator.testing import Calcom, Server
from tests.testing.asking import NOW

Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(now=NOW) as running:
        yield running


@pytest.fixture
def world(server: Server) -> Iterator[Calcom]:
    made = server.world()
    yield made
    server.drop(made)


@pytest.fixture
def run() -> Run:
    """Runs a command; gives its exit code and all that it printed."""

    def run(*arguments: str, stdin: bytes | None = None) -> tuple[int, str]:
        result = CliRunner().invoke(main, arguments, input=stdin)
        assert "Traceback" not in result.output
        return result.exit_code, result.output

    return run
