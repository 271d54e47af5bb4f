"""What commands share: the prefix of their environment variables, and the server they talk to."""

from __future__ import annotations

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
    if not value.startswith(("http://", "https://")):
        raise click.BadParameter(f"{value!r} is not an http URL")
    return value.rstrip("/")


def server_option(command: Any) -> Any:
    """`--url`: the base URL of a running emulator, or of one of its worlds."""
    return click.option(
        "--url",
        default="http://127.0.0.1:8000",
        show_default=True,
        envvar=f"{PREFIX}_URL",
        show_envvar=True,
        callback=checked_url,
        help="Base URL of the server, or of a world of it (…/w/NAME).",
    )(command)


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
