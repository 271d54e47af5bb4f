"""What was asked of a world and what became of it, as far back as a setting allows."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator

from emulator.gateway.exchange import Exchange


class Journal:
    """The last exchanges of one world, oldest first, numbered from 1."""

    def __init__(self, remembered: int) -> None:
        self._entries: deque[Exchange] = deque(maxlen=remembered)
        self._count = 0
        self._waiting: list[asyncio.Future[None]] = []

    def __iter__(self) -> Iterator[Exchange]:
        return iter(list(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, exchange: Exchange) -> None:
        self._count += 1
        exchange.number = self._count
        exchange.shorten()
        self._entries.append(exchange)
        if self._waiting:
            self.tell()

    def tell(self) -> None:
        """Let everybody who waits for the next entry look again."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if not one.done():
                one.set_result(None)

    @property
    def last(self) -> int:
        """The number of the newest entry there ever was, 0 before the first."""
        return self._count

    def clear(self) -> int:
        """Forget everything, but go on counting; how many entries there were."""
        number = len(self._entries)
        self._entries.clear()
        return number

    async def grown(self) -> None:
        """Wait for the next entry, or until there is something else to look at."""
        one: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(one)
        try:
            await one
        except asyncio.CancelledError:
            self._waiting = [other for other in self._waiting if other is not one]
            raise
