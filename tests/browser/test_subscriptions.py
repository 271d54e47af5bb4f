"""Subscribing by hand in a browser, down to a delivery that the sink took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.testing import Calcom
from tests.testing.asking import book

if TYPE_CHECKING:
    from playwright.sync_api import Page

SEEN = 10_000


def test_somebody_without_a_receiver_watches_a_webhook_arrive(page: Page, world: Calcom) -> None:
    page.goto(f"{world.url}/_emulator/ui/deliveries")
    url = page.get_by_role("textbox", name="URL")
    assert url.input_value() == f"{world.url}/_emulator/sink"
    url.fill(f"{world.url}/_emulator/sink?status=503,200")
    page.get_by_label("Hears of").select_option(label="30 min meeting (2)")
    page.get_by_role("textbox", name="Secret").fill("s3cret")
    page.get_by_text("Only some events").click()
    page.get_by_role("group", name="Events").get_by_label("BOOKING_CREATED").check()
    page.get_by_role("button", name="Subscribe").click()
    page.get_by_text("hears of BOOKING_CREATED from now on.").wait_for()
    (hook,) = world.records.list("webhooks")
    assert (hook["eventTypeId"], hook["triggers"], hook["secret"]) == (2, ["BOOKING_CREATED"], "s3cret")

    book(world)
    page.get_by_role("row", name="waiting").get_by_role("link", name="BOOKING_CREATED").click(timeout=SEEN)
    page.get_by_role("button", name="Move the clock to the next attempt").click()
    page.get_by_role("listitem").filter(has_text="200").wait_for()
    assert page.get_by_text("HMAC-SHA256 of the body below").is_visible()

    page.get_by_role("link", name="Deliveries").click()
    page.get_by_role("button", name="Switch off").click()
    page.get_by_text("switched off", exact=True).wait_for()
    assert not world.records.list("webhooks")[0]["active"]
    page.get_by_role("button", name="Switch on").click()
    page.get_by_role("button", name="Switch off").wait_for()
    page.get_by_role("button", name="Delete").click()
    page.get_by_text("is not subscribed any more").wait_for()
    assert world.records.list("webhooks") == []


def test_a_choice_of_events_is_not_taken_away(page: Page, world: Calcom) -> None:
    """A box that is ticked is something filled in, as a text is."""
    page.goto(f"{world.url}/_emulator/ui/deliveries")
    page.get_by_text("Only some events").click()
    box = page.get_by_role("group", name="Events").get_by_label("MEETING_ENDED")
    box.check()
    page.get_by_role("link", name="Clock").focus()
    book(world)
    held = page.get_by_role("button", name="Something happened. Show it")
    held.wait_for(timeout=SEEN)
    assert box.is_checked()
