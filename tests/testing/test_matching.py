from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from emulator.testing import about
from emulator.testing.matching import differences

NOON = datetime(2030, 1, 8, 12, tzinfo=UTC)


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
        (NOON, "2030-01-08T12:00:00.000Z"),
        (NOON.replace(tzinfo=None), "2030-01-08T13:00:00+01:00"),
        ({"at": about(NOON)}, {"at": "2030-01-08T12:00:01.000Z"}),
        (about("2030-01-08T12:00:00Z", timedelta(hours=1)), "2030-01-08T13:00:00.000Z"),
        ([about("2030-01-08T12:00:00", 5)], [NOON.astimezone(timezone(timedelta(hours=2)))]),
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
        ({"a": 1}, {"b": 1, "c": 2}, ["/a: expected 1, but it is not there (there are b, c)"]),
        (
            "2030-01-08T12:00:00.000Z",
            "2030-01-08T13:00:00.000Z",
            ["/: expected '2030-01-08T12:00:00.000Z', got '2030-01-08T13:00:00.000Z' (1:00:00 later)"],
        ),
        (
            "2030-01-08T12:00:00Z",
            "2030-01-08T12:00:00.000Z",
            [
                "/: expected '2030-01-08T12:00:00Z', got '2030-01-08T12:00:00.000Z' "
                "(the same instant, written otherwise: expect a datetime)"
            ],
        ),
        (NOON, "noon", ["/: expected '2030-01-08T12:00:00+00:00', got 'noon'"]),
        (NOON, None, ["/: expected '2030-01-08T12:00:00+00:00', got None"]),
        (
            NOON,
            "2030-01-07T11:00:00Z",
            ["/: expected '2030-01-08T12:00:00+00:00', got '2030-01-07T11:00:00Z' (1 day, 1:00:00 earlier)"],
        ),
        (
            {"at": about(NOON)},
            {"at": "2030-01-08T12:00:02.000Z"},
            ["/at: expected about 2030-01-08T12:00:00+00:00 (within 1 s), got '2030-01-08T12:00:02.000Z'"],
        ),
        (
            "2030-01-08T12:00:00.000Z",
            "2030-01-08T12:00:00.046Z",
            ["/: expected '2030-01-08T12:00:00.000Z', got '2030-01-08T12:00:00.046Z' (46 ms later)"],
        ),
        ({"at": NOON}, {}, ["/at: expected '2030-01-08T12:00:00+00:00', but it is not there"]),
        ("x", "y" * 300, [f"/: expected 'x', got '{'y' * 159}… (142 more characters)"]),
    ],
)
def test_what_does_not_is_named_with_its_place(expected: Any, actual: Any, lines: list[str]) -> None:
    assert differences(expected, actual) == lines


def test_what_is_no_instant() -> None:
    with pytest.raises(ValueError, match="'noon' is no ISO 8601 instant such as"):
        about("noon")
    assert about(NOON) != "noon"
    assert hash(about(NOON)) == hash(about("2030-01-08T12:00:00Z"))
