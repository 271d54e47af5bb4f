"""World files that change while they are served."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from emulator.app import Emulator
from emulator.control.fixture_watch import FixtureWatch
from emulator.world.world import World

ADA = "users:\n  - {id: 1, username: ada, apiKey: cal_test_ada}\n"
BOB = "users:\n  - {id: 1, username: bob, apiKey: cal_test_bob}\n"


def save(path: Path, text: str) -> Path:
    """Write as an editor does: the file is another one each time."""
    fresh = path.with_suffix(".fresh")
    fresh.write_text(text)
    return fresh.replace(path)


def watched(*paths: Path) -> tuple[Emulator, FixtureWatch]:
    app = Emulator(fixtures=paths)
    return app, FixtureWatch(app.universe, app.baselines)


def names(app: Emulator, world: str = "default") -> list[str | None]:
    return [user.username for user in app.universe.get(world).users]


def test_worlds_that_began_from_a_file_start_anew_when_it_changes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = save(tmp_path / "mine.yaml", ADA)
    app, watch = watched(path)
    app.universe.make("by-name", "mine")
    app.universe.make("other", "team")
    other = app.universe.get("other")
    assert watch.look() == []
    save(path, BOB)
    with caplog.at_level(logging.INFO, "emulator"):
        assert watch.look() == ["default", "by-name"]
    assert names(app) == names(app, "by-name") == names(app, "later") == ["bob"]
    assert app.universe.get("other") is other
    assert f"{path} changed: anew start the worlds default, by-name" in caplog.text
    assert watch.look() == []


def test_a_file_with_mistakes_leaves_all_as_it_was_and_the_log_has_them(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = save(tmp_path / "mine.yaml", ADA)
    app, watch = watched(path)
    before = app.universe.get()
    save(path, f"{ADA}dragons: []\nschedules:\n  - {{ownerId: 7, name: Mine}}\n")
    assert watch.look() == []
    assert app.universe.get() is before
    assert f"{path}:3:1: there is no kind of record called 'dragons'\n    " in caplog.text
    assert f"{path}:5:6: " in caplog.text
    told = len(caplog.records)
    assert watch.look() == []
    assert len(caplog.records) == told
    assert app.universe.reset().users.get(1) is not None
    save(path, BOB)
    assert watch.look() == ["default"]
    assert [user.username for user in app.baselines.fill_from(World(), path).users] == names(app) == ["bob"]


def test_a_file_that_goes_and_comes_again_costs_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = save(tmp_path / "mine.yaml", ADA)
    app, watch = watched(path)
    path.unlink()
    assert watch.look() == []
    assert "cannot be read" in caplog.text
    assert names(app) == ["ada"]
    save(path, BOB)
    assert watch.look() == ["default"]


def test_a_file_that_cannot_stand_alone_is_known_only_when_a_world_wants_it_so(tmp_path: Path) -> None:
    first = save(tmp_path / "a.yaml", ADA)
    second = save(tmp_path / "b.yaml", "schedules:\n  - {id: 1, ownerId: 1, name: Mine}\n")
    app, watch = watched(first, second)
    app.universe.make("second", "a")
    save(second, "schedules:\n  - {id: 1, ownerId: 1, name: Yours}\n")
    assert watch.look() == ["default"]
    assert [one.name for one in app.universe.get().schedules] == ["Yours"]


def test_files_join_and_leave_a_folder(tmp_path: Path) -> None:
    save(tmp_path / "b.yaml", "schedules:\n  - {id: 1, ownerId: 1, name: Mine}\n")
    save(tmp_path / "a.yaml", ADA)
    (tmp_path / "schema.json").write_text("{}")
    (tmp_path / "README.md").write_text("about these")
    app, watch = watched(tmp_path)
    assert names(app) == ["ada"]
    assert len(app.universe.get().schedules) == 1
    assert {"a", "b"} <= set(app.baselines.names)
    save(tmp_path / "c.yaml", "users:\n  - {id: 2, username: cleo}\n")
    assert watch.look() == ["default"]
    assert names(app) == ["ada", "cleo"]
    os.remove(tmp_path / "c.yaml")
    assert watch.look() == ["default"]
    assert names(app) == ["ada"]


def test_an_empty_folder_is_the_world_that_ships(tmp_path: Path) -> None:
    app, _ = watched(tmp_path)
    assert names(app) == names(Emulator())


def test_a_file_whose_size_and_time_are_what_they_were_has_changed_all_the_same(tmp_path: Path) -> None:
    """As `sed -i`, `rsync --inplace` and whoever writes twice within a tick of the clock leave it."""
    path = save(tmp_path / "mine.yaml", ADA)
    app, watch = watched(path)
    before = path.stat()
    app.baselines.fill_from(World(), path)
    path.write_text(BOB)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert watch.look() == ["default"]
    assert [user.username for user in app.baselines.fill_from(World(), path).users] == names(app) == ["bob"]
