"""Whatever a client asks for, nothing is asked of anybody outside: no connection, no look-up of a name."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from starlette.testclient import TestClient

from emulator.app import Emulator
from emulator.control import records
from tests.api_client import KEY

DOCUMENT = json.loads((Path(__file__).parents[1] / "spec/openapi.json").read_text(encoding="utf-8"))
TAGS = {
    "Cal Unified Calendars",
    "Calendars",
    "Conferencing",
    "Destination Calendars",
    "Selected Calendars",
    "Stripe",
    "Verified Resources",
}
CALENDARS = ("google_calendar", "office365_calendar", "apple_calendar", "ics-feed_calendar")
APPS = ("google_video", "zoom_video", "stripe_payment")
QUERIES = {
    "from": "2030-01-08",
    "to": "2030-01-09",
    "dateFrom": "2030-01-08",
    "dateTo": "2030-01-09",
    "timeZone": "UTC",
    "returnTo": "https://example.com/ok",
    "onErrorReturnTo": "https://example.com/no",
    "state": json.dumps({"accessToken": KEY, "returnTo": "https://example.com", "origin": "https://example.com"}),
    "code": "4/0A",
    "integration": "google_calendar",
    "externalId": "ada@example.com",
    "credentialId": "1",
}
EVENT_TIME = {"time": "2030-01-08T09:00:00Z", "timeZone": "UTC"}
BODIES: dict[str, Any] = {
    "urls": ["https://example.com/feed.ics"],
    "username": "ada@icloud.com",
    "password": "secret",
    "id": 1,
    "title": "x",
    "start": EVENT_TIME,
    "end": {**EVENT_TIME, "time": "2030-01-08T10:00:00Z"},
    "integration": "google_calendar",
    "externalId": "ada@example.com",
    "credentialId": 1,
    "email": "me@example.com",
    "phone": "+37255556666",
    "code": "123456",
}
PATHS = {"calendar": "google", "app": "zoom", "connectionId": "1", "eventId": "e", "eventUid": "e", "id": "1"}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and TAGS & set(operation.get("tags", ())):
                yield method.upper(), path, operation


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    name = node.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = DOCUMENT["components"]["parameters"][name] if name else node
    return found


def body_of(operation: dict[str, Any]) -> dict[str, Any]:
    """Something for every property that the operation knows; strict mode refuses others."""
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return {key: BODIES[key] for key in DOCUMENT["components"]["schemas"][name]["properties"] if key in BODIES}


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every attempt to reach somebody, which fails."""
    attempts: list[str] = []

    def refuse(*address: object) -> NoReturn:
        attempts.append(repr(address))
        raise OSError("a test forbids it")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, lambda self, *address: refuse(*address))
    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    return attempts


def test_there_is_much_to_try() -> None:
    assert len(list(operations())) > 40


def test_no_operation_around_a_user_reaches_out(guarded: list[str]) -> None:
    app = Emulator(strict=True, now="2029-12-03T08:00:00Z")
    world = app.universe.get()
    for kind in CALENDARS:
        records.create(world, "calendars", {"userId": 1, "integration": kind})
    for kind in APPS:
        records.create(world, "credentials", {"userId": 1, "type": kind})
    headers = {"authorization": f"Bearer {KEY}"}
    answers = {}
    with TestClient(app, base_url="http://emulator", raise_server_exceptions=False) as client:
        for method, path, operation in operations():
            url = re.sub(r"\{(\w+)\}", lambda name: PATHS[name[1]], path)
            query = {
                one["name"]: QUERIES[one["name"]]
                for one in map(resolved, operation.get("parameters", ()))
                if one.get("in") == "query" and one["name"] in QUERIES
            }
            body = body_of(operation) if "requestBody" in operation else None
            answer = client.request(method, url, params=query, json=body, headers=headers, follow_redirects=False)
            answers[f"{method} {path}"] = answer.status_code
    assert not guarded, guarded
    good = [name for name, status in answers.items() if status < 400]
    assert len(good) > 25, sorted(answers.items())
    assert not [name for name, status in answers.items() if status >= 500], answers
