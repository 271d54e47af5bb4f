"""Whatever is removed, nothing is left that refers to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from emulator.control.fixtures import load, populate
from emulator.control.kinds import KINDS
from emulator.control.state import exported, restore
from emulator.world import ties
from emulator.world.tables import Table
from emulator.world.world import World

WORLDS = sorted((Path(__file__).parents[2] / "fixtures").glob("*.yaml"))


def table(world: World, name: str) -> Table[Any]:
    return next(one for one in world.tables if one.name == name)


def tied() -> Iterator[tuple[str, str, str]]:
    for several in (ties.PARTS, ties.REFERENCES):
        for whole, pairs in several.items():
            yield from ((whole, part, field) for part, field in pairs)


def test_ties_are_between_tables_and_fields_that_there_are() -> None:
    world = World()
    for whole, part, field in tied():
        assert table(world, whole).name == whole
        kind = next(kind for kind in KINDS.values() if kind.table(world) is getattr(world, part))
        assert field in {each.name for each in dataclasses.fields(kind.vocabulary.record)}


def test_nothing_refers_to_a_table_without_a_tie() -> None:
    world = World()
    known = set(tied())
    attributes = {id(value): name for name, value in vars(world).items() if isinstance(value, Table)}
    for kind in KINDS.values():
        part = attributes[id(kind.table(world))]
        for field, target in kind.references.items():
            assert (KINDS[target].table(world).name, part, field) in known


@pytest.mark.parametrize("file", WORLDS, ids=lambda file: file.stem)
def test_a_world_without_any_of_its_records_is_whole(file: Path) -> None:
    """An export is refused when something in it refers to what is not there."""
    names = [(one.name, record.id) for one in populate(World(), [load(file)]).tables for record in one]
    assert names
    for name, number in names:
        world = populate(World(), [load(file)])
        own = table(world, name)
        ties.remove(world, own, own.get(number))
        again = restore(World(), exported(world))
        assert table(again, name).get(number) is None
        bookings = {booking.id for booking in again.bookings}
        assert all(due.booking_id is None or due.booking_id in bookings for due in again.agenda)


def test_a_record_that_is_a_part_of_its_own_part_goes_with_it() -> None:
    world = populate(World(), [load(next(file for file in WORLDS if file.stem == "default"))])
    first, second, *others = world.event_types
    world.event_types.update(first, parent_id=second.id)
    world.event_types.update(second, parent_id=first.id)
    ties.remove(world, world.event_types, first)
    assert list(world.event_types) == others


def test_a_removal_that_is_undone_brings_everything_back() -> None:
    world = populate(World(), [load(next(file for file in WORLDS if file.stem == "team"))])
    before = exported(world)
    with world.rehearsal():
        for user in world.users:
            ties.remove(world, world.users, user)
        assert not list(world.event_types.where("owner_id", 1))
    assert exported(world) == before
