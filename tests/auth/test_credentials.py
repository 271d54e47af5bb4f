from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from emulator.auth.caller import Caller
from emulator.auth.credentials import Demand, digest, identify, token
from emulator.errors.base import ApiError, HttpProblem
from emulator.world.credentials import AccessToken, OAuth2Client, OAuthClient
from emulator.world.records import ApiKey, Membership, Team, User
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
    world.users.add(User(2, "mia", "mia+client@example.com", "Mia", NOW, organization_id=8, oauth_client_id="client"))
    world.teams.add(Team(8, "Acme", is_organization=True, is_platform=True))
    world.memberships.add(Membership(1, 8, 2))
    world.memberships.add(Membership(2, 8, 1, role="OWNER"))
    world.oauth_clients.add(
        OAuthClient("client", "App", "hush", 8, NOW, redirect_uris=["https://app.example.com/back", "http://*.test/x"])
    )
    world.oauth_clients.add(OAuthClient("ownerless", "App", "hush", 9, NOW))
    world.oauth2_clients.add(OAuth2Client("third", "Third", NOW))
    later, sooner = NOW + timedelta(minutes=1), NOW
    world.access_tokens.add(AccessToken(1, "managed", "client", 2, NOW, later))
    world.access_tokens.add(AccessToken(2, "stale", "client", 2, NOW, sooner))
    world.access_tokens.add(AccessToken(3, "granted", "third", 1, NOW, later, scopes=["BOOKING_READ"]))
    world.access_tokens.add(AccessToken(4, "granted-stale", "third", 1, NOW, sooner, scopes=[]))
    world.access_tokens.add(AccessToken(5, "for-a-team", "third", 2, NOW, later, scopes=[], team_id=8))
    world.access_tokens.add(AccessToken(6, "orphan", "client", 99, NOW, later))
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


CLIENT = {"x-cal-client-id": "client", "x-cal-secret-key": "hush"}


def known(world: World, headers: dict[str, str], client_id: str | None = None) -> Caller:
    caller = identify(world, headers, "required", client_id)
    assert caller is not None
    return caller


@pytest.mark.behaviour("resources", 17)
def test_a_client_acts_as_the_owner_of_its_organization(world: World) -> None:
    caller = known(world, {**CLIENT, "authorization": "Bearer managed"})
    assert (caller.user.id, caller.organization_id, caller.token) == (1, 8, None)


def test_an_admin_stands_in_for_a_missing_owner(world: World) -> None:
    owner = world.memberships.get(2)
    assert owner is not None
    world.memberships.update(owner, role="ADMIN")
    assert known(world, CLIENT).user.id == 1
    world.memberships.update(owner, accepted=False)
    assert refused(world, CLIENT).endswith("No owner ID found for this OAuth client")


def test_the_client_of_the_path_wins_over_that_of_the_header(world: World) -> None:
    headers = {**CLIENT, "x-cal-client-id": "nobody"}
    assert known(world, headers, "client").organization_id == 8
    assert refused(world, headers).endswith("Client with ID nobody not found")
    headers.pop("x-cal-client-id")
    with pytest.raises(ApiError):
        identify(world, {}, "required", "client")


def test_the_secret_must_be_the_clients(world: World) -> None:
    wrong = {**CLIENT, "x-cal-secret-key": "hush-hush"}
    assert refused(world, wrong) == "ApiAuthStrategy - oAuth client - Invalid client secret"


@pytest.mark.behaviour("resources", 14)
def test_a_managed_users_token_is_that_user(world: World) -> None:
    caller = known(world, {"authorization": "Bearer managed"})
    assert (caller.user.id, caller.organization_id, caller.client) == (2, 8, world.oauth_clients.get("client"))
    assert refused(world, {"authorization": "Bearer orphan"}).endswith("No user associated with the provided token")


def test_a_managed_users_token_expires_with_a_status_of_its_own(world: World) -> None:
    with pytest.raises(HttpProblem) as caught:
        identify(world, {"authorization": "Bearer stale"}, "required")
    assert (caught.value.status, caught.value.message) == (498, "ACCESS_TOKEN_IS_EXPIRED")
    assert caught.value.error() == {
        "code": "TokenExpiredException",
        "message": "ACCESS_TOKEN_IS_EXPIRED",
        "details": "ACCESS_TOKEN_IS_EXPIRED",
    }


@pytest.mark.parametrize("origin", ["https://app.example.com", "http://anything.test", "http://a.b.test"])
def test_pages_of_the_client_may_use_its_tokens(world: World, origin: str) -> None:
    assert known(world, {"authorization": "Bearer managed", "origin": origin})


@pytest.mark.parametrize("origin", ["https://app.example.com.evil.test", "https://example.com", "http://test"])
def test_pages_of_others_may_not(world: World, origin: str) -> None:
    text = refused(world, {"authorization": "Bearer managed", "origin": origin})
    assert text.endswith(f"add the origin '{origin}' to the 'Redirect uris' of your OAuth client with ID 'client'")


def test_a_third_partys_token_is_the_user_who_consented_or_the_owner_of_the_team(world: World) -> None:
    assert known(world, {"authorization": "Bearer granted"}).user.id == 1
    assert known(world, {"authorization": "Bearer for-a-team"}).user.id == 1
    assert refused(world, {"authorization": "Bearer granted-stale"}).endswith("Invalid Access Token.")
