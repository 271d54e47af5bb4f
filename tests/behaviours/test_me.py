"""The caller's own account and key (resources.md 7, 11 J, K; live.md 3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.api_client import Api, message
from tests.platform_world import bearer

KEYS = "/v2/api-keys/refresh"


@pytest.mark.behaviour("resources", 205)
def test_an_account_is_told_with_its_organization(api: Api) -> None:
    before = api.data("GET", "/v2/me")
    assert (before["organizationId"], "organization" in before) == (None, False)
    organization = api.control("POST", "/records/organizations", {"name": "Acme"})["id"]
    user = api.control("PATCH", "/records/users/1", {"organizationId": organization, "timeFormat": 24})
    me = api.data("GET", "/v2/me")
    told = ("id", "email", "timeFormat", "defaultScheduleId", "weekStart", "timeZone")
    assert {name: me[name] for name in told} == {name: user[name] for name in told}
    assert me["organization"] == {"isPlatform": False, "id": organization}


@pytest.mark.behaviour("resources", 206, 207)
def test_the_default_schedule_moves_along(api: Api) -> None:
    assert api.data("PATCH", "/v2/me", {"timeZone": "Europe/Paris"})["timeZone"] == "Europe/Paris"
    assert api.data("GET", "/v2/schedules/default")["timeZone"] == "Europe/Paris"
    assert api.data("PATCH", "/v2/me", {"timeZone": "America/New_york"})["timeZone"] == "America/New_York"


@pytest.mark.behaviour("resources", 208, 209, 210)
@pytest.mark.parametrize(
    "wrong",
    [
        {"timeZone": "Narnia/Woods"},
        {"timeFormat": 100},
        {"weekStart": "Funday"},
        {"locale": "tlh"},
        {"avatarUrl": "no picture"},
        {"metadata": {"x" * 41: 1}},
        {"metadata": {"x": "y" * 501}},
    ],
)
def test_what_an_account_cannot_be(api: Api, wrong: dict[str, Any]) -> None:
    before = api.data("GET", "/v2/me")
    assert api.patch("/v2/me", {"name": "Changed", **wrong}).status_code == 400
    assert api.data("GET", "/v2/me") == before


@pytest.mark.behaviour("resources", 260)
@pytest.mark.parametrize("body", [None, {}])
def test_a_key_is_replaced_at_once(api: Api, body: Any) -> None:
    answer = api.post(KEYS, body)
    assert answer.status_code == 200
    new = answer.json()["data"]["apiKey"]
    assert answer.json() == {"status": "success", "data": {"apiKey": new}}
    assert new.startswith("cal_")
    assert len(new.rpartition("_")[2]) == 32
    assert api.get("/v2/me").status_code == 401
    assert api.get("/v2/me", headers=bearer(new)).json()["data"]["id"] == 1


def test_a_key_expires_with_the_day(api: Api) -> None:
    new = bearer(api.data("POST", KEYS, {"apiKeyDaysValid": 2})["apiKey"])
    api.control("PUT", "/clock", {"now": "2029-12-05T23:59:59Z"})
    assert api.get("/v2/me", headers=new).status_code == 200
    api.control("PUT", "/clock", {"now": "2029-12-06T00:00:00Z"})
    answer = api.get("/v2/me", headers=new)
    assert (answer.status_code, message(answer)) == (401, "ApiAuthStrategy - api key - Your api key is expired")


def test_a_key_may_never_expire(api: Api) -> None:
    new = bearer(api.data("POST", KEYS, {"apiKeyNeverExpires": True})["apiKey"])
    api.control("PUT", "/clock", {"now": "2129-12-05T00:00:00Z"})
    assert api.get("/v2/me", headers=new).status_code == 200


@pytest.mark.behaviour("resources", 261, 263)
@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            {"apiKeyDaysValid": 3, "apiKeyNeverExpires": True},
            "ApiKeysService -Cannot set both apiKeyDaysValid and apiKeyNeverExpires. It has to be either or none of "
            "them.",
        ),
        ({"apiKeyDaysValid": 0}, "Bad Request Exception"),
    ],
)
def test_a_refused_refresh_keeps_the_key(api: Api, body: dict[str, Any], text: str) -> None:
    answer = api.post(KEYS, body)
    assert (answer.status_code, message(answer)) == (400, text)
    assert api.get("/v2/me").status_code == 200


@pytest.mark.behaviour("resources", 264)
@pytest.mark.parametrize("path", ["/v2/slots?eventTypeId=3&start=2030-01-08&end=2030-01-09", "/v2/me", "/v2/bookings"])
def test_an_unknown_key_is_refused_on_public_routes_too(api: Api, path: str) -> None:
    answer = api.get(path, headers=bearer("cal_unknown"))
    assert (answer.status_code, message(answer)) == (401, "CustomThrottlerGuard - Invalid API Key")


@pytest.mark.behaviour("resources", 267)
def test_every_answer_is_numbered_anew(api: Api) -> None:
    answers = [api.get(path, headers={"x-request-id": "mine"}) for path in ("/v2/me", "/v2/me", "/v2/nope")]
    found = {answer.headers["x-request-id"] for answer in answers}
    assert len(found) == 3
    assert all(UUID(text).version == 4 for text in found)


@pytest.mark.behaviour("resources", 268)
def test_the_older_address_serves_too(api: Api) -> None:
    assert api.get("/api/v2/me").json() == api.get("/v2/me").json()
