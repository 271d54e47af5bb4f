from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from emulator.scheduling.intervals import Interval, clipped, covers, meets, merged, span, subtracted
from tests.office import START

numbers = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)
Numbers = list[tuple[int, int]]


def intervals(pairs: Numbers) -> list[Interval]:
    return [(START + timedelta(minutes=low), START + timedelta(minutes=high)) for low, high in pairs]


def minutes(found: list[Interval]) -> set[int]:
    """The same time as a set of minutes, which also shows that the intervals are sorted and apart."""
    assert all(one[1] < other[0] for one, other in pairwise(found))
    assert all(low < high for low, high in found)
    return {
        number
        for low, high in found
        for number in range((low - START) // timedelta(minutes=1), (high - START) // timedelta(minutes=1))
    }


def as_set(pairs: Numbers) -> set[int]:
    return {number for low, high in pairs for number in range(low, high)}


@given(numbers)
def test_merged_is_the_union(pairs: Numbers) -> None:
    assert minutes(merged(intervals(pairs))) == as_set(pairs)


@given(numbers, numbers)
def test_subtracted_is_the_difference(pairs: Numbers, holes: Numbers) -> None:
    rest = subtracted(merged(intervals(pairs)), merged(intervals(holes)))
    assert minutes(rest) == as_set(pairs) - as_set(holes)


@given(numbers, st.integers(0, 30), st.integers(1, 30))
def test_clipped_is_the_section(pairs: Numbers, low: int, length: int) -> None:
    (bounds,) = intervals([(low, low + length)])
    assert minutes(clipped(merged(intervals(pairs)), *bounds)) == as_set(pairs) & set(range(low, low + length))


@given(numbers, st.integers(0, 30), st.integers(1, 30))
def test_covers_and_meets(pairs: Numbers, start: int, length: int) -> None:
    (wanted,) = intervals([(start, start + length)])
    whole = set(range(start, start + length))
    assert covers(merged(intervals(pairs)), *wanted) is (whole <= as_set(pairs))
    assert meets(merged(intervals(pairs)), *wanted) is bool(whole & as_set(pairs))


def test_a_span_of_any_number_can_be_added() -> None:
    assert span(90) == timedelta(hours=1, minutes=30)
    assert span(10**18) == span(10**30) > timedelta(days=36_000)
    assert (START + span(10**30)).year < 2200
    assert START + span(-(10**30)) < START
