from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from emulator import __version__
from emulator.app import Emulator
from emulator.cli import main
from emulator.server import BackgroundServer
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
        (
            ["--fixtures", "nowhere.yaml"],
            "nowhere.yaml:1:1: cannot be read: No such file or directory\n    Look at the path. By name there are ",
        ),
        (["--fixtures", "teams"], "By name there are confirmation, default, dst"),
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


def test_serve_names_every_mistake_in_world_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("users:\n- {id: 1, username: ada, timeZone: Rome}\n")
    (tmp_path / "b.yaml").write_text("users:\n- {id: 1, username: bob, nam: Bob}\n")
    code, text = run("serve", "--port", "0", "--fixtures", str(tmp_path))
    assert code == 1
    assert f"{tmp_path / 'a.yaml'}:2:26: timeZone must be an IANA time zone" in text
    assert f"{tmp_path / 'b.yaml'}:2:4: users already has a record with id=1" in text
    assert f"{tmp_path / 'b.yaml'}:2:26: unknown field: 'nam'\n    Did you mean name?" in text
    assert "The 2 files were taken as one world. If each is a world of its own, serve only one of them." in text


def test_serve_does_not_fill_the_screen_with_mistakes() -> None:
    folder = Path(__file__).parent.parent / "fixtures"
    code, text = run("serve", "--port", "0", "--fixtures", str(folder))
    assert code == 1
    assert len(text.splitlines()) < 20
    assert re.search(r"and \d+ more, which fixtures check --together names\nThe 8 files were taken as one world", text)


def test_health_says_when_nobody_answers() -> None:
    code, text = run("health", "--url", "http://127.0.0.1:9")
    assert code == 1
    assert "no emulator answers at http://127.0.0.1:9" in text
    assert run("health", "--url", "file:///etc/passwd")[0] == 2


def test_the_documented_settings_are_the_settings() -> None:
    page = (Path(__file__).parent.parent / "docs" / "settings.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(Settings):
        assert f"## `--{field.name.replace('_', '-')}`" in page


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        elif command is not None:
            yield " ".join((*path, name)), command


COMMANDS = dict(commands(main))


def test_all_commands_are_looked_at() -> None:
    assert {"serve", "health", "fixtures check", "spec check", "verify-signature"} <= COMMANDS.keys()


@pytest.mark.parametrize("path", COMMANDS)
def test_the_command_line_is_documented_as_it_is(path: str) -> None:
    page = (Path(__file__).parent.parent / "docs" / "command-line.md").read_text(encoding="utf-8")
    section = page.partition(f"## `{path}`\n")[2].partition("\n## ")[0]
    assert section
    for flag in COMMANDS[path].params:
        if isinstance(flag, click.Option) and path != "serve":
            assert f"`{flag.opts[0]}`" in section
            assert f"`{flag.envvar}`" in section


@pytest.mark.parametrize("path", COMMANDS)
def test_a_flags_variable_is_called_like_the_flag_and_shown_in_its_help(path: str) -> None:
    shared = {"--url": "CALCOM_EMULATOR_URL", "--secret": "CALCOM_EMULATOR_SECRET"}
    prefix = "CALCOM_EMULATOR" if path == "serve" else f"CALCOM_EMULATOR_{re.sub('[ -]', '_', path).upper()}"
    shown = re.sub(r"\s", "", run(*path.split(), "--help")[1])
    for flag in COMMANDS[path].params:
        if isinstance(flag, click.Option):
            name = flag.opts[0]
            own = f"{prefix}_{name[2:].replace('-', '_').upper()}"
            assert flag.envvar in (own, shared.get(name))
            assert f"envvar:{flag.envvar}" in shown


@pytest.mark.parametrize(
    ("variables", "arguments", "words"),
    [
        ({"HEALTH_TIMEOUT": "soon"}, ("health",), "'soon' is not a valid float"),
        ({"URL": "http://127.0.0.1:9"}, ("health",), "no emulator answers at http://127.0.0.1:9:"),
        ({"TRIGGER_SET": "nothing"}, ("trigger", "BOOKING_PAID"), "'nothing' is not of the form"),
        ({"LISTEN_REQUESTS": "false", "LISTEN_DELIVERIES": "false"}, ("listen",), "nothing to show"),
        ({"SPEC_CHECK_AGAINST": "older.json"}, ("spec", "check", "spec/openapi.json"), "older.json"),
        ({"REPLAY_PORT": "high"}, ("replay", "x"), "'high' is not a valid integer"),
        ({"VERIFY_SIGNATURE_SIGNATURE": "0", "SECRET": "s"}, ("verify-signature", "README.md"), "expected "),
    ],
)
def test_variables_stand_for_flags(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], arguments: tuple[str, ...], words: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"CALCOM_EMULATOR_{name}", value)
    code, text = run(*arguments)
    assert code != 0
    assert words in text


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_health_asks_where_serve_listens(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    with BackgroundServer(Emulator(), host=host) as server:
        monkeypatch.setenv("CALCOM_EMULATOR_HOST", host)
        monkeypatch.setenv("CALCOM_EMULATOR_PORT", server.url.rpartition(":")[2])
        code, text = run("health")
    assert (code, json.loads(text)["status"]) == (0, "ok")


@pytest.mark.parametrize(
    ("port", "words"),
    [("0", "give the URL that it printed"), ("high", "not an http URL"), ("70000", "not an http URL")],
)
def test_a_port_that_tells_nothing_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, port: str, words: str) -> None:
    monkeypatch.setenv("CALCOM_EMULATOR_PORT", port)
    code, text = run("health")
    assert code == 2
    assert words in text


def test_no_color_is_heeded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("dragons: []")
    coloured = CliRunner().invoke(main, ["fixtures", "check", str(file)], color=True)
    assert "\x1b[1m" in coloured.output
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in CliRunner().invoke(main, ["fixtures", "check", str(file)], color=True).output


def test_force_color_is_heeded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "world.yaml"
    path.write_text("users: {}")
    assert "\x1b[" not in run("fixtures", "check", str(path))[1]
    for value, coloured in (("1", True), ("0", False), ("", False)):
        monkeypatch.setenv("FORCE_COLOR", value)
        assert ("\x1b[" in run("fixtures", "check", str(path))[1]) is coloured


def test_a_misspelt_command_is_put_right() -> None:
    code, text = run("serv")
    assert (code, "No such command 'serv'. Did you mean serve?" in text) == (2, True)
    assert "Did you mean" not in run("dance")[1]
