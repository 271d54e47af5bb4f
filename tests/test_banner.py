"""What `serve` prints: a newcomer's first look at a world."""

from __future__ import annotations

from emulator.banner import banner, first_booking
from emulator.control.fixtures import load, populate, shipped
from emulator.world.world import World

URL = "http://127.0.0.1:8000"


def lines(name: str) -> list[str]:
    return banner(populate(World(), [load(shipped()[name])]), URL).splitlines()


def test_hosts_come_with_their_keys_and_event_types() -> None:
    told = lines("default")
    assert told[0] == f"Cal.com emulator at {URL}"
    assert told[2:5] == [
        "  host         Ada Host (ada), Europe/Rome",
        "  API key      cal_test_ada",
        "  event type   1  15min, 15 minutes",
    ]
    assert f"  in a browser {URL}/_emulator/ shows this world, {URL}/docs the API" in told
    assert f"  webhooks     {URL}/_emulator/sink takes any, where there is no receiver" in told
    assert not [line for line in told if "clock" in line]


def test_teams_come_with_theirs() -> None:
    told = lines("team")
    support = told.index("  team         Support")
    assert told[support + 1] == "  event type   2  call, 60 minutes"
    assert "  organization Globex" in told


def test_a_clock_that_stands_still_is_told() -> None:
    assert "  clock        stands still at 2030-01-07T12:00:00.000Z" in lines("dst")


def test_a_world_that_offers_nothing_invites_nobody() -> None:
    assert first_booking(World(), URL) is None
