from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.api.api_keys import HANDLERS
from emulator.auth.credentials import digest, identify
from emulator.errors.base import ApiError
from emulator.world.records import ApiKey
from emulator.world.world import World
from tests.answers import ask
from tests.office import NOW, office

OLD = "cal_test_ada"


@pytest.fixture
def world() -> World:
    world = office()
    world.api_keys.add(ApiKey("1", 1, digest(OLD), NOW, clear=OLD, note="mine", team_id=9))
    return world


def refresh(world: World, body: Any = None, *, with_key: bool = True) -> str:
    key = world.api_keys.by("digest", digest(OLD)) if with_key else None
    data = ask(HANDLERS, "ApiKeysController_refresh", world, world.users.get(1), body=body, key=key)
    return str(data["apiKey"])


def test_the_new_key_takes_the_place_of_the_old(world: World) -> None:
    """resources.md 11 #260"""
    clear = refresh(world, {})
    assert clear.startswith("cal_test_")
    assert len(clear) == len("cal_test_") + 32
    caller = identify(world, {"authorization": f"Bearer {clear}"}, "required")
    assert caller is not None
    key = caller.api_key
    assert key is not None
    assert (key.note, key.team_id, key.clear, key.expires_at) == ("mine", 9, clear, NOW + timedelta(days=30))
    with pytest.raises(ApiError) as refusal:
        identify(world, {"authorization": f"Bearer {OLD}"}, "required")
    assert refusal.value.status == 401


@pytest.mark.parametrize(
    ("body", "expires"),
    [
        (None, NOW + timedelta(days=30)),
        ({"apiKeyDaysValid": 7}, NOW + timedelta(days=7)),
        ({"apiKeyNeverExpires": True}, None),
        ({"apiKeyNeverExpires": False, "apiKeyDaysValid": 1}, NOW + timedelta(days=1)),
    ],
)
def test_expiry(world: World, body: Any, expires: Any) -> None:
    key = world.api_keys.by("digest", digest(refresh(world, body)))
    assert key is not None
    assert key.expires_at == expires


def test_not_both(world: World) -> None:
    """resources.md 11 #261"""
    with pytest.raises(ApiError, match="ApiKeysService -Cannot set both") as refusal:
        refresh(world, {"apiKeyDaysValid": 7, "apiKeyNeverExpires": True})
    assert refusal.value.status == 400
    assert world.api_keys.by("digest", digest(OLD)) is not None


def test_only_with_a_key(world: World) -> None:
    """resources.md 11 #262"""
    with pytest.raises(ApiError, match="can only be accessed using an API key") as refusal:
        refresh(world, with_key=False)
    assert refusal.value.status == 401
