"""One request and its answer, filled in on their way through the gateway."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

import orjson

from emulator.auth.caller import Caller
from emulator.contract.operation import Operation
from emulator.contract.router import PathEntry
from emulator.errors.base import ApiError, InvalidRequest
from emulator.gateway import headers as fixed
from emulator.gateway.throttle import Reading
from emulator.world.instants import wire
from emulator.world.tables import Change

MOST_KEPT: Final = 16 * 1024
"""Bytes of a body, sent or answered, that outlive the request."""

Step = Literal["body", "route", "rate-limit", "credentials", "validation", "guard", "handler", "answered", "fault"]


class Exchange:
    """What is known of one request. `step` is how far it came; a refusal belongs to the step where it was raised.

    `seconds` is measured by the machine's clock; nothing else here is. Neither the world nor an exception is kept: an
    exchange may be remembered for long. `ignored` is what the request says that nobody reads. A `status` of 0 means
    that the connection was cut instead.
    """

    __slots__ = (
        "answer_headers",
        "at",
        "body",
        "caller",
        "changes",
        "content",
        "deliveries",
        "entry",
        "errors",
        "events",
        "fidelity",
        "headers",
        "hint",
        "ignored",
        "message",
        "method",
        "number",
        "operation",
        "path",
        "query",
        "readings",
        "request_id",
        "seconds",
        "status",
        "step",
        "version",
    )

    def __init__(
        self, request_id: str, at: datetime, method: str, path: str, query: bytes, headers: list[tuple[bytes, bytes]]
    ) -> None:
        self.number = 0
        self.request_id = request_id
        self.at = at
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = b""
        self.entry: PathEntry | None = None
        self.operation: Operation | None = None
        self.version: str | None = None
        self.caller: Caller | None = None
        self.readings: tuple[Reading, ...] = ()
        self.step: Step = "body"
        self.message: str | None = None
        self.errors: list[dict[str, object]] | None = None
        self.changes: Sequence[Change] = ()
        self.events: Sequence[str] = ()
        self.deliveries: Sequence[int] = ()
        self.ignored: Sequence[str] = ()
        self.hint: bytes | None = None
        self.status = 500
        self.content = b""
        self.answer_headers: fixed.RawHeaders = [fixed.JSON]
        self.fidelity = fixed.STATEFUL
        self.seconds = 0.0

    @property
    def url(self) -> str:
        """The URL as sent, without host and world."""
        return f"{self.path}?{self.query.decode('latin-1')}" if self.query else self.path

    def succeed(self, status: int, content: bytes) -> None:
        self.step = "answered"
        self.status = status
        self.content = content

    def refuse(self, refusal: ApiError, now: datetime) -> None:
        """Answer with a refusal; what was done before it is undone."""
        self.status = refusal.status
        self.message = refusal.message
        self.errors = refusal.errors if isinstance(refusal, InvalidRequest) else None
        self.content = orjson.dumps(refusal.body(wire(now), self.url))

    def shorten(self) -> None:
        """Keep no more of the bodies than may be remembered."""
        if len(self.body) > MOST_KEPT:
            self.body = self.body[:MOST_KEPT]
        if len(self.content) > MOST_KEPT:
            self.content = self.content[:MOST_KEPT]
