"""What a failed test's report shows of its world, and the capsule that it leaves behind."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from emulator.testing import options
from emulator.testing.calcom import Calcom
from emulator.testing.capsule import capsule, write

if TYPE_CHECKING:
    from emulator.settings import Settings
    from emulator.testing.server import Server

FOLDER: Final = "calcom-capsules"
SHAPING: Final = ("seed", "strict", "rate_limit", "hosted_urls", "webhook_policy")
"""The settings that answers depend on."""

TITLE: Final = "Cal.com world"


def tell(item: pytest.Item, world: Calcom, report: pytest.TestReport) -> list[tuple[str, str]]:
    """Sections for the report. Whatever goes wrong while looking must not hide the failure itself."""
    try:
        story = world.story()
        path = _keep(item, world, report)
    except Exception as error:  # the test has failed of something else
        return [(TITLE, f"could not be looked at: {error!r}")]
    if path is not None:
        story += f"\n\nLet it happen again: calcom-emulator replay {path}"
    return [(TITLE, story)]


def _keep(item: pytest.Item, world: Calcom, report: pytest.TestReport) -> Path | None:
    """Write the capsule; None where none are wanted."""
    named = item.config.getoption("calcom_capsules")
    folder = options.value(item.config, "capsules") or FOLDER if named != "" else ""
    if not folder:
        return None
    path = item.config.rootpath / folder / f"{re.sub(r'[^A-Za-z0-9._-]+', '-', item.nodeid).strip('-')}.json"
    server: Server | None = getattr(item, "funcargs", {}).get("calcom_server")
    settings = _shaping(server.app.settings) if server is not None else {}
    failure = str(getattr(report.longrepr, "reprcrash", None) or report.longrepr)
    write(capsule(world.control, settings, test=item.nodeid, failure=failure), path)
    return path.relative_to(item.config.rootpath) if path.is_relative_to(Path.cwd()) else path


def _shaping(settings: Settings) -> dict[str, Any]:
    values = {field.name: getattr(settings, field.name) for field in dataclasses.fields(settings)}
    return {name: values[name] for name in SHAPING}
