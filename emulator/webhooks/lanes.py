"""What the dispatcher keeps of one world: deliveries, a lane for each subscriber, retries that wait for the clock."""

from __future__ import annotations

import asyncio
import heapq
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime

from emulator.webhooks.delivery import Delivery
from emulator.world.world import World

log = logging.getLogger("emulator")

Attempt = Callable[["Desk", Delivery], Awaitable[None]]


class Desk:
    """The deliveries of one world. `attempt` sends one of them; each lane calls it for one after the other."""

    def __init__(self, world: World, attempt: Attempt, remembered: int, lane_size: int) -> None:
        self.world = world
        self.log: deque[Delivery] = deque(maxlen=remembered)
        self.random = random.Random(world.seed)  # noqa: S311 - spreads retries, guards nothing
        self._attempt = attempt
        self._lane_size = lane_size
        self._lanes: dict[str, deque[Delivery]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._waiting: list[tuple[datetime, int, Delivery]] = []
        self._idle: list[asyncio.Future[None]] = []
        self._count = 0
        self._open = 0

    def next_number(self) -> int:
        self._count += 1
        return self._count

    def enter(self, delivery: Delivery) -> bool:
        """Put a delivery at the end of its subscriber's lane; False when the lane is full."""
        lane = self._lanes.setdefault(delivery.webhook_id, deque())
        if len(lane) >= self._lane_size:
            return False
        lane.append(delivery)
        delivery.state = "queued"
        self._open += 1
        if delivery.webhook_id not in self._workers:
            worker = asyncio.get_running_loop().create_task(self._work(delivery.webhook_id, lane))
            self._workers[delivery.webhook_id] = worker
        return True

    def wait_until(self, due: datetime, delivery: Delivery) -> None:
        """Keep a delivery until the world's clock is at `due`."""
        delivery.state = "waiting"
        delivery.retry_at = due
        heapq.heappush(self._waiting, (due, delivery.id, delivery))

    def next_retry(self) -> datetime | None:
        return self._waiting[0][0] if self._waiting else None

    def release(self, now: datetime) -> int:
        """Send what waited until `now`; how many."""
        released = 0
        while self._waiting and self._waiting[0][0] <= now:
            _, _, delivery = heapq.heappop(self._waiting)
            delivery.retry_at = None
            if not self.enter(delivery):
                delivery.state = "failed"
            released += 1
        return released

    async def settled(self) -> None:
        """Wait until nothing is queued or in flight."""
        while self._open:
            idle: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._idle.append(idle)
            await idle

    def close(self) -> None:
        """Stop every lane; what was on its way is given up."""
        for worker in self._workers.values():
            worker.cancel()
        self._workers.clear()
        self._lanes.clear()
        self._waiting.clear()
        self._open = 0
        self._tell_idle()

    async def _work(self, webhook_id: str, lane: deque[Delivery]) -> None:
        try:
            while lane:
                delivery = lane.popleft()
                delivery.state = "in_flight"
                try:
                    await self._attempt(self, delivery)
                except Exception:
                    delivery.state = "failed"
                    log.exception("%s for %s could not be sent", delivery.trigger, delivery.url)
                self._open -= 1
        finally:
            if self._workers.get(webhook_id) is asyncio.current_task():
                del self._workers[webhook_id], self._lanes[webhook_id]
        if not self._open:
            self._tell_idle()

    def _tell_idle(self) -> None:
        waiting, self._idle = self._idle, []
        for idle in waiting:
            if not idle.done():
                idle.set_result(None)
