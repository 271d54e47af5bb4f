from __future__ import annotations

from emulator.testing import Calcom
from tests.testing.asking import book, call, move


def test_the_life_of_a_booking_across_its_moves(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED", "BOOKING_RESCHEDULED", "MEETING_STARTED")
    first = book(world)["uid"]
    second = move(world, first, "2030-01-09T13:00:00Z")["uid"]
    refused = move(world, first, "2030-01-10T13:00:00Z")["error"]["message"]
    world.clock.advance(to="2030-01-09T13:00:00Z")
    told = world.biography(first)
    assert told == world.biography(second)
    lines = told.splitlines()
    assert lines[0] == f"booking {second} (30 min meeting between Ada Host and Bob), accepted, with bob@example.com"
    assert lines[1] == f"  {first}: 2030-01-08T13:00:00.000Z to 2030-01-08T13:30:00.000Z, cancelled -> moved"
    assert lines[2] == f"  {second}: 2030-01-09T13:00:00.000Z to 2030-01-09T13:30:00.000Z, accepted"
    asked = [line[27:] for line in lines if line.startswith("  2029-12-03 08:00:00.000  ")]
    assert asked == [
        "POST /v2/bookings -> 201",
        f"POST /v2/bookings/{first}/reschedule -> 201",
        f"POST /v2/bookings/{first}/reschedule -> 400: {refused}",
    ]
    assert lines[5].strip() == f"BOOKING_CREATED to {inbox.url}: delivered (200)"
    assert lines[-1] == f"  2030-01-09 13:00:00.000  MEETING_STARTED to {inbox.url}: delivered (200)"


def test_a_booking_that_is_not_there(world: Calcom) -> None:
    assert world.biography("nobody") == "there is no booking 'nobody' in this world"


def test_the_story_of_a_world_ends_with_what_concerns_no_booking(world: Calcom) -> None:
    assert world.story() == f"world {world.url}, its clock is frozen at 2029-12-03T08:00:00.000Z"
    uid = book(world)["uid"]
    call(world, "GET", "/v2/me")
    call(world, "GET", f"/v2/bookings/{uid}")
    story = world.story().splitlines()
    assert f"  2029-12-03 08:00:00.000  GET /v2/bookings/{uid} -> 200" in story
    assert story[-2:] == ["other requests:", "  2029-12-03 08:00:00.000  GET /v2/me -> 200"]


def test_a_long_story_is_cut(world: Calcom) -> None:
    for day in range(10):
        world.records.create("bookings", eventTypeId=2, start=f"2030-02-{day + 1:02}T10:00:00Z")
    story = world.story()
    assert story.endswith("(and 2 older bookings)")
    assert story.count("with nobody") == 8
