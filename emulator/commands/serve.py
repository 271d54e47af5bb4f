"""`calcom-emulator serve`."""

from __future__ import annotations

import dataclasses
import gc
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

import click

from emulator.commands.environment import PREFIX
from emulator.settings import Settings, SettingsError

TOLD: Final = 8
"""So many mistakes in world files are told at a start."""


def _options(command: Any) -> Any:
    """One option per field of `Settings`, with its environment variable."""
    hints = get_type_hints(Settings)
    for field in reversed(dataclasses.fields(Settings)):
        hint = hints[field.name]
        many = getattr(hint, "__origin__", None) is tuple
        inner = next(part for part in (get_args(hint) or (hint,)) if part not in (type(None), Ellipsis))
        choices = field.metadata.get("choices")
        path = click.Path(path_type=Path, readable=False)  # who opens it says more of what cannot be read
        kind: Any = click.Choice(choices) if choices else path if inner is Path else inner
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


def _mistakes(given: Sequence[Path]) -> str:
    """What is wrong with world files, as `fixtures check` words it; nothing for files that it finds nothing in."""
    from emulator.control.fixture_check import check
    from emulator.control.fixtures import FixtureError, world_files

    try:
        files = world_files(given)
    except FixtureError:
        return ""
    mistakes = [mistake for mistake in check(files) if not mistake.is_doubt]
    if not mistakes:
        return ""
    told = ["the world files cannot be used", *map(str, mistakes[:TOLD])]
    if len(mistakes) > TOLD:
        told.append(f"and {len(mistakes) - TOLD} more, which fixtures check --together names")
    if len(files) > 1:
        told.append(
            f"The {len(files)} files were taken as one world. If each is a world of its own, serve only one of them."
        )
    return "\n".join(told)


def _misspelt(environment: Mapping[str, str]) -> Iterator[str]:
    """Variables that look like settings and are none: a container's are written by hand, and nobody would notice."""
    known = [field.name.upper() for field in dataclasses.fields(Settings)]
    for name in sorted(environment):
        setting = name.removeprefix(f"{PREFIX}_")
        if setting in (name, *known):
            continue
        from difflib import get_close_matches

        for near in get_close_matches(setting, known, 1, 0.65):
            yield f"{name} is no setting: did you mean {PREFIX}_{near}?"


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """For a start: what it makes stays, and looking for garbage among it takes a tenth of the time.

    Afterwards it is beyond the collector's reach, whose pauses set the tail of a server that keeps its state in memory.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@click.command()
@_options
def serve(**options: Any) -> None:
    """Serve the emulator until interrupted."""
    if os.getpid() == 1:
        # The first process of a container is deaf to signals that it does not handle, and a start takes a moment.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    for warning in _misspelt(os.environ):
        click.echo(warning, err=True)
    with _nothing_collected():
        from emulator import server
        from emulator.app import Emulator
        from emulator.banner import banner, first_booking
        from emulator.contract.document import DocumentError
        from emulator.control.fixtures import FixtureError

        try:
            settings = Settings(**options)
            server.configure_logging(settings.log_level)
            app = Emulator(settings)
            listener = server.bind(settings.host, settings.port)
        except FixtureError as error:
            raise click.ClickException(_mistakes(settings.fixtures) or str(error)) from None
        except (DocumentError, SettingsError, server.ServerError) as error:
            raise click.ClickException(str(error)) from None
    url = server.url(listener)
    click.echo(banner(app.universe.get(), url))
    sys.stdout.flush()

    def invite() -> None:
        command = first_booking(app.universe.get(), url)
        if command is not None:
            click.echo(command)
            sys.stdout.flush()

    server.serve(app, listener, invite)
