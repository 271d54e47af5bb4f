"""One message to one subscriber, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from emulator.world.instants import wire

State = Literal["queued", "in_flight", "waiting", "delivered", "failed"]


@dataclass(slots=True, frozen=True)
class Attempt:
    """`at` is the world's time; `seconds` what the machine's clock measured. Either `status` or `error` is set."""

    at: datetime
    seconds: float
    status: int | None = None
    error: str | None = None

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass(slots=True, eq=False)
class Delivery:
    """`body` are the exact bytes that were signed; `cause` is the request that brought it about, or `clock`.

    `retry_at` is set while the delivery waits for the world's clock.
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

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "trigger": self.trigger,
            "webhookId": self.webhook_id,
            "url": self.url,
            "state": self.state,
            "cause": self.cause,
            "createdAt": wire(self.created_at),
            "retryAt": wire(self.retry_at) if self.retry_at else None,
            "replayOf": self.replay_of,
            "headers": dict(self.headers),
            "body": self.body.decode(),
            "attempts": [
                {
                    "at": wire(attempt.at),
                    "seconds": round(attempt.seconds, 6),
                    "status": attempt.status,
                    "error": attempt.error,
                }
                for attempt in self.attempts
            ],
        }
