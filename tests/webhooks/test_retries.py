"""What becomes of a delivery that its subscriber does not take: tried again, given up, switched off."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from emulator.settings import Settings
from tests.office import office
from tests.webhooks.dispatching import booked, publish, running
from tests.webhooks.subscriber import Subscriber, in_loop
from tests.webhooks.subscriptions import subscribe


@pytest.mark.behaviour("webhooks", 46)
@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 0])
@in_loop
async def test_what_is_tried_again(status: int) -> None:
    """webhooks.md 10 #46 and 2.4: four requests at most, further and further apart, with one and the same body."""
    world = office()
    began = world.now()
    async with running() as dispatcher, Subscriber([status] * 9) as subscriber:
        subscribe(world, subscriber.url)
        publish(dispatcher, world, booked(world))
        waits = []
        for number in range(1, 4):
            assert (await dispatcher.drain(world))["waiting"] == 1
            due = dispatcher.next_retry_at(world)
            assert due is not None
            waits.append((due - world.now()).total_seconds())
            world.clock.move_to(due - timedelta(milliseconds=1))
            assert dispatcher.retry_due(world) == 0
            world.clock.move_to(due)
            assert dispatcher.retry_due(world) == 1
            await subscriber.until(number + 1)
        assert await dispatcher.drain(world) == {"delivered": 0, "failed": 1, "waiting": 0}
        (delivery,) = dispatcher.deliveries(world)
        assert [attempt.status for attempt in delivery.attempts] == [status or None] * 4
        assert len({request.body for request in subscriber.requests}) == 1
        assert dispatcher.next_retry_at(world) is None
        for number, wait in enumerate(waits):
            assert 10 * 1.5**number <= wait <= 20 * 1.5**number
        assert delivery.attempts[0].at == began
        assert delivery.attempts[-1].at == world.now()


@pytest.mark.behaviour("webhooks", 40, 46)
@pytest.mark.parametrize("status", [301, 302, 400, 401, 404, 422, 501])
@in_loop
async def test_what_is_not_tried_again(status: int) -> None:
    """webhooks.md 10 #40 and #46"""
    world = office()
    async with running() as dispatcher, Subscriber([status]) as subscriber:
        hook = subscribe(world, subscriber.url)
        publish(dispatcher, world, booked(world))
        assert await dispatcher.drain(world) == {"delivered": 0, "failed": 1, "waiting": 0}
        assert hook.active


@in_loop
async def test_a_retry_that_works() -> None:
    world = office()
    async with running() as dispatcher, Subscriber([503]) as subscriber:
        subscribe(world, subscriber.url)
        publish(dispatcher, world, booked(world))
        await dispatcher.drain(world)
        due = dispatcher.next_retry_at(world)
        assert due is not None
        world.clock.move_to(due)
        dispatcher.retry_due(world)
        assert await dispatcher.drain(world) == {"delivered": 1, "failed": 0, "waiting": 0}


@in_loop
async def test_a_waiting_retry_lets_others_pass() -> None:
    world = office()
    waited: list[bool] = []
    async with running() as dispatcher, Subscriber([500]) as subscriber:
        dispatcher.on_wait = lambda: waited.append(True)
        subscribe(world, subscriber.url)
        booking = booked(world)
        publish(dispatcher, world, booking, "BOOKING_CREATED", "BOOKING_CANCELLED")
        await dispatcher.drain(world)
        first, second = dispatcher.deliveries(world)
        assert (first.state, second.state, waited) == ("waiting", "delivered", [True])


def test_the_spread_of_retries_follows_the_worlds_seed() -> None:
    def dues(seed: int) -> list[float]:
        found: list[float] = []

        async def run() -> None:
            world = office(seed)
            async with running() as dispatcher:
                subscribe(world, "http://127.0.0.1:9/a")
                publish(dispatcher, world, booked(world), "BOOKING_CREATED", "BOOKING_CANCELLED")
                await dispatcher.drain(world)
                dues = [delivery.retry_at for delivery in dispatcher.deliveries(world)]
                found.extend((due - world.now()).total_seconds() for due in dues if due is not None)

        asyncio.run(run())
        return found

    assert dues(1) == dues(1)
    assert dues(1) != dues(2)
    assert len(set(dues(1))) == 2


@pytest.mark.behaviour("webhooks", 46)
@in_loop
async def test_gone_switches_the_subscription_off() -> None:
    """webhooks.md 10 #46"""
    world = office()
    async with running() as dispatcher, Subscriber([410]) as subscriber:
        hook = subscribe(world, subscriber.url)
        booking = booked(world)
        publish(dispatcher, world, booking)
        assert await dispatcher.drain(world) == {"delivered": 0, "failed": 1, "waiting": 0}
        assert hook.active is False
        publish(dispatcher, world, booking)
        await dispatcher.drain(world)
        assert len(subscriber.requests) == 1


@pytest.mark.parametrize("status", [500, 410, 0])
@in_loop
async def test_the_older_policy_tries_once(status: int) -> None:
    world = office()
    async with running(Settings(webhook_policy="once")) as dispatcher, Subscriber([status]) as subscriber:
        hook = subscribe(world, subscriber.url)
        publish(dispatcher, world, booked(world))
        assert await dispatcher.drain(world) == {"delivered": 0, "failed": 1, "waiting": 0}
        assert hook.active


@in_loop
async def test_silence_counts_as_a_failure() -> None:
    world = office()
    async with running(Settings(webhook_timeout=0.05)) as dispatcher, Subscriber() as subscriber:
        subscriber.open.clear()
        subscribe(world, subscriber.url)
        publish(dispatcher, world, booked(world))
        assert (await dispatcher.drain(world))["waiting"] == 1
        (delivery,) = dispatcher.deliveries(world)
        assert delivery.attempts[0].error == "no answer within 0.05 seconds"
