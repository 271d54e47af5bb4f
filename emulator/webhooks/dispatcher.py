"""Sends what happened to whoever subscribed: built and signed at once, sent later, never in the way of an answer."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any, Final
from weakref import WeakSet

from emulator.faults.striking import of_delivery
from emulator.settings import Settings
from emulator.webhooks import weather
from emulator.webhooks.delivery import Attempt, Body, Delivery
from emulator.webhooks.handlebars.error import TemplateError
from emulator.webhooks.lanes import Desk
from emulator.webhooks.pace import Pace
from emulator.webhooks.sender import Answer, Interrupted, Sender
from emulator.webhooks.signature import HEADER, signature
from emulator.webhooks.sink import sunk
from emulator.webhooks.subscribers import subscribers
from emulator.world.events import Event
from emulator.world.faults import Fault
from emulator.world.records import Webhook
from emulator.world.world import World

log = logging.getLogger("emulator")

RETRIED: Final = frozenset({408, 429, 500, 502, 503, 504})
GONE: Final = 410
MOST_ATTEMPTS: Final = 4
FIRST_WAIT: Final = 10.0
GROWTH: Final = 1.5
LONGEST_WAIT: Final = 600.0
NO_BODY: Final = Body(b"", "text/plain")


class BrokenBody(ValueError):
    """A body that the document does not allow."""


class Dispatcher:
    """Delivers the events of all worlds, one lane a subscriber. Everything happens on the running event loop.

    `on_wait` is called whenever a failed delivery begins to wait for its world's clock. `check` says what is wrong
    with the body of a trigger; `violations` counts bodies with which something was.
    """

    def __init__(self, settings: Settings, check: Callable[[str, Any], list[str]] = lambda _, __: []) -> None:
        self._settings = settings
        self._desks: dict[World, Desk] = {}
        self._gone: WeakSet[World] = WeakSet()
        self._sender = Sender(settings.webhook_timeout)
        self.pace = Pace()
        self._check = check
        self.violations = 0
        self.older = settings.webhook_payloads == "by-path"
        self.on_wait: Callable[[], None] = lambda: None

    def publish(self, world: World, events: list[Event], cause: str | None) -> list[int]:
        """Queue deliveries for events that just happened; their numbers.

        Cheap; never raises: a webhook must not spoil an answer. A request may outlive its world; what it brings about
        then reaches nobody.
        """
        numbers: list[int] = []
        if world in self._gone:
            return numbers
        for event in events:
            try:
                hooks = subscribers(world, event)
                if hooks:
                    from emulator.webhooks.bodies import bodies  # noqa: PLC0415 - before somebody subscribes nobody needs it

                    body_for = bodies(world, event, partial(self._hold, event.trigger), older=self.older)
                    numbers += self.send(world, event, hooks, body_for, cause)
            except Exception:
                log.exception("%s: no delivery could be made of it", event.trigger)
        return numbers

    async def drain(self, world: World) -> dict[str, int]:
        """Wait until nothing of a world is queued or in flight, and count how its deliveries stand.

        Retries that wait for the world's clock are counted as waiting.
        """
        desk = self._desks.get(world)
        counts = dict.fromkeys(("delivered", "failed", "waiting"), 0)
        if desk is not None:
            await desk.settled()
            for delivery in desk.log:
                counts[delivery.state] = counts.get(delivery.state, 0) + 1
        return counts

    def deliveries(self, world: World) -> list[Delivery]:
        """What was sent or tried for a world, oldest first."""
        desk = self._desks.get(world)
        return list(desk.log) if desk is not None else []

    async def moved(self, world: World) -> None:
        """Wait until a delivery of the world is made or something becomes of one."""
        await self._desk(world).moved()

    def replay(self, world: World, number: int, cause: str = "replay") -> Delivery:
        """Send a remembered delivery once more, byte for byte. Raises `LookupError` when it is not remembered."""
        desk = self._desk(world)
        original = next((delivery for delivery in desk.log if delivery.id == number), None)
        if original is None:
            raise LookupError(f"there is no delivery {number}")
        again = Delivery(
            id=desk.next_number(),
            trigger=original.trigger,
            webhook_id=original.webhook_id,
            url=original.url,
            body=original.body,
            headers=original.headers,
            created_at=world.now(),
            cause=cause,
            replay_of=original.id,
            booking_uid=original.booking_uid,
            faults=list(original.faults),
        )
        self._enter(desk, again)
        return again

    def next_retry_at(self, world: World) -> datetime | None:
        """When, on the world's clock, the next failed delivery is tried again."""
        desk = self._desks.get(world)
        return desk.next_retry() if desk is not None else None

    def retry_due(self, world: World) -> int:
        """Try again what is due by the world's clock; how many."""
        desk = self._desks.get(world)
        return desk.release(world.now()) if desk is not None else 0

    def tell(self) -> None:
        """Let everybody who waits for a delivery look again."""
        for desk in self._desks.values():
            desk.tell()

    def forget(self, world: World) -> None:
        """Give up everything that was on its way for a world that is gone."""
        self._gone.add(world)
        desk = self._desks.pop(world, None)
        if desk is not None:
            desk.close()

    @staticmethod
    def warm() -> None:
        """Import what the first event that somebody hears of would otherwise wait for, a tenth of a second."""
        import aiohttp  # noqa: F401, PLC0415

        import emulator.webhooks.bodies  # noqa: F401, PLC0415

    async def start(self) -> None:
        """Nothing to do beforehand: the connection pool opens with the first delivery."""

    async def stop(self, deadline: float) -> None:
        """Give what is on its way `deadline` seconds, then close."""
        waiting = [asyncio.ensure_future(desk.settled()) for desk in self._desks.values()]
        if waiting:
            await asyncio.wait(waiting, timeout=deadline)
        for desk in self._desks.values():
            desk.close()
        self._desks.clear()
        await self._sender.close()

    def _desk(self, world: World) -> Desk:
        desk = self._desks.get(world)
        if desk is None:
            desk = Desk(world, self._send, self._settings.delivery_log, self._settings.lane_size)
            if world not in self._gone:
                self._desks[world] = desk
        return desk

    def send(
        self,
        world: World,
        event: Event,
        hooks: Sequence[Webhook],
        body_for: Callable[[Webhook], Body],
        cause: str | None,
        uid: str | None = None,
    ) -> list[int]:
        """Queue one event's deliveries to these subscribers, who need not be subscribed; their numbers.

        `uid` names the booking concerned where the world does not have it.
        """
        desk = self._desk(world)
        booking = world.bookings.get(event.booking_id)
        uid = booking.uid if booking else uid
        signed = lru_cache(signature)
        numbers: list[int] = []
        for hook in hooks:
            try:
                body = body_for(hook)
                delivery = _delivery(desk, event, hook, body, signed(hook.secret, body.content), cause, uid)
            except Exception as error:
                # The service throws here as well: this delivery is lost, the others are not.
                unexpected = None if isinstance(error, TemplateError | BrokenBody) else error
                log.warning("%s for %s: %s", event.trigger, hook.subscriber_url, error, exc_info=unexpected)
                delivery = _delivery(desk, event, hook, NO_BODY, signed(hook.secret, NO_BODY.content), cause, uid)
                desk.remember(delivery)
                _fail(delivery, world, f"no body could be made: {error}")
                numbers.append(delivery.id)
            else:
                numbers += self._enter(
                    desk, delivery, of_delivery(world, event.trigger, hook) if len(world.faults) else ()
                )
        return numbers

    def _hold(self, trigger: str, whole: Any) -> Any:
        """Hold a body against the document before it leaves. What breaks it is counted; in strict mode it stays.

        The older service's payloads about bookings are in no document.
        """
        if self.older and trigger.startswith("BOOKING_"):
            return whole
        wrong = self._check(trigger, whole)
        if wrong:
            self.violations += 1
            log.error("%s has a body that its document does not allow: %s", trigger, "; ".join(wrong))
            if self._settings.loud:
                raise BrokenBody(f"it breaks the document: {'; '.join(wrong)}")
        return whole

    def _enter(self, desk: Desk, delivery: Delivery, faults: Sequence[Fault] = ()) -> list[int]:
        """Remember a delivery and send it off; the numbers of what was entered (a fault may make two of one)."""
        several, refused = weather.enter(desk, delivery, faults)
        for one in refused:
            _fail(one, desk.world, "the subscriber's lane is full")
            log.warning("%s for %s: the lane is full", one.trigger, one.url)
        if any(one.retry_at for one in several):
            self.on_wait()
        return [one.id for one in several]

    async def _send(self, desk: Desk, delivery: Delivery) -> None:
        await self.pace.turn()
        at = desk.world.now()
        try:
            answer = await self._answer(delivery)
        except Interrupted:
            # Sending it again might reach the subscriber twice.
            _fail(delivery, desk.world, "the event loop ended before the answer came")
            raise
        delivery.attempts += [
            Attempt(at, one.seconds, error=one.error, trouble=one.trouble, kept=True) for one in answer.broken
        ]
        attempt = Attempt(
            at, answer.seconds, answer.status, answer.error, answer.trouble, answer.head_seconds, said=answer.said
        )
        delivery.attempts.append(attempt)
        if attempt.ok:
            delivery.state = "delivered"
        elif self._is_retried(delivery, attempt):
            desk.wait_until(desk.world.now() + _wait(delivery, desk.world.seed), delivery)
            self.on_wait()
        else:
            delivery.state = "failed"
            hook = desk.world.webhooks.get(delivery.webhook_id)
            # Gone means gone: the newest service switches the subscription off.
            if attempt.status == GONE and hook is not None and self._settings.webhook_policy == "retry":
                desk.world.webhooks.update(hook, active=False)

    async def _answer(self, delivery: Delivery) -> Answer:
        status = sunk(delivery.url, delivery.tries)
        if status is None:
            return await self._sender.post(delivery.url, delivery.headers, delivery.body)
        # A lane full of these must not keep the loop to itself.
        await asyncio.sleep(0)
        return Answer(0.0, status, head_seconds=0.0)

    def _is_retried(self, delivery: Delivery, attempt: Attempt) -> bool:
        if self._settings.webhook_policy == "once" or delivery.tries >= MOST_ATTEMPTS:
            return False
        if delivery.replay_of is not None:
            return False
        return attempt.error is not None or attempt.status in RETRIED


def _delivery(
    desk: Desk, event: Event, hook: Webhook, body: Body, signed: str, cause: str | None, uid: str | None
) -> Delivery:
    return Delivery(
        id=desk.next_number(),
        trigger=event.trigger,
        webhook_id=hook.id,
        url=hook.subscriber_url,
        body=body.content,
        headers={"Content-Type": body.media_type, HEADER: signed, "X-Cal-Webhook-Version": hook.version},
        created_at=event.at,
        cause=cause,
        booking_uid=uid,
    )


def _wait(delivery: Delivery, seed: int) -> timedelta:
    """How long until the next attempt: longer each time, and spread by the world's seed, whatever else is going on."""
    attempts = delivery.tries
    spread = random.Random(f"{seed} {delivery.id} {attempts}").random()  # noqa: S311 - guards nothing
    seconds = min(LONGEST_WAIT, FIRST_WAIT * GROWTH ** (attempts - 1) * (1 + spread))
    # Whole milliseconds: a world's clock knows nothing finer, and would never quite get there.
    return timedelta(milliseconds=int(seconds * 1000))


def _fail(delivery: Delivery, world: World, reason: str) -> None:
    """Give a delivery up without an answer."""
    delivery.state = "failed"
    delivery.attempts.append(Attempt(world.now(), 0.0, error=reason))
