"""All the worlds of one process: made from a baseline on first use, reset, dropped. They share nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from emulator.world.world import World

DEFAULT = "default"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,99}")


class WorldNameError(ValueError):
    """The text cannot name a world."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} cannot name a world: use 1 to 100 letters, digits, dots, hyphens, underscores or tildes, "
            "beginning with a letter or digit"
        )


class TooManyWorldsError(RuntimeError):
    """The limit of worlds is reached."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"there are {limit} worlds already: drop one with DELETE /_emulator/worlds/NAME or raise --max-worlds"
        )


class Universe:
    """`create` makes a world of a given name from a baseline; `limit` bounds how many live at once.

    `on_leave` is told of each world that is replaced or dropped, so that what runs on its behalf can end. While the
    process is `ending`, nobody shall wait for anything more to happen in a world.
    """

    def __init__(self, create: Callable[[str, Any], World], limit: int) -> None:
        self._create = create
        self._limit = limit
        self._worlds: dict[str, World] = {}
        self._made = 0
        self.ending = False
        self.on_leave: list[Callable[[World], None]] = []

    def __iter__(self) -> Iterator[World]:
        return iter(list(self._worlds.values()))

    def get(self, name: str = DEFAULT) -> World:
        """The world of this name, made now if need be. Raises `WorldNameError` or `TooManyWorldsError`."""
        world = self._worlds.get(name)
        return world if world is not None else self._make(name, DEFAULT)

    def make(self, name: str, baseline: Any = DEFAULT) -> World:
        """A new world of this name from a baseline, in the place of one that may be there. Raises as `get`."""
        if name in self._worlds:
            return self.replace(self._create(name, baseline))
        return self._make(name, baseline)

    def known(self, name: str) -> bool:
        return name in self._worlds

    def goes_on(self, world: World) -> bool:
        """Whether more may happen in this very world: it was neither dropped nor replaced, and the process runs on."""
        return not self.ending and self._worlds.get(world.name) is world

    def reset(self, name: str = DEFAULT) -> World:
        """A new world of this name in the state that the old one began in; the old one is gone."""
        old = self._worlds.get(name)
        return self.make(name, old.baseline if old is not None else DEFAULT)

    def beginning(self, name: str = DEFAULT) -> World:
        """The world of this name as `reset` would make it; nothing is put in its place."""
        return self._create(name, self.get(name).baseline)

    def replace(self, world: World) -> World:
        """Put a ready-made world in the place of the one of that name, if there is one. Raises as `get`."""
        if not self.drop(world.name):
            self._check(world.name)
        return self._take_in(world)

    def drop(self, name: str) -> bool:
        """Forget a world; False when there was none of this name."""
        world = self._worlds.pop(name, None)
        if world is None:
            return False
        for tell in self.on_leave:
            tell(world)
        return True

    def _make(self, name: str, baseline: Any) -> World:
        self._check(name)
        return self._take_in(self._create(name, baseline))

    def _check(self, name: str) -> None:
        """Whether there may be one more world, of this name."""
        if not NAME.fullmatch(name):
            raise WorldNameError(name)
        if len(self._worlds) >= self._limit:
            raise TooManyWorldsError(self._limit)

    def _take_in(self, world: World) -> World:
        self._made += 1
        world.number = self._made
        self._worlds[world.name] = world
        return world
