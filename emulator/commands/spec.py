"""`calcom-emulator spec`: OpenAPI documents looked at before they are served."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from emulator.commands.environment import ask, checked_url

if TYPE_CHECKING:
    from emulator.contract.comparison import Changed
    from emulator.contract.document import Document


@click.group()
def spec() -> None:
    """OpenAPI documents: see what a newer one changes."""


@spec.command()
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path), help="The older document; without it, the built-in ones.")
@click.option(
    "--url", callback=checked_url, help="A running emulator, or a world of it, whose journal to look through."
)
@click.option("--breaking", is_flag=True, help="Show only what may make a client wrong that was right before.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def check(new: Path, against: Path | None, url: str | None, breaking: bool, as_json: bool) -> None:
    """Tell what the document NEW changes, and which of the requests recorded by a running emulator it touches.

    Exit code 0: nothing that a client would notice; 1: something changed; 2: a document cannot be read.
    """
    from emulator.contract.comparison import compare
    from emulator.contract.document import DocumentError, builtin_documents, load

    try:
        newer = [load(new, repair=True)]
        older = [load(against, repair=True)] if against else builtin_documents()
    except DocumentError as error:
        raise click.UsageError(str(error)) from None
    found = _only_breaking(compare(older, newer)) if breaking else compare(older, newer)
    touched = _touched(found, _journal(url), older) if url else []
    if as_json:
        click.echo(json.dumps({"operations": [_row(one) for one in found], "requests": touched}, indent=1))
    else:
        _print(found, touched, looked=url is not None)
    if found:
        raise SystemExit(1)


def _only_breaking(found: Sequence[Changed]) -> list[Changed]:
    from emulator.contract.comparison import Changed

    kept = []
    for one in found:
        wrong = tuple(each for each in one.differences if each.breaks)
        if wrong or one.what == "removed":
            kept.append(Changed(one.method, one.path, one.what, wrong))
    return kept


def _journal(url: str) -> list[dict[str, Any]]:
    with ask(url) as plane:
        entries: list[dict[str, Any]] = plane.get("/requests")
    return entries


def _touched(
    found: Sequence[Changed], entries: Sequence[Mapping[str, Any]], documents: Sequence[Document]
) -> list[dict[str, Any]]:
    """The operations that changed or are gone and were asked for: how often, and by which request first."""
    from emulator.contract.comparison import nameless
    from emulator.contract.router import Router

    router = Router(documents)
    asked: dict[tuple[str, str], list[int]] = {}
    for entry in entries:
        match = router.match(entry["path"])
        if match is not None:
            asked.setdefault((entry["method"], nameless(match.entry.template)), []).append(entry["number"])
    hits = [(one, asked.get((one.method, nameless(one.path)), [])) for one in found]
    return [{**_row(one), "count": len(numbers), "first": numbers[0]} for one, numbers in hits if numbers]


def _row(one: Changed) -> dict[str, Any]:
    return {
        "operation": f"{one.method} {one.path}",
        "what": one.what,
        "differences": [
            {"at": each.at, "before": each.before, "after": each.after, "breaks": each.breaks}
            for each in one.differences
        ],
    }


def _print(found: Sequence[Changed], touched: Sequence[Mapping[str, Any]], looked: bool) -> None:
    colours = {"added": "green", "removed": "red", "changed": "yellow"}
    for one in found:
        click.echo(f"{click.style(one.what, fg=colours[one.what])} {one.method} {one.path}")
        for each in one.differences:
            click.echo(f"  {click.style(str(each), fg='red') if each.breaks else each}")
    counts = {what: sum(one.what == what for one in found) for what in colours}
    click.echo(", ".join(f"{number} {what}" for what, number in counts.items()))
    for row in touched:
        often = "once," if row["count"] == 1 else f"{row['count']} times, first"
        click.echo(f"recorded {often} as request {row['first']}: {row['operation']} ({row['what']})")
    if looked and not touched:
        click.echo("none of the recorded requests is touched")
