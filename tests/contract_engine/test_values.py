from __future__ import annotations

import math
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.contract.values import DEEPEST, UnfitError, tidy
from tests.contract_engine.building import nested

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@pytest.mark.parametrize(
    ("value", "tidied"),
    [
        (250.0, 250),
        (-0.0, 0),
        (1e18, 10**18),
        (1e22, 1e22),
        (10**22, 1e22),
        (0.5, 0.5),
        (True, True),
        ({"a": [1.0, {"b": 2.0}]}, {"a": [1, {"b": 2}]}),
        ("\ud800x", "�x"),
        ("\ud83d\ude00", "😀"),
        ({"\udfff": 1}, {"�": 1}),
        ({"ü": "é"}, {"ü": "é"}),
    ],
)
def test_values_as_javascript_has_them(value: Any, tidied: Any) -> None:
    result = tidy(value)
    assert result == tidied
    assert type(result) is type(tidied)


def test_what_is_handed_in_is_not_changed() -> None:
    value = {"a": [1.0, {"b": "\ud800"}], "c": {"d": 1}}
    result = tidy(value)
    assert value == {"a": [1.0, {"b": "\ud800"}], "c": {"d": 1}}
    assert result["c"] is value["c"]


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan, 10**400])
def test_numbers_that_are_not_finite_are_unfit(number: float) -> None:
    with pytest.raises(UnfitError) as raised:
        tidy({"a": [0, {"b": number}]})
    assert raised.value.path == ["a", "1", "b"]
    assert raised.value.problem == "must be a finite number"


def test_structures_without_end_are_unfit() -> None:
    assert tidy(nested(DEEPEST)) == nested(DEEPEST)
    for value in (nested(DEEPEST + 1), nested(2000), [nested(DEEPEST)]):
        with pytest.raises(UnfitError, match="nested too deeply"):
            tidy(value)


@given(JSON)
def test_what_comes_out_can_be_sent(value: Any) -> None:
    try:
        result = tidy(value)
    except UnfitError:
        return
    assert orjson.loads(orjson.dumps(result)) == result
