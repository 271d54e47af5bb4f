from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from emulator.cli import main


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["fixtures", *arguments])
    return result.exit_code, result.output


def test_a_world_file_without_mistakes(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("users: [{username: ada}]")
    assert run("check", str(file)) == (0, f"{file}: nothing wrong\n")


def test_mistakes_are_named_with_line_and_remedy_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("users:\n- username: ada\n  nam: Ada\ndragons: []\n")
    code, text = run("check", str(file))
    assert code == 1
    assert f"{file}:3:3: unknown field: 'nam'\n    Did you mean name?\n" in text
    assert f"{file}:4:1: there is no kind of record called 'dragons'\n    Known are users," in text
    assert text.endswith(f"Error: 2 mistakes in {file}\n")
    assert "\x1b" not in text


def test_a_folder_of_worlds_to_choose_from(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text("users: [{id: 1, username: ada}]")
    assert run("check", str(tmp_path)) == (0, "2 files, each a world of its own: nothing wrong\n")
    code, text = run("check", "--together", str(tmp_path))
    assert code == 1
    assert f"{tmp_path / 'two.yaml'}:1:10: users already has a record with id=1\n" in text
    assert "1 mistake in 2 files as one world; without --together each is a world of its own" in text


def test_a_world_in_several_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("users: [{id: 1, username: ada}]")
    (tmp_path / "b.yaml").write_text("schedules: [{ownerId: 1, name: Hours}]")
    assert run("check", "--together", str(tmp_path)) == (0, "2 files as one world: nothing wrong\n")
    code, text = run("check", str(tmp_path))
    assert code == 1
    assert "there is no record 1 among users" in text
    assert "1 mistake in 2 files, each a world of its own; with --together they are one, as serve --fixtures" in text


def test_a_folder_without_world_files(tmp_path: Path) -> None:
    code, text = run("check", str(tmp_path))
    assert code == 1
    assert f"there are no world files in {tmp_path}: they end in .yaml" in text


def test_the_shipped_worlds_are_worlds_of_their_own() -> None:
    code, text = run("check", str(Path(__file__).parents[2] / "fixtures"))
    assert code == 0
    assert "each a world of its own: nothing wrong" in text


def test_the_schema_is_printed() -> None:
    code, text = run("schema")
    assert code == 0
    assert json.loads(text)["$defs"]["users"]["additionalProperties"] is False


def test_a_note_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "world.yaml"
    path.write_text("event-types: [{title: T, slug: t, lengthInMinutes: 5}]")
    code, text = run("check", str(path))
    assert code == 0
    assert text.splitlines()[0] == f"{path}:1:15: note: the event type belongs to nobody"
    assert text.splitlines()[-1] == f"{path}: nothing wrong, 1 note"
