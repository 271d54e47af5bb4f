"""The users of a platform client, and their tokens (resources.md 11 D, E; platform.md 4.2, 4.3)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.api_client import Api, message
from tests.platform_world import KEYS, Platform, bearer, found_platform

FULL: dict[str, Any] = {
    "timeZone": "Europe/Rome",
    "weekStart": "Monday",
    "timeFormat": 24,
    "locale": "fr",
    "avatarUrl": "https://example.com/mia.png",
    "bio": "Listens.",
    "metadata": {"key": "value"},
}


SLUGS = ["thirty-minutes", "sixty-minutes", "thirty-minutes-video", "sixty-minutes-video"]


@pytest.fixture
def platform(api: Api) -> Platform:
    return found_platform(api)


@pytest.mark.behaviour("resources", 45, 46, 47, 48)
def test_nobody_manages_without_the_secret(api: Api, platform: Platform) -> None:
    one = f"{platform.path}/{platform.add_user()['user']['id']}"
    body = {"email": "x@example.com", "name": "X"}
    for method, path, sent in (
        ("POST", platform.path, body),
        ("GET", one, None),
        ("PATCH", one, body),
        ("DELETE", one, None),
    ):
        assert api(method, path, sent, headers={"authorization": None}).status_code == 401


@pytest.mark.behaviour("resources", 49, 50)
@pytest.mark.parametrize("wrong", [{"timeZone": "Narnia/Woods"}, {"timeFormat": 13}, {"name": None}, {"metadata": "x"}])
def test_what_is_wrong_makes_no_user(platform: Platform, wrong: dict[str, Any]) -> None:
    answer = platform("POST", platform.path, {"email": "mia@example.com", "name": "Mia", **wrong})
    assert answer.status_code == 400
    assert platform("GET", platform.path).json()["data"] == []


@pytest.mark.behaviour("resources", 51, 52, 53)
def test_a_new_user_is_as_asked_with_the_client_in_the_address(platform: Platform) -> None:
    data = platform.add_user("mia@mail.example.com", **FULL)
    user = data["user"]
    assert user["email"] == f"mia+{platform.id}@mail.example.com"
    assert user["username"] == f"mia-{platform.id}-mail-example"
    assert {name: user[name] for name in FULL} == FULL
    assert user["name"] == "Mia"
    assert data.keys() == {
        "user",
        "accessToken",
        "accessTokenExpiresAt",
        "refreshToken",
        "refreshTokenExpiresAt",
    }


def test_an_address_that_was_rewritten_stays(platform: Platform) -> None:
    address = f"mia+{platform.id}@example.com"
    assert platform.add_user(address)["user"]["email"] == address


@pytest.mark.behaviour("resources", 55, 56)
def test_users_start_with_event_types_if_the_client_says_so(api: Api) -> None:
    platform = found_platform(api, areDefaultEventTypesEnabled=True)
    data = platform.add_user(timeZone="Europe/Rome")
    mine = bearer(data["accessToken"])
    kinds = api.data("GET", "/v2/event-types", headers=mine)
    assert [kind["slug"] for kind in kinds] == SLUGS
    assert [kind["lengthInMinutes"] for kind in kinds] == [30, 60, 30, 60]
    (schedule,) = api.data("GET", "/v2/schedules", headers=mine)
    assert (schedule["name"], schedule["timeZone"], schedule["isDefault"]) == ("Default schedule", "Europe/Rome", True)
    assert data["user"]["defaultScheduleId"] == schedule["id"]


@pytest.mark.behaviour("resources", 57, 271)
def test_otherwise_they_start_with_hours_alone_and_without_a_time_zone_with_nothing(
    api: Api, platform: Platform
) -> None:
    zoned = bearer(platform.add_user("mia@example.com", timeZone="europe/rome")["accessToken"])
    assert api.data("GET", "/v2/event-types", headers=zoned) == []
    assert [one["timeZone"] for one in api.data("GET", "/v2/schedules", headers=zoned)] == ["Europe/Rome"]
    bare = platform.add_user("max@example.com")
    assert api.data("GET", "/v2/schedules", headers=bearer(bare["accessToken"])) == []
    assert (bare["user"]["timeZone"], bare["user"]["defaultScheduleId"]) == ("Europe/London", None)


@pytest.mark.behaviour("resources", 58)
def test_an_address_is_taken_once(platform: Platform) -> None:
    user_id = platform.add_user()["user"]["id"]
    answer = platform("POST", platform.path, {"email": "mia@example.com", "name": "Mia"})
    assert answer.status_code == 409
    assert message(answer) == f"User with the provided e-mail already exists. Existing user ID={user_id}"


@pytest.mark.behaviour("resources", 59, 60, 61, 62)
def test_users_are_found_by_either_address(api: Api, platform: Platform) -> None:
    found_platform(api, "Globex").add_user("mia@example.com")
    mia, max_ = (platform.add_user(f"{name}@example.com")["user"]["id"] for name in ("mia", "max"))
    stored = quote(f"max+{platform.id}@example.com")

    def found(query: str) -> list[int]:
        return [user["id"] for user in platform("GET", f"{platform.path}?{query}").json()["data"]]

    assert found("limit=10&offset=0") == [mia, max_]
    assert found("limit=1&offset=1") == [max_]
    assert found("emails=mia@example.com") == [mia]
    assert found("emails=mia@example.com,max@example.com") == [mia, max_]
    assert found("emails=mia@example.com&emails=max@example.com") == [mia, max_]
    assert found(f"emails={stored}") == [max_]
    assert found("emails=nobody@example.com") == []


@pytest.mark.behaviour("resources", 63)
@pytest.mark.parametrize(
    ("query", "text"), [("emails=mia@example.com,mia", "Invalid email mia"), ("emails=", "emails cannot be empty.")]
)
def test_bad_addresses_find_nothing(platform: Platform, query: str, text: str) -> None:
    answer = platform("GET", f"{platform.path}?{query}")
    assert (answer.status_code, message(answer)) == (400, text)


@pytest.mark.parametrize("query", ["limit=0", "limit=251", "offset=-1", "offset=251"])
def test_pages_have_bounds(platform: Platform, query: str) -> None:
    assert platform("GET", f"{platform.path}?{query}").status_code == 400


@pytest.mark.behaviour("resources", 64, 65)
def test_another_address_brings_another_name(platform: Platform) -> None:
    user = platform.add_user(**FULL)["user"]
    one = f"{platform.path}/{user['id']}"
    assert platform("GET", one).json()["data"] == user
    changed = platform("PATCH", one, {"email": "new@example.org", "locale": "pt-BR"})
    assert changed.status_code == 200
    assert changed.json()["data"] == {
        **user,
        "email": f"new+{platform.id}@example.org",
        "username": f"new-{platform.id}-example-org",
        "locale": "pt-BR",
    }


def test_an_address_of_another_user_is_a_conflict(platform: Platform) -> None:
    platform.add_user("max@example.com")
    user = platform.add_user()["user"]
    answer = platform("PATCH", f"{platform.path}/{user['id']}", {"email": "max@example.com", "bio": "x"})
    assert answer.status_code == 409
    assert platform("GET", f"{platform.path}/{user['id']}").json()["data"] == user


@pytest.mark.behaviour("resources", 67)
def test_a_deleted_user_is_gone_with_everything(api: Api) -> None:
    platform = found_platform(api, areDefaultEventTypesEnabled=True)
    data = platform.add_user(timeZone="Europe/Rome")
    user = data["user"]
    api.book(eventTypeId=api.data("GET", "/v2/event-types", headers=bearer(data["accessToken"]))[0]["id"])
    gone = platform("DELETE", f"{platform.path}/{user['id']}")
    assert (gone.status_code, gone.json()["data"]) == (200, user)
    missing = platform("GET", f"{platform.path}/{user['id']}")
    assert (missing.status_code, message(missing)) == (
        404,
        f"User with ID {user['id']} is not part of this OAuth client.",
    )
    assert api.get("/v2/me", headers=bearer(data["accessToken"])).status_code == 401
    for kind in ("bookings", "schedules", "memberships", "refresh-tokens"):
        owner = "ownerId" if kind == "schedules" else "userId"
        assert api.control("GET", f"/records/{kind}?{owner}={user['id']}") == []


def test_users_of_others_are_not_there(api: Api, platform: Platform) -> None:
    foreign = found_platform(api, "Globex").add_user()["user"]["id"]
    for method in ("GET", "PATCH", "DELETE"):
        body = {"name": "Mine"} if method == "PATCH" else None
        assert platform(method, f"{platform.path}/{foreign}", body).status_code == 404


def test_members_of_the_organization_may_not_manage(api: Api, platform: Platform) -> None:
    assert api.get(platform.path, headers=bearer(KEYS["MEMBER"])).status_code == 403
    assert api.get(platform.path, headers=bearer(KEYS["ADMIN"])).status_code == 200


def test_the_teams_of_a_deleted_client_go_with_it(api: Api, platform: Platform) -> None:
    mine = {"name": "Made", "slug": "made", "createdByOAuthClientId": platform.id}
    api.control("POST", "/records/teams", mine)
    kept = api.control("POST", "/records/teams", {"name": "Kept"})["id"]
    api.delete(f"/v2/oauth-clients/{platform.id}", headers=bearer(KEYS["OWNER"]))
    assert [team["id"] for team in api.control("GET", "/records/teams")] == [kept]
