"""A server that runs already, in a container or anywhere, and worlds of one's own on it; for any test framework."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from itertools import count
from json import JSONDecodeError
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from emulator.testing.calcom import Calcom
from emulator.testing.handles import Handles
from emulator.testing.http import ControlPlane, ControlPlaneError
from emulator.testing.receiver import Receiver
from emulator.testing.records import instant
from emulator.testing.variables import URL_VARIABLE

if TYPE_CHECKING:
    from emulator.control.fixtures import Fixture

KEPT: Final = 8
"""So many beginnings are kept to be copied, the last used; a server has 256 worlds unless told otherwise."""

UNREACHED: Final = (
    "to an emulator in a container 127.0.0.1 is the container: say what it calls this machine,\n"
    "  --calcom-receiver-host host.docker.internal, or RunningServer(url, receiver_host=…)"
)


class RunningServer:
    """Worlds on a server that somebody else has started; `stop`, or the end of a `with`, ends the worlds alone.

    `url` is the server's base URL. `fixtures` and `now` are what every world begins with that is not told otherwise;
    all other settings are what the server was started with. Inboxes listen on loopback, or with `receiver_host`, which
    is what the server calls this machine (from a container `host.docker.internal`), on every interface. `run` stands
    behind the name of every world, so that those who share a server do not meet: a random one unless given, "" for
    none.

        with RunningServer("http://127.0.0.1:8000") as server, server.world(fixtures="team") as calcom:
            inbox = calcom.webhooks.inbox("BOOKING_CREATED")

    Raises `ValueError` for what is no server's URL.
    """

    def __init__(
        self,
        url: str,
        *,
        fixtures: str | Path | Sequence[str | Path] = (),
        now: datetime | str | None = None,
        receiver_host: str | None = None,
        run: str | None = None,
    ) -> None:
        self.url = _checked(url)
        self._fixtures = _several(fixtures)
        self._now = instant(now) if now is not None else None
        self._receiver_host = receiver_host
        self._run = token_hex(4) if run is None else run
        self._plane = ControlPlane(self.url)
        self._numbers = count(1)
        self._handles = Handles(self._drop)
        self._prepared: dict[tuple[Any, ...], str] = {}

    def __repr__(self) -> str:
        return f"<RunningServer {self.url}>"

    def start(self) -> RunningServer:
        """Look whether it is there. Raises `ServerError` when no emulator answers, `ControlPlaneError` when one
        refuses."""
        _ = self.baselines
        return self

    def stop(self) -> None:
        """End with the worlds that were made here; the server runs on."""
        self._handles.close()
        while self._prepared:
            self._drop(self._prepared.popitem()[1])
        self._plane.close()

    __enter__ = start

    def __exit__(self, *_: object) -> None:
        self.stop()

    @cached_property
    def baselines(self) -> tuple[str, ...]:
        """The names of the world files that the server has."""
        __tracebackhide__ = True
        health = self._tell("GET", "/health")
        return tuple(health["baselines"])

    def world(
        self,
        name: str | None = None,
        *,
        fixtures: str | Path | Sequence[str | Path] = (),
        now: datetime | str | None = None,
        receiver: Receiver | None = None,
    ) -> Calcom:
        """A world that nobody has seen, or the one of this name, as `Server.world` makes it.

        `fixtures` are names of the server's world files or paths of one's own, which are sent to it. It is dropped
        when it is closed. Raises `FixtureError` for a file that cannot be used, `ValueError` for a `now` that is no
        instant, `ServerError` when the server is gone, `ControlPlaneError` when it refuses: it has too many worlds.
        """
        __tracebackhide__ = True
        behind = f"-{self._run}" if self._run else ""
        full = f"{name}{behind}" if name else f"test{behind}-{next(self._numbers)}"
        if full not in self._handles or fixtures or now is not None:
            self._make(full, _several(fixtures) or self._fixtures, instant(now) if now is not None else None)
        world = Calcom(
            f"{self.url}/w/{full}", receiver or self._receiver(), leave=lambda: self._handles.left(full, world)
        )
        world.control.run = self._run
        return self._handles.add(full, world)

    def drop(self, world: Calcom) -> None:
        """End with a world: its inboxes are closed, its memory is given back."""
        world.close()

    def _receiver(self) -> Receiver:
        if self._receiver_host is None:
            return Receiver(unreached=UNREACHED)
        return Receiver(host=self._receiver_host, listen="0.0.0.0")  # noqa: S104 - loopback is not to be reached from there

    def _drop(self, name: str) -> None:
        # A test may have dropped it, or ended the server: then there is nothing left to give back.
        with suppress(ControlPlaneError, OSError):
            self._plane.delete(f"/worlds/{name}")

    def _make(self, name: str, fixtures: Sequence[str | Path], now: str | None) -> None:
        __tracebackhide__ = True
        body: dict[str, str] = {}
        found = self._found(fixtures)
        if len(found) == 1 and isinstance(found[0], str) and now is None and self._now is None:
            body = {"baseline": found[0]}
        elif found or now is not None or self._now is not None:
            beginning = self._beginning(found, now)
            if not self._copied(beginning, name):
                # The server was started anew.
                self._prepared.clear()
                self._copied(self._beginning(found, now), name)
            return
        self._tell("PUT", f"/worlds/{name}", body)

    def _copied(self, beginning: str, name: str) -> bool:
        """Make a world as a copy; False when what it would be copied from is gone."""
        __tracebackhide__ = True
        try:
            self._tell("PUT", f"/worlds/{name}", {"copyOf": beginning})
        except ControlPlaneError:
            if beginning not in {world["name"] for world in self._tell("GET", "/worlds")}:
                return False
            raise
        return True

    def _found(self, fixtures: Sequence[str | Path]) -> list[str | Path]:
        """Each as a path where it is one of here, as a name where the server has it. Raises `FixtureError`."""
        __tracebackhide__ = True
        from emulator.control.fixtures import FixtureError, world_files

        found: list[str | Path] = []
        for given in fixtures:
            path = Path(given)
            if path.is_file():
                found.append(path)
            elif str(given) in self.baselines:
                found.append(str(given))
            elif path.is_dir():
                found += world_files(path)
            else:
                near = get_close_matches(str(given), self.baselines, n=1)
                meant = f"; did you mean {near[0]}?" if near else ""
                raise FixtureError(
                    f"there is no world file {str(given)!r}: neither {path.absolute()} here, nor one of those that "
                    f"{self.url} has ({', '.join(self.baselines)}){meant}"
                )
        return found

    def _beginning(self, fixtures: list[str | Path], now: str | None) -> str:
        """The name of a world that begins so, to be copied: what a world is copied from it goes back to by `reset`."""
        __tracebackhide__ = True
        key = (*(each if isinstance(each, str) else (each, each.stat().st_mtime_ns) for each in fixtures), now)
        name = self._prepared.pop(key, None)
        if name is None:
            name = f"beginning-{self._run}-{next(self._numbers)}" if self._run else f"beginning-{next(self._numbers)}"
            try:
                self._prepare(name, fixtures, now)
            except BaseException:
                self._drop(name)
                raise
        self._prepared[key] = name
        while len(self._prepared) > KEPT:
            self._drop(self._prepared.pop(next(iter(self._prepared))))
        return name

    def _prepare(self, name: str, fixtures: list[str | Path], now: str | None) -> None:
        """Make a world as `Server` would: the clock as the run has it, the files in their order, then `now`."""
        __tracebackhide__ = True
        from emulator.control.fixtures import FixtureError, load, shipped

        served = fixtures[0] if fixtures and isinstance(fixtures[0], str) else None
        files: list[Fixture] = []
        for each in fixtures[1:] if served else fixtures:
            if isinstance(each, str) and each not in shipped():
                raise FixtureError(f"{each}: a world file that only the server has can be the first of several alone")
            files.append(load(shipped()[each] if isinstance(each, str) else each))
        made = self._tell("PUT", f"/worlds/{name}", {"baseline": served} if served else {})
        plane = ControlPlane(f"{self.url}/w/{name}")
        try:
            if self._now is not None and not (served in shipped() and "now" in load(shipped()[served])):
                plane.put("/clock", {"now": self._now})
            if files:
                start = [plane.get("/state")] if served else []
                plane.put("/state", _populated(name, made["seed"], plane.get("/clock"), [*start, *files]))
            if now is not None:
                plane.put("/clock", {"now": now})
        finally:
            plane.close()
        # A copy goes back to what it was copied from, and a server that reads its files again leaves it alone.
        self._tell("PUT", f"/worlds/{name}", {"copyOf": name})

    def _tell(self, method: str, path: str, body: Any = None) -> Any:
        __tracebackhide__ = True
        try:
            return self._plane.tell(method, path, body)
        except (OSError, JSONDecodeError, KeyError) as error:
            raise _gone(self.url, error) from None


def _populated(name: str, seed: int, clock: dict[str, Any], files: list[Fixture]) -> dict[str, Any]:
    """What the files make of a world, as the control plane takes it."""
    from emulator.control.fixtures import populate
    from emulator.control.state import exported
    from emulator.world.instants import parse
    from emulator.world.world import World

    world = World(name, seed)
    if clock["mode"] == "frozen":
        world.clock.freeze(parse(clock["now"]))
    return exported(populate(world, files))


def _gone(url: str, error: Exception) -> Exception:
    from emulator.server import ServerError

    what = "nobody answers" if isinstance(error, OSError) else "what answers is no emulator"
    return ServerError(
        f"{url}: {what} ({error}). Start it (calcom-emulator serve, docker run …), or look at the address; "
        f"tests that are given none ({URL_VARIABLE}, --calcom-url) start a server of their own"
    )


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(f"{url!r} is no http URL of an emulator such as http://127.0.0.1:8000")
    if parts.path.strip("/"):
        raise ValueError(f"{url!r} has a path: give the server's own URL, every test makes its world below it")
    return url.rstrip("/")


def _several(fixtures: str | Path | Sequence[str | Path]) -> tuple[str | Path, ...]:
    return (fixtures,) if isinstance(fixtures, str | Path) else tuple(fixtures)
