"""What a test's `calcom` markers want of its world."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from emulator.testing.calcom import Calcom
from emulator.testing.options import files
from emulator.testing.records import instant

KNOWN = ("fixtures", "now", "faults")

Find = Callable[..., Sequence[str | Path]]
"""From what files are called, and folders, to what `world` takes."""


@dataclass(frozen=True)
class Wishes:
    """World files in place of the run's, an instant for the clock, faults to set."""

    fixtures: tuple[str | Path, ...] = ()
    now: str | None = None
    faults: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(cls, markers: Iterable[pytest.Mark], *folders: Path, find: Find = files) -> Wishes:
        """What the markers say, the nearest to the test first; files are looked for in `folders` by `find`.

        Raises `pytest.UsageError` for a marker that cannot be followed.
        """
        __tracebackhide__ = True
        found: dict[str, Any] = {}
        for marker in markers:
            unknown = [*map(repr, marker.args), *(name for name in marker.kwargs if name not in KNOWN)]
            if unknown:
                raise pytest.UsageError(f"@pytest.mark.calcom takes {', '.join(KNOWN)} by name, not {unknown[0]}")
            found = {**marker.kwargs, **found}
        return cls(
            tuple(find(_several(found.get("fixtures")), *folders)),
            _now(found.get("now")),
            tuple(map(_fault, _several(found.get("faults")))),
        )

    def set_faults(self, world: Calcom) -> None:
        __tracebackhide__ = True
        for fault in self.faults:
            world.faults.set(**fault)


def _now(value: Any) -> str | None:
    __tracebackhide__ = True
    if value is None:
        return None
    try:
        return instant(value)
    except ValueError as error:
        raise pytest.UsageError(f"@pytest.mark.calcom(now=…): {error}") from None


def _fault(value: Any) -> dict[str, Any]:
    __tracebackhide__ = True
    if not isinstance(value, dict):
        example = '{"effect": "status", "status": 503, "times": 1}'
        raise pytest.UsageError(
            f"@pytest.mark.calcom(faults=…): {value!r} is no fault such as {example}, or a list of them"
        )
    return value


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
