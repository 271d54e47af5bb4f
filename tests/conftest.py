from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx2
import pytest
from hypothesis import HealthCheck, settings
from starlette.testclient import TestClient

from tests.api_client import Api
from tests.receiver import Receiver

if TYPE_CHECKING:
    from emulator.app import Emulator

pytest_plugins = ["pytester"]

# The suite tries the same examples every time; `pytest --hypothesis-profile explore` goes looking for new ones.
# How long an example takes to be made says how busy the machine is: nothing fails for that.
BY_THE_CLOCK = [HealthCheck.too_slow]
settings.register_profile("suite", deadline=None, suppress_health_check=BY_THE_CLOCK, max_examples=60, derandomize=True)
settings.register_profile(
    "explore", deadline=None, suppress_health_check=BY_THE_CLOCK, max_examples=500, print_blob=True
)
settings.load_profile("suite")

NOW = "2029-12-03T08:00:00Z"
"""A Monday; most tests book in January 2030."""


@pytest.fixture(scope="session")
def app() -> Emulator:
    """One application for the whole run: an answer that breaks the document is a 500 that fails its test."""
    from emulator.app import Emulator

    return Emulator(check_answers=True, now=NOW)


@pytest.fixture(scope="session")
def in_process(app: Emulator) -> Iterator[httpx2.Client]:
    with TestClient(app, base_url="http://emulator", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def over_socket() -> Iterator[httpx2.Client]:
    from emulator.app import Emulator
    from emulator.server import BackgroundServer

    with (
        BackgroundServer(Emulator(check_answers=True, now=NOW)) as server,
        httpx2.Client(base_url=server.url, trust_env=False, timeout=30) as client,
    ):
        yield client


@pytest.fixture(scope="session")
def among_teams() -> Iterator[httpx2.Client]:
    from emulator.app import Emulator
    from emulator.resources import resource

    emulator = Emulator(check_answers=True, now=NOW, fixtures=(resource("fixtures/team.yaml"),))
    with TestClient(emulator, base_url="http://emulator", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def team(among_teams: httpx2.Client, request: pytest.FixtureRequest) -> Iterator[Api]:
    """A fresh world made of `fixtures/team.yaml`, seen by the owner of its team."""
    yield from Api.of_test(among_teams, request.node.nodeid)


@pytest.fixture
def api(in_process: httpx2.Client, request: pytest.FixtureRequest) -> Iterator[Api]:
    """A fresh world behind the in-process door."""
    yield from Api.of_test(in_process, request.node.nodeid)


@pytest.fixture(params=["in_process", "over_socket"])
def door(request: pytest.FixtureRequest) -> Iterator[Api]:
    """A fresh world behind each door in turn."""
    yield from Api.of_test(request.getfixturevalue(request.param), request.node.nodeid)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        yield server
