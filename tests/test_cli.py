from __future__ import annotations

import dataclasses
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from emulator import __version__
from emulator.cli import main
from emulator.settings import Settings, option


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output


def test_every_setting_is_a_flag_and_a_variable() -> None:
    code, text = run("serve", "--help")
    assert code == 0
    for field in dataclasses.fields(Settings):
        assert f"--{field.name.replace('_', '-')}" in text
        assert f"CALCOM_EMULATOR_{field.name.upper()}" in text.replace("\n", "").replace(" ", "")


def test_defaults_of_options_must_be_immutable() -> None:
    with pytest.raises(TypeError, match="immutable"):
        option([], "no")


def test_version() -> None:
    assert run("--version") == (0, f"calcom-emulator, version {__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--fixtures", "nowhere.yaml"], "nowhere.yaml: cannot be read"),
        (["--spec", "nowhere.json"], "nowhere.json"),
        (["--port", "70000"], "cannot listen on 127.0.0.1:70000"),
        (["--host", "203.0.113.7", "--port", "0"], "cannot listen on 203.0.113.7:0"),
        (["--now", "noon"], "--now"),
    ],
)
def test_serve_says_why_it_cannot(arguments: list[str], words: str) -> None:
    code, text = run("serve", *arguments)
    assert code != 0
    assert words in text
    assert "Traceback" not in text


def test_health_says_when_nobody_answers() -> None:
    code, text = run("health", "--url", "http://127.0.0.1:9")
    assert code == 1
    assert "no emulator answers at http://127.0.0.1:9" in text
    assert run("health", "--url", "file:///etc/passwd")[0] == 2


def test_the_documented_settings_are_the_settings() -> None:
    page = (Path(__file__).parent.parent / "docs" / "settings.md").read_text()
    for field in dataclasses.fields(Settings):
        assert f"## `--{field.name.replace('_', '-')}`" in page


def test_the_command_line_is_documented_as_it_is() -> None:
    page = (Path(__file__).parent.parent / "docs" / "command-line.md").read_text()
    for name, command in main.commands.items():
        for inner in command.commands.values() if isinstance(command, click.Group) else [command]:
            path = name if inner is command else f"{name} {inner.name}"
            assert f"## `{path}`" in page
            if path != "serve":
                assert all(
                    f"`{flag}`" in page for option in inner.params for flag in option.opts if flag.startswith("--")
                )


def test_every_option_is_a_variable_and_no_color_is_heeded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("dragons: []")
    coloured = CliRunner().invoke(main, ["fixtures", "check", str(file)], color=True)
    assert "\x1b[1m" in coloured.output
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in CliRunner().invoke(main, ["fixtures", "check", str(file)], color=True).output
    monkeypatch.setenv("CALCOM_EMULATOR_HEALTH_TIMEOUT", "soon")
    assert "'soon' is not a valid float" in run("health")[1]
