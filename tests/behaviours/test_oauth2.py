"""Applications of third parties: consent, tokens, and how far these go (resources.md 2.6, 2.8, 11 F; live.md 3)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from emulator.auth.oauth2 import s256
from tests.api_client import Api, message
from tests.platform_world import bearer, claims

BACK = "https://companion.example/callback"
SECRET = "application-secret"
TOKEN = "/v2/auth/oauth2/token"
NOBODY: dict[str, str | None] = {"authorization": None}
VERIFIER = "a-verifier-of-forty-three-characters-or-more"


class App:
    """An application that is registered in the world behind `api`."""

    def __init__(self, api: Api, **fields: Any) -> None:
        self.api = api
        record = {"name": "Companion", "secret": SECRET, "redirectUris": [BACK, "https://other.example/x"], **fields}
        self.id = api.control("POST", "/records/oauth2-clients", record)["id"]
        self.path = f"/v2/auth/oauth2/clients/{self.id}"

    def authorize(self, **fields: Any) -> httpx2.Response:
        body = {"redirect_uri": BACK, "state": "s t", **fields}
        return self.api.post(f"{self.path}/authorize", body, follow_redirects=False)

    def code(self, **fields: Any) -> str:
        return query(self.authorize(**fields))["code"]

    def trade(self, **fields: Any) -> httpx2.Response:
        """A request to the token endpoint for a code, which fields change or (None) take away from."""
        form = {
            "client_id": self.id,
            "client_secret": SECRET,
            "grant_type": "authorization_code",
            "redirect_uri": BACK,
            **fields,
        }
        return self.api.post(TOKEN, {name: text for name, text in form.items() if text is not None}, headers=NOBODY)

    def refresh(self, token: str, **fields: Any) -> httpx2.Response:
        return self.trade(grant_type="refresh_token", redirect_uri=None, refresh_token=token, **fields)

    def tokens(self, *scopes: str) -> dict[str, Any]:
        answer = self.trade(code=self.code(scopes=list(scopes)))
        assert answer.status_code == 200, answer.text
        read: dict[str, Any] = answer.json()
        return read


def query(answer: httpx2.Response) -> dict[str, str]:
    assert answer.status_code == 303, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def problem(answer: httpx2.Response) -> tuple[int, str, str]:
    body = answer.json()
    assert body.keys() == {"error", "error_description"}
    return answer.status_code, body["error"], body["error_description"]


@pytest.fixture
def client(api: Api) -> App:
    return App(api)


@pytest.mark.behaviour("resources", 76)
@pytest.mark.parametrize("headers", [{}, NOBODY])
def test_an_application_is_shown_without_its_secret_to_anybody(client: App, headers: dict[str, str | None]) -> None:
    """Without credentials too, as the live service does (live.md 3)."""
    answer = client.api.get(client.path, headers=headers)
    assert answer.status_code == 200
    assert list(answer.json()["data"].items()) == [
        ("client_id", client.id),
        ("redirect_uris", [BACK, "https://other.example/x"]),
        ("redirect_uri", BACK),
        ("name", "Companion"),
        ("logo", None),
        ("is_trusted", False),
        ("client_type", "CONFIDENTIAL"),
    ]


@pytest.mark.behaviour("resources", 77)
def test_an_unknown_application_is_not_found(api: Api) -> None:
    answer = api.get("/v2/auth/oauth2/clients/unknown")
    assert problem(answer) == (404, "unauthorized_client", "client_not_found")


@pytest.mark.behaviour("resources", 75)
def test_strangers_cannot_consent(client: App) -> None:
    answer = client.api.post(f"{client.path}/authorize", {"redirect_uri": BACK}, headers=NOBODY)
    assert answer.status_code == 401


@pytest.mark.behaviour("resources", 78)
def test_consent_sends_the_user_back_with_a_code(client: App) -> None:
    answer = client.authorize()
    assert query(answer).keys() == {"code", "state"}
    assert answer.headers["location"].startswith(f"{BACK}?code=")
    assert query(answer)["state"] == "s t"


@pytest.mark.behaviour("resources", 79)
def test_nobody_consents_to_an_unknown_application(api: Api) -> None:
    answer = api.post("/v2/auth/oauth2/clients/unknown/authorize", {"redirect_uri": BACK})
    assert problem(answer) == (404, "unauthorized_client", "client_not_found")


@pytest.mark.behaviour("resources", 80)
def test_only_those_who_run_a_team_consent_for_it(client: App) -> None:
    assert query(client.authorize(team_slug="unknown")) == {"error": "access_denied", "state": "s t"}
    team = client.api.control("POST", "/records/teams", {"name": "Sales", "slug": "sales"})["id"]
    place = client.api.control("POST", "/records/memberships", {"teamId": team, "userId": 1})
    assert query(client.authorize(team_slug="sales"))["error"] == "access_denied"
    client.api.control("PATCH", f"/records/memberships/{place['id']}", {"role": "OWNER"})
    tokens = client.trade(code=client.code(team_slug="sales")).json()
    assert claims(tokens["access_token"])["teamId"] == team
    assert client.api.get("/v2/me", headers=bearer(tokens["access_token"])).json()["data"]["id"] == 1


@pytest.mark.behaviour("resources", 81)
def test_nobody_is_sent_to_an_address_that_is_not_registered(client: App) -> None:
    answer = client.authorize(redirect_uri="https://evil.example/x")
    assert problem(answer) == (400, "invalid_request", "redirect_uri_mismatch")


@pytest.mark.behaviour("resources", 82)
@pytest.mark.parametrize("as_form", [False, True])
def test_a_code_becomes_tokens(client: App, as_form: bool) -> None:
    form = {
        "client_id": client.id,
        "client_secret": SECRET,
        "grant_type": "authorization_code",
        "redirect_uri": BACK,
        "code": client.code(scopes=["PROFILE_READ", "BOOKING_READ"]),
    }
    sent = {"data": form} if as_form else {"json": form}
    answer = client.api("POST", TOKEN, headers=NOBODY, **sent)
    assert answer.status_code == 200
    assert (answer.headers["cache-control"], answer.headers["pragma"]) == ("no-store", "no-cache")
    tokens = answer.json()
    assert list(tokens) == ["access_token", "token_type", "refresh_token", "expires_in", "scope"]
    assert (tokens["token_type"], tokens["expires_in"], tokens["scope"]) == (
        "bearer",
        1800,
        "PROFILE_READ BOOKING_READ",
    )
    said = claims(tokens["access_token"])
    assert (said["userId"], said["scope"], said["clientId"]) == (1, ["PROFILE_READ", "BOOKING_READ"], client.id)
    assert said["exp"] - said["iat"] == 1800


@pytest.mark.behaviour("resources", 83)
def test_a_code_works_once(client: App) -> None:
    code = client.code()
    assert client.trade(code=code).status_code == 200
    assert problem(client.trade(code=code)) == (400, "invalid_grant", "code_invalid_or_expired")


def test_a_code_runs_out(client: App) -> None:
    code = client.code()
    client.api.control("POST", "/clock/advance", {"seconds": 600})
    assert problem(client.trade(code=code))[2] == "code_invalid_or_expired"


@pytest.mark.behaviour("resources", 84)
def test_the_secret_must_be_right_and_a_wrong_one_spends_nothing(client: App) -> None:
    code = client.code()
    answer = client.trade(code=code, client_secret="guess")
    assert problem(answer) == (401, "invalid_client", "invalid_client_credentials")
    assert problem(client.trade(code=code, redirect_uri="https://evil.example")) == (
        400,
        "invalid_grant",
        "redirect_uri_mismatch",
    )
    assert client.trade(code=code).status_code == 200


@pytest.mark.behaviour("resources", 85)
def test_refreshing_turns_both_tokens(client: App) -> None:
    old = client.tokens("PROFILE_READ")
    answer = client.refresh(old["refresh_token"])
    assert answer.status_code == 200
    new = answer.json()
    assert new["scope"] == "PROFILE_READ"
    assert not {old["access_token"], old["refresh_token"]} & {new["access_token"], new["refresh_token"]}
    again = client.refresh(old["refresh_token"])
    assert problem(again) == (400, "invalid_grant", "refresh_token_revoked")


@pytest.mark.behaviour("resources", 86)
def test_no_other_refresh_token_counts(client: App) -> None:
    assert problem(client.refresh("garbage")) == (400, "invalid_grant", "invalid_refresh_token")
    foreign = App(client.api).tokens()["refresh_token"]
    assert problem(client.refresh(foreign)) == (400, "invalid_grant", "client_id_mismatch")
    stale = client.tokens()["refresh_token"]
    client.api.control("POST", "/clock/advance", {"seconds": 30 * 86400})
    assert problem(client.refresh(stale)) == (400, "invalid_grant", "invalid_refresh_token")


@pytest.mark.behaviour("resources", 87)
def test_an_unknown_application_gets_no_tokens(client: App) -> None:
    answer = client.trade(client_id="unknown", code=client.code())
    assert problem(answer) == (401, "invalid_client", "client_not_found")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"client_id": None}, "client_id is required"),
        ({"grant_type": None}, "grant_type must be 'authorization_code' or 'refresh_token'"),
        ({"grant_type": "password"}, "grant_type must be 'authorization_code' or 'refresh_token'"),
        ({}, "code property is wrong,code must be a string"),
        ({"code": 1}, "code property is wrong,code must be a string"),
        ({"code": "c", "scope": "x"}, "scope property is wrong,property scope should not exist"),
        ({"code": "c", "client_secret": None}, "code_verifier property is wrong,code_verifier must be a string"),
    ],
)
def test_a_request_for_tokens_must_be_well_formed(client: App, change: dict[str, Any], text: str) -> None:
    assert problem(client.trade(**change)) == (400, "invalid_request", text)


def test_a_public_client_proves_itself_by_pkce(api: Api) -> None:
    client = App(api, clientType="PUBLIC", secret=None)
    assert query(client.authorize())["error_description"] == "pkce_missing_parameters_or_invalid_method"
    plain = {"code_challenge": VERIFIER, "code_challenge_method": "plain"}
    assert query(client.authorize(**plain))["error"] == "invalid_request"
    announced = {"code_challenge": s256(VERIFIER), "code_challenge_method": "S256"}
    public = {"client_secret": None}
    code = client.code(**announced)
    answer = client.trade(code=code, code_verifier="another", **public)
    assert problem(answer) == (400, "invalid_grant", "pkce_verification_failed")
    # The failed attempt has used up the code.
    assert problem(client.trade(code=code, code_verifier=VERIFIER, **public))[2] == "code_invalid_or_expired"
    tokens = client.trade(code=client.code(**announced), code_verifier=VERIFIER, **public)
    assert tokens.status_code == 200
    assert client.refresh(tokens.json()["refresh_token"], **public).status_code == 200


def test_a_confidential_client_that_announced_a_challenge_must_keep_to_it(client: App) -> None:
    code = client.code(code_challenge=s256(VERIFIER), code_challenge_method="S256")
    answer = client.trade(code=code)
    assert problem(answer) == (400, "invalid_request", "pkce_missing_parameters_or_invalid_method")


@pytest.mark.parametrize(("status", "reason"), [("PENDING", "client_not_approved"), ("REJECTED", "client_rejected")])
def test_only_who_registered_an_application_uses_it_unapproved(api: Api, status: str, reason: str) -> None:
    client = App(api, status=status)
    assert problem(client.authorize()) == (401, "unauthorized_client", reason)
    api.control("PATCH", f"/records/oauth2-clients/{client.id}", {"userId": 1})
    tokens = client.tokens()
    api.control("PATCH", f"/records/oauth2-clients/{client.id}", {"userId": None})
    assert problem(client.refresh(tokens["refresh_token"])) == (401, "unauthorized_client", reason)


def test_an_application_asks_for_no_more_than_it_registered(api: Api) -> None:
    client = App(api, scopes=["BOOKING_READ", "PROFILE_READ"])
    refused = query(client.authorize(scopes=["BOOKING_WRITE"]))
    assert (refused["error"], refused["state"]) == ("invalid_scope", "s t")
    assert client.tokens("BOOKING_READ")["scope"] == "BOOKING_READ"
    assert client.tokens()["scope"] == "BOOKING_READ PROFILE_READ"
    assert query(App(api).authorize(scopes=["everything"]))["error"] == "invalid_scope"


def test_scopes_bound_what_a_token_can_do(client: App) -> None:
    mine = bearer(client.tokens("BOOKING_READ")["access_token"])
    assert client.api.get("/v2/bookings", headers=mine).status_code == 200
    answer = client.api.get("/v2/schedules", headers=mine)
    assert (answer.status_code, message(answer)) == (
        403,
        "insufficient_scope: token does not have the required scopes. Required: SCHEDULE_READ. Token has: BOOKING_READ",
    )
    closed = client.api.post("/v2/api-keys/refresh", headers=mine)
    assert (closed.status_code, message(closed)) == (
        403,
        "insufficient_scope: this endpoint is not available for third-party OAuth tokens",
    )
    # Slots ask for no credentials, and the event type list asks for them only if they are sent.
    assert client.api.get("/v2/slots?eventTypeId=3&start=2030-01-08&end=2030-01-09", headers=mine).status_code == 200


def test_tokens_without_scopes_are_not_bound(client: App) -> None:
    mine = bearer(client.tokens()["access_token"])
    for path in ("/v2/me", "/v2/schedules", "/v2/event-types", "/v2/webhooks"):
        assert client.api.get(path, headers=mine).status_code == 200


def test_a_token_runs_out_after_half_an_hour(client: App) -> None:
    mine = bearer(client.tokens()["access_token"])
    client.api.control("POST", "/clock/advance", {"seconds": 1799})
    assert client.api.get("/v2/me", headers=mine).status_code == 200
    client.api.control("POST", "/clock/advance", {"seconds": 1})
    answer = client.api.get("/v2/me", headers=mine)
    assert (answer.status_code, message(answer)) == (401, "ApiAuthStrategy - access token - Invalid Access Token.")


def test_a_token_is_a_record_that_can_be_written(client: App) -> None:
    record = {"userId": 1, "clientId": client.id, "scopes": ["PROFILE_READ"]}
    token = client.api.control("POST", "/records/access-tokens", record)["accessToken"]
    assert claims(token)["scope"] == ["PROFILE_READ"]
    assert client.api.get("/v2/me", headers=bearer(token)).status_code == 200
    assert client.api.get("/v2/bookings", headers=bearer(token)).status_code == 403
