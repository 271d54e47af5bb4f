"""World files that are edited while they are served: the worlds that began from them start anew."""

from __future__ import annotations

import logging
from pathlib import Path

from emulator.control.baselines import Baselines
from emulator.control.fixture_check import check
from emulator.control.fixtures import FixtureError, Signature, signature
from emulator.world.universe import DEFAULT, Universe
from emulator.world.world import World

log = logging.getLogger("emulator")


class FixtureWatch:
    """Looks whether the world files that the process was started with are what they were.

    A file is told by its times and size, not read, so that a look costs next to nothing.
    """

    def __init__(self, universe: Universe, baselines: Baselines) -> None:
        self._universe = universe
        self._baselines = baselines
        self._seen = self._signatures()

    def look(self) -> list[str]:
        """The names of the worlds that start anew because of what changed since the last look.

        Files with mistakes leave everything as it was; the log has the mistakes as `fixtures check` words them.
        """
        seen = self._signatures()
        if seen == self._seen:
            return []
        changed = sorted(path for path in seen.keys() | self._seen.keys() if seen.get(path) != self._seen.get(path))
        # Whatever comes of it: the same mistakes are not told every second.
        self._seen = seen
        names = ", ".join(map(str, changed))
        mistakes = [mistake for mistake in check(list(seen)) if not mistake.is_doubt]
        if mistakes:
            told = "\n".join(map(str, mistakes))
            log.error("%s changed, but every world stays as it is until this is mended:\n%s", names, told)
            return []
        try:
            with self._baselines.reread():
                fresh = [
                    self._universe.beginning(world.name) for world in self._universe if self._is_from(world, changed)
                ]
        except FixtureError as error:
            log.error("%s changed, but every world stays as it is until this is mended: %s", names, error)
            return []
        for world in fresh:
            self._universe.replace(world)
        log.info("%s changed: %s", names, f"anew {_listed(fresh)}" if fresh else "no world began from it")
        return [world.name for world in fresh]

    def _signatures(self) -> dict[Path, Signature | None]:
        return {path: signature(path) for path in self._baselines.files}

    def _is_from(self, world: World, changed: list[Path]) -> bool:
        baseline = world.baseline
        if not isinstance(baseline, str):
            return False
        return baseline == DEFAULT or (
            baseline in self._baselines.names and any(path.stem == baseline for path in changed)
        )


def _listed(worlds: list[World]) -> str:
    names = ", ".join(world.name for world in worlds)
    return f"{'starts the world' if len(worlds) == 1 else 'start the worlds'} {names}"
