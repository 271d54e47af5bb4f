"""One POST to a subscriber."""

from __future__ import annotations

import asyncio
import time
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import aiohttp

MOST_READ: Final = 1 << 16


@dataclass(slots=True, frozen=True)
class Answer:
    """The subscriber's status, or why there is none, after so many seconds of the machine's time."""

    seconds: float
    status: int | None = None
    error: str | None = None


class Interrupted(asyncio.CancelledError):
    """The loop gave up while a request was under way: the subscriber may have got it, but nobody knows its answer."""


@dataclass(slots=True)
class _Connection:
    reused: bool = False
    sent: bool = False


class Sender:
    """Sends through one pool of connections, tied to the loop that runs; no cookies, no proxies, no redirects."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._abandoned: weakref.finalize[[aiohttp.ClientSession], Sender] | None = None

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send exactly these bytes. Whatever goes wrong is the answer; only `Interrupted` is raised."""
        began = time.perf_counter()
        try:
            status = await self._post(url, headers, body)
            return Answer(time.perf_counter() - began, status=status)
        except TimeoutError:
            reason = f"no answer within {self._timeout:g} seconds"
        except Exception as error:
            reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return Answer(time.perf_counter() - began, error=reason)

    async def close(self) -> None:
        session, self._session, self._loop = self._session, None, None
        if self._abandoned is not None:
            self._abandoned.detach()
        if session is not None:
            await session.close()

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        import aiohttp  # noqa: PLC0415 - slow to load; who has no subscriber does not need it

        session = await self._open()
        while True:
            connection = _Connection()
            try:
                async with session.post(
                    url, data=body, headers=headers, allow_redirects=False, trace_request_ctx=connection
                ) as answer:
                    await answer.content.read(MOST_READ)
                    return answer.status
            except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
                # A subscriber may hang up on a kept connection just when it is used again. That is no refusal: another
                # connection, in the end a new one, is tried at once.
                if not connection.reused:
                    raise
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
            trace = aiohttp.TraceConfig()
            trace.on_connection_reuseconn.append(_note_reuse)
            trace.on_request_headers_sent.append(_note_sent)
            self._loop = loop
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._timeout),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                skip_auto_headers=("User-Agent",),
                trace_configs=[trace],
            )
            self._abandoned = weakref.finalize(self, _abandon, self._session)
        return self._session


def _abandon(session: aiohttp.ClientSession) -> None:
    """Close what nobody closed: an application used in-process, without its lifespan, just goes out of sight."""
    closing = session.close()
    with suppress(StopIteration, Exception):
        # Nothing is waited for when the loop is gone, so one step does it.
        closing.send(None)
    closing.close()


async def _note_reuse(_: Any, context: Any, __: Any) -> None:
    context.trace_request_ctx.reused = True


async def _note_sent(_: Any, context: Any, __: Any) -> None:
    context.trace_request_ctx.sent = True
