"""Faults of a world: what goes wrong on purpose."""

from __future__ import annotations

from typing import Any

from emulator.testing.http import ControlPlane
from emulator.testing.records import Record


class Faults:
    """Set faults for the API or for webhooks; `GET /_emulator/openapi.json` describes their members."""

    def __init__(self, control: ControlPlane) -> None:
        self._control = control

    def set(self, **fault: Any) -> Record:
        """Set a fault and give it back with its id."""
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
