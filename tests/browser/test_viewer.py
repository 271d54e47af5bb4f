"""The API's page in Chromium: read, and tried, without a request to anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.testing import Calcom

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def opened(page: Page) -> Locator:
    """The operation `GET /v2/me`, open."""
    page.locator('.opblock-tag[data-tag="Me"]').click()
    operation = page.locator(".opblock-get", has=page.locator('[data-path="/v2/me"]'))
    operation.locator(".opblock-summary-control").click()
    return operation


def test_an_operation_is_tried_in_its_world_with_the_key_of_a_user(page: Page, world: Calcom) -> None:
    page.goto(f"{world.url}/docs")
    operation = opened(page)
    assert page.get_by_role("combobox", name="As").input_value() == world.api_key
    operation.get_by_role("button", name="Execute").click()
    operation.locator(".live-responses-table").wait_for()
    assert world.requests.expect("GET", "/v2/me", status=200)
    assert "ada@example.com" in operation.locator(".live-responses-table").inner_text()


def test_an_operation_is_tried_in_nobodys_name_and_with_any_key(page: Page, world: Calcom) -> None:
    page.goto(f"{world.url}/docs")
    operation = opened(page)
    page.get_by_role("combobox", name="As").select_option("nobody")
    operation.get_by_role("button", name="Execute").click()
    operation.locator(".live-responses-table").get_by_text("401").first.wait_for()

    page.locator(".authorize").first.click()
    page.locator("#api_key_value, #auth-bearer-value").first.fill("cal_test_of_nobody")
    page.locator(".auth-btn-wrapper .authorize").first.click()
    page.locator(".btn-done").first.click()
    operation.get_by_role("button", name="Execute").click()
    operation.locator(".live-responses-table").get_by_text("CustomThrottlerGuard").first.wait_for()
    assert [one["status"] for one in world.requests.list(path="/v2/me")] == [401, 401]


def test_every_served_document_can_be_chosen(page: Page, world: Calcom) -> None:
    page.goto(f"{world.url}/docs")
    page.locator(".opblock-tag").first.wait_for()
    document = page.get_by_role("combobox", name="Document")
    choices = document.locator("option").all_inner_texts()
    assert choices[0] == "/openapi.json"
    assert choices[-1] == "/_emulator/openapi.json"
    for choice in choices:
        title = page.request.get(f"{world.url}{choice}").json()["info"]["title"]
        document.select_option(label=choice)
        page.locator(".title", has_text=title).wait_for()
        page.locator(".opblock-tag").first.wait_for()


def test_it_fits_a_phone_and_follows_the_dark(page: Page, world: Calcom) -> None:
    from playwright.sync_api import expect

    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme="dark")
    page.goto(f"{world.url}/docs")
    operation = opened(page)
    operation.get_by_role("button", name="Execute").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(28, 32, 34)"
    page.emulate_media(color_scheme="light")
    # Not `wait_for_function`: it asks again by `eval`, which the page's policy keeps out.
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    nameless = page.locator("input:visible, select:visible, textarea:visible").evaluate_all(
        "fields => fields.filter(f => !f.labels.length && !f.ariaLabel && !f.placeholder).map(f => f.outerHTML)"
    )
    assert nameless == []
