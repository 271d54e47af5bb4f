"""Fixtures: one server for a module of tests, and a world on it for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emulator.testing import Calcom, Server
from tests.testing.asking import NOW


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(now=NOW) as running:
        yield running


@pytest.fixture
def world(server: Server) -> Iterator[Calcom]:
    made = server.world()
    yield made
    server.drop(made)
