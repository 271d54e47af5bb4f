"""`calcom-emulator completion`."""

from __future__ import annotations

import click

NAME = "calcom-emulator"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script that completes commands and options in a shell.

    For example: calcom-emulator completion bash > ~/.local/share/bash-completion/completions/calcom-emulator
    """
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    if maker is None:
        raise click.ClickException(f"completion for {shell} is not to be had")
    click.echo(maker(context.find_root().command, {}, NAME, "_CALCOM_EMULATOR_COMPLETE").source())
