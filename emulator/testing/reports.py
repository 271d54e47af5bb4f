"""How pytest's reports come to show the worlds of failed tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest._code.code import ExceptionRepr

from emulator.testing import options
from emulator.testing.aio import AsyncCalcom
from emulator.testing.calcom import Calcom
from emulator.testing.failure import FOLDER, TITLE, capsule_path, tell


def worlds(item: pytest.Item, own: list[Calcom]) -> list[Calcom]:
    """The worlds a test has in its hands: its own, and those of fixtures of wider scopes."""
    found = list(own)
    for value in getattr(item, "funcargs", {}).values():
        world = value.sync if isinstance(value, AsyncCalcom) else value
        if isinstance(world, Calcom) and world not in found and not world.closed:
            found.append(world)
    return found


def show(item: pytest.Item, report: pytest.TestReport, own: list[Calcom], *, begun: bool) -> None:
    """Put what happened in a failed test's worlds into its report; one not `begun` need not have asked anything.

    It becomes a part of the failure itself where it can, so that it is there in every format: with workers, in JUnit's
    XML, whatever is shown of what was captured.
    """
    failure = str(getattr(report.longrepr, "reprcrash", None) or report.longrepr)
    for number, world in enumerate(worlds(item, own)):
        folder = _folder(item.config)
        name = item.nodeid if number == 0 else f"{item.nodeid}-{number + 1}"
        path = capsule_path(folder, name) if folder else None
        text = tell(world, path, test=item.nodeid, failure=failure, settings=world.settings, begun=begun)
        title = TITLE if number == 0 else f"{TITLE} {number + 1}"
        if isinstance(report.longrepr, ExceptionRepr):
            report.longrepr.addsection(title, text)
        else:
            report.sections.append((title, text))


def _folder(config: pytest.Config) -> Path | None:
    named = config.getoption("calcom_capsules")
    folder = options.value(config, "capsules") or FOLDER if named != "" else ""
    return config.rootpath / folder if folder else None
