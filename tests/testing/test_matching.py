from __future__ import annotations

import re
from typing import Any

import pytest

from emulator.testing.matching import differences


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ({}, {"a": 1}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 2], "c": 3}}),
        ([{"a": 1}, ...], [{"a": 1, "b": 2}, None]),
        ({"a": ...}, {"a": None}),
        (re.compile("b.*"), "bob"),
        (1, 1.0),
        (None, None),
        (..., 5),
    ],
)
def test_what_fits(expected: Any, actual: Any) -> None:
    assert differences(expected, actual) == []


@pytest.mark.parametrize(
    ("expected", "actual", "lines"),
    [
        ({"a": 1}, {}, ["/a: expected 1, but it is not there"]),
        ({"a": ...}, {}, ["/a: expected something, but it is not there"]),
        ({"a": re.compile("x")}, {}, ["/a: expected text like 'x', but it is not there"]),
        ({"a": 1, "b": 2}, {"a": 2, "b": 1}, ["/a: expected 1, got 2", "/b: expected 2, got 1"]),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, ["/a/0/b: expected 1, got 2"]),
        ([1, 2], [1], ["/: expected 2 items, got 1: [1]"]),
        ({"a": {"b": 1}}, {"a": None}, ["/a: expected {'b': 1}, got None"]),
        ({"a": re.compile("b")}, {"a": "bob"}, ["/a: expected text like 'b', got 'bob'"]),
        (re.compile("1"), 1, ["/: expected text like '1', got 1"]),
        (True, 1, ["/: expected True, got 1"]),
        ("1", 1, ["/: expected '1', got 1"]),
    ],
)
def test_what_does_not_is_named_with_its_place(expected: Any, actual: Any, lines: list[str]) -> None:
    assert differences(expected, actual) == lines
