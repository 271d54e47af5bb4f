from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from emulator.auth.credentials import Demand, digest, identify, token
from emulator.errors.base import ApiError, HttpProblem
from emulator.world.records import ApiKey, User
from emulator.world.world import World

NOW = datetime(2030, 1, 8, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    world = World()
    world.clock.freeze(NOW)
    world.users.add(User(1, "ada", "ada@example.com", "Ada", NOW, organization_id=7))
    world.api_keys.add(ApiKey("k1", 1, digest("cal_test_ada"), NOW, expires_at=NOW.replace(hour=0)))
    world.api_keys.add(ApiKey("k2", 1, digest("cal_old"), NOW, expires_at=NOW - timedelta(days=1)))
    world.api_keys.add(ApiKey("k3", 99, digest("cal_orphan"), NOW))
    world.api_keys.add(ApiKey("k4", 1, digest("cal_team"), NOW, team_id=8))
    return world


def refused(world: World, headers: dict[str, str], demand: Demand = "required") -> str:
    with pytest.raises(ApiError) as caught:
        identify(world, headers, demand)
    assert caught.value.status == 401
    assert isinstance(caught.value, HttpProblem)
    assert caught.value.code == "UnauthorizedException"
    return caught.value.message


@pytest.mark.parametrize("value", ["Bearer cal_test_ada", "cal_test_ada", " cal_test_ada "])
def test_knows_the_holder_of_a_key_with_and_without_the_word_bearer(world: World, value: str) -> None:
    caller = identify(world, {"authorization": value}, "required")
    assert caller is not None
    assert caller.user.username == "ada"
    assert not caller.is_system_admin


def test_a_key_that_expires_today_still_works_and_one_of_yesterday_does_not(world: World) -> None:
    assert identify(world, {"authorization": "Bearer cal_test_ada"}, "required")
    assert refused(world, {"authorization": "Bearer cal_old"}).endswith("Your api key is expired")


def test_a_keys_team_decides_the_organization(world: World) -> None:
    """resources.md 11 B #15-16."""
    own = identify(world, {"authorization": "Bearer cal_test_ada"}, "required")
    other = identify(world, {"authorization": "Bearer cal_team"}, "required")
    assert own is not None
    assert other is not None
    assert (own.organization_id, other.organization_id) == (7, 8)


@pytest.mark.parametrize("demand", ["required", "optional", "none"])
def test_an_unknown_key_is_refused_everywhere(world: World, demand: Demand) -> None:
    """resources.md 11 K #264."""
    assert refused(world, {"authorization": "Bearer cal_nobody"}, demand) == "CustomThrottlerGuard - Invalid API Key"


def test_a_key_without_its_user_is_refused(world: World) -> None:
    assert refused(world, {"authorization": "Bearer cal_orphan"}).endswith("No user tied to this apiKey")


@pytest.mark.parametrize(
    ("headers", "ending"),
    [
        ({}, "'x-cal-secret-key' and 'x-cal-client-id' headers"),
        ({"authorization": "Bearer nonsense"}, "access token - Invalid Access Token."),
        ({"x-cal-client-id": "c", "x-cal-secret-key": "s"}, "oAuth client - Client with ID c not found"),
        ({"x-cal-client-id": "c"}, "bearer token as 'Authentication' header"),
        ({"x-cal-secret-key": "s"}, "bearer token as 'Authentication' header"),
    ],
)
def test_refuses_whoever_cannot_show_who_they_are(world: World, headers: dict[str, str], ending: str) -> None:
    assert refused(world, headers).startswith("ApiAuthStrategy - ")
    assert refused(world, headers).endswith(ending)


@pytest.mark.parametrize("headers", [{}, {"x-cal-client-id": "c"}, {"x-cal-secret-key": "s"}])
def test_half_or_no_credentials_are_anonymous_where_that_is_allowed(world: World, headers: dict[str, str]) -> None:
    assert identify(world, headers, "optional") is None


@pytest.mark.parametrize(
    "headers", [{"authorization": "Bearer nonsense"}, {"x-cal-client-id": "c", "x-cal-secret-key": "s"}]
)
def test_optional_credentials_must_still_be_valid(world: World, headers: dict[str, str]) -> None:
    """bookings.md 11.11."""
    refused(world, headers, "optional")
    assert identify(world, headers, "none") is None


def test_the_digest_leaves_the_prefix_out() -> None:
    assert digest("cal_live_x") == digest("cal_test_x") == digest("cal_x") != digest("y")
    assert token({"authorization": "Bearer Bearer x"}) == "Bearer x"
