"""A JSON client of the control plane, small enough to come without a dependency."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit

from emulator.testing.layout import NARROW, fold

JOURNAL_HEADER = "x-emulator-journal"
WORLD_HEADER = "x-emulator-world"

__unittest = True  # its failures are shown where the test stands, not here


class ControlPlaneError(AssertionError):
    """The control plane refused; the message holds its explanation and hint."""


@dataclass(frozen=True)
class Told:
    """Something the control plane was told to do, and how many requests the journal held by then."""

    after: int
    method: str
    path: str
    body: Any


@dataclass(frozen=True)
class Answer:
    """What came back. `headers` have lower-case names, or do not mind."""

    status: int
    headers: Mapping[str, str] | Message
    text: bytes


class ControlPlane:
    """Requests below one world's `/_emulator`, over connections that are opened when needed and then kept.

    Safe to use from several threads, each of which gets its answer while others wait for theirs: a handler under test
    may ask while the test moves the clock, which answers no sooner than the handler. `told` is what changed the world,
    in order; `world` is a number that becomes another when the world is reset, replaced or dropped; `run` is a part
    of the names of this test run's worlds, where others may use the server too.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.url = url
        self._prefix = f"{parts.path.rstrip('/')}/_emulator"
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connect = partial(kind, parts.hostname or "127.0.0.1", parts.port, timeout=120)
        self._idle: list[http.client.HTTPConnection] = []
        self._closed = False
        self._lock = threading.Lock()
        self.run = ""
        self.told: list[Told] = []
        self.world = 0

    def tell(self, method: str, path: str, body: Any = None) -> Any:
        """Any request; `get`, `post` and so on are the usual ones."""
        __tracebackhide__ = True
        return self._send(method, path, body)

    def get(self, path: str, /, **query: str) -> Any:
        __tracebackhide__ = True
        text = "&".join(f"{quote(name)}={quote(str(value), safe='')}" for name, value in query.items())
        return self._send("GET", f"{path}?{text}" if text else path, None)

    def post(self, path: str, body: Any = None) -> Any:
        __tracebackhide__ = True
        return self._send("POST", path, body)

    def put(self, path: str, body: Any = None) -> Any:
        __tracebackhide__ = True
        return self._send("PUT", path, body)

    def patch(self, path: str, body: Any) -> Any:
        __tracebackhide__ = True
        return self._send("PATCH", path, body)

    def delete(self, path: str) -> Any:
        __tracebackhide__ = True
        return self._send("DELETE", path, None)

    def close(self) -> None:
        """Close the connections, and those in use when they are not any more."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def beside(self, url: str) -> ControlPlane:
        """That of another world of the same emulator."""
        return ControlPlane(url)

    def _send(self, method: str, path: str, body: Any) -> Any:
        __tracebackhide__ = True
        content = None if body is None else json.dumps(body, default=str).encode()
        answer = self._ask(method, self._prefix + path, content)
        with self._lock:
            self.world = int(answer.headers.get(WORLD_HEADER, 0))
            if method != "GET" and answer.status < 400:
                self.told.append(Told(int(answer.headers.get(JOURNAL_HEADER, 0)), method, path, body))
        data: Any = json.loads(answer.text) if answer.text else None
        if answer.status >= 400:
            raise ControlPlaneError(_explained(f"{method} {path}", data["error"]))
        return data

    def _ask(self, method: str, path: str, content: bytes | None) -> Answer:
        """One request, whatever the answer is."""
        headers = {"content-type": "application/json"} if content is not None else {}
        with self._connection() as connection:
            answer = _exchange(connection, method, path, content, headers)
            return Answer(answer.status, answer.headers, answer.read())

    @contextmanager
    def _connection(self) -> Iterator[http.client.HTTPConnection]:
        """A connection that nobody else uses, kept for the next one when all went well."""
        with self._lock:
            connection = self._idle.pop() if self._idle else self._connect()
        keep = False
        try:
            yield connection
            with self._lock:
                keep = not self._closed
                if keep:
                    self._idle.append(connection)
        finally:
            if not keep:
                connection.close()


def _exchange(
    connection: http.client.HTTPConnection, method: str, path: str, content: bytes | None, headers: dict[str, str]
) -> http.client.HTTPResponse:
    try:
        connection.request(method, path, content, headers)
        return connection.getresponse()
    except (http.client.NotConnected, http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
        # A kept connection that the server closed meanwhile: the request never arrived, so send it once more.
        connection.close()
        connection.request(method, path, content, headers)
        return connection.getresponse()


def _explained(asked: str, error: dict[str, str]) -> str:
    """A refusal as a message; where the hint knows what was meant the list of everything there is is left out."""
    hint, question, _ = error.get("hint", "").partition("? ")
    if not hint.startswith("did you mean"):
        hint, question = error.get("hint", ""), ""
    lines = [f"{asked}: {error['message']}"]
    lines += [f"  where: {error['where']}"] if "where" in error else []
    lines += [f"  hint: {hint}{question.strip()}"] if hint else []
    return fold("\n".join(lines), NARROW)
