"""The API's page in Chromium: read, and tried, without a request to anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.testing import Calcom

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_an_operation_is_read_and_tried_in_its_world(page: Page, world: Calcom) -> None:
    page.goto(f"{world.url}/docs")
    page.locator(".authorize").first.click()
    page.locator("#api_key_value, #auth-bearer-value").first.fill(world.api_key)
    page.locator(".auth-btn-wrapper .authorize").first.click()
    page.locator(".btn-done").first.click()
    page.locator('.opblock-tag[data-tag="Me"]').click()
    operation = page.locator(".opblock-get", has=page.locator('[data-path="/v2/me"]'))
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Execute").click()
    operation.locator(".live-responses-table").wait_for()
    assert world.requests.expect("GET", "/v2/me", status=200)
    assert "ada@example.com" in operation.locator(".live-responses-table").inner_text()


def test_every_served_document_can_be_chosen(page: Page, world: Calcom) -> None:
    page.goto(f"{world.url}/docs")
    page.locator(".opblock-tag").first.wait_for()
    choices = page.get_by_label("Document").locator("option").all_inner_texts()
    assert choices[0] == "/openapi.json"
    assert choices[-1] == "/_emulator/openapi.json"
    page.get_by_label("Document").select_option(label=choices[-1])
    page.locator(".title", has_text="control plane").wait_for()
