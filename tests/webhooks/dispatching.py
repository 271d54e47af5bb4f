"""A dispatcher that runs in the test's own event loop, and something to tell of."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from emulator.settings import Settings
from emulator.webhooks.dispatcher import Dispatcher
from emulator.world.appointments import Booking
from emulator.world.world import World
from tests.office import event_type, stored
from tests.webhooks.subscriptions import event


@asynccontextmanager
async def running(settings: Settings | None = None) -> AsyncIterator[Dispatcher]:
    dispatcher = Dispatcher(settings or Settings())
    await dispatcher.start()
    yield dispatcher
    await dispatcher.stop(5)


def booked(world: World) -> Booking:
    return stored(world, event_type(world))


def publish(dispatcher: Dispatcher, world: World, booking: Booking, *triggers: str) -> None:
    dispatcher.publish(world, [event(trigger, booking) for trigger in triggers or ("BOOKING_CREATED",)], "request-1")
