"""The pytest plugin: `calcom` gives every test a Cal.com of its own.

Imports stay inside the functions, so that suites which do not use it pay nothing.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

from emulator.testing import options

if TYPE_CHECKING:
    from emulator.settings import Settings
    from emulator.testing.aio import AsyncCalcom
    from emulator.testing.calcom import Calcom
    from emulator.testing.server import Server

MARKER = "calcom"


def pytest_addoption(parser: pytest.Parser) -> None:
    options.add_to(parser)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "calcom(fixtures=None, now=None, faults=None): the world of the `calcom` fixture: its world file or files, the "
        "instant at which its clock stands still, the faults that are set in it",
    )


@pytest.fixture(scope="session")
def calcom_settings(request: pytest.FixtureRequest) -> Settings:
    """How the run's emulator behaves, from the options; override it in a conftest to choose anything else."""
    return options.settings(request.config)


@pytest.fixture(scope="session")
def calcom_server(calcom_settings: Settings, pytestconfig: pytest.Config) -> Iterator[Server]:
    """The one server of the run (of each worker of a parallel run); `url` is its base URL."""
    from emulator.server import configure_logging
    from emulator.testing.server import Server

    configure_logging(calcom_settings.log_level)
    with Server(calcom_settings, port=options.port(pytestconfig)) as server:
        yield server


@pytest.fixture
def calcom(calcom_server: Server, request: pytest.FixtureRequest) -> Iterator[Calcom]:
    """A world that no other test sees, in its first state or as the marker wants it; dropped when the test ends."""
    from emulator.testing.wishes import Wishes

    wishes = Wishes.of(request.node.iter_markers(MARKER), request.path.parent, request.config.rootpath)
    world = calcom_server.world(fixtures=wishes.fixtures, now=wishes.now)
    wishes.set_faults(world)
    yield world
    calcom_server.drop(world)


@pytest.fixture
def acalcom(calcom: Calcom) -> AsyncCalcom:
    """The same world for a test that is a coroutine: its calls are awaited."""
    from emulator.testing.aio import AsyncCalcom

    return AsyncCalcom(calcom)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    world: Calcom | None = getattr(item, "funcargs", {}).get("calcom")
    if world is not None and report.when == "call" and report.failed:
        from emulator.testing.failure import tell

        report.sections += tell(item, world, report)
    return report
