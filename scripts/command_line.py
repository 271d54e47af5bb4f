"""The page of docs/ that describes the command line, made of the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

import click

from emulator.cli import main

WHERE = """\
`pip install` puts the command into the environment that it installs into, `scripts/serve` into the clone's
`.venv/bin`. In the image it is the entry point: `docker run --rm -v "$PWD:/fixtures:ro" calcom-emulator fixtures check
/fixtures/world.yaml`."""
VARIABLES = """\
Every option is an environment variable too; what is given on the command line goes first. A switch is `true` or
`false`, and what can be given several times is separated by blanks, files and folders by colons (`;` on Windows).
`serve` and the commands that ask it find each other by the same variables: with `CALCOM_EMULATOR_PORT=9100` in the
environment `serve` listens there, and `health`, `trigger` and `listen` ask there."""

EXIT_CODES = """\
## Exit codes

| code | meaning |
| --- | --- |
| 0 | done; of a check: nothing wrong, nothing different |
| 1 | it could not be done, or a check found something; what it is has been printed |
| 2 | the command was called in a way it does not understand, or a file is of no use (`serve`, `fixtures check`: 1) |

`serve` ends with 0 after SIGTERM or SIGINT, once deliveries on their way have ended or `--shutdown-timeout` is over.
Colours are printed on a terminal, or where `FORCE_COLOR` is set, and never when `NO_COLOR` is set."""


def page() -> str:
    """Markdown: a heading a command, its usage, what it does, its options with their variables."""
    lines = [
        "# Command line",
        "",
        "Made from the commands by `scripts/write_docs.py`; each says the same with `--help`.",
        "",
        WHERE,
        "",
        VARIABLES,
    ]
    for path, command in _commands(main, ("calcom-emulator",)):
        usage = " ".join(["calcom-emulator", *path[1:], *command.collect_usage_pieces(click.Context(command))])
        lines += ["", f"## `{' '.join(path[1:])}`", "", f"    {usage}", "", cleandoc(command.help or "")]
        if path[-1] == "serve":
            lines += ["", "Its options are the [settings](settings.md)."]
            continue
        rows = [_row(parameter) for parameter in command.params if isinstance(parameter, click.Option)]
        if rows:
            lines += ["", "| option | meaning | variable | default |", "| --- | --- | --- | --- |", *rows]
    return "\n".join([*lines, "", EXIT_CODES]) + "\n"


def _commands(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        elif command is not None:
            yield (*path, name), command


def _row(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    if isinstance(option.show_default, str):
        shown: object = option.show_default
    else:
        shown = option.default if option.show_default and isinstance(option.default, str | int | float) else ""
    return f"| {names} | {option.help} | `{option.envvar}` | {shown} |"
