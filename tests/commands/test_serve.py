"""What `serve` says before it serves, and how it takes leave before it does."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from emulator.cli import main


def run(*arguments: str, **environment: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["serve", *arguments], env=environment)
    return result.exit_code, result.output


def test_mistakes_in_world_files_are_named_with_file_line_and_remedy(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("users:\n- {id: 1, username: ada}\nevent-types:\n- {id: 1, ownerId: 9, titel: Talk}\n")
    code, text = run(CALCOM_EMULATOR_FIXTURES=str(tmp_path))
    assert code == 1
    assert text.startswith(f"Error: the world files cannot be used\n{file}:4:3: event-types need title")
    assert f"{file}:4:11: there is no record 9 among users\n    Create it in users first.\n" in text
    assert f"{file}:4:23: unknown field: 'titel'\n    Did you mean title?\n" in text


def test_a_file_that_is_no_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("users:\n- {id: 1, username: ada\n")
    code, text = run("--fixtures", str(file))
    assert (code, text) == (
        1,
        f"Error: the world files cannot be used\n{file}:3:1: is not YAML: {text.partition('YAML: ')[2]}",
    )


def test_what_docker_makes_of_a_file_that_does_not_exist_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").mkdir()
    code, text = run("--fixtures", str(tmp_path))
    assert code == 1
    assert "mine.yaml:1:1: cannot be read: Is a directory\n    Look at the path: where a file to mount does not" in text


@pytest.mark.parametrize("closed", ["", "mine.yaml"])
def test_files_of_somebody_else_say_who_may_not_read_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    (tmp_path / "mine.yaml").write_text("users: []")

    # The superuser may read everything, so the refusal is played.
    def refused(name: str) -> Callable[..., Any]:
        really = getattr(Path, name)

        def method(self: Path, *arguments: Any, **more: Any) -> Any:
            if self == tmp_path / closed:
                raise PermissionError(13, "Permission denied")
            return really(self, *arguments, **more)

        return method

    for name in ("iterdir", "read_text"):
        monkeypatch.setattr(Path, name, refused(name))
    code, text = run("--fixtures", str(tmp_path))
    assert code == 1
    assert f"{tmp_path / closed}:" in text
    assert f"Let everybody read it (chmod -R a+rX), or run as somebody who may: this is user {os.getuid()}." in text


def test_a_variable_that_is_nearly_a_setting_is_pointed_at() -> None:
    code, text = run(CALCOM_EMULATOR_NWO="2030", CALCOM_EMULATOR_NOW="never", CALCOM_EMULATOR_URL="http://h")
    assert code == 1
    assert text.startswith("CALCOM_EMULATOR_NWO is no setting: did you mean CALCOM_EMULATOR_NOW?\n")
    assert text.count("did you mean") == 1


def test_the_first_process_of_a_container_can_be_told_to_stop_while_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    handlers: dict[int, Any] = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    run("--now", "never")
    assert not handlers
    monkeypatch.setattr(os, "getpid", lambda: 1)
    run("--now", "never")
    with pytest.raises(SystemExit) as left:
        handlers[signal.SIGTERM](signal.SIGTERM, None)
    assert left.value.code == 0
