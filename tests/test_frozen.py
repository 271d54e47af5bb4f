from __future__ import annotations

from dataclasses import field, replace

import pytest

from emulator.frozen import frozen


@frozen
class Point:
    x: int
    y: int = 0
    notes: list[str] = field(default_factory=list, hash=False)


@frozen(kw_only=True, order=True)
class Step:
    at: int
    name: str


def test_compares_and_hashes_by_its_fields() -> None:
    assert Point(1) == Point(1, 0) != Point(1, 2)
    assert len({Point(1), Point(1, 0), Point(2)}) == 2
    assert replace(Point(1), y=3) == Point(1, 3)


def test_has_slots() -> None:
    with pytest.raises(AttributeError):
        Point(1).z = 2  # type: ignore[attr-defined]


def test_takes_the_options_of_dataclasses() -> None:
    assert sorted([Step(at=2, name="b"), Step(at=1, name="c")])[0] == Step(at=1, name="c")
    with pytest.raises(TypeError):
        Step(1, "b")  # type: ignore[call-arg]
