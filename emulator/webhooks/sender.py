"""One POST to a subscriber."""

from __future__ import annotations

import asyncio
import time
import weakref
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from errno import ECONNREFUSED
from typing import TYPE_CHECKING, Any, Final

from emulator.frozen import frozen
from emulator.webhooks.delivery import Trouble

if TYPE_CHECKING:
    import aiohttp
    from aiohttp.client_reqrep import ConnectionKey
    from aiohttp.connector import Connection

MOST_READ: Final = 1 << 16
REFUSALS: Final = 300
KEPT: Final = 500
"""Bytes that are kept of an answer that is a refusal: its reason, or where a trace begins."""


@frozen
class Answer:
    """The subscriber's status, or why there is none, after so many seconds of the machine's time.

    `said` is how the body of a refusal begins.

    `head_seconds` is when the answer's head had come. An answer that was cut off has a status and an error. `broken`
    are the tries before this one that ended with a kept connection: nobody knows whether the subscriber got those.
    """

    seconds: float
    status: int | None = None
    error: str | None = None
    trouble: Trouble | None = None
    head_seconds: float | None = None
    broken: tuple[Answer, ...] = ()
    said: str | None = None


class Interrupted(asyncio.CancelledError):
    """The loop gave up while a request was under way: the subscriber may have got it, but nobody knows its answer."""


@dataclass(slots=True)
class _Connection:
    reused: bool = False
    sent: bool = False
    status: int | None = None
    answered_at: float | None = None
    said: bytes = b""


_UNDER_WAY: Final[ContextVar[_Connection]] = ContextVar("under_way")
"""What a task is sending, for its connector to note things on."""


class Sender:
    """Sends through one pool of connections, tied to the loop that runs; no cookies, no proxies, no redirects.

    Each URL has connections of its own, and as many as it takes: whoever hangs or hangs up troubles nobody else.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._abandoned: weakref.finalize[[aiohttp.ClientSession], Sender] | None = None

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send exactly these bytes. Whatever goes wrong is the answer; only `Interrupted` is raised."""
        began = time.perf_counter()
        connections = [_Connection()]
        broken: list[Answer] = []
        error: str | None = None
        trouble: Trouble | None = None
        try:
            await self._post(url, headers, body, connections, broken)
        except TimeoutError:
            trouble = "timeout" if connections[-1].status is None else "slow"
            what = "no answer" if connections[-1].status is None else "only the head of an answer"
            error = f"{what} within {self._timeout:g} seconds"
        except Exception as problem:
            trouble = _trouble(problem)
            error = _words(problem)
        last = connections[-1]
        head = last.answered_at - began if last.answered_at is not None else None
        said = last.said.decode("utf-8", "replace") or None
        return Answer(time.perf_counter() - began, last.status, error, trouble, head, tuple(broken), said)

    async def close(self) -> None:
        session, self._session, self._loop = self._session, None, None
        if self._abandoned is not None:
            self._abandoned.detach()
        if session is not None:
            await session.close()

    async def _post(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        connections: list[_Connection],
        broken: list[Answer],
    ) -> None:
        """Send; the last of `connections` then knows what came back, and `broken` what came of those before."""
        import aiohttp  # noqa: PLC0415 - slow to load; who has no subscriber does not need it

        session = await self._open()
        while True:
            connection = connections[-1]
            began = time.perf_counter()
            _UNDER_WAY.set(connection)
            try:
                async with session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
                    connection.status = answer.status
                    connection.answered_at = time.perf_counter()
                    left = MOST_READ
                    while left > 0 and (chunk := await answer.content.read(left)):
                        left -= len(chunk)
                        if answer.status >= REFUSALS and len(connection.said) < KEPT:
                            connection.said = (connection.said + chunk)[:KEPT]
                    return
            except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as problem:
                # A subscriber may hang up on a kept connection just when it is used again. That is no refusal: another
                # connection, in the end a new one, is tried at once.
                if not connection.reused or connection.status is not None:
                    raise
                error = f"{_words(problem)} (on a kept connection; tried again at once)"
                broken.append(Answer(time.perf_counter() - began, error=error, trouble=_trouble(problem)))
                connections.append(_Connection())
            except asyncio.CancelledError:
                if connection.sent:
                    raise Interrupted from None
                raise

    async def _open(self) -> aiohttp.ClientSession:
        import aiohttp  # noqa: PLC0415

        loop = asyncio.get_running_loop()
        if self._session is not None and self._loop is not loop:
            await self.close()
        if self._session is None:
            self._loop = loop
            self._session = aiohttp.ClientSession(
                connector=_connector(),
                request_class=_request_class(),
                timeout=aiohttp.ClientTimeout(total=self._timeout),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                skip_auto_headers=("User-Agent",),
            )
            self._abandoned = weakref.finalize(self, _abandon, self._session)
        return self._session


def _connector() -> aiohttp.TCPConnector:
    import aiohttp  # noqa: PLC0415

    class Connector(aiohttp.TCPConnector):
        """Notes when a try gets its connection, which is when it is sent, and whether that was kept from another.

        The client's tracing tells the same, at the price of a fifth of a delivery.
        """

        met: weakref.WeakSet[Any]

        async def connect(self, *asked: Any, **more: Any) -> Connection:
            connection = await super().connect(*asked, **more)
            under_way, protocol = _UNDER_WAY.get(), connection.protocol
            under_way.sent = True
            under_way.reused = protocol in self.met
            self.met.add(protocol)
            return connection

    # Lanes limit how much is under way. A limit here would let those who hang hold up all others.
    connector = Connector(limit=0)
    connector.met = weakref.WeakSet()
    return connector


def _request_class() -> type[aiohttp.ClientRequest]:
    import aiohttp  # noqa: PLC0415

    class OwnConnection(aiohttp.ClientRequest):
        """Uses no connection that was kept for another URL of the same server."""

        @property
        def connection_key(self) -> ConnectionKey:
            return super().connection_key._replace(proxy_headers_hash=hash(self.url))

    return OwnConnection


def _words(problem: Exception) -> str:
    import aiohttp  # noqa: PLC0415

    if isinstance(problem, aiohttp.ClientConnectorDNSError):
        return f"there is no host {problem.host}"
    if isinstance(problem, aiohttp.ClientConnectorError) and problem.os_error.errno == ECONNREFUSED:
        return f"nobody listens at {problem.host}:{problem.port}"
    return f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__


def _trouble(problem: Exception) -> Trouble:
    """What kind of trouble an exception of the client stands for."""
    import aiohttp  # noqa: PLC0415

    if isinstance(problem, aiohttp.ClientConnectorDNSError):
        return "unresolved"
    if isinstance(problem, aiohttp.ClientSSLError):
        return "tls"
    if isinstance(problem, aiohttp.ClientConnectorError):
        return "refused"
    if isinstance(problem, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError | aiohttp.ClientPayloadError):
        return "reset"
    return "other"


def _abandon(session: aiohttp.ClientSession) -> None:
    """Close what nobody closed: an application used in-process, without its lifespan, just goes out of sight."""
    closing = session.close()
    with suppress(StopIteration, Exception):
        # Nothing is waited for when the loop is gone, so one step does it.
        closing.send(None)
    closing.close()
