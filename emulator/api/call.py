"""What a handler gets and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from emulator.auth.caller import Caller
from emulator.errors import auth
from emulator.settings import Settings
from emulator.world.records import User
from emulator.world.world import World

Json = Any


@dataclass(slots=True, frozen=True)
class Call:
    """One validated request for one operation.

    `path`, `query` and `body` hold converted values (numbers are numbers, lists are lists); parameters that were
    not sent are absent unless the document gives a default. `version` is the effective `cal-api-version`.
    """

    world: World
    operation_id: str
    version: str
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Json
    caller: Caller | None
    settings: Settings

    @property
    def me(self) -> Caller:
        """The caller where the operation demands one."""
        if self.caller is None:
            raise auth.no_credentials()
        return self.caller

    @property
    def user(self) -> User | None:
        """The user who asks, if anybody showed who they are."""
        return self.caller.user if self.caller is not None else None

    @property
    def now(self) -> datetime:
        return self.world.now()


Handler = Callable[[Call], Json]
"""Takes the call, changes the world, gives the whole JSON answer. Its status is the document's. Refusals are raised."""


def success(data: Json, **more: Json) -> dict[str, Json]:
    """The usual envelope."""
    return {"status": "success", "data": data, **more}
