"""The consent page as a browser and an impatient test see it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest

from tests.api_client import Api

BACK = "https://companion.example/callback?kept=1"
PAGE = "/auth/oauth2/authorize"


class Page(HTMLParser):
    """What stands on a page: its form's fields, its options, its visible text."""

    def __init__(self, answer: httpx2.Response) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.buttons: list[str] = []
        self.options: list[str] = []
        self.chosen: str | None = None
        self.roles: list[str] = []
        self.labels: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        self.tags.append(tag)
        if tag == "input":
            self.hidden[at["name"] or ""] = at["value"] or ""
        if tag == "button":
            self.buttons.append(at["value"] or "")
        if tag == "option":
            self.options.append(at["value"] or "")
            if "selected" in at:
                self.chosen = at["value"]
        if "role" in at:
            self.roles.append(at["role"] or "")
        if tag == "label":
            self.labels.append(at["for"] or "")

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def client_id(api: Api) -> str:
    record = {"name": "Companion <b>", "secret": "s", "redirectUris": [BACK]}
    made: str = api.control("POST", "/records/oauth2-clients", record)["id"]
    return made


def opened(api: Api, client_id: str, **more: str) -> httpx2.Response:
    return api.get(f"{PAGE}?{urlencode({'client_id': client_id, 'redirect_uri': BACK, **more})}")


def sent(api: Api, fields: dict[str, str], origin: str | None = None) -> httpx2.Response:
    headers = {"content-type": "application/x-www-form-urlencoded", "origin": origin}
    return api.post(PAGE, content=urlencode(fields), headers=headers, follow_redirects=False)


def facts(answer: httpx2.Response) -> dict[str, str]:
    assert answer.status_code == 303, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def test_the_page_says_who_wants_what_and_asks_who_consents(api: Api, client_id: str) -> None:
    answer = opened(api, client_id, scope="BOOKING_READ TEAM_EVENT_TYPE_WRITE", state='"&<', user="ada")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page = Page(answer)
    assert "Companion <b> wants to act in your name" in page.text
    assert "See bookings BOOKING_READ" in page.text
    assert "Change event types of your teams TEAM_EVENT_TYPE_WRITE" in page.text
    assert page.hidden == {
        "client_id": client_id,
        "redirect_uri": BACK,
        "state": '"&<',
        "scope": "BOOKING_READ TEAM_EVENT_TYPE_WRITE",
    }
    assert (page.options, page.chosen, page.buttons, page.labels) == (["1"], "1", ["allow", "deny"], ["user"])
    assert "script" not in page.tags


def test_allowing_leads_back_with_a_code_that_becomes_tokens(api: Api, client_id: str) -> None:
    page = Page(opened(api, client_id, scope="PROFILE_READ", state="x"))
    back = facts(sent(api, {**page.hidden, "user": page.options[0], "decision": "allow"}))
    assert (back["kept"], back["state"]) == ("1", "x")
    form = {"client_id": client_id, "client_secret": "s", "grant_type": "authorization_code", "redirect_uri": BACK}
    tokens = api.post("/v2/auth/oauth2/token", {**form, "code": back["code"]}).json()
    assert tokens["scope"] == "PROFILE_READ"


def test_refusing_leads_back_empty_handed(api: Api, client_id: str) -> None:
    page = Page(opened(api, client_id, state="x"))
    assert "Everything that you can do over the API." in page.text
    back = facts(sent(api, {**page.hidden, "user": "1", "decision": "deny"}))
    assert back == {"kept": "1", "error": "access_denied", "state": "x"}
    assert api.control("GET", "/records/authorization-codes") == []


@pytest.mark.parametrize(
    ("change", "status", "text"),
    [
        ({"client_id": "unknown"}, 404, "No application goes by this id."),
        ({"redirect_uri": "https://evil.example"}, 400, "an address that it did not register"),
    ],
)
def test_what_cannot_be_trusted_leads_nowhere(
    api: Api, client_id: str, change: dict[str, str], status: int, text: str
) -> None:
    fields = {"client_id": client_id, "redirect_uri": BACK, **change}
    for answer in (
        api.get(f"{PAGE}?{urlencode(fields)}"),
        sent(api, {**fields, "user": "1", "decision": "allow"}),
        sent(api, {**fields, "decision": "deny"}),
    ):
        assert answer.status_code == status
        page = Page(answer)
        assert text in page.text
        assert page.roles == ["alert"]


def test_somebody_must_consent(api: Api, client_id: str) -> None:
    fields = {"client_id": client_id, "redirect_uri": BACK, "decision": "allow"}
    assert sent(api, {**fields, "user": "99"}).status_code == 400
    assert sent(api, fields).status_code == 400


def test_pages_of_other_sites_consent_for_nobody(api: Api, client_id: str) -> None:
    fields = {"client_id": client_id, "redirect_uri": BACK, "user": "1", "decision": "allow"}
    assert sent(api, fields, origin="https://evil.example").status_code == 403
    assert sent(api, fields, origin="null").status_code == 403
    assert sent(api, fields, origin="http://emulator").status_code == 303


def test_the_page_takes_two_methods_and_small_forms(api: Api, client_id: str) -> None:
    assert api.delete(PAGE).status_code == 405
    assert sent(api, {"state": "x" * 20_000}).status_code == 413


def consent(api: Api, body: Any) -> Any:
    return api.control("POST", "/oauth2/consent", body)


def test_consent_needs_no_browser(api: Api, client_id: str) -> None:
    given = consent(api, {"clientId": client_id, "userId": 1, "scopes": ["PROFILE_READ"], "state": "x"})
    assert given["redirectTo"] == f"{BACK}&code={given['code']}&state=x"
    assert given["error"] is None
    assert [row["code"] for row in api.control("GET", "/records/authorization-codes")] == [given["code"]]
    refused = consent(api, {"clientId": client_id, "allow": False})
    assert (refused["code"], refused["error"]) == (None, "access_denied")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"clientId": "unknown"}, "there is no record 'unknown' among oauth2-clients"),
        ({"userId": 99}, "there is no record 99 among users"),
        ({"who": 1}, "a consent has no field 'who'"),
        ({"state": 1}, "state must be of type str, not 1"),
        ({"scopes": [1]}, "scopes must be texts"),
        ({"redirectUri": "https://evil.example"}, "the service would refuse this: invalid_request, redirect_uri_"),
    ],
)
def test_what_is_wrong_with_a_consent_is_said(api: Api, client_id: str, change: dict[str, Any], text: str) -> None:
    answer = api.post("/_emulator/oauth2/consent", {"clientId": client_id, **change})
    assert answer.status_code == 400
    assert text in answer.text
