"""Which worlds of a server are in whose hands; for servers of the run's own and those that run already."""

from __future__ import annotations

from collections.abc import Callable

from emulator.testing.calcom import Calcom


class Handles:
    """Handles that were given out and not closed yet. A world is dropped with the last one made for its name."""

    def __init__(self, drop: Callable[[str], object]) -> None:
        self._drop = drop
        self._open: list[Calcom] = []
        self._last: dict[str, Calcom] = {}

    def __contains__(self, name: str) -> bool:
        """Whether a world of this name is in somebody's hands."""
        return name in self._last

    def add(self, name: str, handle: Calcom) -> Calcom:
        self._open.append(handle)
        self._last[name] = handle
        return handle

    def left(self, name: str, handle: Calcom) -> None:
        """Let go of a handle that is being closed."""
        self._open.remove(handle)
        if self._last.get(name) is handle:
            del self._last[name]
            self._drop(name)

    def close(self) -> None:
        """Close all that their tests left open."""
        for handle in list(self._open):
            handle.close()
