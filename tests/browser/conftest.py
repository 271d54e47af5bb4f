"""A real browser. Where there is none these tests are skipped, unless CALCOM_TEST_BROWSER names one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from emulator.testing import Server
from tests.testing.served import server, world

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser", "page", "server", "world"]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    wanted = os.environ.get("CALCOM_TEST_BROWSER")
    path = wanted or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("there is no Chromium; CALCOM_TEST_BROWSER=/path/to/one names it")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page that fails its test when its scripts fail or are kept out, or when it asks anybody but the emulator."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, reduced_motion="reduce")
    made = context.new_page()
    trouble: list[str] = []
    made.on("pageerror", lambda error: trouble.append(str(error)))
    made.on("request", lambda request: trouble.append(request.url) if not _is_ours(request.url, server.url) else None)
    made.on("console", lambda said: trouble.append(said.text) if "Content Security Policy" in said.text else None)
    made.on("dialog", lambda dialog: trouble.append(dialog.message))
    yield made
    context.close()
    assert trouble == []


def _is_ours(url: str, base: str) -> bool:
    return url.startswith((f"{base}/", "data:"))
