"""`calcom-emulator listen`."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

import click

from emulator.commands.environment import ask, server_option

WAIT = 20
"""Seconds that the server may keep a question before it answers with nothing."""

LOOK = 0.5
"""Seconds between looks at whether anybody still reads."""

UNDER_WAY = ("queued", "in_flight")

Row = dict[str, Any]


@click.command()
@server_option
@click.option("--operation", multiple=True, help="Only requests to operations like this (may have *).")
@click.option("--path", help="Only requests to paths like this (may have *).")
@click.option("--status", help="Only requests answered so: 400, or a class such as 4xx.")
@click.option("--trigger", multiple=True, help="Only deliveries of this trigger.")
@click.option("--requests/--no-requests", default=True, help="Show requests.")
@click.option("--deliveries/--no-deliveries", default=True, help="Show deliveries.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--all", "from_start", is_flag=True, help="Begin with what has been; otherwise with what comes.")
@click.option("--count", type=click.IntRange(1), help="End after so many lines.")
def listen(
    url: str,
    operation: Sequence[str],
    path: str | None,
    status: str | None,
    trigger: Sequence[str],
    requests: bool,
    deliveries: bool,
    as_json: bool,
    from_start: bool,
    count: int | None,
) -> None:
    """Show requests and webhook deliveries of a running emulator as they happen, until interrupted.

    Interrupted it ends with exit code 0, without a word.
    """
    wanted: dict[str, str] = {name: value for name, value in (("path", path), ("status", status)) if value}
    sources: list[Iterator[Row]] = []
    if requests:
        sources.append(_rows(url, "/requests", "number", wanted, from_start, _is_one_of("operation", operation)))
    if deliveries:
        sources.append(_rows(url, "/deliveries", "id", {}, from_start, _is_one_of("trigger", trigger)))
    if not sources:
        raise click.UsageError("there is nothing to show with both --no-requests and --no-deliveries")
    with suppress(KeyboardInterrupt):
        for row in islice(_merged(sources), count):
            click.echo(json.dumps(row) if as_json else _line(row))


def _is_one_of(field: str, patterns: Sequence[str]) -> Callable[[Row], bool]:
    from fnmatch import fnmatchcase

    return lambda row: not patterns or any(fnmatchcase(row[field] or "", pattern) for pattern in patterns)


def _rows(
    url: str, path: str, number: str, query: dict[str, str], from_start: bool, fits: Callable[[Row], bool]
) -> Iterator[Row]:
    """Rows of one list as they come, for ever; a delivery comes when it has been tried.

    `last` is the row up to which everything has been seen, `seen` are those behind it.
    """
    with ask(url) as plane:
        newest = plane.get(path, limit="1")
        last = newest[0][number] if newest and not from_start else 0
        seen: set[int] = set()
        world = plane.world
        while True:
            rows = plane.get(path, since=str(last), wait=str(WAIT), count=str(len(seen) + 1), **query)
            if plane.world != world:
                # It was reset, replaced or dropped, and counts from one again.
                world, last, seen = plane.world, 0, set()
                continue
            for row in rows:
                if row[number] not in seen and row.get("state") not in UNDER_WAY:
                    seen.add(row[number])
                    if fits(row):
                        yield row
            for row in rows:
                if row[number] not in seen:
                    break
                seen.discard(row[number])
                last = row[number]


def _merged(sources: Sequence[Iterator[Row]]) -> Iterator[Row]:
    """What several endless sources give, as it comes; each has a thread that waits for it.

    Raises `BrokenPipeError` when nobody reads what the command prints any more.
    """
    from queue import Empty, SimpleQueue
    from threading import Thread

    queue: SimpleQueue[Row | BaseException] = SimpleQueue()

    def pump(source: Iterator[Row]) -> None:
        try:
            for row in source:
                queue.put(row)
        except BaseException as error:
            queue.put(error)

    for source in sources:
        Thread(target=pump, args=(source,), daemon=True).start()
    while True:
        try:
            row = queue.get(timeout=LOOK)
        except Empty:
            if _nobody_reads():
                raise BrokenPipeError(errno.EPIPE, "nobody reads standard output") from None
            continue
        if isinstance(row, BaseException):
            raise row
        yield row


def _nobody_reads() -> bool:
    """Whether standard output is a pipe whose reader has gone: a write would say so, but there may be none for long."""
    import select
    import sys

    try:
        poll = select.poll()
        poll.register(sys.stdout.fileno(), 0)
    except (AttributeError, OSError, ValueError):
        # There is no poll on Windows, and no file behind what tests read.
        return False
    return any(event & select.POLLERR for _, event in poll.poll(0))


def _line(row: Row) -> str:
    if "trigger" in row:
        return _delivery(row)
    status = row["status"] or 0
    colour = "red" if status >= 500 or not status else "yellow" if status >= 400 else "green"
    why = f"  {row['refusal']['message']}" if row["refusal"] else ""
    query = f"?{row['query']}" if row["query"] else ""
    what = f"{row['method']} {row['path']}{query}"
    return f"{row['at']}  {click.style(status or 'cut', fg=colour)}  {what}{why}"


def _delivery(row: Row) -> str:
    last = row["attempts"][-1] if row["attempts"] else None
    how = str(last["status"] or last["error"]) if last else row["state"]
    colour = "green" if row["state"] == "delivered" else "red" if row["state"] == "failed" else "yellow"
    return f"{row['createdAt']}  {click.style(how, fg=colour)}  {row['trigger']} -> {row['url']}"
