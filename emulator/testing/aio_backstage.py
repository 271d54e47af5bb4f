"""What a test brings about behind the API, for tests that are coroutines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Literal

from emulator.testing.backstage import Backstage, Visitor
from emulator.testing.records import Record
from emulator.testing.threads import run_sync


class AsyncBackstage:
    """`Backstage`, awaited."""

    def __init__(self, backstage: Backstage) -> None:
        self._backstage = backstage

    async def pay(
        self, uid: str, outcome: Literal["succeed", "fail"] = "succeed", *, payment: str | None = None
    ) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._backstage.pay, uid, outcome, payment=payment))

    async def room(self, uid: str) -> Record:
        __tracebackhide__ = True
        return await run_sync(self._backstage.room, uid)

    async def visit(
        self, uid: str, *, join: Visitor | Sequence[Visitor] = (), leave: Visitor | Sequence[Visitor] = ()
    ) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._backstage.visit, uid, join=join, leave=leave))

    async def finish_recording(self, uid: str, **members: int) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._backstage.finish_recording, uid, **members))

    async def finish_transcript(self, uid: str) -> Record:
        __tracebackhide__ = True
        return await run_sync(self._backstage.finish_transcript, uid)

    async def fill_in(
        self, form: str, responses: Record, *, route: str | None = None, booking_uid: str | None = None
    ) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._backstage.fill_in, form, responses, route=route, booking_uid=booking_uid))

    async def incident(self, kind: str, **members: Any) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._backstage.incident, kind, **members))

    async def consent(self, client: str, **members: Any) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._backstage.consent, client, **members))

    async def explain(
        self,
        event_type: int,
        start: datetime | str,
        end: datetime | str | None = None,
        *,
        time_zone: str | None = None,
        duration: int | None = None,
        moving: str | None = None,
    ) -> Record:
        __tracebackhide__ = True
        return await run_sync(
            partial(
                self._backstage.explain, event_type, start, end, time_zone=time_zone, duration=duration, moving=moving
            )
        )

    async def verify_signature(self, body: str, signature: str | None, secret: str | None) -> Record:
        __tracebackhide__ = True
        return await run_sync(self._backstage.verify_signature, body, signature, secret)

    async def state(self, of: Literal["now", "beginning"] = "now") -> Record:
        __tracebackhide__ = True
        return await run_sync(self._backstage.state, of)

    async def put_state(self, state: Record) -> Record:
        __tracebackhide__ = True
        return await run_sync(self._backstage.put_state, state)

    async def health(self) -> Record:
        __tracebackhide__ = True
        return await run_sync(self._backstage.health)

    async def worlds(self) -> list[Record]:
        __tracebackhide__ = True
        return await run_sync(self._backstage.worlds)

    async def world(self, name: str) -> Record:
        __tracebackhide__ = True
        return await run_sync(self._backstage.world, name)

    async def make_world(self, name: str, *, baseline: str | None = None, copy_of: str | None = None) -> Record:
        __tracebackhide__ = True
        return await run_sync(partial(self._backstage.make_world, name, baseline=baseline, copy_of=copy_of))

    async def drop_world(self, name: str) -> None:
        __tracebackhide__ = True
        await run_sync(self._backstage.drop_world, name)

    async def kinds(self) -> list[Record]:
        __tracebackhide__ = True
        return await run_sync(self._backstage.kinds)
