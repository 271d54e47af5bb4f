"""`calcom-emulator fixtures`: world files looked at before they are served."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click


@click.group()
def fixtures() -> None:
    """World files: check them, or write the schema that editors use."""


@fixtures.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--together", is_flag=True, help="Take all files as one world, as serve --fixtures does.")
def check(files: tuple[Path, ...], together: bool) -> None:
    """Name every mistake in world files, or in folders of them, with its line and its remedy.

    Each file is taken as a world of its own. With --together they are one world: later files may refer to records of
    earlier ones. A note tells of what is hardly meant, and served all the same. Exit code 0: they can be served; 1:
    they cannot.
    """
    from emulator.control.fixture_check import check as check_together
    from emulator.control.fixture_check import check_each
    from emulator.control.fixtures import FixtureError, world_files

    try:
        found = world_files(files)
    except FixtureError as error:
        raise click.ClickException(str(error)) from None
    if not found:
        raise click.ClickException(f"there are no world files in {_listed(files)}: they end in .yaml, .yml or .json")
    told = check_together(found) if together else check_each(found)
    mistakes = [mistake for mistake in told if not mistake.is_doubt]
    for mistake in told:
        click.echo(mistake.told(partial(click.style, bold=True), partial(click.style, fg="green")))
    if len(found) == 1:
        what, note = _listed(found), ""
    elif together:
        what = f"{len(found)} files as one world"
        note = "; without --together each is a world of its own"
    else:
        what = f"{len(found)} files, each a world of its own"
        note = "; with --together they are one, as serve --fixtures takes them"
    if mistakes:
        many = "s" if len(mistakes) > 1 else ""
        raise click.ClickException(f"{len(mistakes)} mistake{many} in {what}{note}")
    notes = len(told)
    click.echo(f"{what}: nothing wrong{f', {notes} note' if notes else ''}{'s' if notes > 1 else ''}")


def _listed(files: Iterable[Path]) -> str:
    return ", ".join(map(str, files))


@fixtures.command()
def schema() -> None:
    """Print the JSON Schema of world files."""
    from emulator.control.fixture_schema import schema as made

    click.echo(json.dumps(made(), indent=1))
