"""The inspector as people use it, in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.testing import Calcom
from tests.testing.asking import book, move

if TYPE_CHECKING:
    from playwright.sync_api import Page

SEEN = 10_000


def test_what_is_booked_from_outside_appears_by_itself_and_is_replayed(page: Page, world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED", "MEETING_STARTED")
    page.goto(f"{world.url}/_emulator/")
    page.get_by_text("Nothing yet.").wait_for()

    uid = book(world)["uid"]
    inbox.expect("BOOKING_CREATED")
    page.get_by_role("link", name="POST /v2/bookings").wait_for(timeout=SEEN)
    page.get_by_role("link", name="BOOKING_CREATED").click()
    page.get_by_role("heading", name="BOOKING_CREATED").wait_for()
    assert page.get_by_text("HMAC-SHA256 of the body below").is_visible()
    page.get_by_role("button", name="Send it once more").click()
    page.get_by_text("Sent once more, as delivery 2.").wait_for()
    assert [event.body for event in inbox.all()] == [inbox.events[0].body] * 2

    page.get_by_role("navigation").get_by_role("link", name="Clock").click()
    page.get_by_role("button", name="To what is due next").click()
    page.get_by_text("It is 2030-01-08T13:00:00.000Z now; 1 event fell due.").wait_for()
    inbox.expect("MEETING_STARTED", uid=uid)

    page.get_by_role("link", name="Bookings").click()
    page.get_by_role("link", name="30 min meeting between Ada Host and Bob").click()
    page.get_by_role("heading", name="Timeline").wait_for()
    assert page.get_by_role("row", name="MEETING_STARTED").is_visible()


def test_a_refusal_is_followed_to_its_verdict(page: Page, world: Calcom) -> None:
    first = book(world)["uid"]
    second = move(world, first, "2030-01-09T13:00:00Z")["uid"]
    move(world, first, "2030-01-10T13:00:00Z")
    page.goto(f"{world.url}/_emulator/ui/bookings/{second}")
    assert page.locator(".lineage li").all_inner_texts()[0].startswith(first)
    page.get_by_role("row", name="400").get_by_role("link").click()
    page.get_by_text("You probably want to reschedule").first.wait_for()
    assert page.get_by_text("by handler").is_visible()


def test_a_slot_that_is_not_offered_says_why(page: Page, world: Calcom) -> None:
    uid = book(world)["uid"]
    page.goto(f"{world.url}/_emulator/ui/slots")
    page.get_by_role("link", name="30 min meeting").click()
    page.get_by_label("From").fill("2030-01-08")
    page.get_by_role("button", name="Show").click()
    day = page.locator("section", has=page.get_by_role("heading", name="2030-01-08"))
    assert day.get_by_text("12:30 offered").is_visible()
    day.get_by_text("13:00 booking").click()
    day.get_by_role("link", name=uid).click()
    page.get_by_role("heading", name="30 min meeting between Ada Host and Bob").wait_for()


def test_faults_are_set_and_taken_back_and_events_sent(page: Page, world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CANCELLED")
    page.goto(f"{world.url}/_emulator/ui/faults")
    page.get_by_role("combobox", name="Effect").select_option("status")
    page.get_by_role("textbox", name="Path").fill("/v2/bookings*")
    page.get_by_role("textbox", name="Status").fill("503")
    page.get_by_role("textbox", name="Times").fill("1")
    page.get_by_role("button", name="Set", exact=True).click()
    page.get_by_text("Fault 1 is set.").wait_for()
    book(world)
    world.requests.expect("POST", "/v2/bookings", status=503)
    page.get_by_role("button", name="Take back fault 1").click()
    page.get_by_text("everything works").wait_for()

    page.get_by_role("link", name="Trigger").click()
    page.get_by_role("combobox", name="Event").select_option("BOOKING_CANCELLED")
    page.get_by_label("Overrides, JSON pointers and values").fill('{"/payload/title": "Mine"}')
    page.get_by_role("button", name="Send").click()
    page.get_by_text("BOOKING_CANCELLED was sent.").wait_for()
    inbox.expect("BOOKING_CANCELLED", title="Mine")


def test_a_mistake_is_said_where_it_was_made_and_a_world_is_reset(page: Page, world: Calcom) -> None:
    book(world)
    page.goto(f"{world.url}/_emulator/ui/clock")
    page.get_by_label("To", exact=True).fill("noon")
    page.get_by_role("button", name="Move on").click()
    assert "'noon' is not an ISO 8601 instant" in page.get_by_role("alert").inner_text()
    page.get_by_role("link", name="Worlds").click()
    page.get_by_role("button", name="Reset").click()
    page.get_by_text("is as it was in the beginning").wait_for()
    assert world.records.list("bookings") == []


def test_it_is_used_with_the_keyboard_on_a_phone_and_in_the_dark(page: Page, world: Calcom) -> None:
    book(world)
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    page.goto(f"{world.url}/_emulator/ui/bookings")
    for path in ("ui/deliveries", "ui/faults", "ui/slots/2", "ui/bookings"):
        page.goto(f"{world.url}/_emulator/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        captions = page.locator("caption:not(.quiet)").evaluate_all("all => all.map(each => each.offsetWidth)")
        assert all(width > 200 for width in captions), path
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 26)"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    walk_to(page, "30 min meeting between Ada Host and Bob")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Timeline").wait_for()
    walk_to(page, "Cancel")
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text("400: Cancellation reason is required").wait_for()


def test_every_control_has_a_name_and_every_page_a_heading(page: Page, world: Calcom) -> None:
    uid = book(world)["uid"]
    for path in ("", "ui/bookings", f"ui/bookings/{uid}", "ui/requests", "ui/requests/1", "ui/deliveries", "ui/slots",
                 "ui/slots/2", "ui/clock", "ui/faults", "ui/trigger", "ui/worlds", "ui/bookings/nobody"):  # fmt: skip
        page.goto(f"{world.url}/_emulator/{path}")
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").count() == 1, path
        nameless = page.locator("input:not([type=hidden]), select, textarea").evaluate_all(
            "fields => fields.filter(field => !field.labels.length).length"
        )
        assert nameless == 0, path
        assert all(text.strip() for text in page.locator("button").all_text_contents()), path


def walk_to(page: Page, text: str, most: int = 60) -> None:
    """Press Tab until what has the focus shows this text; the focus must be seen on every step."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == text:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"Tab does not lead to {text!r}")
