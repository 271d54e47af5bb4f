"""Serving an emulator over a socket: in the foreground for people, in a thread for tests."""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import uvicorn

from emulator.app import Emulator
from emulator.settings import base_url

if TYPE_CHECKING:
    from emulator.control.fixture_watch import FixtureWatch

log = logging.getLogger("emulator")

INVITE_AFTER: Final = 0.1
WARM_AFTER: Final = 0.5
"""Seconds after the start, when the first answers have been given."""
SHORT_TURN: Final = 0.0005
"""Seconds for which a thread may keep requests waiting while it imports; usually it is ten times as long."""


class ServerError(RuntimeError):
    """The server cannot run; the message says why and what to do."""


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises `ServerError` when the address is not to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        raise ServerError(f"cannot listen on {host}:{port}: {error}; {_remedy(error)}") from None
    return listener


def _remedy(error: OSError | OverflowError) -> str:
    if isinstance(error, OverflowError):
        return "--port is a number from 0 to 65535"
    if error.errno == errno.EACCES:
        return "ports below 1024 need rights that few have; try a --port above"
    if error.errno == errno.EADDRINUSE:
        return "try another --port, or --port 0 for a free one"
    return "--host is an address of this machine: 127.0.0.1, or 0.0.0.0 for all of them"


def url(listener: socket.socket) -> str:
    """Where a socket answers; an address that stands for all interfaces is shown as loopback."""
    return base_url(*listener.getsockname()[:2])


class _Server(uvicorn.Server):
    """uvicorn's server, which waits for answers under way when it stops: those that wait for news are given at once."""

    def __init__(self, app: Emulator) -> None:
        super().__init__(_config(app))
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.end_waiting()
        await super().shutdown(sockets)


def _config(app: Emulator) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="httptools",
        loop="none",
        ws="none",
        lifespan="on",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        log_config=None,
        timeout_graceful_shutdown=max(1, int(app.settings.shutdown_timeout)),
    )


def serve(app: Emulator, listener: socket.socket, invite: Callable[[], None] = lambda: None) -> None:
    """Serve until a signal comes. `invite` is called a moment after the start."""
    # The collector's pauses set the tail of a server that keeps its state in memory: let it run rarely.
    gc.set_threshold(100_000, 50, 100)
    server = _Server(app)
    warming = threading.Timer(WARM_AFTER, _warm, (app,))
    warming.daemon = True
    warming.start()
    # uvicorn raises the signal once more after it has shut down, when it has done its work; one that comes before it
    # listens to signals ends the start.
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: None if server.should_exit else sys.exit(0))
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.get_loop().call_later(INVITE_AFTER, invite)
        runner.run(_served(server, app, listener))
    warming.cancel()


def _warm(app: Emulator) -> None:
    """Import what was left out of the start before somebody waits for it."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SHORT_TURN)
    try:
        app.warm()
    finally:
        sys.setswitchinterval(usual)
    gc.freeze()


async def _served(server: uvicorn.Server, app: Emulator, listener: socket.socket) -> None:
    """Serve until told to stop, with an eye on the world files."""
    if not app.settings.fixtures or app.settings.reload_interval <= 0:
        await server.serve(sockets=[listener])
        return
    from emulator.control.fixture_watch import FixtureWatch  # noqa: PLC0415 - only who edits world files needs it

    watching = asyncio.create_task(_watched(FixtureWatch(app.universe, app.baselines), app.settings.reload_interval))
    try:
        await server.serve(sockets=[listener])
    finally:
        watching.cancel()


async def _watched(watch: FixtureWatch, interval: float) -> None:
    while True:
        await asyncio.sleep(interval)
        try:
            watch.look()
        except Exception:
            log.exception("the world files could not be looked at")


class BackgroundServer:
    """A server on a loop and thread of its own, started and stopped within a few milliseconds.

    Use as a context manager; `url` is the base URL, `loop` the loop on which the application runs.
    """

    def __init__(self, app: Emulator, host: str = "127.0.0.1", port: int = 0) -> None:
        self.app = app
        self._listener = bind(host, port)
        self.url = url(self._listener)
        self.loop = _loop_factory()()
        self._server = _Server(app)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="calcom-emulator", daemon=True)

    def __enter__(self) -> BackgroundServer:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self._stop)
        self._thread.join()

    def _stop(self) -> None:
        self._server.should_exit = True
        self._wake.set()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_until_complete(self._serve())
        finally:
            self._ready.set()
            self.loop.close()
            self._listener.close()

    async def _serve(self) -> None:
        """What uvicorn's own main loop does, without its tenth-of-a-second tick."""
        server = self._server
        self._wake = asyncio.Event()
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup(sockets=[self._listener])
        self._ready.set()
        await self._wake.wait()
        await server.shutdown(sockets=[self._listener])


def _loop_factory() -> Any:
    if sys.platform == "win32":
        return asyncio.new_event_loop
    import uvloop  # noqa: PLC0415 - there is none on Windows

    return uvloop.new_event_loop


def configure_logging(level: str) -> None:
    """One line a message on standard error."""
    logging.basicConfig(level=level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("uvicorn.error").setLevel("WARNING")
