"""Deliveries as objects: why, what, to whom, and how it went."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest

from emulator.webhooks.triggers import TRIGGERS
from tests.api_client import Api
from tests.control.plane import ask, problem, told
from tests.receiver import Receiver

NOBODY = "http://127.0.0.1:9/"
SINK = "http://127.0.0.1:8000/_emulator/sink"


def subscribe(api: Api, url: str, *triggers: str) -> str:
    hook = {"userId": 1, "subscriberUrl": url, "triggers": list(triggers), "secret": "s3cret"}
    return str(told(api, "POST", "/records/webhooks", hook)["id"])


def test_a_delivery_knows_everything_about_itself(api: Api, receiver: Receiver) -> None:
    hook = subscribe(api, receiver.url, "BOOKING_CREATED")
    booking = api.book()
    told(api, "POST", "/drain")
    (row,) = told(api, "GET", "/deliveries")
    (request,) = told(api, "GET", "/requests?method=POST")
    assert (row["trigger"], row["uid"], row["webhookId"]) == ("BOOKING_CREATED", booking["uid"], hook)
    assert (row["cause"], row["state"], row["outcome"], row["status"]) == (request["requestId"], "delivered", "ok", 200)
    (received,) = receiver.received
    assert received.body == row["body"].encode()
    assert "bodyBase64" not in row
    for name, value in row["headers"].items():
        assert received.headers[name.lower()] == value
    (attempt,) = row["attempts"]
    assert 0 < attempt["headSeconds"] <= attempt["seconds"]


def test_causes_are_told_apart(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver.url, "BOOKING_CREATED", "MEETING_STARTED")
    api.book()
    told(api, "POST", "/clock/advance", {"to": "2030-01-08T13:00:00Z"})
    told(api, "POST", "/deliveries/1/replay")
    causes = [row["cause"] for row in told(api, "GET", "/deliveries")]
    assert causes[1:] == ["clock", "POST /_emulator/deliveries/1/replay"]
    assert [row["id"] for row in told(api, "GET", f"/deliveries?cause={causes[0]}")] == [1]


def test_filters_narrow_the_list(api: Api, receiver: Receiver) -> None:
    hook = subscribe(api, receiver.url, "BOOKING_CREATED", "BOOKING_CANCELLED")
    subscribe(api, NOBODY, "BOOKING_CREATED")
    first = api.book()
    second = api.book("2030-01-09T13:00:00Z")
    api.post(f"/v2/bookings/{first['uid']}/cancel", {"cancellationReason": "x"})
    told(api, "POST", "/drain")
    numbers: dict[str, list[int]] = {
        "?trigger=BOOKING_CANCELLED": [5],
        f"?uid={second['uid']}": [3, 4],
        f"?subscriber={hook}": [1, 3, 5],
        "?subscriber=*:9/": [2, 4],
        f"?url={NOBODY}": [2, 4],
        "?state=waiting": [2, 4],
        "?outcome=refused": [2, 4],
        "?status=200": [1, 3, 5],
        "?status=2xx&since=3": [5],
        "?status=5xx": [],
        "?limit=1": [5],
        "?since=4": [5],
        "?since=2029-12-03T08:00:00Z&limit=2": [4, 5],
    }
    for query, expected in numbers.items():
        assert [row["id"] for row in told(api, "GET", f"/deliveries{query}")] == expected, query


def test_an_unknown_filter_is_named_even_when_there_is_nothing_to_filter(api: Api) -> None:
    answer = ask(api, "GET", "/deliveries?triger=BOOKING_CREATED")
    assert (answer.status_code, problem(answer)["where"]) == (400, "?triger")
    assert "did you mean trigger?" in problem(answer)["hint"]


def test_waiting_ends_when_enough_have_been_tried(over_socket: httpx2.Client, receiver: Receiver) -> None:
    api = Api(over_socket, "delivery-wait")
    subscribe(api, receiver.url, "BOOKING_CREATED")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(told, api, "GET", "/deliveries?wait=30&count=2&trigger=BOOKING_CREATED")
        api.book()
        api.book("2030-01-09T13:00:00Z")
        rows: list[Any] = waiting.result()
    assert [row["state"] for row in rows] == ["delivered", "delivered"]
    assert told(api, "GET", "/deliveries?wait=0.01&trigger=BOOKING_PAID") == []
    over_socket.delete("/_emulator/worlds/delivery-wait")


def test_the_body_alone_is_what_was_sent_with_its_headers(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver.url, "BOOKING_CREATED")
    api.book()
    told(api, "POST", "/drain")
    (received,) = receiver.received
    answer = ask(api, "GET", "/deliveries/1/body")
    assert answer.content == received.body
    for name in ("content-type", "x-cal-signature-256", "x-cal-webhook-version"):
        assert answer.headers[name] == received.headers[name]
    made = hmac.new(b"s3cret", answer.content, hashlib.sha256).hexdigest()
    assert answer.headers["x-cal-signature-256"] == made


def test_a_form_and_what_is_no_text_come_back_as_they_were_sent(api: Api) -> None:
    """A fault cuts the body in the middle of a character."""
    half = 40
    members = {"trigger": "BOOKING_CREATED", "url": SINK, "payloadTemplate": "x" * (half - 1) + "ü" + "y" * (half - 1)}
    told(api, "POST", "/faults", {"effect": "truncate"})
    (row,) = told(api, "POST", "/trigger", members)["deliveries"]
    assert row["body"] == "x" * (half - 1) + "\ufffd"
    answer = ask(api, "GET", f"/deliveries/{row['id']}/body")
    assert answer.content == base64.b64decode(row["bodyBase64"]) == b"x" * (half - 1) + "ü".encode()[:1]
    assert answer.headers["content-type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("path", ["/deliveries/7", "/deliveries/x", "/deliveries/7/body"])
def test_there_must_be_one(api: Api, path: str) -> None:
    assert ask(api, "GET", path).status_code == 404


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("state=deliverd", "did you mean delivered?"),
        ("outcome=timedout", "did you mean timeout?"),
        ("trigger=BOOKING_CREATE", "did you mean BOOKING_CREATED?"),
    ],
)
def test_a_word_that_nothing_ever_has_is_no_filter(api: Api, query: str, hint: str) -> None:
    answer = ask(api, "GET", f"/deliveries?{query}")
    assert (answer.status_code, problem(answer)["where"]) == (400, f"?{query.partition('=')[0]}")
    assert problem(answer)["hint"].startswith(hint)


def test_the_document_knows_the_triggers_there_are() -> None:
    document = json.loads((Path(__file__).parents[2] / "spec" / "emulator.json").read_text(encoding="utf-8"))
    assert document["components"]["schemas"]["Trigger"]["enum"] == list(TRIGGERS)


def test_a_number_is_one(api: Api) -> None:
    assert problem(ask(api, "GET", "/deliveries?replayOf=x"))["where"] == "?replayOf"
