"""The states that worlds start from: what the process was started with, the world files by name, or a copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from emulator.control.fixtures import Fixture, Signature, load, populate, shipped, signature, world_files
from emulator.control.problems import ControlError, suggestion
from emulator.resources import resource
from emulator.world.universe import DEFAULT
from emulator.world.world import World

Baseline = str | Mapping[str, Any]
"""A name, or a world's exported state."""


class Baselines:
    """`paths` are the world files, folders of them, or names of shipped ones, that the process was started with:
    together they are the baseline `default`; where there are none it is the world that ships.

    Each of them, and each that ships with the emulator, is a baseline under its file's name. Raises `FixtureError`.
    """

    def __init__(self, paths: str | Path | Sequence[str | Path]) -> None:
        self._given = paths
        self._paths: dict[str, Path] = {}
        self._loaded: dict[str, list[Fixture]] = {}
        self._by_file: dict[Path, tuple[Signature, Fixture]] = {}
        self._read()

    @property
    def files(self) -> list[Path]:
        """The world files that the process was started with, as they are there now."""
        return world_files(self._given)

    @contextmanager
    def reread(self) -> Iterator[None]:
        """Take the world files as they are now. What fails in that, or inside, leaves everything as it was."""
        before = self._paths, self._loaded
        try:
            self._read()
            yield
        except BaseException:
            self._paths, self._loaded = before
            raise

    def _read(self) -> None:
        files = self.files
        loaded = [load(path) for path in files or (resource("fixtures/default.yaml"),)]
        self._paths = {**shipped(), **{path.stem: path for path in files}}
        self._loaded = {DEFAULT: loaded}

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

    def fill_from(self, world: World, paths: str | Path | Sequence[str | Path]) -> World:
        """Put other world files, folders or shipped worlds into an empty world. Raises `FixtureError`.

        A file is read once and then only when it has changed: many worlds of a test run start from the same.
        """
        return populate(world, [self._file(path) for path in world_files(paths)])

    def _file(self, path: Path) -> Fixture:
        # A test may change its working directory, and with it what a relative path means.
        whole = path.absolute()
        known = self._by_file.get(whole)
        changed = signature(path)
        if changed is None:
            return load(path)
        if known is None or known[0] != changed:
            known = self._by_file[whole] = changed, load(path)
        return known[1]
