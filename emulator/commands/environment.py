"""What commands share: the environment variables that stand for their flags, and the server they talk to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from emulator.testing.http import ControlPlane

PREFIX: Final = "CALCOM_EMULATOR"


def checked_url(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """An option's URL without its last slash. Raises `BadParameter` for what is none."""
    if value is None:
        return None
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise click.BadParameter(f"{value!r} is not an http URL such as http://127.0.0.1:8000")
    return value.rstrip("/")


def with_variables(command: click.Command, prefix: str) -> click.Command:
    """The command, where each flag without a variable of its own has `{prefix}_{FLAG}`, shown in its help.

    click would name the variable after the parameter of the function, which nobody who uses the command knows.
    """
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            with_variables(inner, f"{prefix}_{name.replace('-', '_').upper()}")
    for option in command.params:
        if isinstance(option, click.Option):
            flag = option.opts[0].lstrip("-").replace("-", "_").upper()
            option.envvar = option.envvar or f"{prefix}_{flag}"
            option.show_envvar = True
    return command


def server_option(command: Any) -> Any:
    """`--url`: the base URL of a running emulator, or of one of its worlds."""
    return click.option(
        "--url",
        default=_served_here,
        show_default="where serve listens with the same variables: http://127.0.0.1:8000",
        envvar=f"{PREFIX}_URL",
        callback=checked_url,
        help="Base URL of the server, or of a world of it (…/w/NAME).",
    )(command)


def _served_here() -> str:
    """Where `serve` answers this machine when it is started with the same environment."""
    from emulator.settings import base_url

    host = os.environ.get(f"{PREFIX}_HOST") or "127.0.0.1"
    port = os.environ.get(f"{PREFIX}_PORT") or "8000"
    if port == "0":
        raise click.BadParameter(
            f"with {PREFIX}_PORT=0 serve takes any free port: give the URL that it printed as --url or {PREFIX}_URL",
            param_hint="--url",
        )
    return base_url(host, port)


@contextmanager
def ask(url: str) -> Iterator[ControlPlane]:
    """The control plane of a running emulator; what it refuses, and that nobody answers, ends the command in words."""
    from emulator.testing.http import ControlPlane, ControlPlaneError

    plane = ControlPlane(url)
    try:
        yield plane
    except ControlPlaneError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"no emulator answers at {url}: {error}") from None
    finally:
        plane.close()
