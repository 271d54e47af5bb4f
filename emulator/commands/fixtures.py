"""`calcom-emulator fixtures`: world files looked at before they are served."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import click


@click.group()
def fixtures() -> None:
    """World files: check them, or write the schema that editors use."""


@fixtures.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
def check(files: tuple[Path, ...]) -> None:
    """Name every mistake in world files, with its line and its remedy.

    Several files are taken as `serve --fixtures A --fixtures B` takes them: the second may refer to records of the
    first. Exit code 0: they can be served; 1: they cannot.
    """
    from emulator.control.fixture_check import check as find
    from emulator.control.fixtures import world_files

    mistakes = find(world_files(files))
    for mistake in mistakes:
        click.echo(mistake.told(partial(click.style, bold=True), partial(click.style, fg="green")))
    if mistakes:
        many = "s" if len(mistakes) > 1 else ""
        raise click.ClickException(f"{len(mistakes)} mistake{many} in {', '.join(map(str, files))}")
    click.echo(f"{', '.join(map(str, files))}: nothing wrong")


@fixtures.command()
def schema() -> None:
    """Print the JSON Schema of world files."""
    from emulator.control.fixture_schema import schema as made

    click.echo(json.dumps(made(), indent=1))
