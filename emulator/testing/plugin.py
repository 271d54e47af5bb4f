"""The pytest plugin: `calcom` gives every test a Cal.com of its own.

Imports stay inside the fixtures, so that suites which do not use them pay nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from emulator.server import BackgroundServer
    from emulator.settings import Settings
    from emulator.testing.calcom import Calcom


@pytest.fixture(scope="session")
def calcom_settings() -> Settings:
    """How the run's emulator behaves; override it in a conftest to choose fixtures, a seed or strictness."""
    from emulator.settings import Settings

    return Settings(strict=True)


@pytest.fixture(scope="session")
def calcom_server(calcom_settings: Settings) -> Iterator[BackgroundServer]:
    """The one server of the run, on a free loopback port; `url` is its base URL."""
    from emulator.app import Emulator
    from emulator.server import BackgroundServer

    with BackgroundServer(Emulator(calcom_settings)) as server:
        yield server


@pytest.fixture(scope="session")
def _calcom_numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture
def calcom(calcom_server: BackgroundServer, _calcom_numbers: Iterator[int]) -> Iterator[Calcom]:
    """A world that no other test sees, in the baseline's state, dropped when the test ends."""
    from emulator.testing.calcom import Calcom
    from emulator.testing.http import ControlPlane

    name = f"test-{next(_calcom_numbers)}"
    world = Calcom(f"{calcom_server.url}/w/{name}")
    yield world
    world.close()
    plane = ControlPlane(calcom_server.url)
    plane.put(f"/worlds/{name}")
    plane.delete(f"/worlds/{name}")
    plane.close()
