from __future__ import annotations

from datetime import timedelta

import pytest

from emulator.control.fixtures import load, populate
from emulator.control.problems import ControlError
from emulator.inspector.outside import bearer, credential_of, credentials
from emulator.resources import resource
from emulator.world.instants import parse
from emulator.world.world import World
from tests.api_client import Api
from tests.inspector.looking import act, page


@pytest.fixture
def world() -> World:
    """A platform: people with keys, and a managed user with none, who has an access token."""
    made = World()
    made.clock.freeze(parse("2029-12-03T08:00:00Z"))
    made = populate(made, [load(resource("fixtures/platform.yaml"))])
    for key in list(made.api_keys):
        if made.users.get(key.user_id).oauth_client_id:  # type: ignore[union-attr]
            made.api_keys.remove(key)
    return made


def test_credentials_are_named_by_reference_and_never_shown(world: World) -> None:
    known = credentials(world)
    assert {label for reference, label in known.items() if reference.startswith("key:")} == {"olga", "adam", "nina"}
    for reference in known:
        assert bearer(world, reference) not in (*known, *known.values())
    assert bearer(world, "") == ""


def test_whoever_has_no_key_shows_a_token_while_it_lasts(world: World) -> None:
    token = next(iter(world.access_tokens))
    reference = credential_of(world, token.user_id)
    assert reference == f"token:{token.id}"
    assert bearer(world, reference) == token.token
    world.clock.freeze(token.expires_at + timedelta(seconds=1))
    assert credential_of(world, token.user_id) == ""


@pytest.mark.parametrize("reference", ["key:none", "token:99", "token:x", "cookie:1", "key:"])
def test_what_is_no_credential_is_refused(world: World, reference: str) -> None:
    with pytest.raises(ControlError, match="there is no credential"):
        bearer(world, reference)


def test_a_team_gives_a_booking_to_another_of_its_hosts(team: Api) -> None:
    kinds = team.control("GET", "/records/event-types?schedulingType=roundRobin")
    uid = team.book(eventTypeId=kinds[0]["id"])["uid"]
    host = team.control("GET", f"/records/bookings/{uid}")["userId"]
    assert "Give to another host" in page(team, f"ui/bookings/{uid}")
    owner = team.control("GET", "/records/api-keys?userId=1")[0]["id"]
    said = act(team, f"bookings/{uid}/call/reassign", **{"as": f"key:{owner}"})
    assert said.startswith(f"/ui/bookings/{uid} Give to another host: 200.")
    assert team.control("GET", f"/records/bookings/{uid}")["userId"] != host
