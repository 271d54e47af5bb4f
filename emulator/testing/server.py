"""An emulator of the test run's own, and the worlds on it; for any test framework."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator.testing.calcom import Calcom
from emulator.testing.handles import Handles
from emulator.testing.receiver import Receiver
from emulator.testing.records import instant

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
        self._handles = Handles(lambda name: self._on_loop(lambda: self.app.universe.drop(name)))

    def __repr__(self) -> str:
        return f"<Server {self.url}>"

    @property
    def url(self) -> str:
        """Base URL of the server and of its default world."""
        return self._server.url

    def start(self) -> Server:
        self._server.__enter__()
        return self

    def stop(self) -> None:
        """End with all worlds, then with the server."""
        self._handles.close()
        self._server.__exit__()

    __enter__ = start

    def __exit__(self, *_: object) -> None:
        self.stop()

    def world(
        self,
        name: str | None = None,
        *,
        fixtures: str | Path | Sequence[str | Path] = (),
        now: datetime | str | None = None,
        receiver: Receiver | None = None,
    ) -> Calcom:
        """A world that nobody has seen, or the one of this name.

        It starts from the server's world files or from `fixtures` (paths, or names of shipped ones such as `team`),
        with its clock as those have it or standing still at `now`. It lives until it is closed or dropped, or until the
        end of a `with`:

            @pytest.fixture(scope="module")
            def clinic(calcom_server):
                with calcom_server.world(fixtures="team", now="2030-01-07T08:00:00Z") as world:
                    yield world

        Raises `FixtureError` for a file that cannot be used, `ValueError` for a `now` that is no instant.
        """
        name = name or f"test-{next(self._numbers)}"
        if fixtures or now is not None:
            made = self.app.new_world(name, fixtures, instant(now) if now is not None else None)
            self._on_loop(lambda: self.app.universe.replace(made))
        world = Calcom(
            f"{self.url}/w/{name}", receiver, settings=self.app.settings, leave=lambda: self._handles.left(name, world)
        )
        return self._handles.add(name, world)

    def drop(self, world: Calcom) -> None:
        """End with a world: its inboxes are closed, its memory is given back."""
        world.close()

    def _on_loop(self, action: Callable[[], object]) -> None:
        """Do something where the server works, and wait for it. What it raises is raised here."""
        outcome: Future[object] = Future()

        def act() -> None:
            try:
                outcome.set_result(action())
            except BaseException as error:
                outcome.set_exception(error)

        self._server.loop.call_soon_threadsafe(act)
        outcome.result()
