"""The command `calcom-emulator`."""

from __future__ import annotations

import os

import click

from emulator import __version__
from emulator.commands.completion import completion
from emulator.commands.environment import PREFIX
from emulator.commands.fixtures import fixtures
from emulator.commands.health import health
from emulator.commands.listen import listen
from emulator.commands.replay import replay
from emulator.commands.serve import serve
from emulator.commands.spec import spec
from emulator.commands.trigger import trigger
from emulator.commands.verify_signature import verify_signature
from emulator.commands.version import version


@click.group(context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": PREFIX})
@click.version_option(__version__, prog_name="calcom-emulator")
@click.pass_context
def main(context: click.Context) -> None:
    """A local Cal.com API v2: bookings, availability and signed webhooks for your tests."""
    if os.environ.get("NO_COLOR"):
        context.color = False


for command in (serve, trigger, listen, verify_signature, replay, fixtures, spec, health, version, completion):
    main.add_command(command)
