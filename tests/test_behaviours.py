"""The page of behaviours is made of the tests' markers."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.behaviours import Held, held, page

MARKED = """
import pytest
pytestmark = pytest.mark.behaviour("bookings", 1)

@pytest.mark.behaviour("bookings", 2, 3)
def test_books_a_slot(): ...

@pytest.mark.behaviour("bookings", 4)
class TestCancelling:
    @pytest.mark.parametrize("case", [pytest.param(1, marks=pytest.mark.behaviour("bookings", 5))])
    def test_once(self, case): ...
"""


def folder(tmp_path: Path, code: str, catalogues: str) -> Path:
    tests = tmp_path / "tests"
    (tests / "behaviours").mkdir(parents=True)
    (tests / "test_some.py").write_text(code)
    (tests / "behaviours/catalogues.yaml").write_text(catalogues)
    return tests


def test_markers_of_modules_classes_tests_and_cases_count(tmp_path: Path) -> None:
    tests = folder(tmp_path, MARKED, "{}")
    assert held(tests) == [
        Held("bookings", 1, "tests/test_some.py", "test_books_a_slot"),
        Held("bookings", 1, "tests/test_some.py", "test_once"),
        Held("bookings", 2, "tests/test_some.py", "test_books_a_slot"),
        Held("bookings", 3, "tests/test_some.py", "test_books_a_slot"),
        Held("bookings", 4, "tests/test_some.py", "test_once"),
        Held("bookings", 5, "tests/test_some.py", "test_once"),
    ]


def test_the_page_says_what_holds_and_why_the_rest_does_not(tmp_path: Path) -> None:
    catalogues = 'bookings: {title: Bookings, count: 7, not-held: {7: "needs e-mail"}}'
    text = page(folder(tmp_path, MARKED, catalogues))
    assert "5 of 7 are held." in text
    assert "| 3 | books a slot (`tests/test_some.py`) |" in text
    assert "- 6: no test names it yet\n- 7: needs e-mail" in text


def test_a_number_that_is_none_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no behaviour 5 in a catalogue 'bookings'"):
        page(folder(tmp_path, MARKED, "bookings: {title: Bookings, count: 4}"))


def test_what_is_held_cannot_be_said_not_to_be(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"bookings \[2\] are held by tests and said not to be"):
        page(folder(tmp_path, MARKED, "bookings: {title: B, count: 5, not-held: {2: no}}"))


def test_numbers_are_literals(tmp_path: Path) -> None:
    code = 'import pytest\n@pytest.mark.behaviour("bookings", *range(3))\ndef test_it(): ...\n'
    with pytest.raises(ValueError, match="as literals"):
        held(folder(tmp_path, code, "{}"))
