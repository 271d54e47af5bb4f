"""Tokens of managed users: what they open, when they run out, and how others are had for them."""

from __future__ import annotations

import pytest

from tests.api_client import Api, message
from tests.platform_world import KEYS, Platform, bearer, claims, found_platform


@pytest.fixture
def platform(api: Api) -> Platform:
    return found_platform(api)


@pytest.mark.behaviour("resources", 54)
def test_tokens_can_be_read(platform: Platform) -> None:
    """Access for an hour, cut to the minute; refreshing for a year, cut to the day (resources.md 2.4)."""
    platform.api.control("PUT", "/clock", {"now": "2030-01-08T12:34:56.789Z"})
    data = platform.add_user()
    access, refresh = claims(data["accessToken"]), claims(data["refreshToken"])
    common = {"clientId": platform.id, "ownerId": data["user"]["id"], "iat": 1894106096}
    assert access == {
        **common,
        "type": "access_token",
        "expiresAt": data["accessTokenExpiresAt"],
        "jti": access["jti"],
    }
    assert refresh == {
        **common,
        "type": "refresh_token",
        "expiresAt": data["refreshTokenExpiresAt"],
        "jti": refresh["jti"],
    }
    assert data["accessTokenExpiresAt"] == 1894109640000  # 13:34:00
    assert data["refreshTokenExpiresAt"] == 1925596800000  # 2031-01-08T00:00


@pytest.mark.behaviour("resources", 66)
def test_forced_tokens_replace_all_others(api: Api, platform: Platform) -> None:
    data = platform.add_user()
    answer = platform("POST", f"{platform.path}/{data['user']['id']}/force-refresh")
    assert answer.status_code == 200
    new = answer.json()["data"]
    assert new["accessToken"] != data["accessToken"]
    assert new["refreshToken"] != data["refreshToken"]
    assert api.get("/v2/me", headers=bearer(data["accessToken"])).status_code == 401
    assert api.get("/v2/me", headers=bearer(new["accessToken"])).json()["data"]["id"] == data["user"]["id"]


@pytest.mark.behaviour("resources", 14)
def test_a_managed_users_token_is_the_user(api: Api, platform: Platform) -> None:
    data = platform.add_user()
    me = api.data("GET", "/v2/me", headers=bearer(data["accessToken"]))
    assert (me["id"], me["organization"]) == (data["user"]["id"], {"id": platform.organization, "isPlatform": True})


@pytest.mark.behaviour("resources", 265)
def test_a_managed_users_token_runs_out(api: Api, platform: Platform) -> None:
    data = platform.add_user()
    api.control("POST", "/clock/advance", {"seconds": 3600})
    answer = api.get("/v2/me", headers=bearer(data["accessToken"]))
    assert (answer.status_code, answer.json()["error"]) == (
        498,
        {
            "code": "TokenExpiredException",
            "message": "ACCESS_TOKEN_IS_EXPIRED",
            "details": "ACCESS_TOKEN_IS_EXPIRED",
        },
    )


@pytest.mark.behaviour("resources", 266)
def test_a_client_goes_as_far_as_its_permissions(api: Api) -> None:
    platform = found_platform(api, permissions=["SCHEDULE_READ"])
    data = platform.add_user()
    schedule = {"name": "Hours", "timeZone": "Europe/Rome", "isDefault": True}
    for headers in (bearer(data["accessToken"]), platform.headers):
        assert api.get("/v2/schedules", headers=headers).status_code == 200
        answer = api.post("/v2/schedules", {}, headers=headers)
        assert answer.status_code == 403
        assert message(answer) == (
            f"PermissionsGuard - oAuth client with id={platform.id} does not have the required "
            "permissions=SCHEDULE_WRITE. Go to platform dashboard settings and add the required permissions to the "
            "oAuth client."
        )
    assert api.post("/v2/schedules", schedule).status_code == 201


@pytest.mark.behaviour("resources", 262)
def test_tokens_are_no_keys(api: Api, platform: Platform) -> None:
    answer = api.post("/v2/api-keys/refresh", headers=bearer(platform.add_user()["accessToken"]))
    assert answer.status_code == 401
    assert message(answer).startswith("ApiKeysService - This endpoint can only be accessed using an API key")


@pytest.mark.behaviour("resources", 70)
def test_refreshing_takes_the_secret(api: Api, platform: Platform) -> None:
    body = {"refreshToken": platform.add_user()["refreshToken"]}
    path = f"/v2/oauth/{platform.id}/refresh"
    assert api.post(path, body, headers={"authorization": None}).status_code == 401
    keyed = api.post(path, body, headers=bearer(KEYS["OWNER"]))
    assert (keyed.status_code, message(keyed)) == (400, "Invalid OAuthClient credentials.")


@pytest.mark.behaviour("resources", 73)
def test_a_refresh_token_is_traded_once(api: Api, platform: Platform) -> None:
    data = platform.add_user()
    path, body = f"/v2/oauth/{platform.id}/refresh", {"refreshToken": data["refreshToken"]}
    answer = platform("POST", path, body)
    assert answer.status_code == 200
    new = answer.json()["data"]
    assert new.keys() == {"accessToken", "accessTokenExpiresAt", "refreshToken", "refreshTokenExpiresAt"}
    assert claims(new["accessToken"])["userId"] == claims(new["refreshToken"])["userId"] == data["user"]["id"]
    # The access token from before lives on until it expires; the refresh token does not (platform.md 4.3).
    assert api.get("/v2/me", headers=bearer(data["accessToken"])).status_code == 200
    again = platform("POST", path, body)
    assert (again.status_code, message(again)) == (400, "Invalid refresh token")
    foreign = found_platform(api, "Globex").add_user()["refreshToken"]
    assert platform("POST", path, {"refreshToken": foreign}).status_code == 400


def test_same_seed_same_tokens(api: Api) -> None:
    first = found_platform(api).add_user()
    api.control("POST", "/reset")
    assert found_platform(api).add_user() == first


BACK = "https://app.example/back"


@pytest.fixture
def redirecting(api: Api) -> Platform:
    return found_platform(api, redirectUris=[BACK])


@pytest.mark.behaviour("resources", 68, 71)
def test_who_is_known_lets_a_client_act(api: Api, redirecting: Platform) -> None:
    path = f"/v2/oauth/{redirecting.id}/authorize"
    assert api.post(path, {"redirectUri": BACK}, headers={"authorization": None}).status_code == 401
    answer = api.post(path, {"redirectUri": BACK}, follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(f"{BACK}?code=c")
    for refused, text in (
        (api.post(path, {"redirectUri": "https://evil.example"}), "Invalid 'redirect_uri' value."),
        (api.post("/v2/oauth/unknown/authorize", {"redirectUri": BACK}), "Invalid OAuth Client."),
        (api.post(path, {"redirectUri": BACK}), "User with id=1 has already authorized this client."),
    ):
        assert (refused.status_code, message(refused)) == (400, text)


@pytest.mark.behaviour("resources", 69, 72)
def test_a_code_is_traded_for_tokens(api: Api, redirecting: Platform) -> None:
    sent = api.post(f"/v2/oauth/{redirecting.id}/authorize", {"redirectUri": BACK}, follow_redirects=False)
    code = sent.headers["location"].partition("code=")[2]
    path, body = f"/v2/oauth/{redirecting.id}/exchange", {"clientSecret": redirecting.client["secret"]}
    bare = api.post(path, body, headers={"authorization": None})
    assert (bare.status_code, message(bare)) == (400, "Missing 'Bearer' Authorization header.")
    wrong = api.post(path, {"clientSecret": "guess"}, headers=bearer(code))
    assert (wrong.status_code, message(wrong)) == (400, "Invalid OAuth Client.")
    answer = api.post(path, body, headers=bearer(code))
    assert answer.status_code == 200
    tokens = answer.json()["data"]
    assert tokens.keys() == {"accessToken", "accessTokenExpiresAt", "refreshToken", "refreshTokenExpiresAt"}
    assert api.data("GET", "/v2/me", headers=bearer(tokens["accessToken"]))["id"] == 1
    assert api.post(path, body, headers=bearer(code)).status_code == 400
