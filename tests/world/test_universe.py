from __future__ import annotations

import pytest

from emulator.world.universe import TooManyWorldsError, Universe, WorldNameError
from emulator.world.world import World


def test_a_world_is_made_on_first_use_and_kept() -> None:
    made: list[str] = []

    def create(name: str, _: object) -> World:
        made.append(name)
        return World(name)

    universe = Universe(create, limit=5)
    assert universe.get("a") is universe.get("a")
    assert universe.get().name == "default"
    assert made == ["a", "default"]
    assert universe.known("a")
    assert not universe.known("b")


def test_reset_and_drop_tell_whoever_works_for_the_old_world() -> None:
    universe = Universe(lambda name, _: World(name), limit=5)
    left: list[World] = []
    universe.on_leave.append(left.append)
    old = universe.get("a")
    new = universe.reset("a")
    assert new is not old
    assert left == [old]
    assert universe.drop("a")
    assert left == [old, new]
    assert not universe.drop("a")
    assert list(universe) == []


def test_replace_puts_a_ready_world_in_place() -> None:
    universe = Universe(lambda name, _: World(name), limit=5)
    universe.get("a")
    imported = World("a", seed=9)
    assert universe.replace(imported) is imported
    assert universe.get("a") is imported


@pytest.mark.parametrize("name", ["", "-a", "a b", "a/b", "x" * 101, "ä"])
def test_names_that_a_url_could_not_carry_are_refused(name: str) -> None:
    with pytest.raises(WorldNameError, match="cannot name a world"):
        Universe(lambda name, _: World(name), limit=5).get(name)


def test_there_are_never_more_worlds_than_allowed() -> None:
    universe = Universe(lambda name, _: World(name), limit=2)
    universe.get("a")
    universe.get("b")
    with pytest.raises(TooManyWorldsError, match="there are 2 worlds already"):
        universe.get("c")
    universe.drop("a")
    assert universe.get("c").name == "c"


def test_a_ready_world_needs_a_name_and_a_place() -> None:
    universe = Universe(lambda name, _: World(name), limit=1)
    with pytest.raises(WorldNameError):
        universe.replace(World("a/b"))
    universe.replace(World("one"))
    universe.replace(World("one"))
    with pytest.raises(TooManyWorldsError):
        universe.replace(World("two"))
    assert [world.name for world in universe] == ["one"]


def test_a_world_goes_back_to_what_it_began_as() -> None:
    made: list[tuple[str, object]] = []

    def create(name: str, baseline: object) -> World:
        made.append((name, baseline))
        world = World(name)
        world.baseline = baseline
        return world

    universe = Universe(create, limit=2)
    left: list[World] = []
    universe.on_leave.append(left.append)
    first = universe.make("a", "team")
    universe.reset("a")
    universe.make("a")
    universe.reset("b")
    assert made == [("a", "team"), ("a", "team"), ("a", "default"), ("b", "default")]
    assert left[0] is first
    assert len(left) == 2
    with pytest.raises(TooManyWorldsError):
        universe.make("c")
