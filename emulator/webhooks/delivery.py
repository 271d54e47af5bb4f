"""One message to one subscriber, and what became of it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from emulator.frozen import frozen
from emulator.world.instants import wire

State = Literal["queued", "in_flight", "waiting", "delivered", "failed", "dropped"]
Trouble = Literal["timeout", "slow", "refused", "reset", "unresolved", "tls", "other"]

MOST_IN_LINE: Final = 160


@frozen
class Body:
    """The bytes of a delivery and their media type. `whole` is what they say, where the document describes it."""

    content: bytes
    media_type: str
    whole: dict[str, Any] | None = None


def in_line(said: str | None) -> str:
    """What a subscriber said with its refusal, as it reads in a line; of a page nothing, which begins with markup."""
    words = " ".join((said or "").split())
    if words.startswith("<"):
        return ""
    return words if len(words) <= MOST_IN_LINE else f"{words[:MOST_IN_LINE]}…"


@frozen
class Attempt:
    """`at` is the world's time; `seconds` and `head_seconds` (until the answer's head came) the machine's.

    Where there was no whole answer `error` says why in words and `trouble` in one; a status may have come all the same.
    `said` is how the body of an answer that is a refusal begins.
    `kept` marks one that ended with a kept connection and was made again at once: it counts for nothing.
    """

    at: datetime
    seconds: float
    status: int | None = None
    error: str | None = None
    trouble: Trouble | None = None
    head_seconds: float | None = None
    kept: bool = False
    said: str | None = None

    @property
    def ok(self) -> bool:
        return self.error is None and self.status is not None and 200 <= self.status < 300

    @property
    def outcome(self) -> str:
        """`ok`, `status` for an answer that is a refusal, or the trouble there was."""
        return "ok" if self.ok else (self.trouble or "other") if self.error is not None else "status"

    def to_json(self) -> dict[str, Any]:
        return {
            "at": wire(self.at),
            "outcome": self.outcome,
            "status": self.status,
            "error": self.error,
            "said": self.said,
            "seconds": round(self.seconds, 6),
            "headSeconds": None if self.head_seconds is None else round(self.head_seconds, 6),
        }


@dataclass(slots=True, eq=False)
class Delivery:
    """`body` are the exact bytes that are sent.

    `cause` is the id of the request that brought it about, `clock`, or the call of the control plane. `retry_at` is set
    while the delivery waits for the world's clock. `faults` are the effects of those that struck it.
    """

    id: int
    trigger: str
    webhook_id: str
    url: str
    body: bytes
    headers: Mapping[str, str]
    created_at: datetime
    cause: str | None
    state: State = "queued"
    attempts: list[Attempt] = field(default_factory=list)
    retry_at: datetime | None = None
    replay_of: int | None = None
    duplicate_of: int | None = None
    booking_uid: str | None = None
    faults: list[str] = field(default_factory=list)

    @property
    def tries(self) -> int:
        """How many attempts count."""
        return sum(not attempt.kept for attempt in self.attempts)

    @property
    def settled(self) -> bool:
        """Whether nothing more happens to it before the world's clock moves."""
        return self.state not in ("queued", "in_flight")

    def to_json(self) -> dict[str, Any]:
        """`bodyBase64` is there only where `body` cannot say the bytes exactly."""
        exact = {}
        try:
            text = self.body.decode()
        except UnicodeDecodeError:
            text = self.body.decode(errors="replace")
            exact["bodyBase64"] = base64.b64encode(self.body).decode()
        return {
            "id": self.id,
            "trigger": self.trigger,
            "uid": self.booking_uid,
            "webhookId": self.webhook_id,
            "url": self.url,
            "state": self.state,
            "outcome": self.attempts[-1].outcome if self.attempts else None,
            "status": self.attempts[-1].status if self.attempts else None,
            "cause": self.cause,
            "createdAt": wire(self.created_at),
            "retryAt": wire(self.retry_at) if self.retry_at else None,
            "replayOf": self.replay_of,
            "duplicateOf": self.duplicate_of,
            "faults": self.faults,
            "headers": dict(self.headers),
            "body": text,
            **exact,
            "attempts": [attempt.to_json() for attempt in self.attempts],
        }
