"""Every page of the inspector as axe-core judges it, in light and dark, wide and narrow."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from emulator.testing import Calcom
from tests.testing.asking import book, call, move

if TYPE_CHECKING:
    from playwright.sync_api import Page

PACKAGE = "axe-core@4.14.1"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS: tuple[tuple[Any, int], ...] = (("light", 1280), ("dark", 390))


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core, from the registry that npm is set up for."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("there is no npm to fetch axe-core with")
    folder = tmp_path_factory.mktemp("axe")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), PACKAGE]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npm did not fetch axe-core within a minute")
    script = Path(folder, "node_modules", "axe-core", "axe.min.js")
    if not script.is_file():
        pytest.skip(f"npm cannot fetch axe-core: {ended.stderr.strip()[-200:]}")
    return script.read_text(encoding="utf-8")


def faults_of(page: Page, axe: str) -> list[str]:
    """What is wrong with the page as it is shown, everything that can be opened open."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    page.evaluate(axe)
    told = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
        ".then(found => JSON.stringify(found.violations.map(one => [one.id, one.nodes[0].html])))",
        RULES,
    )
    return [f"{rule}: {markup}" for rule, markup in json.loads(told)]


def paths(world: Calcom) -> list[str]:
    """A page of every kind, rich in what it can show."""
    world.webhooks.subscribe("http://127.0.0.1:9/hook", ["BOOKING_CREATED"], secret="s3cret")
    first = book(world)["uid"]
    book(world)
    second = move(world, first, "2030-01-09T13:00:00Z")["uid"]
    call(world, "POST", "/v2/bookings", {"eventTypeId": "x"})
    world.faults.set(effect="status", status=503, path="/v2/teams*")
    hook = world.records.list("webhooks")[0]["id"]
    return [
        "", "ui/bookings", f"ui/bookings/{second}", "ui/requests", "ui/requests/1", "ui/requests/4", "ui/deliveries",
        "ui/deliveries/1", "ui/slots", "ui/slots/2?day=2030-01-08", "ui/slots/2/start?start=2030-01-08T13:00:00Z",
        f"ui/slots/2/start?start=2030-01-09T13:00:00Z&moving={second}&problem=no&request=1", "ui/clock", "ui/faults",
        "ui/trigger", "ui/records", "ui/records/users", f"ui/records/webhooks/{hook}", "ui/worlds", "ui/bookings/none",
    ]  # fmt: skip


def test_axe_finds_nothing_wrong(page: Page, world: Calcom, axe: str) -> None:
    wrong: list[str] = []
    for path in paths(world):
        for scheme, width in VIEWS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.goto(f"{world.url}/_emulator/{path}")
            wrong += [f"{path} ({scheme}, {width}): {fault}" for fault in faults_of(page, axe)]
    assert wrong == []


def test_axe_looks_at_all(page: Page, world: Calcom, axe: str) -> None:
    page.goto(f"{world.url}/_emulator/ui/trigger")
    page.evaluate(
        "document.querySelector('main select').closest('label').replaceWith(document.querySelector('main select'))"
    )
    assert any(fault.startswith("select-name") for fault in faults_of(page, axe))
