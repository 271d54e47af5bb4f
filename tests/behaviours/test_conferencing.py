"""Conferencing apps and Stripe over HTTP (resources.md 9.1, 9.2, 11 J and K)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.api_client import Api, message

NOBODY: dict[str, str | None] = {"authorization": None}
BACK = "returnTo=https://example.com/ok&onErrorReturnTo=https://example.com/no"


def agree(api: Api, url: str, **said: Any) -> httpx2.Response:
    """Decide on the consent page; gives the answer of the callback."""
    parts = urlsplit(url)
    page = api.raw("POST", f"{parts.path}?{parts.query}", json=said, follow_redirects=False)
    assert page.status_code == 303
    return api.raw("GET", page.headers["location"], follow_redirects=False)


def connect_zoom(api: Api, **said: Any) -> httpx2.Response:
    return agree(api, api.data("GET", f"/v2/conferencing/zoom/oauth/auth-url?{BACK}")["url"], **said)


@pytest.mark.behaviour("resources", 226, 227, 228, 229, 230, 231, 232)
def test_google_meet_comes_with_a_google_calendar(api: Api) -> None:
    assert api.data("GET", "/v2/conferencing") == []
    refused = api.post("/v2/conferencing/google-meet/connect")
    assert (refused.status_code, message(refused)) == (400, "Google Meet requires a Google Calendar connection.")
    api.control("POST", "/records/calendars", {"userId": 1})
    connected = api.post("/v2/conferencing/google-meet/connect")
    assert connected.status_code == 200
    assert (
        message(api.post("/v2/conferencing/google-meet/connect")) == "Google Meet is already connected for this user."
    )
    assert api.post("/v2/conferencing/google-meet/default").json() == {"status": "success"}
    chosen = api.control("GET", "/records/users/1")["metadata"]["defaultConferencingApp"]
    assert chosen == {"appSlug": "google-meet"}
    assert api.data("GET", "/v2/conferencing/default") == {"appSlug": "google-meet"}
    (listed,) = api.data("GET", "/v2/conferencing")
    assert listed == connected.json()["data"] == {"id": 2, "type": "google_video", "userId": 1, "invalid": False}
    assert api.delete("/v2/conferencing/google-meet/disconnect").json() == {"status": "success"}
    assert api.data("GET", "/v2/conferencing") == []


@pytest.mark.behaviour("resources", 270)
def test_the_default_app_is_one_that_is_connected_or_cal_video(api: Api) -> None:
    assert api.get("/v2/conferencing/default").json() == {"status": "success"}
    refused = api.post("/v2/conferencing/zoom/default")
    assert (refused.status_code, message(refused)) == (400, "zoom not connected.")
    odd = api.post("/v2/conferencing/fax/default")
    assert (odd.status_code, message(odd)) == (400, "Invalid app, available apps are: ")
    assert odd.json()["error"]["details"]["error"] == "google-meet, zoom, msteams, daily-video"
    assert api.post("/v2/conferencing/daily-video/default").json() == {"status": "success"}
    assert api.data("GET", "/v2/conferencing/default") == {"appSlug": "daily-video"}


def test_a_consent_connects_zoom(api: Api) -> None:
    back = connect_zoom(api, email="ada@work.example")
    assert (back.status_code, back.headers["location"]) == (301, "https://example.com/ok")
    (listed,) = api.data("GET", "/v2/conferencing")
    assert listed["type"] == "zoom_video"
    assert api.control("GET", "/records/credentials")[0]["email"] == "ada@work.example"


def test_who_declines_ends_at_the_address_for_errors(api: Api) -> None:
    back = connect_zoom(api, allow=False)
    assert (back.status_code, back.headers["location"]) == (301, "https://example.com/no")
    assert api.data("GET", "/v2/conferencing") == []


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("code=1", "Missing `state` query param"),
        ("code=1&state=a", "Malformed `state` query param"),
        ("code=1&state=[1]", "Malformed `state` query param"),
    ],
)
def test_a_callback_without_a_state(api: Api, query: str, text: str) -> None:
    answer = api.get(f"/v2/conferencing/zoom/oauth/callback?{query}", headers=NOBODY)
    assert (answer.status_code, message(answer)) == (400, text)


def test_a_callback_with_somebody_elses_token_goes_to_the_address_for_errors(api: Api) -> None:
    state = '{"accessToken":"cal_nobody","returnTo":"https://a.example","onErrorReturnTo":"https://b.example"}'
    params = {"state": state, "code": "4/0A"}
    answer = api.get("/v2/conferencing/msteams/oauth/callback", params=params, headers=NOBODY, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, "https://b.example")


def test_apps_that_nobody_knows(api: Api) -> None:
    odd = api.get(f"/v2/conferencing/google-meet/oauth/auth-url?{BACK}")
    assert (odd.status_code, message(odd)) == (400, "Invalid conferencing app, available apps are: ")
    refused = api.post("/v2/conferencing/zoom/connect")
    assert (refused.status_code, message(refused)) == (400, "Invalid conferencing app. Available apps: GOOGLE_MEET.")
    gone = api.delete("/v2/conferencing/msteams/disconnect")
    assert (gone.status_code, message(gone)) == (400, "msteams not connected.")


def test_stripe(api: Api) -> None:
    missing = api.get("/v2/stripe/check")
    assert (missing.status_code, message(missing)) == (404, "Credentials for stripe not found.")
    url = api.data("GET", "/v2/stripe/connect", headers={"origin": "https://shop.example"})["authUrl"]
    assert agree(api, url, allow=False).headers["location"] == "https://shop.example"
    assert api.get("/v2/stripe/check").status_code == 404
    assert agree(api, url).status_code == 301
    assert api.get("/v2/stripe/check").json() == {"status": "success"}
    (account,) = api.control("GET", "/records/credentials")
    api.control("PATCH", f"/records/credentials/{account['id']}", {"settings": {"active": False}})
    assert message(api.get("/v2/stripe/check")) == "Stripe account is not an active account"
    api.control("PATCH", f"/records/credentials/{account['id']}", {"invalid": True})
    assert message(api.get("/v2/stripe/check")) == "Invalid stripe credentials."
    malformed = api.get("/v2/stripe/save?state=a&code=a", headers=NOBODY)
    assert (malformed.status_code, message(malformed)) == (400, "Malformed `state` query param")
