"""The command `calcom-emulator`."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Final

import click

from emulator import __version__
from emulator.commands.environment import PREFIX, with_variables

COMMANDS: Final = (
    "serve",
    "trigger",
    "listen",
    "verify-signature",
    "replay",
    "fixtures",
    "spec",
    "health",
    "version",
    "completion",
)


class Commands(click.Group):
    """Imports a command when it is asked for: a health check every few seconds must not pay for all the others.

    Every flag of a command is then a variable too.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"emulator.commands.{name}"), name)
        return with_variables(command, f"{PREFIX}_{name.upper()}")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches  # noqa: PLC0415 - few commands are misspelt

            near = get_close_matches(args[0], COMMANDS, 1)
            meant = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{meant}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="calcom-emulator")
@click.pass_context
def main(context: click.Context) -> None:
    """A local Cal.com API v2: bookings, availability and signed webhooks for your tests."""
    if os.environ.get("NO_COLOR"):
        context.color = False
    elif os.environ.get("FORCE_COLOR") not in (None, "", "0"):
        context.color = True
