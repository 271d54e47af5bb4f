"""What a handler gets and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from emulator.auth.caller import Caller
from emulator.errors import auth
from emulator.frozen import frozen
from emulator.settings import Settings
from emulator.world.records import User
from emulator.world.universe import DEFAULT
from emulator.world.world import World

Json = Any


@frozen
class Call:
    """One validated request for one operation.

    `path`, `query` and `body` hold converted values (numbers are numbers, lists are lists); parameters that were
    not sent are absent unless the document gives a default. `version` is the effective `cal-api-version`, `headers` has
    lower-case names.
    """

    world: World
    operation_id: str
    version: str
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Json
    caller: Caller | None
    settings: Settings
    headers: Mapping[str, str] = field(default_factory=dict)
    scheme: str = "http"

    @property
    def base_url(self) -> str:
        """Where the client reaches this world, for links that lead back to it."""
        prefix = "" if self.world.name == DEFAULT else f"/w/{self.world.name}"
        return f"{self.scheme}://{self.headers.get('host', 'localhost')}{prefix}"

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


@frozen
class Redirect:
    """An answer that sends the client on to `url`."""

    url: str


Handler = Callable[[Call], Json]
"""Takes the call, changes the world, gives the whole JSON answer, None where there is none, or a `Redirect`.

The status is the document's. Refusals are raised, and undo what was changed; one that is returned leaves it so.
"""

Guard = Callable[[Call], object]
"""Says who may come near a resource at all: raises the refusal of whoever has no access.

The service's guards run before its validation: an invalid body from somebody without access gets the guard's refusal.
Handlers ask the same functions themselves; the gateway asks them only when a request turns out to be invalid. Only the
call's path and caller are to be looked at.
"""


def success(data: Json, **more: Json) -> dict[str, Json]:
    """The usual envelope."""
    return {"status": "success", "data": data, **more}
