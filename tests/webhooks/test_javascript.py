from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.webhooks import javascript


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (30, "30"),
        (-1.5, "-1.5"),
        (10.0, "10"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1.5e300, "1.5e+300"),
        (0.000001, "0.000001"),
        (1e-7, "1e-7"),
        (2**60, "1152921504606847000"),
    ],
)
def test_numbers(value: float, text: str) -> None:
    assert javascript.number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_read_back(value: float) -> None:
    assert math.isclose(float(javascript.number(value)), value, rel_tol=0)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "true"), (["a", None, [1, 2]], "a,,1,2"), ({}, "[object Object]"), ("x", "x")],
)
def test_text(value: Any, text: str) -> None:
    assert javascript.text(value) == text


def test_members_named_like_indexes_come_first() -> None:
    assert javascript.keys({"b": 1, "10": 2, "2": 3, "01": 4}) == ["2", "10", "b", "01"]
    assert javascript.stringify({"b": 1, "1": [True, None, 1.0]}) == '{"1":[true,null,1],"b":1}'


def test_unpaired_surrogates_are_escaped() -> None:
    assert javascript.stringify("\ud800é\u2028") == '"\\ud800é\u2028"'


@pytest.mark.parametrize("source", ["NaN", "[Infinity]", "{'a':1}", "", "01", '{"a":1,}'])
def test_what_is_no_json(source: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        javascript.parse(source)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_written_json_reads_back(value: Any) -> None:
    assert json.loads(javascript.stringify(value)) == value
