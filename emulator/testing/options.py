"""The plugin's options: on pytest's command line, or in its configuration file under the same names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from emulator.testing.variables import RECEIVER_VARIABLE, URL_VARIABLE

if TYPE_CHECKING:
    from emulator.settings import Settings
    from emulator.testing.calcom import Calcom
    from emulator.testing.running import RunningServer

PLACEHOLDER = re.compile(r"\{(\w*)\}")
LEVELS = ("debug", "info", "warning", "error")
SHIPPED = "fixtures/{}.yaml"


@dataclass(frozen=True)
class Option:
    """`--calcom-NAME` and `calcom_NAME`; `kind` is that of pytest's configuration values.

    `variable` is one of the environment that has it too.
    """

    name: str
    kind: str
    text: str
    variable: str | None = None

    @property
    def flag(self) -> str:
        return f"--calcom-{self.name}"

    @property
    def key(self) -> str:
        return f"calcom_{self.name.replace('-', '_')}"


OPTIONS = (
    Option("fixtures", "args", "world files to start from, or names of shipped ones such as `team`"),
    Option("seed", "string", "seed of identifiers and sampled values (0)"),
    Option(
        "strict",
        "bool",
        "refuse what could only be sampled and what Cal.com would ignore, such as unknown parameters (false)",
    ),
    Option("now", "string", "ISO instant at which every world's clock stands still (real time)"),
    Option(
        "port", "string", "port of the server; worker N of a parallel run takes the N-th port after it (a free one)"
    ),
    Option(
        "log",
        "string",
        "least severe message that the server logs, for pytest to capture: debug, info, warning or error (warning)",
    ),
    Option(
        "env",
        "args",
        "environment variables that every test with a world has, NAME=VALUE, in which {url} and {api_key} stand for "
        "the world's",
    ),
    Option("capsules", "string", "folder for the capsules of failed tests (calcom-capsules); empty for none"),
    Option(
        "url",
        "string",
        f"base URL of an emulator that runs already, in place of a server of the run's own ({URL_VARIABLE})",
        URL_VARIABLE,
    ),
    Option(
        "receiver-host",
        "string",
        f"with an emulator that runs already: what it calls this machine, where inboxes listen ({RECEIVER_VARIABLE})",
        RECEIVER_VARIABLE,
    ),
)

ITS_OWN = ("seed", "strict", "port", "log")
"""What a server that runs already was told when it was started."""


def add_to(parser: pytest.Parser) -> None:
    group = parser.getgroup("calcom", "the Cal.com emulator")
    for option in OPTIONS:
        parser.addini(option.key, f"{option.text}; {option.flag} wins", option.kind, default=None)  # type: ignore[arg-type]
        many: dict[str, Any] = {"action": "append"} if option.kind == "args" else {}
        group.addoption(option.flag, dest=option.key, default=None, metavar="VALUE", help=option.text, **many)


def value(config: pytest.Config, name: str) -> Any:
    """An option's value: from the command line, else the environment, else the configuration file, else None."""
    __tracebackhide__ = True
    option = next(each for each in OPTIONS if each.name == name)
    given = config.getoption(option.key)
    if given is None and option.variable is not None:
        given = os.environ.get(option.variable) or None
    if given is None:
        try:
            given = config.getini(option.key)
        except (ValueError, TypeError, pytest.UsageError) as error:
            raise pytest.UsageError(f"{option.key}: {error}") from None
        return None if given in ("", []) else given
    if option.kind == "bool":
        if given.lower() not in ("true", "false", "1", "0", "yes", "no"):
            raise pytest.UsageError(f"{option.flag}: {given!r} is neither true nor false")
        return given.lower() in ("true", "1", "yes")
    return given


def settings(config: pytest.Config) -> Settings:
    """What the options say, as the emulator takes it. Raises `pytest.UsageError` that names the option."""
    __tracebackhide__ = True
    from emulator.settings import Settings, SettingsError

    try:
        return Settings(
            fixtures=files(value(config, "fixtures") or (), config.rootpath),
            seed=_whole(config, "seed"),
            strict=bool(value(config, "strict")),
            check_answers=True,
            now=value(config, "now"),
            log_level=_level(config),
        )
    except SettingsError as error:
        named = str(error).replace("--log-level", "--log").replace("--", "--calcom-")
        raise pytest.UsageError(f"{named} (or calcom_… in pytest's configuration)") from None


def running(config: pytest.Config) -> RunningServer | None:
    """The server that runs already, if the options name one. Raises `pytest.UsageError` that names the option."""
    __tracebackhide__ = True
    url = value(config, "url")
    if not url:
        return None
    from emulator.testing.running import RunningServer

    found = here_or_there(value(config, "fixtures") or (), config.rootpath)
    try:
        return RunningServer(
            url, fixtures=found, now=value(config, "now"), receiver_host=value(config, "receiver-host") or None
        )
    except ValueError as error:
        raise pytest.UsageError(f"{error} (--calcom-url, calcom_url or {URL_VARIABLE}; --calcom-now)") from None


def here_or_there(named: Iterable[str | Path], *folders: Path) -> tuple[str | Path, ...]:
    """World files by path, below the first folder that has them; the name itself, which the server may know, else."""
    return tuple(next((folder / name for folder in folders if (folder / name).is_file()), name) for name in named)


def header(config: pytest.Config) -> str | None:
    """What the head of pytest's report says of a server that runs already."""
    url = value(config, "url")
    if not url:
        return None
    passed = [f"calcom_{name}" for name in ITS_OWN if value(config, name) is not None]
    instead = f" (as it was started: {', '.join(passed)} of this run do not count)" if passed else ""
    return f"calcom: worlds on {url}{instead}"


def files(named: Iterable[str | Path], *folders: Path) -> tuple[Path, ...]:
    """World files by path, below the first folder that has them, or by the name of a shipped one.

    Raises `pytest.UsageError` for one that is nowhere.
    """
    __tracebackhide__ = True
    return tuple(_file(str(name), folders) for name in named)


def _file(name: str, folders: tuple[Path, ...]) -> Path:
    __tracebackhide__ = True
    from emulator.resources import resource

    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    try:
        return resource(SHIPPED.format(name))
    except FileNotFoundError:
        shipped = sorted(file.stem for file in resource("fixtures").glob("*.yaml"))
        looked = " or ".join(dict.fromkeys(str(folder / name) for folder in folders))
        near = get_close_matches(name, shipped, n=1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise pytest.UsageError(
            f"there is no world file {name!r}: neither {looked}, nor one of those shipped ({', '.join(shipped)}){meant}"
        ) from None


def _level(config: pytest.Config) -> str:
    __tracebackhide__ = True
    given = str(value(config, "log") or "warning").lower()
    if given not in LEVELS:
        raise pytest.UsageError(f"--calcom-log: {given!r} is none of {', '.join(LEVELS)}")
    return given


def _whole(config: pytest.Config, name: str) -> int:
    __tracebackhide__ = True
    given = value(config, name)
    try:
        return int(given or 0)
    except ValueError:
        raise pytest.UsageError(f"--calcom-{name}: {given!r} is no whole number") from None


def port(config: pytest.Config) -> int:
    """The port asked for, 0 for a free one; each worker of a parallel run has one of its own."""
    first = _whole(config, "port")
    worker: str = getattr(config, "workerinput", {}).get("workerid", "gw0")
    return first + int(worker.removeprefix("gw")) if first else 0


@contextmanager
def environment(config: pytest.Config, world: Calcom) -> Iterator[None]:
    """The environment variables of the option, for as long as the world is there. Raises `pytest.UsageError`."""
    with pytest.MonkeyPatch.context() as patch:
        for each in value(config, "env") or ():
            name, equals, text = each.partition("=")
            if not equals or not name.isidentifier():
                raise pytest.UsageError(f"calcom_env: {each!r} is not NAME=VALUE, such as CALCOM_URL={{url}}/v2")
            patch.setenv(name, PLACEHOLDER.sub(partial(_of_world, world, each), text))
        yield


def _of_world(world: Calcom, whole: str, found: re.Match[str]) -> str:
    if found[1] == "url":
        return world.url
    if found[1] == "api_key":
        return world.api_key
    raise pytest.UsageError(
        f"calcom_env: {found[0]} in {whole!r} stands for nothing: there are {{url}} and {{api_key}}"
    )
