"""Conferencing apps, Stripe and verified addresses of teams, over HTTP (resources.md 9, platform.md 3.15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.api_client import Api, message

BACK = "returnTo=https://example.com/ok&onErrorReturnTo=https://example.com/no"


@dataclass(frozen=True)
class Company:
    """An organization with a team that Ada administers, and somebody who is only a member of it."""

    team: str
    org_team: str
    team_id: int
    member: dict[str, str | None]


@pytest.fixture
def company(api: Api) -> Company:
    organization = api.control("POST", "/records/organizations", {"name": "Acme"})
    team = api.control("POST", "/records/teams", {"name": "Sales", "parentId": organization["id"]})
    mel = api.control("POST", "/records/users", {"username": "mel"})
    for team_id in (organization["id"], team["id"]):
        for user_id, role in ((1, "ADMIN"), (mel["id"], "MEMBER")):
            api.control("POST", "/records/memberships", {"teamId": team_id, "userId": user_id, "role": role})
    return Company(
        f"/v2/teams/{team['id']}",
        f"/v2/organizations/{organization['id']}/teams/{team['id']}",
        team["id"],
        {"authorization": f"Bearer {mel['apiKey']}"},
    )


def agree(api: Api, url: str, **said: Any) -> httpx2.Response:
    parts = urlsplit(url)
    page = api.raw("POST", f"{parts.path}?{parts.query}", json=said, follow_redirects=False)
    return api.raw("GET", page.headers["location"], follow_redirects=False)


@pytest.mark.parametrize("prefix", ["team", "org_team"])
def test_addresses_of_a_team(api: Api, company: Company, prefix: str) -> None:
    base = f"{getattr(company, prefix)}/verified-resources"
    for kind, address, shown in (
        ("emails", {"email": "sales@example.com"}, {"email": "sales@example.com"}),
        ("phones", {"phone": "+37255556666"}, {"phoneNumber": "+37255556666"}),
    ):
        assert api.post(f"{base}/{kind}/verification-code/request", address).json() == {"status": "success"}
        code = api.control("GET", "/records/verification-codes")[-1]["code"]
        verified = api.data("POST", f"{base}/{kind}/verification-code/verify", {**address, "code": code})
        assert verified == {"id": 1, **shown, "teamId": company.team_id, "userId": 1}
        assert api.data("GET", f"{base}/{kind}") == [api.data("GET", f"{base}/{kind}/1")] == [verified]
        assert api.data("GET", f"{base}/{kind}/2") is None
        assert api.data("GET", f"/v2/verified-resources/{kind}") == [], "they are not the administrator's own"
    again = api.post(f"{base}/emails/verification-code/request", {"email": "sales@example.com"})
    assert (again.status_code, message(again)) == (409, "Email is already verified.")


@pytest.mark.parametrize("prefix", ["team", "org_team"])
def test_only_administrators_speak_for_a_team(api: Api, company: Company, prefix: str) -> None:
    base = f"{getattr(company, prefix)}/verified-resources/emails"
    for answer in (
        api.get(base, headers=company.member),
        api.post(f"{base}/verification-code/request", {"email": "nothing"}, headers=company.member),
    ):
        assert answer.status_code == 403
        assert "does not have the minimum required role=TEAM_ADMIN" in message(answer)


def test_conferencing_apps_of_a_team(api: Api, company: Company) -> None:
    base = f"{company.org_team}/conferencing"
    assert api.data("GET", base) == []
    assert api.get(f"{base}/default").json() == {"status": "success"}
    assert message(api.post(f"{base}/zoom/default")) == "zoom not connected."
    url = api.data("GET", f"{base}/zoom/oauth/auth-url?{BACK}")["url"]
    assert agree(api, url, allow=False).headers["location"] == "https://example.com/no"
    assert agree(api, url).headers["location"] == "https://example.com/ok"
    (listed,) = api.data("GET", base)
    assert listed == {"id": listed["id"], "type": "zoom_video", "userId": None, "invalid": False}
    assert api.data("GET", "/v2/conferencing") == []
    assert api.post(f"{base}/zoom/default").json() == {"status": "success"}
    assert api.data("GET", f"{base}/default") == {"appSlug": "zoom"}
    assert message(api.post(f"{base}/google-meet/connect")) == "Google Meet requires a Google Calendar connection."
    assert api.delete(f"{base}/zoom/disconnect").json() == {"status": "success"}
    assert api.data("GET", base) == []
    assert api.get(f"{base}/default").json() == {"status": "success"}
    assert api.get(base, headers=company.member).status_code == 403


def test_a_members_consent_does_not_connect_the_team(api: Api, company: Company) -> None:
    url = api.data("GET", f"{company.org_team}/conferencing/zoom/oauth/auth-url?{BACK}")["url"]
    stolen = url.replace("cal_test_ada", str(company.member["authorization"]).removeprefix("Bearer "))
    assert agree(api, stolen).headers["location"] == "https://example.com/no"
    assert api.data("GET", f"{company.org_team}/conferencing") == []


def test_stripe_of_a_team(api: Api, company: Company) -> None:
    base = f"{company.org_team}/stripe"
    missing = api.get(f"{base}/check")
    assert (missing.status_code, message(missing)) == (404, "Credentials for stripe not found.")
    odd = api.get(f"{base}/connect?returnTo=a&onErrorReturnTo=a")
    assert (odd.status_code, message(odd)) == (400, "Invalid OAuth callback state payload")
    back = agree(api, api.data("GET", f"{base}/connect?{BACK}")["authUrl"])
    assert (back.status_code, back.headers["location"]) == (301, "https://example.com/ok")
    assert api.get(f"{base}/check").json() == {"status": "success"}
    assert api.get("/v2/stripe/check").status_code == 404
    malformed = api.get(f"{base}/save?state=a&code=a")
    assert (malformed.status_code, message(malformed)) == (400, "Malformed `state` query param")
