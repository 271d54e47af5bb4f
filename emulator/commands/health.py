"""`calcom-emulator health`."""

from __future__ import annotations

import click

from emulator.commands.environment import server_option


@click.command()
@server_option
@click.option("--timeout", default=2.0, show_default=True, help="Seconds to wait for its answer.")
def health(url: str, timeout: float) -> None:
    """Ask a running emulator how it is; exit code 1 when it does not answer."""
    from urllib.error import URLError
    from urllib.request import urlopen

    try:
        with urlopen(f"{url}/_emulator/health", timeout=timeout) as answer:  # noqa: S310 - checked by the option
            click.echo(answer.read().decode())
    except (URLError, OSError) as error:
        raise click.ClickException(f"no emulator answers at {url}: {error}") from None
