"""The page of docs/ that describes the command line, made of the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

import click

from emulator.cli import main

EXIT_CODES = """\
## Exit codes

| code | meaning |
| --- | --- |
| 0 | done; of a check: nothing wrong, nothing different |
| 1 | it could not be done, or a check found something; what it is has been printed |
| 2 | the command was called in a way it does not understand, or a file it was given cannot be read |

`serve` ends with 0 after SIGTERM or SIGINT, once deliveries on their way have ended or `--shutdown-timeout` is over.
Colours are printed on a terminal only, and never when `NO_COLOR` is set."""


def page() -> str:
    """Markdown: a heading a command, its usage, what it does, its options with their variables."""
    lines = [
        "# Command line",
        "",
        "Made from the commands by `scripts/write_docs.py`; each says the same with `--help`.",
    ]
    for path, command in _commands(main, ("calcom-emulator",)):
        context = _context(path)
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        lines += ["", f"## `{' '.join(path[1:])}`", "", f"    {usage}", "", cleandoc(command.help or "")]
        if path[-1] == "serve":
            lines += ["", "Its options are the [settings](settings.md)."]
            continue
        rows = [_row(parameter, context) for parameter in command.params if isinstance(parameter, click.Option)]
        if rows:
            lines += ["", "| option | meaning | variable | default |", "| --- | --- | --- | --- |", *rows]
    return "\n".join([*lines, "", EXIT_CODES]) + "\n"


def _context(path: tuple[str, ...]) -> click.Context:
    """The context in which the command at the end of a path runs."""
    command: click.Command = main
    context = click.Context(main, info_name=path[0], **main.context_settings)
    for name in path[1:]:
        assert isinstance(command, click.Group)  # noqa: S101 - `_commands` went the same way
        found = command.get_command(context, name)
        assert found is not None  # noqa: S101 - it is listed
        command, context = found, click.Context(found, parent=context, info_name=name)
    return context


def _commands(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        elif command is not None:
            yield (*path, name), command


def _row(option: click.Option, context: click.Context) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    variable = option.envvar or f"{context.auto_envvar_prefix}_{(option.name or '').upper()}"
    shown = option.default if option.show_default and isinstance(option.default, str | int | float) else ""
    return f"| {names} | {option.help} | `{variable}` | {shown} |"
