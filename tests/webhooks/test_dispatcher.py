from __future__ import annotations

import asyncio
import hashlib
import hmac

import pytest

from emulator.settings import Settings
from emulator.webhooks.dispatcher import Dispatcher
from tests.office import office
from tests.webhooks.dispatching import booked, publish, running
from tests.webhooks.subscriber import Request, Subscriber, in_loop
from tests.webhooks.subscriptions import subscribe


@pytest.mark.behaviour("webhooks", 36, 38)
@in_loop
async def test_a_delivery_on_the_wire_and_in_the_log() -> None:
    """webhooks.md 10 #36 and #38"""
    world = office()
    async with running() as dispatcher, Subscriber() as subscriber:
        hook = subscribe(world, subscriber.url)
        publish(dispatcher, world, booked(world))
        assert await dispatcher.drain(world) == {"delivered": 1, "failed": 0, "waiting": 0}
        (request,) = subscriber.requests
        assert request.headers["content-type"] == "application/json"
        assert request.headers["x-cal-webhook-version"] == "2021-10-20"
        expected = hmac.new(b"s3cret", request.body, hashlib.sha256).hexdigest()
        assert request.headers["x-cal-signature-256"] == expected
        (delivery,) = dispatcher.deliveries(world)
        assert (delivery.id, delivery.trigger, delivery.webhook_id) == (1, "BOOKING_CREATED", hook.id)
        assert (delivery.state, delivery.cause, delivery.body) == ("delivered", "request-1", request.body)
        (attempt,) = delivery.attempts
        assert (attempt.at, attempt.status, attempt.error) == (world.now(), 200, None)


@pytest.mark.behaviour("webhooks", 37)
@in_loop
async def test_version_and_secret_are_those_of_the_subscription() -> None:
    """webhooks.md 10 #37"""
    world = office()
    async with running() as dispatcher, Subscriber() as subscriber:
        subscribe(world, subscriber.url, secret=None, version="2026-07-27")
        publish(dispatcher, world, booked(world))
        await dispatcher.drain(world)
        (request,) = subscriber.requests
        assert request.headers["x-cal-webhook-version"] == "2026-07-27"
        assert request.headers["x-cal-signature-256"] == "no-secret-provided"
        assert "attendeeIcsContent" in request.json["payload"]


@in_loop
async def test_each_subscriber_of_an_event_gets_its_own_body_signed_with_its_own_secret() -> None:
    world = office()
    async with running() as dispatcher, Subscriber() as subscriber:
        template = '{"what": "{{title}}"}'
        for secret, more in (("one", {}), ("two", {}), ("one", {"payload_template": template}), ("one", {})):
            subscribe(world, subscriber.url, secret=secret, **more)
        publish(dispatcher, world, booked(world))
        await dispatcher.drain(world)
        got = dispatcher.deliveries(world)
        for delivery, secret in zip(got, ("one", "two", "one", "one"), strict=True):
            expected = hmac.new(secret.encode(), delivery.body, hashlib.sha256).hexdigest()
            assert delivery.headers["X-Cal-Signature-256"] == expected
        assert got[0].body == got[1].body == got[3].body != got[2].body


@in_loop
async def test_events_reach_a_subscriber_in_order() -> None:
    world = office()
    triggers = ["BOOKING_REQUESTED", "BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED"]
    async with running() as dispatcher, Subscriber() as subscriber:
        subscribe(world, subscriber.url)
        subscriber.open.clear()
        publish(dispatcher, world, booked(world), *triggers)
        await subscriber.until(1)
        subscriber.open.set()
        await dispatcher.drain(world)
        assert subscriber.triggers == triggers


@in_loop
async def test_what_is_sent_is_what_was_true_when_it_happened() -> None:
    world = office()
    async with running() as dispatcher, Subscriber() as subscriber:
        hook = subscribe(world, subscriber.url)
        booking = booked(world)
        publish(dispatcher, world, booking)
        world.bookings.update(booking, title="Changed")
        world.webhooks.update(hook, secret="other", active=False)
        await dispatcher.drain(world)
        (request,) = subscriber.requests
        assert request.json["payload"]["title"] == "Stored"
        assert request.headers["x-cal-signature-256"] == hmac.new(b"s3cret", request.body, hashlib.sha256).hexdigest()


@pytest.mark.behaviour("webhooks", 70)
@in_loop
async def test_an_inactive_subscription_gets_nothing_and_nothing_is_made_up_for_it() -> None:
    """webhooks.md 10 #70"""
    world = office()
    async with running() as dispatcher, Subscriber() as subscriber:
        hook = subscribe(world, subscriber.url, active=False)
        booking = booked(world)
        publish(dispatcher, world, booking)
        world.webhooks.update(hook, active=True)
        await dispatcher.drain(world)
        assert subscriber.requests == []
        publish(dispatcher, world, booking, "BOOKING_CANCELLED")
        await dispatcher.drain(world)
        assert subscriber.triggers == ["BOOKING_CANCELLED"]


@pytest.mark.behaviour("webhooks", 72)
@in_loop
async def test_two_subscriptions_with_one_url_are_two_deliveries() -> None:
    """webhooks.md 10 #72"""
    world = office()
    async with running() as dispatcher, Subscriber() as subscriber:
        booking = booked(world)
        subscribe(world, subscriber.url)
        subscribe(world, subscriber.url, event_type_id=booking.event_type_id)
        publish(dispatcher, world, booking)
        await dispatcher.drain(world)
        assert len(subscriber.requests) == 2


@in_loop
async def test_a_mistaken_template_loses_only_its_own_delivery() -> None:
    """webhooks.md 3.1"""
    world = office()
    async with running() as dispatcher, Subscriber() as subscriber:
        subscribe(world, subscriber.url, payload_template="{{attendees[0].name}}")
        subscribe(world, subscriber.url, payload_template="{{title}}")
        subscribe(world, subscriber.url, payload_template='{"t":"{{title}}"}')
        publish(dispatcher, world, booked(world))
        assert await dispatcher.drain(world) == {"delivered": 2, "failed": 1, "waiting": 0}
        lost = dispatcher.deliveries(world)[0]
        assert (lost.state, lost.body) == ("failed", b"")
        assert "no body could be made" in (lost.attempts[0].error or "")
        assert {(request.body, request.headers["content-type"]) for request in subscriber.requests} == {
            (b"Stored", "application/x-www-form-urlencoded"),
            (b'{"t":"Stored"}', "application/json"),
        }


@in_loop
async def test_publishing_never_raises(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    world = office()
    booking = booked(world)
    async with running() as dispatcher, Subscriber() as subscriber:
        subscribe(world, subscriber.url)
        publish(dispatcher, world, booking, "BOOKING_NO_SHOW_UPDATED")  # without the facts that it needs
        assert await dispatcher.drain(world) == {"delivered": 0, "failed": 1, "waiting": 0}
        monkeypatch.setattr("emulator.webhooks.dispatcher.subscribers", lambda *_: 1 / 0)
        publish(dispatcher, world, booking)
        assert "no delivery could be made" in caplog.text
    Dispatcher(Settings()).publish(world, [], None)


@in_loop
async def test_a_full_lane_refuses_and_the_log_forgets_the_oldest() -> None:
    world = office()
    settings = Settings(lane_size=2, delivery_log=3)
    async with running(settings) as dispatcher, Subscriber() as subscriber:
        subscriber.open.clear()
        subscribe(world, subscriber.url)
        booking = booked(world)
        for _ in range(4):
            publish(dispatcher, world, booking)
        deliveries = dispatcher.deliveries(world)
        assert [delivery.id for delivery in deliveries] == [2, 3, 4]
        assert [delivery.state for delivery in deliveries] == ["queued", "failed", "failed"]
        assert deliveries[1].attempts[0].error == "the subscriber's lane is full"
        subscriber.open.set()
        await dispatcher.drain(world)
        assert len(subscriber.requests) == 2


@in_loop
async def test_replaying_sends_the_same_bytes_once() -> None:
    world = office()
    async with running() as dispatcher, Subscriber([200, 500]) as subscriber:
        hook = subscribe(world, subscriber.url)
        publish(dispatcher, world, booked(world))
        await dispatcher.drain(world)
        world.webhooks.remove(hook)
        again = dispatcher.replay(world, 1)
        assert await dispatcher.drain(world) == {"delivered": 1, "failed": 1, "waiting": 0}
        first, second = subscriber.requests
        assert (first.body, first.headers) == (second.body, second.headers)
        assert (again.id, again.replay_of, again.cause) == (2, 1, "replay")
        with pytest.raises(LookupError, match="no delivery 7"):
            dispatcher.replay(world, 7)


@in_loop
async def test_worlds_do_not_meet() -> None:
    one, other = office(), office()
    async with running() as dispatcher, Subscriber() as subscriber:
        subscribe(one, subscriber.url)
        publish(dispatcher, one, booked(one))
        publish(dispatcher, other, booked(other))
        assert await dispatcher.drain(other) == {"delivered": 0, "failed": 0, "waiting": 0}
        await dispatcher.drain(one)
        assert (len(dispatcher.deliveries(one)), dispatcher.deliveries(other)) == (1, [])


@in_loop
async def test_nothing_of_a_forgotten_world_is_sent_any_more() -> None:
    world = office()
    async with running() as dispatcher, Subscriber([500]) as subscriber:
        subscribe(world, subscriber.url)
        booking = booked(world)
        publish(dispatcher, world, booking)
        await dispatcher.drain(world)
        publish(dispatcher, world, booking)
        dispatcher.forget(world)
        publish(dispatcher, world, booking)
        assert dispatcher.deliveries(world) == []
        assert dispatcher.next_retry_at(world) is None
        assert dispatcher.retry_due(world) == 0
        assert sum((await dispatcher.drain(world)).values()) == 0
        dispatcher.forget(world)
    assert len(subscriber.requests) == 1


@in_loop
async def test_stopping_gives_what_is_on_its_way_a_while() -> None:
    world = office()
    async with Subscriber() as subscriber:
        dispatcher = Dispatcher(Settings())
        subscribe(world, subscriber.url)
        publish(dispatcher, world, booked(world))
        await dispatcher.stop(5)
        assert len(subscriber.requests) == 1
        subscriber.open.clear()
        publish(dispatcher, world, booked(world))
        await dispatcher.stop(0.01)
    assert dispatcher.deliveries(world) == []


def test_a_loop_that_ends_sends_nothing_twice_and_leaves_the_rest_to_the_next() -> None:
    """As when every request of a test client runs in a loop of its own."""
    world = office()
    dispatcher = Dispatcher(Settings())
    requests: list[Request] = []

    async def cut_short() -> None:
        async with Subscriber(requests=requests) as subscriber:
            subscriber.open.clear()
            subscribe(world, subscriber.url)
            publish(dispatcher, world, booked(world), "BOOKING_CREATED", "BOOKING_CANCELLED")
            await subscriber.until(1)

    async def in_full() -> dict[str, int]:
        counts = await dispatcher.drain(world)
        await dispatcher.stop(5)
        return counts

    asyncio.run(cut_short())
    first, second = dispatcher.deliveries(world)
    assert (first.state, second.state) == ("failed", "queued")
    assert first.attempts[0].error == "the event loop ended before the answer came"
    assert asyncio.run(in_full()) == {"delivered": 0, "failed": 1, "waiting": 1}
    assert len(second.attempts) == len(requests) == 1
