from __future__ import annotations

import inspect
from datetime import timedelta
from functools import partial

import pytest
from anyio.to_thread import run_sync

from emulator.testing import AsyncCalcom, Calcom, aio
from emulator.testing.aio_backstage import AsyncBackstage
from emulator.testing.backstage import Backstage
from emulator.testing.clock import ClockHand
from emulator.testing.faults import Faults
from emulator.testing.inbox import Inbox
from emulator.testing.records import Records
from emulator.testing.requests import Requests
from emulator.testing.webhooks import Webhooks
from tests.testing.asking import BODY, book

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]


async def test_every_call_is_awaited(world: Calcom) -> None:
    calcom = AsyncCalcom(world)
    assert calcom.url == world.url
    assert (await calcom.headers())["Authorization"] == f"Bearer {await calcom.api_key()}"
    inbox = await calcom.webhooks.inbox("BOOKING_CREATED", "MEETING_STARTED")
    inbox.answer(400)
    booking = await run_sync(partial(book, world))
    event = await inbox.expect("BOOKING_CREATED", uid=booking["uid"])
    assert event.signed
    assert [inbox.url.startswith("http://127.0.0.1"), inbox.secret, inbox.events] == [True, "inbox-secret", [event]]
    await inbox.expect_none()
    assert (await calcom.requests.expect("POST", "/v2/bookings"))["status"] == 201
    assert len(await calcom.requests.list()) == 1
    await calcom.requests.clear()
    await calcom.requests.expect_none()
    assert booking["uid"] in await calcom.biography(booking["uid"])

    before = await calcom.clock.now()
    assert await calcom.clock.advance(60) == before + timedelta(minutes=1)
    await calcom.clock.advance(to=BODY["start"])
    assert [each.trigger for each in await inbox.all()] == ["BOOKING_CREATED", "MEETING_STARTED"]
    sent = await calcom.webhooks.deliveries(trigger="MEETING_STARTED")
    await calcom.webhooks.replay(sent[0])
    await calcom.webhooks.drain()
    await calcom.clock.freeze("2031-01-01T00:00:00Z")
    await calcom.clock.release()

    made = await calcom.records.create("users", username="zoe")
    assert (await calcom.records.patch("users", made["id"], name="Zoe"))["name"] == "Zoe"
    assert (await calcom.records.read("users", made["id"]))["name"] == "Zoe"
    assert len(await calcom.records.list("users", username="zoe")) == 1
    await calcom.records.delete("users", made["id"])
    assert (await calcom.webhooks.trigger("BOOKING_CREATED"))["madeUp"]
    await calcom.webhooks.subscribe("http://127.0.0.1:9/", ["BOOKING_CREATED"])
    await calcom.reset()
    assert await calcom.records.list("bookings") == []


@pytest.mark.parametrize(
    ("awaited", "plain"),
    [
        (aio.AsyncRecords, Records),
        (aio.AsyncClockHand, ClockHand),
        (aio.AsyncWebhooks, Webhooks),
        (aio.AsyncRequests, Requests),
        (aio.AsyncInbox, Inbox),
        (aio.AsyncFaults, Faults),
        (AsyncBackstage, Backstage),
        (aio.AsyncCalcom, Calcom),
    ],
)
async def test_nothing_is_missing(awaited: type, plain: type) -> None:
    """Whatever the plain one can do the awaited one can; attributes that need no answer stay as they are."""
    public = {name for name, _ in inspect.getmembers(plain, callable) if not name.startswith("_")}
    assert public - {"close", "receive"} <= {name for name, _ in inspect.getmembers(awaited, callable)}
