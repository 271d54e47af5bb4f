"""Many subscribers and a burst of bookings: nothing lost, nothing twice, in order, and nobody in anybody's way."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import Any

import httpx2

from emulator.app import Emulator
from tests.webhooks.subscriber import Subscriber, in_loop

HEADERS = {"authorization": "Bearer cal_test_ada", "cal-api-version": "2024-08-13"}
GUEST = {"name": "Bob", "email": "bob@example.com", "timeZone": "UTC"}
SUBSCRIBERS = 10
BOOKINGS = 60


async def booked(client: httpx2.AsyncClient) -> list[str]:
    """A burst of bookings, day after day; their uids in order."""
    uids = []
    for number in range(BOOKINGS):
        day, hour = divmod(number, 4)
        start = f"2030-{1 + day // 4:02}-{7 * (day % 4) + 1:02}T{9 + hour:02}:00:00Z"
        answer = await client.post(
            "/v2/bookings", json={"eventTypeId": 1, "start": start, "attendee": GUEST}, headers=HEADERS
        )
        if answer.status_code == 201:
            uids.append(answer.json()["data"]["uid"])
    return uids


async def subscribed(client: httpx2.AsyncClient, url: str) -> str:
    hook = {"userId": 1, "subscriberUrl": url, "triggers": ["BOOKING_CREATED"], "secret": "s3cret"}
    answer = await client.post("/_emulator/records/webhooks", json=hook)
    return str(answer.json()["id"])


def told(subscriber: Subscriber) -> list[str]:
    return [request.json["payload"]["uid"] for request in subscriber.requests]


@in_loop
async def test_a_burst_reaches_everybody_once_and_in_order_though_one_hangs() -> None:
    transport = httpx2.ASGITransport(app=Emulator(now="2029-12-03T08:00:00Z", webhook_timeout=60))
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx2.AsyncClient(transport=transport, base_url="http://emulator"))
        subscribers = [await stack.enter_async_context(Subscriber()) for _ in range(SUBSCRIBERS)]
        hanging = await stack.enter_async_context(Subscriber())
        hanging.open.clear()
        ids = [await subscribed(client, one.url) for one in (*subscribers, hanging)]
        uids = await booked(client)
        assert len(uids) > BOOKINGS // 2
        for one in subscribers:
            await one.until(len(uids))
        assert all(told(one) == uids for one in subscribers)
        assert len(hanging.requests) <= 1
        assert await states(client, ids[-1]) <= {"queued", "in_flight"}
        hanging.open.set()
        await client.post("/_emulator/drain")
        assert told(hanging) == uids
        for hook in ids:
            assert await states(client, hook) == {"delivered"}


async def states(client: httpx2.AsyncClient, hook: str) -> set[str]:
    rows: list[Any] = (await client.get(f"/_emulator/deliveries?subscriber={hook}")).json()
    return {row["state"] for row in rows}
