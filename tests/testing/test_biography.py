from __future__ import annotations

from emulator.testing import Calcom
from tests.testing.asking import book, call, move


def test_the_life_of_a_booking_across_its_moves(world: Calcom) -> None:
    world.webhooks.inbox("BOOKING_CREATED", "BOOKING_RESCHEDULED", "MEETING_STARTED")
    first = book(world)["uid"]
    second = move(world, first, "2030-01-09T13:00:00Z")["uid"]
    refused = move(world, first, "2030-01-10T13:00:00Z")["error"]["message"]
    world.clock.advance(to="2030-01-09T13:00:00Z")
    told = world.biography(first)
    assert told == world.biography(second)
    lines = told.splitlines()
    assert lines[0] == f"booking {second}, accepted: 30 min meeting between Ada Host and Bob"
    assert lines[1] == f"  {first}: 2030-01-08 13:00:00 to 13:30:00, cancelled, moved"
    assert lines[2] == f"  {second}: 2030-01-09 13:00:00 to 13:30:00, accepted, with bob@example.com"
    asked = [line[23:] for line in lines if line.startswith("  2029-12-03 08:00:00  ")]
    assert asked == [
        "POST /v2/bookings -> 201",
        f"POST /v2/bookings/{first}/reschedule -> 201",
        f"POST /v2/bookings/{first}/reschedule -> 400: {refused[:16]}",
    ]
    assert lines[4].strip() == "BOOKING_CREATED to inbox 1: delivered (200)"
    assert "references" not in told
    assert lines[-1] == "  2030-01-09 13:00:00  MEETING_STARTED to inbox 1: delivered (200)"


def test_what_falls_due_later_belongs_to_a_life(world: Calcom) -> None:
    uid = book(world)["uid"]
    assert "falls due" not in world.biography(uid)
    world.webhooks.subscribe("http://127.0.0.1:9/hook", ["MEETING_ENDED"])
    assert world.biography(uid).splitlines()[-1] == "  2030-01-08 13:30:00  MEETING_ENDED falls due"


def test_lines_fit_a_page(world: Calcom) -> None:
    book(world, attendee={"name": "Bob " * 20, "email": "bob@example.com", "timeZone": "Europe/London"})
    assert all(len(line) <= 100 for line in world.story().splitlines())


def test_a_booking_that_is_not_there(world: Calcom) -> None:
    assert world.biography("nobody") == "there is no booking 'nobody' in this world"


def test_the_story_of_a_world_ends_with_what_concerns_no_booking(world: Calcom) -> None:
    assert world.story() == f"world {world.url}, its clock stands still at 2029-12-03 08:00:00 UTC"
    uid = book(world)["uid"]
    call(world, "GET", "/v2/me")
    call(world, "GET", f"/v2/bookings/{uid}")
    story = world.story().splitlines()
    assert f"  2029-12-03 08:00:00  GET /v2/bookings/{uid} -> 200" in story
    assert story[-2:] == ["other requests:", "  2029-12-03 08:00:00  GET /v2/me -> 200"]


def test_a_long_story_is_cut(world: Calcom) -> None:
    for day in range(10):
        world.records.create("bookings", eventTypeId=2, start=f"2030-02-{day + 1:02}T10:00:00Z")
    story = world.story()
    assert story.endswith("(and 2 older bookings)")
    assert story.count("with nobody") == 8
    assert story.count("\n\n") == 2
