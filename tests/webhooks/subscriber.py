"""A subscriber inside the test's own event loop, which answers or fails as told; and a way to run tests there."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, ParamSpec

P = ParamSpec("P")
PATIENCE = 20


def in_loop(test: Callable[P, Awaitable[None]]) -> Callable[P, None]:
    """Run an asynchronous test; nothing here takes long, so a test that hangs is stopped."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async def limited() -> None:
            async with asyncio.timeout(PATIENCE):
                await test(*args, **kwargs)

        asyncio.run(limited())

    return run


@dataclass
class Request:
    """As it came. Header names are lower case; `connection` tells kept connections apart."""

    line: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Subscriber:
    """Answers with the next of `statuses`, then with 200; a status of 0 hangs up instead.

    `open` is cleared to hold all answers back. With `hangs_up` the connection is closed after each answer, without
    saying so beforehand.
    """

    statuses: list[int] = field(default_factory=list)
    headers: str = ""
    hangs_up: bool = False
    requests: list[Request] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    connections: int = 0

    async def __aenter__(self) -> Subscriber:
        self.open.set()
        self._came = asyncio.Condition()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/hook"

    @property
    def triggers(self) -> list[str]:
        return [request.json["triggerEvent"] for request in self.requests]

    async def until(self, count: int) -> None:
        """Wait until so many requests have come."""
        async with self._came:
            await self._came.wait_for(lambda: len(self.requests) >= count)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        try:
            while await self._answer(reader, writer, number):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in head[1:] if line)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        async with self._came:
            self.requests.append(Request(head[0], headers, body, number))
            self._came.notify_all()
        await self.open.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 0:
            return False
        writer.write(f"HTTP/1.1 {status} X\r\n{self.headers}Content-Length: 2\r\n\r\nok".encode())
        await writer.drain()
        return not self.hangs_up
