"""How deliveries make way for the API: they share its event loop, and a client that waits for an answer comes first."""

from __future__ import annotations

import asyncio
from typing import Final

QUIET: Final = 0.05
"""Seconds without a request after which nobody is waiting."""

STEP: Final = 0.002
"""Seconds between deliveries that set out while somebody is."""


class Pace:
    """Lets deliveries set out at once while nothing is asked of the API, and one after the other while something is.

    They are only spread, never held: each waits for those that came before it, a step each, and for nothing else.
    """

    def __init__(self) -> None:
        self._asked = -QUIET
        self._next = 0.0

    def asked(self) -> None:
        """A request came."""
        self._asked = asyncio.get_running_loop().time()

    async def turn(self) -> None:
        """Come back when a delivery may set out."""
        now = asyncio.get_running_loop().time()
        if not 0 <= now - self._asked < QUIET:
            return
        # A loop that is not the last one may have a clock of its own.
        at = self._next if now <= self._next < now + 60 else now
        self._next = at + STEP
        if at > now:
            await asyncio.sleep(at - now)
