from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.world.tables import DuplicateKeyError, Table, UndoLog


@dataclass(slots=True, eq=False)
class Row:
    id: int
    code: str | None
    group: str
    rank: int


def make(log: UndoLog | None = None) -> Table[Row]:
    return Table("rows", log or UndoLog(), unique=("code",), index=("group",), ordered={"group": "rank"})


def state(table: Table[Row]) -> object:
    """Everything observable: rows in order, indexes, ranges."""
    rows = [(row.id, row.code, row.group, row.rank) for row in table]
    groups = {group: [row.id for row in table.where("group", group)] for group in "ab"}
    codes = {code: getattr(table.by("code", code), "id", None) for code in "xyz"}
    ranges = {group: [row.id for row in table.between("group", group, 0, 100)] for group in "ab"}
    return rows, groups, codes, ranges


def test_finds_by_id_unique_field_and_index_in_order_of_insertion() -> None:
    table = make()
    second = table.add(Row(2, "x", "a", 5))
    first = table.add(Row(1, None, "a", 3))
    assert table.get(2) is second
    assert table.get(9) is None
    assert table.by("code", "x") is second
    assert table.where("group", "a") == [second, first]
    assert list(table) == [second, first]
    assert len(table) == 2


def test_between_is_sorted_and_half_open() -> None:
    table = make()
    for number, rank in enumerate([9, 1, 5, 3]):
        table.add(Row(number, None, "a", rank))
    table.add(Row(9, None, "b", 4))
    assert [row.rank for row in table.between("group", "a", 1, 9)] == [1, 3, 5]
    assert table.between("group", "unknown", 0, 10) == []


def test_records_are_counted() -> None:
    table = make()
    for number, rank in enumerate([5, 1, 9, 3]):
        table.add(Row(number, None, "a", rank))
    assert table.counted("group", "a") == 4
    assert table.counted("group", "unknown") == 0


def test_update_keeps_every_index_right() -> None:
    table = make()
    row = table.add(Row(1, "x", "a", 1))
    table.update(row, code="y", group="b", rank=7)
    assert table.by("code", "x") is None
    assert table.by("code", "y") is row
    assert table.where("group", "a") == []
    assert table.between("group", "b", 7, 8) == [row]


def test_refuses_a_taken_id_or_unique_value_and_changes_nothing() -> None:
    table = make()
    row = table.add(Row(1, "x", "a", 1))
    other = table.add(Row(2, "y", "a", 1))
    before = state(table)
    for taken in (Row(1, "z", "a", 1), Row(3, "x", "a", 1)):
        with pytest.raises(DuplicateKeyError):
            table.add(taken)
    with pytest.raises(DuplicateKeyError) as refusal:
        table.update(other, code="x", rank=9)
    assert (refusal.value.field, refusal.value.value) == ("code", "x")
    assert state(table) == before
    table.update(row, code="x")
    assert state(table) == before


Change = tuple[str, int, str | None, str, int]
changes = st.lists(
    st.tuples(
        st.sampled_from(["add", "update", "remove"]),
        st.integers(1, 6),
        st.sampled_from(["x", "y", "z", None]),
        st.sampled_from("ab"),
        st.integers(0, 9),
    ),
    max_size=20,
)


def apply(table: Table[Row], steps: list[Change]) -> None:
    for what, number, code, group, rank in steps:
        row = table.get(number)
        try:
            if what == "add":
                table.add(Row(number, code, group, rank))
            elif row is not None and what == "update":
                table.update(row, code=code, group=group, rank=rank)
            elif row is not None:
                table.remove(row)
        except DuplicateKeyError:
            continue


@given(changes, changes)
def test_rollback_restores_rows_order_and_indexes(before: list[Change], inside: list[Change]) -> None:
    log = UndoLog()
    table = make(log)
    apply(table, before)
    known = state(table)
    log.begin()
    apply(table, inside)
    log.rollback()
    assert state(table) == known


@given(changes)
def test_commit_keeps_what_was_done(steps: list[Change]) -> None:
    log = UndoLog()
    inside, plain = make(log), make()
    log.begin()
    apply(inside, steps)
    log.commit()
    log.rollback()
    apply(plain, steps)
    assert state(inside) == state(plain)
