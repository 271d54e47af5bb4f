"""Lets time pass: what the agenda and the waiting retries hold happens when a world's clock gets there."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import Final
from weakref import WeakKeyDictionary

from emulator.webhooks.dispatcher import Dispatcher
from emulator.webhooks.due import fall_due
from emulator.world.universe import Universe
from emulator.world.world import World

log = logging.getLogger("emulator")

LONGEST_SLEEP: Final = 3600.0


class Timekeeper:
    """Moves clocks on request (`settle`), and follows running ones in the background."""

    def __init__(self, universe: Universe, dispatcher: Dispatcher) -> None:
        self._universe = universe
        self._dispatcher = dispatcher
        self._task: asyncio.Task[None] | None = None
        self._woken: asyncio.Event | None = None
        self._sleeps_until = 0.0
        self._locks: WeakKeyDictionary[World, asyncio.Lock] = WeakKeyDictionary()
        dispatcher.on_wait = self.wake

    async def settle(self, world: World, target: datetime) -> int:
        """Move a world's clock to `target`, stopping wherever something falls due; how many events came of it.

        Everything fires in order of time, and each instant's deliveries end before the clock goes on, so that a
        subscriber who asks back finds the world at that instant.
        """
        async with self._locks.setdefault(world, asyncio.Lock()):
            fired = 0
            # What was sent before time moves belongs to the time it was sent at, and so do its retries.
            await self._dispatcher.drain(world)
            while (due := self._next_due(world)) is not None and due <= target:
                if due > world.now():
                    world.clock.move_to(due)
                fired += self._fire(world)
                await self._dispatcher.drain(world)
            if target > world.now():
                world.clock.move_to(target)
            await self._dispatcher.drain(world)
        self.wake()
        return fired

    def wake(self) -> None:
        """Look at the clocks again: something was planned, or a clock was set."""
        if self._woken is not None:
            self._woken.set()

    def noticed(self, world: World) -> None:
        """Something may have been planned in a world: wake if that falls due before the sleep would end."""
        if self._woken is None or world.clock.frozen:
            return
        due = world.agenda.next_at()
        if due is None:
            return
        seconds = (due - world.now()).total_seconds()
        if asyncio.get_running_loop().time() + seconds < self._sleeps_until:
            self._woken.set()

    async def start(self) -> None:
        """Follow the running clocks from now on."""
        self._woken = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._follow(self._woken))

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = self._woken = None

    async def _follow(self, woken: asyncio.Event) -> None:
        while True:
            woken.clear()
            sleep = self._follow_all()
            self._sleeps_until = asyncio.get_running_loop().time() + sleep
            try:
                async with asyncio.timeout(sleep):
                    await woken.wait()
            except TimeoutError:
                continue

    def _follow_all(self) -> float:
        """Fire what is due in every world whose clock runs; the seconds until something is due again.

        Not part of `_follow`, which would keep the last world alive while it sleeps.
        """
        return min(
            (self._follow_one(world) for world in self._universe if not world.clock.frozen), default=LONGEST_SLEEP
        )

    def _follow_one(self, world: World) -> float:
        """Fire what is due in a world whose clock runs; the seconds until something is due again."""
        try:
            self._fire(world)
        except Exception:
            # One world's trouble must not stop the clocks of the others.
            log.exception("world %r: what was due could not be fired", world.name)
        due = self._next_due(world)
        return LONGEST_SLEEP if due is None else max(0.0, (due - world.now()).total_seconds())

    def _next_due(self, world: World) -> datetime | None:
        known = [due for due in (world.agenda.next_at(), self._dispatcher.next_retry_at(world)) if due is not None]
        return min(known, default=None)

    def _fire(self, world: World) -> int:
        """Let happen what is due by now; how many events came of it."""
        fired = 0
        while (due := world.agenda.pop_due(world.now())) is not None:
            try:
                with world.transaction():
                    fall_due(world, due)
            except Exception:
                # What cannot happen must not keep the rest from happening.
                log.exception("world %r: %s could not be fired", world.name, due.trigger)
            events = world.take_events()
            fired += len(events)
            self._dispatcher.publish(world, events, "clock")
        self._dispatcher.retry_due(world)
        return fired
