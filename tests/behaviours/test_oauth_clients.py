"""Platform clients, and who may do what with them (resources.md 11 B, C)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message
from tests.platform_world import KEYS, Platform, bearer, found_platform

CREATE = {"name": "Desk", "redirectUris": ["https://desk.example/x"], "permissions": ["BOOKING_READ", "PROFILE_WRITE"]}


@pytest.fixture
def platform(api: Api) -> Platform:
    return found_platform(api)


def as_(role: str) -> dict[str, str | None]:
    return bearer(KEYS[role])


def calls(client_id: str) -> list[tuple[str, str, Any]]:
    one = f"/v2/oauth-clients/{client_id}"
    return [
        ("GET", "/v2/oauth-clients", None),
        ("GET", one, None),
        ("POST", "/v2/oauth-clients", CREATE),
        ("PATCH", one, {"name": "Other"}),
        ("DELETE", one, None),
    ]


@pytest.mark.behaviour("resources", 18)
@pytest.mark.behaviour("resources", 17)
def test_a_client_speaks_for_its_organization_and_as_its_owner(api: Api, platform: Platform) -> None:
    second = found_platform(api, "Globex")
    for one in (platform, second):
        me = api.get("/v2/me", headers=one.headers).json()["data"]
        assert (me["id"], me["organizationId"]) == (one.users["OWNER"]["id"], one.organization)
        (client,) = api.get("/v2/oauth-clients", headers=one.headers).json()["data"]
        assert client["id"] == one.id


@pytest.mark.behaviour("resources", 15, 16)
def test_the_organization_of_a_key_decides(api: Api, platform: Platform) -> None:
    second = found_platform(api, "Globex")
    olga = platform.users["OWNER"]["id"]
    api.control("POST", "/records/memberships", {"teamId": second.organization, "userId": olga, "role": "OWNER"})
    for one in (platform, second):
        key = {"userId": olga, "teamId": one.organization}
        clear = api.control("POST", "/records/api-keys", key)["apiKey"]
        (client,) = api.get("/v2/oauth-clients", headers=bearer(clear)).json()["data"]
        assert client["organizationId"] == one.organization


@pytest.mark.behaviour("resources", 19, 20, 21, 22)
@pytest.mark.parametrize(
    ("headers", "text"),
    [
        (bearer("cal_unknown"), "CustomThrottlerGuard - Invalid API Key"),
        ({"authorization": None, "x-cal-client-id": "nobody", "x-cal-secret-key": "s"}, "Client with ID nobody not"),
        ({"authorization": None, "x-cal-client-id": "{id}", "x-cal-secret-key": "s"}, "Invalid client secret"),
        ({"authorization": None}, "No authentication method provided."),
    ],
)
def test_bad_credentials_are_refused(api: Api, platform: Platform, headers: dict[str, str | None], text: str) -> None:
    sent = {name: value and value.replace("{id}", platform.id) for name, value in headers.items()}
    answer = api.get("/v2/me", headers=sent)
    assert answer.status_code == 401
    assert text in message(answer)


@pytest.mark.behaviour("resources", 23, 24, 25, 26, 27)
def test_nobody_comes_in_without_credentials(api: Api, platform: Platform) -> None:
    for method, path, body in calls(platform.id):
        assert api(method, path, body, headers={"authorization": None}).status_code == 401


@pytest.mark.behaviour("resources", 28)
def test_other_organizations_have_no_clients(api: Api) -> None:
    found_platform(api, is_platform=False)
    answer = api.get("/v2/oauth-clients", headers=as_("OWNER"))
    assert answer.status_code == 403
    assert message(answer) == "OrganizationRolesGuard - Organization is not a platform (SHP)."


@pytest.mark.behaviour("resources", 29, 30, 31, 32, 33)
def test_nor_have_people_without_an_organization(api: Api, platform: Platform) -> None:
    for method, path, body in calls(platform.id):
        answer = api(method, path, body)
        assert answer.status_code == 403
        assert message(answer) == "OrganizationRolesGuard - No organization associated with the user."


@pytest.mark.behaviour("resources", 34, 35)
def test_members_may_look(api: Api, platform: Platform) -> None:
    (client,) = api.get("/v2/oauth-clients", headers=as_("MEMBER")).json()["data"]
    assert client == api.get(f"/v2/oauth-clients/{platform.id}", headers=as_("MEMBER")).json()["data"]
    unknown = api.get("/v2/oauth-clients/unknown", headers=as_("MEMBER"))
    assert (unknown.status_code, message(unknown)) == (404, "OAuthClientGuard - OAuth client not found.")


@pytest.mark.behaviour("resources", 36, 37, 38)
def test_members_may_not_change_anything(api: Api, platform: Platform) -> None:
    before = api.get("/v2/oauth-clients", headers=as_("MEMBER")).json()
    for method, path, body in calls(platform.id)[2:]:
        answer = api(method, path, body, headers=as_("MEMBER"))
        assert answer.status_code == 403
        assert message(answer) == "OrganizationRolesGuard - User must have one of the roles: ADMIN, OWNER."
    assert api.get("/v2/oauth-clients", headers=as_("MEMBER")).json() == before


def test_invitations_must_have_been_accepted(api: Api, platform: Platform) -> None:
    (row,) = api.control("GET", f"/records/memberships?userId={platform.users['ADMIN']['id']}")
    api.control("PATCH", f"/records/memberships/{row['id']}", {"accepted": False})
    answer = api.get("/v2/oauth-clients", headers=as_("ADMIN"))
    assert answer.status_code == 403
    assert message(answer) == "OrganizationRolesGuard - User has not accepted membership in the organization."


@pytest.mark.behaviour("resources", 39, 40, 41, 42, 43, 44)
@pytest.mark.parametrize("role", ["ADMIN", "OWNER"])
def test_the_life_of_a_client(api: Api, platform: Platform, role: str) -> None:
    made = api.post("/v2/oauth-clients", CREATE, headers=as_(role))
    assert made.status_code == 201
    assert made.json()["data"].keys() == {"clientId", "clientSecret"}
    client_id = made.json()["data"]["clientId"]
    assert len(client_id) == 25

    listed = api.get("/v2/oauth-clients", headers=as_(role)).json()["data"]
    assert ("Desk", client_id) in {(client["name"], client["id"]) for client in listed}
    path = f"/v2/oauth-clients/{client_id}"
    client = api.get(path, headers=as_(role)).json()["data"]
    assert client == {
        "id": client_id,
        "name": "Desk",
        "secret": made.json()["data"]["clientSecret"],
        "permissions": ["BOOKING_READ", "PROFILE_WRITE"],
        "redirectUris": ["https://desk.example/x"],
        "organizationId": platform.organization,
        "createdAt": "2029-12-03T08:00:00.000Z",
        "areEmailsEnabled": False,
        "areDefaultEventTypesEnabled": False,
        "areCalendarEventsEnabled": True,
    }

    changes = {"name": "Reception", "bookingRedirectUri": "https://desk.example/done", "permissions": ["*"]}
    changed = api.patch(path, changes, headers=as_(role))
    expected = {**client, "name": "Reception", "bookingRedirectUri": "https://desk.example/done"}
    assert (changed.status_code, changed.json()["data"]) == (200, expected)
    gone = api.delete(path, headers=as_(role))
    assert (gone.status_code, gone.json()["data"]) == (200, expected)
    assert api.get(path, headers=as_(role)).status_code == 404


@pytest.mark.behaviour("resources", 44)
def test_a_star_grants_everything(api: Api, platform: Platform) -> None:
    body = {**CREATE, "permissions": ["*"]}
    made = api.data("POST", "/v2/oauth-clients", body, headers=as_("OWNER"))
    client = api.data("GET", f"/v2/oauth-clients/{made['clientId']}", headers=as_("OWNER"))
    assert len(client["permissions"]) == 10


def test_a_client_of_others_is_forbidden(api: Api, platform: Platform) -> None:
    second = found_platform(api, "Globex")
    answer = api.get(f"/v2/oauth-clients/{second.id}", headers=as_("OWNER"))
    assert answer.status_code == 403
    assert message(answer) == (
        f"OAuthClientGuard - forbidden. oAuth client with id={second.id} does not belong to the organization with "
        f"id={platform.organization}."
    )


@pytest.mark.parametrize("wrong", [{"name": 1}, {"redirectUris": "x"}, {"permissions": ["FLY"]}, {"permissions": None}])
def test_a_client_must_be_described_well(api: Api, platform: Platform, wrong: dict[str, Any]) -> None:
    assert api.post("/v2/oauth-clients", {**CREATE, **wrong}, headers=as_("OWNER")).status_code == 400
    # Guards speak first: a member learns nothing about the body.
    assert api.post("/v2/oauth-clients", {**CREATE, **wrong}, headers=as_("MEMBER")).status_code == 403


def test_a_deleted_client_takes_its_tokens_along(api: Api, platform: Platform) -> None:
    user = platform.add_user()
    assert api.get("/v2/me", headers=bearer(user["accessToken"])).status_code == 200
    api.delete(f"/v2/oauth-clients/{platform.id}", headers=as_("OWNER"))
    assert api.get("/v2/me", headers=bearer(user["accessToken"])).status_code == 401
    assert api.control("GET", f"/records/users/{user['user']['id']}")["oAuthClientId"] is None
    assert api.control("GET", "/records/refresh-tokens") == []
