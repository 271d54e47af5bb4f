"""Clients, tokens and limits, written directly."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.control import records
from emulator.control.fixtures import load, populate
from emulator.control.problems import ControlError
from emulator.resources import resource
from emulator.world.world import World
from tests.platform_world import claims

CLIENT, APP = "cplatformclient0000000001", "capplication0000000000001"


@pytest.fixture
def world() -> World:
    return populate(World(), [load(resource("fixtures/platform.yaml"))])


def post(world: World, kind: str, **fields: Any) -> dict[str, Any]:
    return records.create(world, kind, fields)


def test_what_was_left_out_of_a_client_is_made_up(world: World) -> None:
    made = post(world, "oauth-clients", organizationId=1, permissions=["PROFILE_READ", "BOOKING_READ"])
    assert (len(made["id"]), made["id"][0]) == (25, "c")
    assert made["permissions"] == ["BOOKING_READ", "PROFILE_READ"]
    assert claims(made["secret"])["id"] == made["id"]
    assert len(post(world, "oauth-clients", organizationId=1)["permissions"]) == 10
    assert post(world, "oauth2-clients", clientType="PUBLIC")["secret"] is None
    assert len(post(world, "oauth2-clients")["secret"]) == 64


def test_a_token_is_of_the_kind_that_its_client_hands_out(world: World) -> None:
    managed = post(world, "access-tokens", userId=4)
    assert (managed["clientId"], managed["scopes"]) == (CLIENT, None)
    assert claims(managed["accessToken"])["type"] == "access_token"
    granted = post(world, "refresh-tokens", userId=4, clientId=APP)
    assert (granted["scopes"], claims(granted["refreshToken"])["token_type"]) == ([], "Refresh Token")


@pytest.mark.parametrize(
    ("kind", "fields", "text"),
    [
        ("oauth-clients", {"organizationId": 1, "permissions": ["FLY"]}, "permissions cannot be 'FLY'"),
        ("access-tokens", {"userId": 1, "clientId": "x"}, "there is no record 'x' among oauth-clients or oauth2-"),
        ("access-tokens", {"userId": 1}, "only a managed user's tokens are of a known client"),
        ("authorization-codes", {"userId": 1, "clientId": "x"}, "there is no record 'x' among oauth-clients"),
        ("oauth-clients", {"organizationId": 9}, "there is no record 9 among organizations"),
    ],
)
def test_what_cannot_be_written(world: World, kind: str, fields: dict[str, Any], text: str) -> None:
    with pytest.raises(ControlError) as refusal:
        post(world, kind, **fields)
    assert text in refusal.value.message


def test_a_deleted_client_takes_its_tokens_along_and_leaves_its_users(world: World) -> None:
    records.delete(world, "oauth-clients", CLIENT)
    assert not list(world.access_tokens)
    assert not list(world.refresh_tokens)
    mia = world.users.get(4)
    assert mia is not None
    assert mia.oauth_client_id is None
