"""`calcom-emulator serve`."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

import click

from emulator.commands.environment import PREFIX
from emulator.settings import Settings, SettingsError


def _options(command: Any) -> Any:
    """One option per field of `Settings`, with its environment variable."""
    hints = get_type_hints(Settings)
    for field in reversed(dataclasses.fields(Settings)):
        hint = hints[field.name]
        many = getattr(hint, "__origin__", None) is tuple
        inner = next(part for part in (get_args(hint) or (hint,)) if part not in (type(None), Ellipsis))
        choices = field.metadata.get("choices")
        kind: Any = click.Choice(choices) if choices else click.Path(path_type=Path) if inner is Path else inner
        command = click.option(
            f"--{field.name.replace('_', '-')}",
            field.name,
            type=kind,
            default=field.default,
            multiple=many,
            is_flag=inner is bool,
            envvar=f"{PREFIX}_{field.name.upper()}",
            show_envvar=True,
            show_default=field.default not in (None, (), False),
            help=field.metadata["help"],
        )(command)
    return command


@click.command()
@_options
def serve(**options: Any) -> None:
    """Serve the emulator until interrupted."""
    from emulator import server
    from emulator.app import Emulator
    from emulator.banner import banner
    from emulator.contract.document import DocumentError
    from emulator.control.fixtures import FixtureError

    try:
        settings = Settings(**options)
        server.configure_logging(settings.log_level)
        app = Emulator(settings)
        listener = server.bind(settings.host, settings.port)
    except (DocumentError, FixtureError, SettingsError, server.ServerError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(banner(app.universe.get(), server.url(listener)))
    sys.stdout.flush()
    server.serve(app, listener)
