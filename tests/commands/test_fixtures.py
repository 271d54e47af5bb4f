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


def test_the_schema_is_printed() -> None:
    code, text = run("schema")
    assert code == 0
    assert json.loads(text)["$defs"]["users"]["additionalProperties"] is False
