from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from emulator.scheduling.meetings import plan_meeting
from emulator.settings import Settings
from emulator.webhooks.dispatcher import Dispatcher
from emulator.webhooks.timekeeper import Timekeeper
from emulator.world.appointments import Booking
from emulator.world.clock import Clock
from emulator.world.universe import Universe
from emulator.world.world import World
from tests.office import NOW, START, event_type, office, stored
from tests.webhooks.subscriber import Subscriber, in_loop
from tests.webhooks.subscriptions import event, subscribe

HOUR = timedelta(hours=1)


class Keeper:
    def __init__(self, world: World, dispatcher: Dispatcher, timekeeper: Timekeeper) -> None:
        self.world, self.dispatcher, self.timekeeper = world, dispatcher, timekeeper

    def meeting(self, **changes: Any) -> Booking:
        """A stored booking in the agenda."""
        booking = stored(self.world, event_type(self.world), **changes)
        plan_meeting(self.world, booking)
        self.timekeeper.wake()
        return booking


@asynccontextmanager
async def keeping(world: World | None = None, **options: Any) -> AsyncIterator[Keeper]:
    universe = Universe(lambda _, __: office(), 9)
    dispatcher = Dispatcher(Settings(**options))
    timekeeper = Timekeeper(universe, dispatcher)
    universe.on_leave.append(dispatcher.forget)
    await timekeeper.start()
    yield Keeper(universe.replace(world or office()), dispatcher, timekeeper)
    await timekeeper.stop()
    await dispatcher.stop(5)


@in_loop
async def test_meetings_start_and_end_at_their_time() -> None:
    async with keeping() as keeper, Subscriber() as subscriber:
        subscribe(keeper.world, subscriber.url)
        booking = keeper.meeting()
        assert await keeper.timekeeper.settle(keeper.world, START - timedelta(milliseconds=1)) == 0
        assert subscriber.requests == []
        assert await keeper.timekeeper.settle(keeper.world, START) == 1
        assert await keeper.timekeeper.settle(keeper.world, START + 24 * HOUR) == 1
        assert keeper.world.now() == START + 24 * HOUR
        assert subscriber.triggers == ["MEETING_STARTED", "MEETING_ENDED"]
        first, second = keeper.dispatcher.deliveries(keeper.world)
        assert (first.created_at, second.created_at) == (START, START + HOUR)
        assert (second.attempts[0].at, second.cause) == (START + HOUR, "clock")
        assert subscriber.requests[0].json["uid"] == booking.uid
        assert await keeper.timekeeper.settle(keeper.world, START + 48 * HOUR) == 0


@in_loop
async def test_everything_fires_in_order_of_time() -> None:
    async with keeping() as keeper, Subscriber() as subscriber:
        subscribe(keeper.world, subscriber.url)
        late, early = keeper.meeting(start=START + HOUR), keeper.meeting(start=START)
        await keeper.timekeeper.settle(keeper.world, START + 24 * HOUR)
        order = [(request.json["uid"], request.json["triggerEvent"]) for request in subscriber.requests]
        assert order == [
            (early.uid, "MEETING_STARTED"),
            (late.uid, "MEETING_STARTED"),
            (early.uid, "MEETING_ENDED"),
            (late.uid, "MEETING_ENDED"),
        ]


@in_loop
async def test_subscribers_and_bookings_count_as_they_are_then() -> None:
    """webhooks.md 1.3: resolved when it fires. An inactive subscription gets none, a later one does."""
    async with keeping() as keeper, Subscriber() as subscriber:
        off = subscribe(keeper.world, f"{subscriber.url}?off")
        kept, gone, deleted = keeper.meeting(), keeper.meeting(), keeper.meeting()
        keeper.world.webhooks.update(off, active=False)
        subscribe(keeper.world, subscriber.url)
        keeper.world.bookings.update(kept, title="Renamed")
        keeper.world.bookings.update(gone, status="cancelled")
        keeper.world.bookings.remove(deleted)
        assert await keeper.timekeeper.settle(keeper.world, START) == 1
        (request,) = subscriber.requests
        assert (request.json["title"], "off" in request.line) == ("Renamed", False)


@in_loop
async def test_retries_fall_due_among_the_meetings() -> None:
    async with keeping() as keeper, Subscriber([500, 500]) as subscriber:
        subscribe(keeper.world, subscriber.url)
        booking = keeper.meeting(start=NOW + timedelta(seconds=25))
        keeper.dispatcher.publish(keeper.world, [event("BOOKING_CREATED", booking)], "r")
        await keeper.timekeeper.settle(keeper.world, NOW + timedelta(days=1))
        assert keeper.dispatcher.next_retry_at(keeper.world) is None
        told = [attempt.at for delivery in keeper.dispatcher.deliveries(keeper.world) for attempt in delivery.attempts]
        assert len(told) == len(subscriber.requests) == 5
        assert (await keeper.dispatcher.drain(keeper.world))["delivered"] == 3
        assert subscriber.triggers[0] == "BOOKING_CREATED"
        assert subscriber.triggers[-1] == "MEETING_ENDED"


@in_loop
async def test_a_dead_subscriber_does_not_hold_time_up() -> None:
    async with keeping() as keeper:
        subscribe(keeper.world, "http://127.0.0.1:9/")
        keeper.meeting()
        await keeper.timekeeper.settle(keeper.world, START + timedelta(seconds=5))
        assert keeper.world.now() == START + timedelta(seconds=5)
        due = keeper.dispatcher.next_retry_at(keeper.world)
        assert due is not None
        assert START + timedelta(seconds=10) <= due <= START + timedelta(seconds=20)


@in_loop
async def test_who_settles_at_once_settles_one_after_the_other() -> None:
    async with keeping() as keeper, Subscriber() as subscriber:
        subscribe(keeper.world, subscriber.url)
        keeper.meeting()
        settle = keeper.timekeeper.settle
        fired = await asyncio.gather(*(settle(keeper.world, START + hours * HOUR) for hours in (0, 1, 2)))
        assert fired == [1, 1, 0]
        assert keeper.world.now() == START + 2 * HOUR


@in_loop
async def test_a_target_in_the_past_moves_nothing_back() -> None:
    async with keeping() as keeper:
        await keeper.timekeeper.settle(keeper.world, NOW - HOUR)
        assert keeper.world.now() == NOW


class Wall:
    """The machine's time, standing still until it is told otherwise."""

    def __init__(self) -> None:
        self.seconds = NOW.timestamp()

    def __call__(self) -> float:
        return self.seconds


def live(wall: Wall) -> World:
    world = office()
    world.clock = Clock(wall)
    return world


@in_loop
async def test_a_running_clock_fires_by_itself() -> None:
    wall = Wall()
    async with keeping(live(wall)) as keeper, Subscriber() as subscriber:
        subscribe(keeper.world, subscriber.url)
        keeper.meeting(start=NOW + timedelta(milliseconds=20))
        wall.seconds += 1
        await subscriber.until(1)
        assert subscriber.triggers == ["MEETING_STARTED"]
        wall.seconds += 3600
        keeper.timekeeper.wake()
        await subscriber.until(2)
        assert subscriber.triggers == ["MEETING_STARTED", "MEETING_ENDED"]


@in_loop
async def test_a_running_clock_brings_retries_by_itself() -> None:
    wall = Wall()
    async with keeping(live(wall)) as keeper, Subscriber([500]) as subscriber:
        subscribe(keeper.world, subscriber.url)
        keeper.dispatcher.publish(keeper.world, [event("BOOKING_CREATED", keeper.meeting())], None)
        await subscriber.until(1)
        await keeper.dispatcher.drain(keeper.world)
        wall.seconds += 20
        keeper.timekeeper.wake()
        await subscriber.until(2)
        assert (await keeper.dispatcher.drain(keeper.world))["delivered"] == 1


@in_loop
async def test_a_frozen_clock_waits_to_be_moved() -> None:
    async with keeping() as keeper, Subscriber() as subscriber:
        subscribe(keeper.world, subscriber.url)
        keeper.meeting()
        keeper.world.clock.freeze(START)
        keeper.timekeeper.wake()
        for _ in range(5):
            await asyncio.sleep(0)
        assert keeper.dispatcher.deliveries(keeper.world) == []
        keeper.world.clock.release()
        keeper.world.clock.move_to(START)
        keeper.timekeeper.wake()
        await subscriber.until(1)


@in_loop
async def test_one_worlds_trouble_is_its_own(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    wall = Wall()
    async with keeping(live(wall)) as keeper, Subscriber() as subscriber:
        subscribe(keeper.world, subscriber.url)
        keeper.meeting(start=NOW + timedelta(milliseconds=1))
        pop_due = keeper.world.agenda.pop_due
        monkeypatch.setattr(keeper.world.agenda, "pop_due", lambda _: 1 / 0)
        keeper.timekeeper.wake()
        await asyncio.sleep(0)
        assert "could not be fired" in caplog.text
        monkeypatch.setattr(keeper.world.agenda, "pop_due", pop_due)
        wall.seconds += 1
        keeper.timekeeper.wake()
        await subscriber.until(1)


@in_loop
async def test_not_started_and_stopped_twice() -> None:
    timekeeper = Timekeeper(Universe(lambda _, __: office(), 1), Dispatcher(Settings()))
    timekeeper.wake()
    await timekeeper.stop()
    await timekeeper.start()
    await timekeeper.stop()
    await timekeeper.stop()
