"""What a start imports, and above all what it does not: every test suite and every container pays for it."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from emulator.app import INSPECTOR
from emulator.control.app import ENDPOINTS
from emulator.inspector.app import ACTIONS, PAGES

ASK = """
import asyncio, json, sys
import emulator.commands.serve
from emulator import server
from emulator.app import Emulator

app = Emulator()
server._config(app).load()

async def ask(path):
    sent = []
    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}
    async def send(message):
        sent.append(message)
    headers = [(b"host", b"emulator"), (b"authorization", b"Bearer cal_test_ada")]
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
             "headers": headers, "client": ("127.0.0.1", 1), "scheme": "http", "root_path": ""}
    await app(scope, receive, send)
    assert sent[0]["status"] == 200, sent

for path in sys.argv[1:]:
    asyncio.run(ask(path))
print(json.dumps(sorted(sys.modules)))
"""

LIBRARIES = (
    # What only some requests need, each of them a good part of a start.
    "aiohttp",
    "dateutil",
    "difflib",
    "faker",
    "icalendar",
    "jinja2",
    "jsonpath",
    "jsonschema",
    "jsonschema_path",
    "openapi_core",
    "phonenumbers",
    "pydantic",
    "requests",
    "werkzeug",
)

OWN = (
    "emulator.consent.page",
    "emulator.contract.overlay",
    "emulator.contract.refusals",
    "emulator.contract.sampler",
    "emulator.contract.verdict",
    "emulator.contract.walker",
    "emulator.contract.wording",
    "emulator.control.endpoints.clock",
    "emulator.control.endpoints.explain",
    "emulator.control.endpoints.trigger",
    "emulator.control.fixture_check",
    "emulator.control.fixture_watch",
    "emulator.inspector.app",
    "emulator.scheduling.apps.feeds",
    "emulator.scheduling.availability",
    "emulator.scheduling.lifecycle.create",
    "emulator.scheduling.slots",
    "emulator.scheduling.state_machine",
    "emulator.testing",
    "emulator.viewer.app",
    "emulator.webhooks.bodies",
    "emulator.webhooks.handlebars.rendering",
)


def loaded(*paths: str) -> set[str]:
    """The modules of a process that has started, and answered these paths."""
    found = subprocess.run([sys.executable, "-c", ASK, *paths], capture_output=True, text=True, check=True)
    return set(json.loads(found.stdout))


@pytest.fixture(scope="module")
def started() -> set[str]:
    return loaded("/_emulator/health", "/v2/me")


@pytest.mark.parametrize("name", LIBRARIES + OWN)
def test_a_start_and_a_first_answer_do_without(started: set[str], name: str) -> None:
    assert name not in started


def test_handlers_and_endpoints_are_imported_when_they_are_asked_for(started: set[str]) -> None:
    handlers = {name for name in started if name.startswith("emulator.api.")}
    assert handlers == {"emulator.api.call", "emulator.api.me", "emulator.api.registry"}
    assert {name for name in started if name.startswith("emulator.control.endpoints.")} == {
        "emulator.control.endpoints.health"
    }


def test_what_is_named_here_is_there() -> None:
    """Otherwise a module that was renamed would be missed by nobody."""
    assert [name for name in (*LIBRARIES, *OWN) if find_spec(name) is None] == []


def test_a_warm_server_has_imported_every_handler_and_what_webhooks_need() -> None:
    code = (
        "import json, sys\nfrom emulator.app import Emulator\nEmulator().warm()\nprint(json.dumps(sorted(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {
        *("emulator.api.bookings.create", "emulator.api.slots", "openapi_core"),
        *("emulator.webhooks.bodies", "aiohttp"),
    } <= set(json.loads(found.stdout))


def test_pages_for_people_stand_apart_from_the_control_plane() -> None:
    first = {path.split("/")[1] for path in (*PAGES, *ACTIONS)}
    assert first | {"ui-news", "ui-static"} == set(INSPECTOR)
    assert not ENDPOINTS.keys() & set(INSPECTOR)


SUITE = """
import sys

def test_something_else():
    pass

def test_what_was_imported():
    ours = {name for name in sys.modules if name.partition(".")[0] in ("emulator", "starlette", "uvicorn", "yaml")}
    light = {f"emulator.testing.{name}" for name in ("options", "plugin", "variables")}
    assert ours <= {"emulator", "emulator.testing", *light}, ours
"""


def test_a_suite_that_does_not_use_the_plugin_does_not_import_the_server(tmp_path: Path) -> None:
    (tmp_path / "test_theirs.py").write_text(SUITE)
    command: list[Any] = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
