"""`calcom-emulator replay`."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click


@click.command()
@click.argument("capsule", type=click.Path(path_type=Path))
@click.option("--keep", is_flag=True, help="Keep serving the world afterwards, until interrupted.")
@click.option("--port", default=0, help="Port to serve it on; 0 takes a free one.")
def replay(capsule: Path, keep: bool, port: int) -> None:
    """Show what CAPSULE recorded of a failed test, let it happen again, and tell where it comes out otherwise.

    Webhooks are made, but sent to nobody. Exit code 0: every answer is as it was; 1: some are not; 2: the file cannot
    be used.
    """
    from emulator import __version__
    from emulator.testing.capsule import CapsuleError, read
    from emulator.testing.replay import replay as again
    from emulator.testing.server import Server

    try:
        made = read(capsule)
        with Server(port=port, **made["settings"]) as server, closing(server.world("capsule")) as world:
            click.echo(f"{made.get('test', capsule)}: {made.get('failure', '')}".rstrip(": "))
            if made["emulator"] != __version__:
                click.echo(f"recorded by version {made['emulator']}, replayed by version {__version__}")
            if report := made.get("report"):
                click.echo(f"\n{report}\n\nOnce more:")
            otherwise = 0
            for number, step in enumerate(again(made, world), 1):
                mark = click.style("≠", fg="red") if step.differences else click.style("=", fg="green")
                click.echo(f"{number:4} {mark} {step.what}")
                for each in step.differences:
                    click.echo(f"         {each}")
                otherwise += bool(step.differences)
            click.echo(f"{otherwise} of {len(made['steps'])} steps came out otherwise")
            if keep:
                click.echo(f"the world is at {world.url}; interrupt to end")
                _until_interrupted()
    except CapsuleError as error:
        raise click.UsageError(str(error)) from None
    if otherwise:
        raise SystemExit(1)


def _until_interrupted() -> None:
    from threading import Event

    try:
        Event().wait()
    except KeyboardInterrupt:
        return
