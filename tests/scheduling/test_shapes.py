from __future__ import annotations

from typing import Any

import pytest

from emulator.scheduling.shapes import Kind, kept, printed, problems

SHAPE: dict[str, Kind] = {"label": "string", "hidden": "boolean", "options": "strings"}


def test_a_fitting_object_has_no_problems() -> None:
    assert problems({"label": "a", "hidden": True, "options": [], "more": 1}, SHAPE, ("label", "options")) == []


def test_null_counts_as_absent() -> None:
    assert problems({"label": None, "hidden": None}, SHAPE, ()) == []
    assert problems({"label": None}, SHAPE, ("label",)) == ["label must be a string"]


def test_every_problem_has_its_sentence() -> None:
    assert problems({"label": 1, "hidden": "no", "options": ["a", 2]}, SHAPE, ("label",)) == [
        "label must be a string",
        "hidden must be a boolean value",
        "each value in options must be a string",
    ]
    assert problems({"options": "a"}, SHAPE, ()) == ["options must be an array"]


def test_only_what_the_shape_knows_is_kept() -> None:
    assert kept({"more": 1, "hidden": False, "label": "a", "options": None}, SHAPE) == {"label": "a", "hidden": False}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (5, "5"),
        (True, "true"),
        (None, "null"),
        ({"a": 1}, "[object Object]"),
        (["a", None, [1, False]], "a,,1,false"),
    ],
)
def test_values_are_printed_as_javascript_does(value: Any, text: str) -> None:
    assert printed(value) == text
