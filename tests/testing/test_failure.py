from __future__ import annotations

from pathlib import Path

from emulator.testing import Calcom
from emulator.testing.failure import capsule_path, tell
from tests.testing.asking import book


def test_the_story_is_told_where_no_capsule_can_be_written(world: Calcom, tmp_path: Path) -> None:
    book(world)
    blocked = tmp_path / "file"
    blocked.touch()
    text = tell(world, blocked / "capsule.json", test="test_it", failure="it failed", settings=None)
    assert "POST /v2/bookings -> 201" in text
    assert "No capsule could be written: " in text.splitlines()[-1]


def test_names_of_capsules_fit_into_folders(tmp_path: Path) -> None:
    assert capsule_path(tmp_path, "tests/test_a.py::test_it[a b]").name == "tests-test_a.py-test_it-a-b.json"
    one, other = (capsule_path(tmp_path, f"test_it[{'x' * 300}{n}]") for n in range(2))
    assert one != other
    one.touch()


def test_a_test_that_had_not_begun_need_not_have_asked(world: Calcom) -> None:
    told = [tell(world, None, test="test_it", failure="", settings=None, begun=begun) for begun in (False, True)]
    assert ["nobody asked" in text for text in told] == [False, True]
