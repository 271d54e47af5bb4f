"""The pytest plugin: `calcom` gives every test a Cal.com of its own.

Imports stay inside the functions, so that suites which do not use it pay nothing.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

from emulator.testing import options

if TYPE_CHECKING:
    from emulator.settings import Settings
    from emulator.testing.aio import AsyncCalcom
    from emulator.testing.calcom import Calcom
    from emulator.testing.running import RunningServer
    from emulator.testing.server import Server

MARKER = "calcom"
WORLDS: pytest.StashKey[list[Calcom]] = pytest.StashKey()
"""The worlds that a test has of its own, until its last report is made."""


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    options.add_to(parser)
    # pytest compiles every module of a plugin's package itself, to explain its asserts, in each worker where it cannot
    # keep the outcome. There is nothing to explain here: ask it to load what is compiled already.
    marked = getattr(pluginmanager.rewrite_hook, "_must_rewrite", None)
    if isinstance(marked, set):
        marked.discard("emulator")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "calcom(fixtures=None, now=None, faults=None): the world of the `calcom` fixture: its world file or files, the "
        "instant at which its clock stands still, the faults that are set in it",
    )


def pytest_report_header(config: pytest.Config) -> str | None:
    return options.header(config)


@pytest.fixture(scope="session")
def calcom_settings(request: pytest.FixtureRequest) -> Settings:
    """How the run's emulator behaves, from the options; override it in a conftest to choose anything else."""
    return options.settings(request.config)


@pytest.fixture(scope="session")
def calcom_server(request: pytest.FixtureRequest, pytestconfig: pytest.Config) -> Server | RunningServer:
    """The one server of the run (of each worker of a parallel run), or one that runs already; `url` is its base URL.

    It runs until the run ends, so that the last test, too, can tell what happened while it was taken down.
    """
    __tracebackhide__ = True
    from emulator.server import ServerError, configure_logging
    from emulator.testing.http import ControlPlaneError
    from emulator.testing.server import Server

    running = options.running(pytestconfig)
    if running is not None:
        pytestconfig.add_cleanup(running.stop)
        try:
            return running.start()
        except (ServerError, ControlPlaneError) as error:
            raise pytest.UsageError(f"--calcom-url: {error}") from None

    calcom_settings: Settings = request.getfixturevalue("calcom_settings")
    configure_logging(calcom_settings.log_level)
    # Where pytest has set up logging already that level is its own; what it is to capture is chosen here.
    logging.getLogger("emulator").setLevel(calcom_settings.log_level.upper())
    server = Server(calcom_settings, port=options.port(pytestconfig)).start()
    pytestconfig.add_cleanup(server.stop)
    return server


@pytest.fixture
def calcom(calcom_server: Server | RunningServer, request: pytest.FixtureRequest) -> Iterator[Calcom]:
    """A world that no other test sees, in its first state or as the marker wants it; dropped when the test ends.

    @pytest.mark.calcom(now="2030-01-07T08:00:00Z")
    def test_a_booking(calcom):
        inbox = calcom.webhooks.inbox("BOOKING_CREATED")
        uid = shop.book(calcom.url, calcom.api_key)  # the code under test
        assert inbox.expect("BOOKING_CREATED", uid=uid).signed
    """
    from emulator.testing.server import Server
    from emulator.testing.wishes import Wishes

    find = options.files if isinstance(calcom_server, Server) else options.here_or_there
    wishes = Wishes.of(request.node.iter_markers(MARKER), request.path.parent, request.config.rootpath, find=find)
    world = calcom_server.world(fixtures=wishes.fixtures, now=wishes.now)
    # It is dropped when the last report of the test is made: fixtures that fail in going want to be explained too.
    request.node.stash.setdefault(WORLDS, []).append(world)
    wishes.set_faults(world)
    with options.environment(request.config, world):
        yield world


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
    own = item.stash.get(WORLDS, [])
    if report.failed and "emulator.testing.calcom" in sys.modules:
        from emulator.testing.reports import show

        prepared = call.excinfo is None or call.excinfo.typename != "ControlPlaneError"
        show(item, report, own, begun=report.when != "setup" and prepared)
    if report.when == "teardown":
        while own:
            own.pop().close()
    return report
