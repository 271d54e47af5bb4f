"""Faults of a world: what goes wrong on purpose."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from emulator.testing.http import ControlPlane
from emulator.testing.records import Record
from emulator.world.faults import Effect


class FaultMembers(TypedDict, total=False):
    """What a fault is made of; what is left out fits everything.

    `operation`, `path` and `subscriber` may have `*`; `subscriber` is a webhook's URL or id. It strikes `times` times,
    or without end, each time with `probability`. `seconds` belong to `latency`, `delay` and `rate-limit`; `status`,
    `body` and `headers` to `status`. With `after` a request does its work, and only its answer is lost.
    """

    effect: Effect
    operation: str
    method: str
    path: str
    trigger: str
    subscriber: str
    times: int
    probability: float
    seconds: float
    status: int
    body: Any
    headers: dict[str, str]
    after: bool


class Faults:
    """Trouble for the API or for webhooks, on purpose.

    calcom.faults.set(effect="status", status=503, path="/v2/bookings", times=2)
    calcom.faults.set(effect="duplicate", trigger="BOOKING_CREATED")
    """

    def __init__(self, control: ControlPlane) -> None:
        self._control = control

    def set(self, **fault: Unpack[FaultMembers]) -> Record:
        """Set a fault and give it back with its id. Raises `ControlPlaneError` for one that cannot be."""
        __tracebackhide__ = True
        made: Record = self._control.post("/faults", fault)
        return made

    def list(self) -> list[Record]:
        """The faults that are set, with how often each has struck."""
        found: list[Record] = self._control.get("/faults")
        return found

    def remove(self, fault: int | Record) -> None:
        """Take one back."""
        self._control.delete(f"/faults/{fault['id'] if isinstance(fault, dict) else fault}")

    def clear(self) -> None:
        """Take all back."""
        self._control.delete("/faults")
