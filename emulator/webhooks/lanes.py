"""What the dispatcher keeps of one world: deliveries, a lane for each subscriber, retries that wait for the clock."""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from datetime import datetime

from emulator.webhooks.delivery import Delivery
from emulator.world.world import World

log = logging.getLogger("emulator")

Attempt = Callable[["Desk", Delivery], Awaitable[None]]


class Desk:
    """The deliveries of one world. `attempt` sends one of them; each lane calls it for one after the other.

    Lanes are tasks of the event loop that runs when something is entered. When that loop ends before they do, what is
    left waits for the next one.
    """

    def __init__(self, world: World, attempt: Attempt, remembered: int, lane_size: int) -> None:
        self.world = world
        self.log: deque[Delivery] = deque(maxlen=remembered)
        self._attempt = attempt
        self._lane_size = lane_size
        self._lanes: dict[str, deque[Delivery]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._waiting: list[tuple[datetime, int, Delivery]] = []
        self._held: Counter[str] = Counter()
        self._behind: dict[str, list[Delivery]] = {}
        self._watching: list[asyncio.Future[None]] = []
        self._idle: list[asyncio.Future[None]] = []
        self._count = 0

    def next_number(self) -> int:
        self._count += 1
        return self._count

    def remember(self, *deliveries: Delivery) -> None:
        """Put deliveries into the log, whatever becomes of them."""
        self.log.extend(deliveries)
        self.tell()

    def enter(self, delivery: Delivery) -> bool:
        """Put a new delivery at the end of its subscriber's lane; False when that one has too many already."""
        if not self._hold(delivery):
            return False
        self._append(delivery)
        for late in self._behind.pop(delivery.webhook_id, ()):
            self._append(late)
        return True

    def enter_later(self, delivery: Delivery, due: datetime) -> bool:
        """As `enter`, when the world's clock is at `due`."""
        if not self._hold(delivery):
            return False
        self.wait_until(due, delivery)
        return True

    def enter_behind(self, delivery: Delivery) -> bool:
        """As `enter`, behind the subscriber's next delivery, or when somebody waits for the lanes to be empty."""
        if not self._hold(delivery):
            return False
        delivery.state = "waiting"
        self._behind.setdefault(delivery.webhook_id, []).append(delivery)
        return True

    def wait_until(self, due: datetime, delivery: Delivery) -> None:
        """Keep a delivery until the world's clock is at `due`. Meanwhile its lane goes on."""
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
            self._append(delivery)
            released += 1
        return released

    async def settled(self) -> None:
        """Wait until nothing is queued or in flight."""
        behind, self._behind = self._behind, {}
        for several in behind.values():
            for delivery in several:
                self._append(delivery)
        while self._lanes:
            for webhook_id in list(self._lanes):
                self._man(webhook_id)
            idle: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._idle.append(idle)
            await idle

    async def moved(self) -> None:
        """Wait until something becomes of a delivery, or until there is something else to look at."""
        watching: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watching.append(watching)
        try:
            await watching
        except asyncio.CancelledError:
            self._watching = [other for other in self._watching if other is not watching]
            raise

    def tell(self) -> None:
        """Let everybody who waits in `moved` look again."""
        if self._watching:
            watching, self._watching = self._watching, []
            _tell(watching)

    def close(self) -> None:
        """Stop every lane; what was on its way is given up."""
        for worker in self._workers.values():
            if not worker.get_loop().is_closed():
                worker.cancel()
        self._workers.clear()
        self._lanes.clear()
        self._waiting.clear()
        self._held.clear()
        self._behind.clear()
        self._tell_idle()
        self.tell()

    def _hold(self, delivery: Delivery) -> bool:
        if self._held[delivery.webhook_id] >= self._lane_size:
            return False
        self._held[delivery.webhook_id] += 1
        return True

    def _append(self, delivery: Delivery) -> None:
        delivery.state = "queued"
        self._lanes.setdefault(delivery.webhook_id, deque()).append(delivery)
        self._man(delivery.webhook_id)

    def _man(self, webhook_id: str) -> None:
        """See to it that somebody works on the lane, if a loop runs on which that can be."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        worker = self._workers.get(webhook_id)
        if worker is None or worker.get_loop() is not loop:
            self._workers[webhook_id] = loop.create_task(self._work(webhook_id, self._lanes[webhook_id]))

    async def _work(self, webhook_id: str, lane: deque[Delivery]) -> None:
        try:
            while lane:
                delivery = lane[0]
                delivery.state = "in_flight"
                try:
                    await self._attempt(self, delivery)
                except asyncio.CancelledError:
                    self._interrupted(webhook_id, lane)
                    raise
                except Exception:
                    delivery.state = "failed"
                    log.exception("%s for %s could not be sent", delivery.trigger, delivery.url)
                self.tell()
                if self._lanes.get(webhook_id) is not lane:
                    return
                lane.popleft()
                if delivery.retry_at is None:
                    self._let_go(webhook_id)
        finally:
            if self._workers.get(webhook_id) is asyncio.current_task():
                del self._workers[webhook_id]
                if not lane:
                    del self._lanes[webhook_id]
        if not self._lanes:
            self._tell_idle()

    def _interrupted(self, webhook_id: str, lane: deque[Delivery]) -> None:
        """The loop ends. What was not under way yet waits for the next one."""
        delivery = lane[0] if lane else None
        if delivery is None or self._lanes.get(webhook_id) is not lane:
            return
        if delivery.state == "in_flight":
            delivery.state = "queued"
            return
        lane.popleft()
        self._let_go(webhook_id)

    def _let_go(self, webhook_id: str) -> None:
        self._held[webhook_id] -= 1
        if not self._held[webhook_id]:
            del self._held[webhook_id]

    def _tell_idle(self) -> None:
        waiting, self._idle = self._idle, []
        _tell(waiting)


def _tell(several: list[asyncio.Future[None]]) -> None:
    for one in several:
        if not one.done():
            one.set_result(None)
