"""Who is not named in a world file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from emulator.control.fixture_check import check
from emulator.control.fixtures import load, populate
from emulator.world.world import World

FILE = """
users:
  - {id: 1}
  - {id: 2}
  - {id: 3, name: Cleo Lang}
  - {id: 4, name: Cleo Lang}
  - {id: 5, username: dora.x}
  - {id: 6, email: emil@example.org}
bookings:
  - {id: 1, userId: 1, start: 2030-01-08T13:00:00Z, end: 2030-01-08T14:00:00Z, attendees: [{}, {name: Flo Ri}]}
  - {id: 2, userId: 1, start: 2030-01-09T13:00:00Z, end: 2030-01-09T14:00:00Z, attendees: [{email: g@example.org}]}
attendees:
  - {bookingId: 2}
"""


def loaded(tmp_path: Path, seed: int) -> World:
    path = tmp_path / "world.yaml"
    path.write_text(FILE)
    assert check([path]) == []
    return populate(World(seed=seed), [load(path)])


def people(world: World) -> list[Any]:
    users = [(user.name, user.username, user.email) for user in world.users]
    return [*users, *[(one.name, one.email) for one in world.attendees]]


def test_people_have_names_that_hang_together_and_do_not_meet(tmp_path: Path) -> None:
    users = list(loaded(tmp_path, 0).users)
    for user in users[:2]:
        first, last = str(user.name).split(" ")
        assert user.username == f"{first}-{last}".lower()
        assert user.email == f"{user.username}@example.com"
    assert len({user.username for user in users}) == len(users)


def test_what_can_be_derived_is_derived(tmp_path: Path) -> None:
    world = loaded(tmp_path, 0)
    assert people(world)[2:6] == [
        ("Cleo Lang", "cleo-lang", "cleo-lang@example.com"),
        ("Cleo Lang", "cleo-lang-2", "cleo-lang-2@example.com"),
        ("Dora X", "dora.x", "dora.x@example.com"),
        ("Emil", "emil", "emil@example.org"),
    ]
    made_up, named, guest, other = world.attendees
    assert made_up.email == made_up.name.lower().replace(" ", "-") + "@example.com"
    assert (named.name, named.email) == ("Flo Ri", "flo-ri@example.com")
    assert (guest.name, guest.email) == ("", "g@example.org")
    assert other.name
    assert other.email != made_up.email


def test_they_are_the_same_for_the_same_seed(tmp_path: Path) -> None:
    assert people(loaded(tmp_path, 7)) == people(loaded(tmp_path, 7))
    assert people(loaded(tmp_path, 7))[0] != people(loaded(tmp_path, 8))[0]


def test_another_record_changes_nobodys_name(tmp_path: Path) -> None:
    path = tmp_path / "more.yaml"
    more = FILE.replace("users:\n", "users:\n  - {id: 9}\n").replace(
        "bookings:\n",
        "bookings:\n  - {id: 8, userId: 1, start: 2030-01-07T13:00:00Z, end: 2030-01-07T14:00:00Z, attendees: [{}]}\n",
    )
    path.write_text(more)
    before, after = people(loaded(tmp_path, 3)), people(populate(World(seed=3), [load(path)]))
    assert len(after) == len(before) + 2
    assert [one for one in after if one in before] == before


def test_attendees_who_are_told_apart_by_nothing_are_several(tmp_path: Path) -> None:
    path = tmp_path / "alike.yaml"
    booking = "  - {userId: 1, start: 2030-01-08T13:00:00Z, end: 2030-01-08T14:00:00Z, attendees: [{}, {}]}\n"
    path.write_text(f"users:\n  - {{id: 1}}\nbookings:\n{booking}{booking}")
    names = [one.name for one in populate(World(), [load(path)]).attendees]
    assert len(set(names)) == 4
