"""Subscribing by hand, over HTTP; in a browser it stands in tests/browser."""

from __future__ import annotations

import re
from typing import Any

import pytest

from emulator.webhooks.triggers import TRIGGERS
from tests.api_client import Api
from tests.inspector.looking import act, page

SINK = "http://127.0.0.1:8000/_emulator/sink"


def only(api: Api) -> Any:
    (hook,) = api.control("GET", "/records/webhooks")
    return hook


def test_who_has_no_receiver_sees_a_delivery_arrive(api: Api) -> None:
    text = page(api, "ui/deliveries")
    assert "Nobody has subscribed" in text
    assert '<details id="subscribe" open>' in text
    (url,) = re.findall(r'name="url" value="([^"]+)"', text)
    assert url == f"http://emulator{api.base}/_emulator/sink"
    said = act(api, "deliveries/subscribe", url=url, owner="user:1", secret="s3cret", version="2026-07-27")
    assert said == f"/ui/deliveries {url} hears of everything from now on."
    hook = only(api)
    assert (hook["userId"], hook["secret"], hook["version"]) == (1, "s3cret", "2026-07-27")
    assert hook["triggers"] == list(TRIGGERS)
    api.book()
    assert api.control("POST", "/drain")["delivered"] == 1
    assert "with a secret" in page(api, "ui/deliveries")
    assert "HMAC-SHA256 of the body below" in page(api, "ui/deliveries/1")
    assert '<details id="subscribe">' in page(api, "ui/deliveries")


def test_some_events_are_chosen(api: Api) -> None:
    chosen = {"hears.BOOKING_CANCELLED": "on", "hears.BOOKING_CREATED": "on"}
    said = act(api, "deliveries/subscribe", url=SINK, owner="user:1", **chosen)
    assert said.endswith("hears of BOOKING_CREATED, BOOKING_CANCELLED from now on.")
    assert only(api)["triggers"] == ["BOOKING_CREATED", "BOOKING_CANCELLED"]
    assert only(api)["secret"] is None


@pytest.mark.parametrize(
    ("owner", "fields"), [("event-type:3", {"eventTypeId": 3}), ("platform", {"platform": True, "userId": None})]
)
def test_it_belongs_to_whom_it_was_given(api: Api, owner: str, fields: Any) -> None:
    assert f'value="{owner}"' in page(api, "ui/deliveries")
    act(api, "deliveries/subscribe", url=SINK, owner=owner)
    assert {name: only(api)[name] for name in fields} == fields


def test_teams_and_clients_are_offered_where_there_are_any(api: Api) -> None:
    assert "Platform clients" not in page(api, "ui/deliveries")
    organization = api.control("POST", "/records/organizations", {"name": "Office", "slug": "office"})
    client = api.control("POST", "/records/oauth-clients", {"name": "Portal", "organizationId": organization["id"]})
    text = page(api, "ui/deliveries")
    assert "Teams and organizations" in text
    assert f">Portal ({client['id']})<" in text
    act(api, "deliveries/subscribe", url=SINK, owner=f"client:{client['id']}")
    assert only(api)["oAuthClientId"] == client["id"]
    api.control("DELETE", f"/records/webhooks/{only(api)['id']}")
    act(api, "deliveries/subscribe", url=SINK, owner=f"team:{organization['id']}")
    assert only(api)["teamId"] == organization["id"]


@pytest.mark.parametrize(
    ("url", "owner", "words"),
    [
        (SINK, "user:999", "there is no record 999 among users"),
        (SINK, "nobody", "there is no owner 'nobody'"),
        (SINK, "user:x", "userId"),
        ("", "user:1", "subscriberUrl"),
        ("my handler", "user:1", "subscriberUrl"),
    ],
)
def test_what_is_refused_comes_back_with_the_form(api: Api, url: str, owner: str, words: str) -> None:
    said = act(api, "deliveries/subscribe", url=url, owner=owner, **{"hears.BOOKING_PAID": "on"})
    assert said.startswith("/ui/deliveries ")
    assert words in said
    assert api.control("GET", "/records/webhooks") == []
    text = page(api, f"ui/deliveries?url={SINK}&hears.BOOKING_PAID=on")
    assert 'name="hears.BOOKING_PAID" checked' in text
    assert text.count(" checked>") == 1 + 1  # and the box "Live"


def test_it_is_switched_off_and_on_and_deleted(api: Api) -> None:
    act(api, "deliveries/subscribe", url=SINK, owner="user:1")
    where = f"deliveries/subscriptions/{only(api)['id']}"
    before = re.findall(r'data-mark="([^"]+)"', page(api))
    assert act(api, f"{where}/switch", active="false") == f"/ui/deliveries {SINK} is switched off."
    assert re.findall(r'data-mark="([^"]+)"', page(api)) != before
    assert '<span class="badge bad">switched off</span>' in page(api, "ui/deliveries")
    api.book()
    assert api.control("GET", "/deliveries") == []
    assert act(api, f"{where}/switch", active="true") == f"/ui/deliveries {SINK} is switched on."
    api.book("2030-01-09T13:00:00Z")
    assert len(api.control("GET", "/deliveries")) == 1
    assert act(api, f"{where}/delete") == f"/ui/deliveries {SINK} is not subscribed any more."
    assert api.control("GET", "/records/webhooks") == []
    assert "there is no record" in act(api, f"{where}/delete")
    assert "there is no record" in act(api, f"{where}/switch", active="false")
