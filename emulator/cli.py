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


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="calcom-emulator")
@click.pass_context
def main(context: click.Context) -> None:
    """A local Cal.com API v2: bookings, availability and signed webhooks for your tests."""
    if os.environ.get("NO_COLOR"):
        context.color = False
