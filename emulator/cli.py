"""The command `calcom-emulator`."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

import click

from emulator import __version__
from emulator.settings import Settings, SettingsError

PREFIX = "CALCOM_EMULATOR"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": PREFIX})
@click.version_option(__version__, prog_name="calcom-emulator")
def main() -> None:
    """A local Cal.com API v2: bookings, availability and signed webhooks for your tests."""


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


@main.command()
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


@main.command()
@click.option(
    "--url",
    default="http://127.0.0.1:8000",
    show_default=True,
    envvar=f"{PREFIX}_URL",
    show_envvar=True,
    help="Base URL of the server.",
)
@click.option("--timeout", default=2.0, show_default=True, help="Seconds to wait for its answer.")
def health(url: str, timeout: float) -> None:
    """Ask a running emulator how it is; exit code 1 when it does not answer."""
    from urllib.error import URLError
    from urllib.request import urlopen

    if not url.startswith(("http://", "https://")):
        raise click.BadParameter(f"{url!r} is not an http URL", param_hint="--url")
    try:
        with urlopen(f"{url.rstrip('/')}/_emulator/health", timeout=timeout) as answer:  # noqa: S310 - checked above
            click.echo(answer.read().decode())
    except (URLError, OSError) as error:
        raise click.ClickException(f"no emulator answers at {url}: {error}") from None
