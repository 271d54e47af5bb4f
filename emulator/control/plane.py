"""What an endpoint of the control plane is given, and how it says where it answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from emulator.contract.engine import Engine
from emulator.control.baselines import Baselines
from emulator.control.problems import ControlError
from emulator.gateway.gateway import Gateway
from emulator.settings import Settings
from emulator.webhooks.dispatcher import Dispatcher
from emulator.webhooks.timekeeper import Timekeeper
from emulator.world.universe import Universe
from emulator.world.world import World

Json = Any

LEAST_LIMIT: Final = 1 << 20
"""Worlds and records may be larger than what the API takes."""


@dataclass(slots=True, frozen=True)
class Plane:
    """The parts of the emulator that the control plane reaches."""

    universe: Universe
    dispatcher: Dispatcher
    timekeeper: Timekeeper
    gateway: Gateway
    engine: Engine
    settings: Settings
    baselines: Baselines


@dataclass(slots=True, frozen=True)
class Ask:
    """One request to the control plane: the parts it reaches, the world it is about, and what it says."""

    plane: Plane
    world: World
    request: Request

    @property
    def path(self) -> Mapping[str, str]:
        return self.request.path_params

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query_params

    @contextmanager
    def happening(self) -> Iterator[None]:
        """Keep every change made inside, or none of them; then tell subscribers what happened."""
        with self.world.transaction():
            yield
        cause = f"{self.request.method} /_emulator{self.request.url.path}"
        self.plane.dispatcher.publish(self.world, self.world.take_events(), cause)
        self.plane.timekeeper.wake()

    async def text(self) -> bytes:
        """The body as it came. Raises a 413 for one that is too large."""
        limit = max(self.plane.settings.max_body, LEAST_LIMIT)
        body = b""
        async for chunk in self.request.stream():
            body += chunk
            if len(body) > limit:
                raise ControlError(413, f"the body is larger than {limit} bytes", hint="raise --max-body")
        return body

    async def members(self, *known: str) -> dict[str, Json]:
        """The body's members, which must be among the `known`. Raises a 400 that names any other."""
        body = await self.body()
        if not isinstance(body, dict):
            raise ControlError(400, f"the body is a JSON object, not {type(body).__name__}", where="/")
        for name in body:
            if name not in known:
                raise ControlError(
                    400, f"unknown field: {name!r}", where=f"/{name}", hint=f"known fields are {', '.join(known)}"
                )
        return body

    async def body(self) -> Json:
        """The body's JSON; an empty object where there is none. Raises a 400 for what is no JSON, or a 413."""
        body = await self.text()
        if not body.strip():
            return {}
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ControlError(400, f"the body is not JSON: {error}", where="/") from None


Action = Callable[[Ask], Awaitable[Json | Response]]
"""Gives the answer's JSON, or a whole response where it is something else. Refusals are raised as `ControlError`."""

Routes = Mapping[str, Mapping[str, tuple[int, Action]]]
"""By path below `/_emulator`, then by method: the status of success and what to do."""
