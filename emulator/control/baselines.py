"""The states that worlds start from: what the process was started with, the world files by name, or a copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from emulator.control.fixtures import Fixture, load, populate
from emulator.control.problems import ControlError, suggestion
from emulator.resources import resource
from emulator.world.universe import DEFAULT
from emulator.world.world import World

Baseline = str | Mapping[str, Any]
"""A name, or a world's exported state."""


class Baselines:
    """`paths` are the world files that the process was started with: together they are the baseline `default`.

    Each of them, and each that ships with the emulator, is a baseline under its file's name. Raises `FixtureError`.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        shipped = {path.stem: path for path in sorted(resource("fixtures").glob("*.yaml"))}
        self._paths = {**shipped, **{path.stem: path for path in paths}}
        self._loaded: dict[str, list[Fixture]] = {
            DEFAULT: [load(path) for path in paths or (resource("fixtures/default.yaml"),)]
        }

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys((DEFAULT, *self._paths)))

    def fill(self, world: World, baseline: Baseline) -> World:
        """Put a baseline into an empty world. Raises a `ControlError` for a name that there is not."""
        if not isinstance(baseline, str):
            return populate(world, [dict(baseline)])
        if baseline not in self._loaded:
            path = self._paths.get(baseline)
            if path is None:
                hint = f"{suggestion(baseline, self.names)}there are {', '.join(self.names)}"
                raise ControlError(400, f"there is no baseline {baseline!r}", where="/baseline", hint=hint)
            self._loaded[baseline] = [load(path)]
        return populate(world, self._loaded[baseline])
