"""The same world for tests that are coroutines: every call is awaited and blocks nobody.

A handler under test that runs on the test's own event loop can answer a webhook while the test waits for it to be sent.
Works on asyncio and on trio.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Unpack

from emulator.testing.aio_backstage import AsyncBackstage
from emulator.testing.calcom import Calcom
from emulator.testing.clock import ClockHand
from emulator.testing.faults import FaultMembers, Faults
from emulator.testing.inbox import Event, Inbox
from emulator.testing.records import Record, Records
from emulator.testing.requests import Requests
from emulator.testing.threads import run_sync
from emulator.testing.webhooks import TriggerMembers, WebhookMembers, Webhooks


class AsyncRecords:
    """`Records`, awaited."""

    def __init__(self, records: Records) -> None:
        self._records = records

    async def create(self, kind: str, **fields: Any) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._records.create, kind, **fields))

    async def list(self, kind: str, **filters: Any) -> list[Record]:
        __tracebackhide__ = True
        return await run_sync(partial(self._records.list, kind, **filters))

    async def read(self, kind: str, key: int | str) -> Record:
        __tracebackhide__ = True
        return await run_sync(self._records.read, kind, key)

    async def patch(self, kind: str, key: int | str, **changes: Any) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._records.patch, kind, key, **changes))

    async def delete(self, kind: str, key: int | str) -> Record:
        __tracebackhide__ = True
        return await run_sync(self._records.delete, kind, key)


class AsyncClockHand:
    """`ClockHand`, awaited."""

    def __init__(self, clock: ClockHand) -> None:
        self._clock = clock

    async def now(self) -> datetime:
        __tracebackhide__ = True
        return await run_sync(lambda: self._clock.now)

    async def freeze(self, instant: datetime | str) -> None:
        __tracebackhide__ = True
        await run_sync(self._clock.freeze, instant)

    async def release(self) -> None:
        __tracebackhide__ = True
        await run_sync(self._clock.release)

    async def advance(self, step: timedelta | float | None = None, *, to: datetime | str | None = None) -> datetime:
        __tracebackhide__ = True
        return await run_sync(partial(self._clock.advance, step, to=to))


class AsyncInbox:
    """`Inbox`, awaited. `url`, `secret` and `events` are those of the inbox itself."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    @property
    def url(self) -> str:
        return self._inbox.url

    @property
    def secret(self) -> str | None:
        return self._inbox.secret

    @property
    def events(self) -> list[Event]:
        return self._inbox.events

    def answer(self, status: int | None, times: int = 1) -> None:
        self._inbox.answer(status, times)

    async def all(self, trigger: str | None = None, *, uid: str | None = None) -> list[Event]:
        __tracebackhide__ = True
        return await run_sync(partial(self._inbox.all, trigger, uid=uid))

    async def expect(self, trigger: str, *, uid: str | None = None, timeout: float = 2.0, **payload: Any) -> Event:  # noqa: ASYNC109 - of the machine's time, as in `Inbox`
        __tracebackhide__ = True
        return await run_sync(partial(self._inbox.expect, trigger, uid=uid, timeout=timeout, **payload))

    async def expect_in_order(self, *triggers: str, uid: str | None = None, timeout: float = 2.0) -> list[Event]:  # noqa: ASYNC109 - as above
        __tracebackhide__ = True
        return await run_sync(partial(self._inbox.expect_in_order, *triggers, uid=uid, timeout=timeout))

    async def expect_none(self, trigger: str | None = None, *, uid: str | None = None) -> None:
        __tracebackhide__ = True
        await run_sync(partial(self._inbox.expect_none, trigger, uid=uid))


class AsyncWebhooks:
    """`Webhooks`, awaited."""

    def __init__(self, webhooks: Webhooks) -> None:
        self._webhooks = webhooks

    async def subscribe(
        self,
        url: str,
        triggers: Sequence[str] | str,
        *,
        secret: str | None = None,
        **fields: Unpack[WebhookMembers],
    ) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._webhooks.subscribe, url, triggers, secret=secret, **fields))

    async def inbox(
        self,
        *triggers: str,
        secret: str | None = "inbox-secret",  # noqa: S107 - it guards nothing
        **fields: Unpack[WebhookMembers],
    ) -> AsyncInbox:
        __tracebackhide__ = True
        return AsyncInbox(await run_sync(partial(self._webhooks.inbox, *triggers, secret=secret, **fields)))

    async def trigger(self, trigger: str, **members: Unpack[TriggerMembers]) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._webhooks.trigger, trigger, **members))

    async def deliveries(self, **filters: Any) -> list[Record]:
        __tracebackhide__ = True
        return await run_sync(partial(self._webhooks.deliveries, **filters))

    async def drain(self) -> Record:
        __tracebackhide__ = True
        return await run_sync(self._webhooks.drain)

    async def replay(self, delivery: int | Record) -> Record:
        __tracebackhide__ = True
        return await run_sync(self._webhooks.replay, delivery)


class AsyncRequests:
    """`Requests`, awaited."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests

    async def list(self, **filters: Any) -> list[Record]:
        __tracebackhide__ = True
        return await run_sync(partial(self._requests.list, **filters))

    async def expect(
        self,
        method: str,
        path: str,
        *,
        status: int | str | None = None,
        body: Any = ...,
        times: int | None = None,
    ) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._requests.expect, method, path, status=status, body=body, times=times))

    async def expect_none(self, method: str = "*", path: str = "*", **filters: Any) -> None:
        __tracebackhide__ = True
        await run_sync(partial(self._requests.expect_none, method, path, **filters))

    async def clear(self) -> None:
        __tracebackhide__ = True
        await run_sync(self._requests.clear)


class AsyncFaults:
    """`Faults`, awaited."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    async def set(self, **fault: Unpack[FaultMembers]) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._faults.set, **fault))

    async def list(self) -> list[Record]:
        __tracebackhide__ = True
        return await run_sync(self._faults.list)

    async def remove(self, fault: int | Record) -> None:
        __tracebackhide__ = True
        await run_sync(self._faults.remove, fault)

    async def clear(self) -> None:
        __tracebackhide__ = True
        await run_sync(self._faults.clear)


class AsyncCalcom:
    """`Calcom`, awaited; `sync` is the world as `Calcom`."""

    def __init__(self, sync: Calcom) -> None:
        self.sync = sync
        self.records = AsyncRecords(sync.records)
        self.clock = AsyncClockHand(sync.clock)
        self.webhooks = AsyncWebhooks(sync.webhooks)
        self.requests = AsyncRequests(sync.requests)
        self.faults = AsyncFaults(sync.faults)
        self.backstage = AsyncBackstage(sync.backstage)

    def __repr__(self) -> str:
        return f"<AsyncCalcom {self.url}>"

    @property
    def url(self) -> str:
        return self.sync.url

    async def api_key(self) -> str:
        __tracebackhide__ = True
        return await run_sync(lambda: self.sync.api_key)

    async def headers(self) -> dict[str, str]:
        __tracebackhide__ = True
        return await run_sync(lambda: self.sync.headers)

    async def biography(self, uid: str) -> str:
        __tracebackhide__ = True
        return await run_sync(self.sync.biography, uid)

    async def story(self) -> str:
        __tracebackhide__ = True
        return await run_sync(self.sync.story)

    async def reset(self) -> None:
        __tracebackhide__ = True
        await run_sync(self.sync.reset)
