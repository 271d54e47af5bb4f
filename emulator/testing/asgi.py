"""A world of an application in this process, without a socket: the control plane is called on the test's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from anyio import from_thread

from emulator.testing.aio import AsyncCalcom
from emulator.testing.calcom import Calcom
from emulator.testing.http import Answer, ControlPlane
from emulator.world.universe import DEFAULT

if TYPE_CHECKING:
    from emulator.app import Emulator

BASE: Final = "http://calcom"


@contextmanager
def in_process(app: Emulator, name: str = DEFAULT, *, base: str = BASE) -> Iterator[AsyncCalcom]:
    """The handle of a world of an application that is called without a socket; it is awaited.

    `base` is the base URL that the test's client takes for the application; inboxes listen on loopback all the same. At
    the end the inboxes are closed; the world lives as long as the application.

        app = Emulator(now="2030-01-07T08:00:00Z")
        with in_process(app) as acalcom:
            inbox = await acalcom.webhooks.inbox("BOOKING_CREATED")
    """
    url = base if name == DEFAULT else f"{base}/w/{name}"
    with Calcom(url, settings=app.settings, control=_Called(app, url)) as world:
        yield AsyncCalcom(world)


class _Called(ControlPlane):
    """The control plane of an application, from a thread that its event loop waits for, as `AsyncCalcom` asks."""

    def __init__(self, app: Emulator, url: str) -> None:
        super().__init__(url)
        self._app = app

    def beside(self, url: str) -> ControlPlane:
        return _Called(self._app, url)

    def _ask(self, method: str, path: str, content: bytes | None) -> Answer:
        __tracebackhide__ = True
        if _loop_waits():
            return from_thread.run(_call, self._app, method, path, content)
        if method == "GET" and not _loop_runs():
            # The report of a failed test looks at the world when the test's loop has ended.
            return asyncio.run(_call(self._app, method, path, content))
        raise RuntimeError("this world lives on the test's event loop: await it, as in `await acalcom.records.list(…)`")


def _loop_waits() -> bool:
    """Whether this is a thread in which something awaited works."""
    try:
        from_thread.check_cancelled()
    except RuntimeError:
        return False
    return True


def _loop_runs() -> bool:
    """Whether this is the thread of an event loop that works, and cannot be waited for here."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


async def _call(app: Emulator, method: str, path: str, content: bytes | None) -> Answer:
    """One request to an ASGI application."""
    path, _, query = path.partition("?")
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": content or b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"calcom"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 0),
        "server": ("calcom", 80),
    }
    await app(scope, receive, send)
    (head,) = (message for message in sent if message["type"] == "http.response.start")
    text = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return Answer(head["status"], {name.decode().lower(): value.decode() for name, value in head["headers"]}, text)
