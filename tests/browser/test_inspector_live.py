"""The inspector while things happen: what a reader has before the eyes, in hand or half written stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.testing import Calcom
from tests.testing.asking import book, call

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SEEN = 10_000


def test_a_person_books_moves_and_cancels(page: Page, world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED")
    page.goto(f"{world.url}/_emulator/")
    page.get_by_role("link", name="Book something here").click()
    page.get_by_role("link", name="30 min meeting").click()
    page.get_by_label("Booker's time zone").fill("Asia/Tokyo")
    page.get_by_label("From").fill("2030-01-08")
    page.get_by_role("button", name="Show").click()
    page.locator("#d2030-01-08").locator("..").get_by_role("link", name="22:00 offered").click()
    page.get_by_text("Tue 2030-01-08 22:00 Asia/Tokyo").wait_for()
    page.get_by_label("Name").fill("Eve")
    page.get_by_role("button", name="Book").click()
    page.get_by_text("Booked: 201.").wait_for()
    booking = world.records.list("bookings")[0]
    assert booking["start"] == "2030-01-08T13:00:00.000Z"
    inbox.expect("BOOKING_CREATED", uid=booking["uid"])

    page.get_by_role("link", name="Move…").click()
    page.locator("#d2030-01-09").locator("..").get_by_role("link", name="22:30 offered").click()
    page.get_by_role("button", name="Move").click()
    page.get_by_text("Moved: 201.").wait_for()
    page.get_by_text("members of the booking differ").click()
    assert page.get_by_role("row", name="start 2030-01-08T13:00:00.000Z 2030-01-09T13:30:00.000Z").is_visible()
    inbox.expect("BOOKING_RESCHEDULED")

    page.get_by_label("Reason").fill("ill")
    page.get_by_label("Reason").press("Enter")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Cancel: 200.").wait_for()
    inbox.expect("BOOKING_CANCELLED")
    assert [one["path"].rpartition("/")[2] for one in world.requests.list(method="POST")][1:] == [
        "reschedule",
        "cancel",
    ]
    assert world.records.read("bookings", world.records.list("bookings")[-1]["uid"])["cancellationReason"] == "ill"


def test_what_is_refused_can_be_mended_in_the_form(page: Page, world: Calcom) -> None:
    book(world)
    page.goto(f"{world.url}/_emulator/ui/slots/2?day=2030-01-08")
    page.get_by_text("13:00 booking").click()
    page.get_by_role("link", name="Try 13:00 all the same").click()
    page.get_by_label("Name").fill("Eve")
    page.get_by_role("button", name="Book").click()
    assert "409: User either already has booking" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Name").input_value() == "Eve"
    page.get_by_label("Start").fill("2030-01-08T14:00:00Z")
    page.get_by_role("button", name="Book").click()
    page.get_by_text("Booked: 201.").wait_for()
    page.get_by_role("heading", name="Refused before it was made").wait_for()
    page.get_by_role("table", name="Refused attempts").get_by_role("link", name="POST").click()
    page.get_by_text("by handler").wait_for()


def test_news_leave_place_focus_and_open_details_alone(page: Page, world: Calcom) -> None:
    for number in range(30):
        call(world, "GET", f"/v2/bookings?skip={number}")
    page.goto(f"{world.url}/_emulator/")
    row = page.locator("#request-10")
    row.get_by_role("link").focus()
    row.scroll_into_view_if_needed()
    before = row.bounding_box()
    call(world, "GET", "/v2/me")
    page.get_by_text("up to date").wait_for(timeout=SEEN)
    assert page.locator("#request-31").count() == 1
    after = row.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    assert page.evaluate("document.activeElement.closest('tr').id") == "request-10"

    page.goto(f"{world.url}/_emulator/ui/requests/10")
    page.get_by_text("As a curl command").click()
    call(world, "GET", "/v2/me")
    page.get_by_text("up to date").wait_for(timeout=SEEN)
    assert page.get_by_text("curl -s -X GET").is_visible()


def test_a_form_half_filled_in_is_not_taken_away(page: Page, world: Calcom) -> None:
    page.goto(f"{world.url}/_emulator/ui/trigger")
    page.get_by_role("textbox", name="To").fill("http://127.0.0.1:9/hook")
    page.get_by_role("link", name="Clock").focus()
    uid = book(world)["uid"]
    held = page.get_by_role("button", name="Something happened. Show it")
    held.wait_for(timeout=SEEN)
    assert page.get_by_role("textbox", name="To").input_value() == "http://127.0.0.1:9/hook"
    held.click()
    page.locator(f"option[value='{uid}']").wait_for(state="attached")
    assert not held.is_visible()


def test_what_an_action_said_is_said_once(page: Page, world: Calcom) -> None:
    page.goto(f"{world.url}/_emulator/ui/clock")
    page.get_by_role("button", name="1 hour").click()
    page.get_by_text("It is 2029-12-03T09:00:00.000Z now").wait_for()
    page.wait_for_url(f"{world.url}/_emulator/ui/clock")
    page.reload()
    assert page.get_by_text("0 events fell due").count() == 0


def test_a_page_of_a_dropped_world_does_not_bring_it_back(page: Page, world: Calcom) -> None:
    name = world.url.rpartition("/")[2]
    page.goto(f"{world.url}/_emulator/")
    root = world.url.removesuffix(f"/w/{name}")
    page.request.delete(f"{root}/_emulator/worlds/{name}")
    page.locator("#news", has_text="this world was dropped").wait_for(timeout=SEEN)
    assert name not in [one["name"] for one in page.request.get(f"{root}/_emulator/worlds").json()]


def test_it_works_without_scripts(browser: Browser, world: Calcom) -> None:
    book(world)
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{world.url}/_emulator/ui/bookings")
    plain.get_by_role("link", name="30 min meeting between Ada Host and Bob").click()
    assert plain.get_by_role("button", name="Copy").count() == 0
    assert plain.get_by_label("Live").count() == 0 or not plain.get_by_label("Live").is_visible()
    plain.get_by_label("Reason").fill("ill")
    plain.get_by_role("button", name="Cancel").click()
    plain.get_by_text("Cancel: 200.").wait_for()
    plain.get_by_role("link", name="Event types").click()
    plain.get_by_role("link", name="60 min meeting").click()
    plain.get_by_text("schedule").first.click()
    assert plain.get_by_text("outside the schedule").first.is_visible()
    context.close()


def test_hostile_text_runs_nowhere(page: Page, world: Calcom) -> None:
    evil = "<img src=x onerror=alert(1)>"
    attendee = {"name": evil, "email": "eve@example.com", "timeZone": "Europe/London"}
    uid = book(world, attendee=attendee, metadata={evil: "</pre><script>alert(1)</script>"})["uid"]
    world.webhooks.inbox("BOOKING_CREATED")
    for path in ("", "ui/bookings", f"ui/bookings/{uid}", "ui/requests/1", f"ui/records/bookings/{uid}", "ui/trigger"):
        page.goto(f"{world.url}/_emulator/{path}")
        assert page.locator("main img, main script").count() == 0, path
    page.goto(f"{world.url}/_emulator/ui/bookings/{uid}")
    page.get_by_role("heading", name=evil).wait_for()


def test_a_command_is_copied(page: Page, world: Calcom) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    book(world)
    page.goto(f"{world.url}/_emulator/ui/requests/1")
    page.get_by_text("As a curl command").click()
    page.get_by_role("button", name="Copy the curl command").click()
    page.get_by_text("Copied").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"curl -s -X POST {world.url}/v2/bookings")
