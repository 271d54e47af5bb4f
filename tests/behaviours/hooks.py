"""Subscriptions, whoever they belong to, and what came of them."""

from __future__ import annotations

from typing import Any

from emulator.webhooks.triggers import TRIGGERS
from tests.api_client import Api
from tests.receiver import Received, Receiver
from tests.webhooks.subscriptions import check


def subscribe(api: Api, receiver: Receiver, path: str = "/hook", **fields: Any) -> Any:
    """A subscription to everything, of Ada unless an owner is named; its deliveries come to `path`."""
    owner = {"userId": 1} if not fields.keys() & OWNERS else {}
    url = receiver.url.replace("/hook", path)
    body = {"subscriberUrl": url, "triggers": list(TRIGGERS), "secret": "s3cret", **owner, **fields}
    return api.control("POST", "/records/webhooks", body)


OWNERS = {"userId", "teamId", "eventTypeId", "oAuthClientId", "platform"}


def delivered(api: Api, receiver: Receiver, path: str | None = None) -> list[Received]:
    """What has come, once nothing is on its way any more; everything with an envelope fits the document."""
    api.control("POST", "/drain")
    unsent = [each["error"] for row in api.control("GET", "/deliveries") for each in row["attempts"] if each["error"]]
    assert unsent == []
    return [each for each in receiver.received if path is None or each.path == path]


def told(api: Api, receiver: Receiver, trigger: str) -> list[Any]:
    """The bodies of one trigger, each held against the document."""
    bodies = [each.json for each in delivered(api, receiver) if each.trigger == trigger]
    for body in bodies:
        check(body)
    return bodies
