"""An emulator of the test run's own, and the worlds on it; for any test framework."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator.testing.calcom import Calcom
from emulator.testing.receiver import Receiver

if TYPE_CHECKING:
    from emulator.app import Emulator
    from emulator.settings import Settings


class Server:
    """A server in this process, on a thread of its own; use it as a context manager or call `start` and `stop`.

    Keyword arguments are those of `Settings`; answers are held against the document unless told otherwise. It takes a
    free port, whatever the settings say, unless `port` names one: tests run beside each other. Raises `ServerError`,
    `FixtureError`, `DocumentError` or `SettingsError` when it cannot start.
    """

    def __init__(self, settings: Settings | None = None, *, port: int = 0, **options: Any) -> None:
        from emulator.app import Emulator
        from emulator.server import BackgroundServer
        from emulator.settings import Settings

        made = settings or Settings(**{"check_answers": True, **options})
        self.app: Emulator = Emulator(made)
        self._server = BackgroundServer(self.app, made.host, port)
        self._numbers = count(1)

    @property
    def url(self) -> str:
        """Base URL of the server and of its default world."""
        return self._server.url

    def start(self) -> Server:
        self._server.__enter__()
        return self

    def stop(self) -> None:
        self._server.__exit__()

    __enter__ = start

    def __exit__(self, *_: object) -> None:
        self.stop()

    def world(
        self,
        name: str | None = None,
        *,
        fixtures: Sequence[Path] = (),
        now: str | None = None,
        receiver: Receiver | None = None,
    ) -> Calcom:
        """A world that nobody has seen, or the one of this name.

        It starts from the server's world files or from `fixtures`, with its clock as those have it or standing still
        at `now`. Raises `FixtureError` for a file that cannot be used.
        """
        name = name or f"test-{next(self._numbers)}"
        if fixtures or now is not None:
            made = self.app.new_world(name, fixtures, now)
            self._on_loop(lambda: self.app.universe.replace(made))
        return Calcom(f"{self.url}/w/{name}", receiver)

    def _on_loop(self, action: Callable[[], object]) -> None:
        """Do something where the server works, and wait for it."""
        done = threading.Event()

        def act() -> None:
            action()
            done.set()

        self._server.loop.call_soon_threadsafe(act)
        done.wait()

    def drop(self, world: Calcom) -> None:
        """End with a world: its inboxes are closed, its memory is given back."""
        world.close()
        name = world.url.rpartition("/")[2]
        self._on_loop(lambda: self.app.universe.drop(name))
