"""Subscriptions of teams' event types, organizations and platform clients (webhooks.md 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.api_client import Api, message
from tests.platform_world import Platform, found_platform

UNKNOWN = "00000000-0000-4000-8000-000000000000"
KEYS = ["id", "payloadTemplate", "triggers", "subscriberUrl", "active", "secret", "time", "timeUnit", "version"]


def body(path: str = "/hook", *triggers: str, **more: Any) -> dict[str, Any]:
    url = f"https://example.com{path}"
    return {"subscriberUrl": url, "triggers": list(triggers) or ["BOOKING_CREATED"], "active": True, **more}


def bearer(key: str) -> dict[str, str | None]:
    return {"authorization": f"Bearer {key}"}


@dataclass
class Team:
    """A team with an owner, a member and an event type; Ada has no part in it."""

    api: Api
    id: int
    event_type: int

    @property
    def path(self) -> str:
        return f"/v2/teams/{self.id}/event-types/{self.event_type}/webhooks"

    def __call__(self, method: str, path: str = "", json: Any = None, *, who: str = "tom") -> Any:
        return self.api(method, f"{self.path}{path}", json, headers=bearer(f"cal_test_{who}"))

    def data(self, method: str, path: str = "", json: Any = None) -> Any:
        answer = self(method, path, json)
        assert answer.status_code < 300, answer.text
        return answer.json()["data"]


@pytest.fixture
def team(api: Api) -> Team:
    number = api.control("POST", "/records/teams", {"name": "Sales"})["id"]
    for name, role in (("tom", "OWNER"), ("may", "MEMBER"), ("sue", "ADMIN")):
        user = api.control("POST", "/records/users", {"username": name, "apiKey": f"cal_test_{name}"})
        api.control("POST", "/records/memberships", {"teamId": number, "userId": user["id"], "role": role})
    kind = {"teamId": number, "title": "Call", "slug": "call", "lengthInMinutes": 30, "schedulingType": "roundRobin"}
    return Team(api, number, api.control("POST", "/records/event-types", kind)["id"])


@pytest.mark.behaviour("webhooks", 28)
def test_a_teams_event_type_has_webhooks_of_its_own(team: Team) -> None:
    answer = team("POST", "", body(secret="s", version="2026-07-27"))
    assert answer.status_code == 201
    hook = answer.json()["data"]
    assert list(hook) == [*KEYS, "eventTypeId"]
    assert (hook["eventTypeId"], hook["secret"], hook["version"]) == (team.event_type, "s", "2026-07-27")
    assert team("POST", "", body()).status_code == 409
    assert team.data("GET") == [hook]
    assert team.data("GET", f"/{hook['id']}") == hook
    changed = team.data("PATCH", f"/{hook['id']}", {"active": False})
    assert changed == {**hook, "active": False}
    assert team.data("DELETE", f"/{hook['id']}") == changed
    assert team.data("GET") == []


@pytest.mark.behaviour("webhooks", 28)
def test_deleting_all_of_a_teams_event_type_counts_in_the_plural(team: Team) -> None:
    team.data("POST", "", body())
    assert team.data("DELETE") == "1 webhooks deleted"
    assert team.data("DELETE") == "0 webhooks deleted"


@pytest.mark.behaviour("webhooks", 28)
def test_a_teams_webhooks_are_for_its_leaders(team: Team) -> None:
    """Members may read by the first guard and are refused by the second."""
    stranger = team("GET", who="ada")
    assert (stranger.status_code, message(stranger)) == (
        403,
        f"RolesGuard - User is not a member of the team with id={team.id}.",
    )
    reading = team("GET", who="may")
    assert reading.status_code == 403
    assert message(reading).startswith("IsTeamEventTypeWebhookGuard - User (")
    assert message(reading).endswith(f"is not an admin/owner of team ({team.id})")
    writing = team("POST", "", body(), who="may")
    assert writing.status_code == 403
    assert "minimum required role=TEAM_ADMIN within" in message(writing)
    assert team("POST", "", body(), who="sue").status_code == 201


@pytest.mark.behaviour("webhooks", 28)
def test_webhooks_that_are_not_the_team_event_types(team: Team) -> None:
    api = team.api
    prefix = "IsTeamEventTypeWebhookGuard - "
    unknown = team("GET", f"/{UNKNOWN}")
    assert (unknown.status_code, message(unknown)) == (404, f"{prefix}Webhook ({UNKNOWN}) not found")
    users = api.data("POST", "/v2/webhooks", body())
    untyped = team("GET", f"/{users['id']}")
    assert (untyped.status_code, message(untyped)) == (400, f"{prefix}Webhook ({users['id']}) no event type")
    others = api.data("POST", "/v2/event-types/3/webhooks", body())
    mismatch = team("PATCH", f"/{others['id']}", {"active": False})
    assert (mismatch.status_code, message(mismatch)) == (403, f"{prefix}Webhook mismatch with event type")
    elsewhere = api("GET", f"/v2/teams/{team.id}/event-types/3/webhooks", headers=bearer("cal_test_tom"))
    assert (elsewhere.status_code, message(elsewhere)) == (
        404,
        f"{prefix}Event type (3) not found for team ({team.id})",
    )


def test_a_guard_speaks_before_anybody_looks_at_the_body(team: Team) -> None:
    assert team("POST", "", {"active": "maybe"}, who="may").status_code == 403
    assert team("POST", "", {"active": "maybe"}).status_code == 400


@pytest.mark.behaviour("webhooks", 27)
def test_triggers_about_delegated_credentials_are_no_teams(team: Team) -> None:
    answer = team("POST", "", body("/hook", "DELEGATION_CREDENTIAL_ERROR"))
    assert (answer.status_code, message(answer)) == (
        400,
        "DELEGATION_CREDENTIAL_ERROR trigger is only available for organization webhooks",
    )


@pytest.fixture
def organization(api: Api) -> str:
    """The path of an organization's webhooks; Ada administers it."""
    number = api.control("POST", "/records/organizations", {"name": "Globex"})["id"]
    api.control("POST", "/records/memberships", {"teamId": number, "userId": 1, "role": "ADMIN"})
    return f"/v2/organizations/{number}/webhooks"


@pytest.mark.behaviour("webhooks", 24)
def test_an_organizations_webhooks(api: Api, organization: str) -> None:
    number = int(organization.split("/")[3])
    answer = api.post(organization, body())
    assert answer.status_code == 201
    hook = answer.json()["data"]
    assert list(hook) == [*KEYS, "teamId"]
    assert hook["teamId"] == number
    twice = api.post(organization, body())
    # The service's sentence speaks of a user.
    assert (twice.status_code, message(twice)) == (409, "Webhook with this subscriber url already exists for this user")
    assert api.data("GET", organization) == [hook]
    assert api.data("GET", f"{organization}/{hook['id']}") == hook
    assert api.data("DELETE", f"{organization}/{hook['id']}") == hook
    assert api.data("GET", organization) == []
    assert api.delete(organization).status_code == 404, "there is no deleting all"


@pytest.mark.behaviour("webhooks", 26)
def test_an_organization_may_hear_of_delegated_credentials(api: Api, organization: str) -> None:
    for number, triggers in enumerate(
        (["DELEGATION_CREDENTIAL_ERROR"], ["BOOKING_CREATED", "DELEGATION_CREDENTIAL_ERROR"])
    ):
        hook = api.data("POST", organization, body(f"/{number}", *triggers))
        changed = api.data(
            "PATCH", f"{organization}/{hook['id']}", {**CHANGE, "subscriberUrl": f"https://a.example/{number}"}
        )
        assert (changed["triggers"], changed["active"]) == (triggers, False)


CHANGE = {"active": False}


@pytest.mark.behaviour("webhooks", 25)
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_what_is_not_the_organizations_is_forbidden_even_if_it_is_nothing(
    api: Api, organization: str, method: str
) -> None:
    foreign = api.data("POST", "/v2/webhooks", body())["id"]
    number = organization.split("/")[3]
    for webhook_id in (UNKNOWN, foreign):
        answer = api(method, f"{organization}/{webhook_id}", CHANGE if method == "PATCH" else None)
        assert (answer.status_code, message(answer)) == (
            403,
            f"IsWebhookInOrg - webhook with id={webhook_id} is not part of the organization with id={number}.",
        )


def test_who_may_come_near_an_organizations_webhooks(api: Api, organization: str) -> None:
    number = organization.split("/")[3]
    api.control("POST", "/records/users", {"id": 9, "username": "eve", "apiKey": "cal_test_eve"})
    stranger = api.get(organization, headers=bearer("cal_test_eve"))
    assert (stranger.status_code, message(stranger)) == (
        403,
        f"RolesGuard - User is not a member of the organization with id={number}.",
    )
    api.control("POST", "/records/memberships", {"teamId": int(number), "userId": 9})
    member = api.get(organization, headers=bearer("cal_test_eve"))
    assert (member.status_code, message(member)) == (
        403,
        "RolesGuard - user with id=9 does not have the minimum required role=ORG_ADMIN within "
        f"organization with id={number}.",
    )
    api.control("PATCH", "/records/users/9", {"role": "ADMIN"})
    assert api.get(organization, headers=bearer("cal_test_eve")).status_code == 200
    none = api.get("/v2/organizations/999/webhooks")
    assert (none.status_code, message(none)) == (
        403,
        "IsOrgGuard - provided organization id=999 does not represent any existing organization.",
    )


@pytest.fixture
def platform(api: Api) -> Platform:
    return found_platform(api)


def client_path(platform: Platform) -> str:
    return f"/v2/oauth-clients/{platform.id}/webhooks"


@pytest.mark.behaviour("webhooks", 21)
def test_a_clients_webhooks(platform: Platform) -> None:
    path = client_path(platform)
    answer = platform("POST", path, body())
    assert answer.status_code == 201
    hook = answer.json()["data"]
    assert list(hook) == [*KEYS, "oAuthClientId"]
    assert hook["oAuthClientId"] == platform.id
    twice = platform("POST", path, body())
    assert (twice.status_code, message(twice)) == (
        409,
        "Webhook with this subscriber url already exists for this oAuth client",
    )
    other = platform("POST", path, body("/other")).json()["data"]
    clash = platform("PATCH", f"{path}/{other['id']}", {"subscriberUrl": hook["subscriberUrl"]})
    # The database refuses what nobody asked about.
    assert (clash.status_code, clash.json()["error"]["code"]) == (409, "CONFLICT")
    assert platform("GET", path).json()["data"] == [hook, other]
    assert platform("DELETE", f"{path}/{other['id']}").json()["data"] == other
    assert platform("DELETE", path).json()["data"] == "1 webhooks deleted"


@pytest.mark.behaviour("webhooks", 22)
def test_a_client_of_another_organization_is_forbidden(api: Api, platform: Platform) -> None:
    hook = platform("POST", client_path(platform), body()).json()["data"]
    other = found_platform(api, "Initech")
    for method, path in (("GET", ""), ("DELETE", f"/{hook['id']}"), ("GET", f"/{hook['id']}")):
        answer = api(method, f"{client_path(platform)}{path}", headers=bearer("cal_test_olga_initech"))
        assert answer.status_code == 403
        assert message(answer) == (
            f"OAuthClientGuard - forbidden. oAuth client with id={platform.id} does not belong to the organization "
            f"with id={other.organization}."
        )


@pytest.mark.behaviour("webhooks", 23)
def test_webhooks_that_are_not_the_clients(api: Api, platform: Platform) -> None:
    path = client_path(platform)
    for method in ("GET", "DELETE"):
        unknown = platform(method, f"{path}/{UNKNOWN}")
        assert (unknown.status_code, message(unknown)) == (404, f"Webhook ({UNKNOWN}) not found")
    foreign = api.data("POST", "/v2/webhooks", body())["id"]
    answer = platform("GET", f"{path}/{foreign}")
    assert (answer.status_code, message(answer)) == (
        403,
        "IsOAuthClientWebhookGuard - Webhook does not belong to this oAuthClient",
    )


def test_members_of_the_platform_may_read_only(api: Api, platform: Platform) -> None:
    nina = bearer("cal_test_nina")
    assert api.get(client_path(platform), headers=nina).status_code == 200
    assert api.post(client_path(platform), body(), headers=nina).status_code == 403
