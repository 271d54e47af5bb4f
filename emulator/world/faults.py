"""Trouble that a test author asked for, kept with the world so that it goes when the world goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal

Effect = Literal[
    "latency",
    "status",
    "disconnect",
    "rate-limit",
    "drop",
    "duplicate",
    "delay",
    "reorder",
    "unsigned",
    "wrong-secret",
    "truncate",
]
OF_REQUESTS: Final = frozenset({"latency", "status", "disconnect", "rate-limit"})
OF_DELIVERIES: Final = frozenset({"drop", "duplicate", "delay", "reorder", "unsigned", "wrong-secret", "truncate"})


@dataclass(slots=True, eq=False)
class Fault:
    """One kind of trouble and where it strikes.

    `operation` and `path` are patterns (`*` stands for anything), `subscriber` is a webhook's id or a pattern of its
    URL; what is None fits everything. It strikes `times` times, or without end, each time with `probability`.
    `after` lets a request do its work before its answer is lost. `met` counts what fitted, `applied` where it struck.
    """

    id: int
    effect: Effect
    operation: str | None = None
    method: str | None = None
    path: str | None = None
    trigger: str | None = None
    subscriber: str | None = None
    times: int | None = None
    probability: int | float = 1
    seconds: int | float | None = None
    status: int | None = None
    body: Any = None
    headers: dict[str, Any] = field(default_factory=dict)
    after: bool = False
    met: int = 0
    applied: int = 0

    @property
    def spent(self) -> bool:
        return self.times is not None and self.applied >= self.times
