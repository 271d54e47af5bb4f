"""The page of the records says what becomes of a field that is left out, and says so truly."""

from __future__ import annotations

import re

from emulator.control.fixtures import populate
from emulator.control.records import create
from emulator.world.world import World
from scripts.records import page

ROW = re.compile(r"^\| `(\w+)` \| .+ \| (.*) \|$", re.MULTILINE)
SECTIONS = dict(re.findall(r"^## `(.+?)`$(.*?)(?=^## |\Z)", page(), re.MULTILINE | re.DOTALL))


def left_out(kind: str) -> dict[str, str]:
    return dict(ROW.findall(SECTIONS[kind]))


def test_what_is_needed_is_enough_and_the_rest_becomes_what_is_said() -> None:
    needed = {name for name, said in left_out("event-types").items() if said == "needed"}
    assert needed == {"title", "slug", "lengthInMinutes"}
    world = populate(World(), [])
    made = create(world, "event-types", {"title": "T", "slug": "t", "lengthInMinutes": 20})
    said = left_out("event-types")
    assert (said["minimumBookingNotice"], said["hidden"], said["description"]) == ("`120`", "`false`", "")
    assert (made["minimumBookingNotice"], made["hidden"], made["description"]) == (120, False, None)
    assert (said["id"], said["bookingFields"], said["metadata"]) == ("made", "made", "`{}`")
    assert (made["id"], len(made["bookingFields"]), made["metadata"]) == (1, 8, {})


def test_what_several_fields_can_satisfy_is_said_in_words() -> None:
    assert left_out("users")["email"] == "needed: a user needs an email or a username"
    assert left_out("bookings")["end"] == "needed: a booking needs an end or an event type that tells its length"
    assert left_out("access-tokens")["accessToken"] == "made"
