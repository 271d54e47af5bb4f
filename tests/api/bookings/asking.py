"""What the tests of bookings' handlers share beyond `tests.booking_calls`."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.api.call import Call
from emulator.auth.caller import Caller
from emulator.errors.base import ApiError
from emulator.settings import Settings
from emulator.world.records import User
from emulator.world.world import World
from tests.booking_calls import VERSION, ask

NEWEST = "2026-02-25"


def call_of(world: World, user: User | None = None, *, version: str = VERSION) -> Call:
    """A request for nothing in particular."""
    return Call(world, "test", version, {}, {}, None, None if user is None else Caller(user), Settings())


def refused(world: World, operation: str, user: User | None = None, **more: Any) -> tuple[int, str]:
    """Status and sentence of a request that is refused with an envelope."""
    with pytest.raises(ApiError) as caught:
        ask(world, operation, user, **more)
    body = caught.value.body("2029-12-03T08:00:00.000Z", "/v2/bookings")
    assert body["status"] == "error"
    return caught.value.status, body["error"]["message"]
