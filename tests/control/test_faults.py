"""Trouble on request, as a client and a subscriber meet it."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

import httpx2
import pytest

from tests.api_client import Api, message
from tests.control.plane import ask, problem, told
from tests.receiver import Receiver

TUESDAY = "2030-01-08T13:00:00Z"
WEDNESDAY = "2030-01-09T13:00:00Z"


def fault(api: Api, **fields: Any) -> Any:
    return told(api, "POST", "/faults", fields)


def subscribe(api: Api, url: str, *triggers: str) -> str:
    hook = {"userId": 1, "subscriberUrl": url, "triggers": list(triggers) or ["BOOKING_CREATED"], "secret": "s3cret"}
    return str(told(api, "POST", "/records/webhooks", hook)["id"])


def test_faults_are_listed_read_taken_away_and_cleared(api: Api) -> None:
    first = fault(api, effect="latency", seconds=0.5, path="/v2/me")
    second = fault(api, effect="drop", trigger="BOOKING_CREATED", times=2)
    assert [one["id"] for one in told(api, "GET", "/faults")] == [first["id"], second["id"]] == [1, 2]
    assert told(api, "GET", "/faults?effect=drop") == [second]
    assert told(api, "GET", "/faults/2") == second
    assert told(api, "DELETE", "/faults/1") == first
    assert told(api, "DELETE", "/faults") == {"cleared": 1}
    assert ask(api, "GET", "/faults/2").status_code == 404


def test_a_status_strikes_as_often_as_told_and_changes_nothing(api: Api) -> None:
    made = fault(api, effect="status", status=503, operation="*createBooking", times=2)
    body = {"eventTypeId": 3, "start": TUESDAY, "attendee": {"name": "B", "email": "b@x.org", "timeZone": "UTC"}}
    answers = [api.post("/v2/bookings", body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 201]
    assert answers[0].json()["error"]["code"] == "HttpException"
    assert answers[0].headers["x-emulator-fidelity"] == "fault"
    assert api.get("/v2/me").status_code == 200
    assert (told(api, "GET", f"/faults/{made['id']}")["applied"], len(told(api, "GET", "/records/bookings"))) == (2, 1)
    entry = told(api, "GET", "/requests/1")
    assert (entry["refusal"]["by"], entry["refusal"]["message"]) == ("fault", "fault 1: status")
    assert (entry["status"], entry["operation"].rpartition("_")[2]) == (503, "createBooking")


def test_a_status_brings_body_and_headers(api: Api) -> None:
    fault(api, effect="status", status=502, body="<h1>Bad gateway</h1>", path="/v2/me", times=1)
    fault(api, effect="status", status=429, body={"slow": "down"}, headers={"Retry-After": 7}, path="/v2/me")
    page, limited = api.get("/v2/me"), api.get("/v2/me")
    assert (page.status_code, page.text, page.headers["content-type"]) == (
        502,
        "<h1>Bad gateway</h1>",
        "text/html; charset=utf-8",
    )
    assert (limited.status_code, limited.json(), limited.headers["retry-after"]) == (429, {"slow": "down"}, "7")


def test_a_rate_limit_says_what_the_real_one_says(api: Api) -> None:
    fault(api, effect="rate-limit", method="get", path="/v2/bookings*", seconds=30)
    limited = api.get("/v2/bookings")
    assert (limited.status_code, limited.json()["error"]["code"]) == (429, "ThrottlerException")
    assert message(limited) == "CustomThrottlerGuard - Too many requests. Please try again later."
    assert [limited.headers[f"x-ratelimit-{name}-default"] for name in ("limit", "remaining", "reset")] == [
        "120",
        "0",
        "30",
    ]


def test_what_strikes_after_the_work_leaves_the_work_done(api: Api) -> None:
    fault(api, effect="status", status=504, method="POST", path="/v2/bookings", after=True, times=1)
    body = {"eventTypeId": 3, "start": TUESDAY, "attendee": {"name": "B", "email": "b@x.org", "timeZone": "UTC"}}
    assert api.post("/v2/bookings", body).status_code == 504
    assert len(told(api, "GET", "/records/bookings")) == 1
    assert api.post("/v2/bookings", body).status_code == 409
    effects = told(api, "GET", "/requests/1")["effects"]
    assert {"kind": "bookings", "id": 1, "change": "created"} in effects["records"]


def test_latency_is_real_time_in_a_world_that_stands_still(api: Api) -> None:
    fault(api, effect="latency", seconds=0.05, path="/v2/me", times=1)
    before = told(api, "GET", "/clock")["now"]
    began = time.perf_counter()
    assert api.get("/v2/me").status_code == 200
    assert time.perf_counter() - began >= 0.05
    assert told(api, "GET", "/clock")["now"] == before


def test_a_dropped_connection_gives_no_answer(over_socket: httpx2.Client) -> None:
    api = Api(over_socket, "fault-disconnect")
    fault(api, effect="disconnect", path="/v2/me", times=1)
    with pytest.raises(httpx2.TransportError):
        api.get("/v2/me")
    assert api.get("/v2/me").status_code == 200
    assert [entry["status"] for entry in told(api, "GET", "/requests")] == [None, 200]
    over_socket.delete("/_emulator/worlds/fault-disconnect")


def test_chance_is_the_same_on_every_run(in_process: httpx2.Client) -> None:
    def run() -> list[int]:
        api = Api(in_process, "fault-chance")
        fault(api, effect="status", status=500, path="/v2/me", probability=0.5)
        try:
            return [api.get("/v2/me").status_code for _ in range(20)]
        finally:
            in_process.delete("/_emulator/worlds/fault-chance")

    first = run()
    assert set(first) == {200, 500}
    assert run() == first


@pytest.mark.parametrize(
    ("body", "words", "hint"),
    [
        ({}, "needs an effect", "on requests disconnect"),
        ({"effect": "rain"}, "effect must be one of 'latency'", None),
        ({"effect": "latency"}, "latency needs seconds", '{"seconds": 2}'),
        ({"effect": "latency", "seconds": -1}, "seconds must be more than 0", None),
        ({"effect": "drop", "seconds": 1}, "drop takes no time", None),
        ({"effect": "status"}, "a status belongs to", '"status": 503'),
        ({"effect": "status", "status": 99}, "no status between", None),
        ({"effect": "disconnect", "status": 500}, "a status belongs to", None),
        ({"effect": "disconnect", "times": 0}, "times must be at least 1", None),
        ({"effect": "disconnect", "probability": 0}, "probability must be", None),
        ({"effect": "disconnect", "trigger": "BOOKING_CREATED"}, "which have no trigger", None),
        ({"effect": "drop", "path": "/v2/me"}, "which have no path", None),
        (
            {"effect": "drop", "trigger": "BOOKING_CONFIRMED"},
            "trigger cannot be 'BOOKING_CONFIRMED'",
            "BOOKING_CREATED",
        ),
        (
            {"effect": "disconnect", "operation": "createBooking"},
            "no operation 'createBooking'",
            "did you mean BookingsController_2024_04_15_createBooking or BookingsController_2024_08_13_createBooking",
        ),
        ({"effect": "disconnect", "path": "v2/me"}, "a path begins with / or *, not 'v2/me'", "for example /v2/me"),
        ({"effect": "latency", "seconds": "2"}, "seconds must be a number or null, not '2'", None),
        ({"effect": "drop", "colour": 1}, "unknown field: 'colour'", "known fields are"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(api: Api, body: Any, words: str, hint: str | None) -> None:
    answer = ask(api, "POST", "/faults", body)
    assert answer.status_code == 400
    assert words in problem(answer)["message"]
    assert hint is None or hint in problem(answer)["hint"]


def delivered(api: Api, receiver: Receiver, **fields: Any) -> tuple[Any, Receiver]:
    """Book twice while one fault is about; what the log says of it."""
    subscribe(api, receiver.url)
    fault(api, **fields)
    api.book(TUESDAY)
    api.book(WEDNESDAY)
    told(api, "POST", "/drain")
    return told(api, "GET", "/deliveries"), receiver


def test_a_drop_never_arrives_and_shows(api: Api, receiver: Receiver) -> None:
    rows, _ = delivered(api, receiver, effect="drop", times=1)
    assert [(row["state"], row["faults"]) for row in rows] == [("dropped", ["drop"]), ("delivered", [])]
    assert [received.json["payload"]["startTime"][:10] for received in receiver.received] == ["2030-01-09"]
    assert told(api, "POST", "/drain")["dropped"] == 1


def test_a_duplicate_arrives_twice_the_same(api: Api, receiver: Receiver) -> None:
    rows, _ = delivered(api, receiver, effect="duplicate", trigger="BOOKING_CREATED", times=1)
    assert [(row["id"], row["duplicateOf"]) for row in rows] == [(1, None), (2, 1), (3, None)]
    assert receiver.received[0].body == receiver.received[1].body
    assert receiver.received[0].body != receiver.received[2].body
    assert told(api, "GET", "/requests/1")["effects"]["deliveries"] == [1, 2]


def test_a_delay_waits_for_the_clock_of_the_world(api: Api, receiver: Receiver) -> None:
    rows, _ = delivered(api, receiver, effect="delay", seconds=90, times=1)
    assert [(row["state"], row["retryAt"]) for row in rows] == [
        ("waiting", "2029-12-03T08:01:30.000Z"),
        ("delivered", None),
    ]
    told(api, "POST", "/clock/advance", {"seconds": 90})
    assert [received.json["payload"]["startTime"][:10] for received in receiver.received] == [
        "2030-01-09",
        "2030-01-08",
    ]
    assert [row["state"] for row in told(api, "GET", "/deliveries")] == ["delivered", "delivered"]


def test_what_is_out_of_order_comes_behind_the_next(api: Api, receiver: Receiver) -> None:
    rows, _ = delivered(api, receiver, effect="reorder", times=1)
    assert [row["state"] for row in rows] == ["delivered", "delivered"]
    assert [received.json["payload"]["startTime"][:10] for received in receiver.received] == [
        "2030-01-09",
        "2030-01-08",
    ]


def test_what_is_out_of_order_is_not_lost_when_nothing_comes(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver.url)
    fault(api, effect="reorder")
    api.book()
    assert told(api, "GET", "/deliveries")[0]["state"] == "waiting"
    assert told(api, "POST", "/drain")["delivered"] == 1


@pytest.mark.parametrize("effect", ["unsigned", "wrong-secret", "truncate"])
def test_signatures_that_do_not_hold(api: Api, receiver: Receiver, effect: str) -> None:
    rows, _ = delivered(api, receiver, effect=effect, times=1)
    spoilt, sound = receiver.received
    assert (rows[0]["faults"], rows[0]["outcome"]) == ([effect], "ok")
    assert sound.signed_with("s3cret")
    if effect == "unsigned":
        assert "x-cal-signature-256" not in spoilt.headers
    else:
        assert not spoilt.signed_with("s3cret")
    whole = json.loads(sound.body)
    if effect == "truncate":
        with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
            json.loads(spoilt.body)
    else:
        assert json.loads(spoilt.body).keys() == whole.keys()


def test_a_truncated_body_carries_the_signature_of_the_whole(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver.url)
    fault(api, effect="truncate", times=1)
    fault(api, effect="duplicate", times=1)
    api.book()
    told(api, "POST", "/drain")
    api.post("/_emulator/reset")
    subscribe(api, receiver.url)
    api.book()
    told(api, "POST", "/drain")
    cut, _, whole = receiver.received
    assert whole.body.startswith(cut.body[:100])
    assert cut.headers["x-cal-signature-256"] == hmac.new(b"s3cret", whole.body, hashlib.sha256).hexdigest()


def test_a_fault_may_concern_one_subscriber(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver.url)
    other = subscribe(api, f"{receiver.url}/other")
    fault(api, effect="drop", subscriber=other)
    fault(api, effect="duplicate", subscriber="*/nowhere")
    api.book()
    told(api, "POST", "/drain")
    assert [received.path for received in receiver.received] == ["/hook"]


def test_faults_go_with_the_world(api: Api) -> None:
    fault(api, effect="status", status=500, path="*")
    assert api.get("/v2/me").status_code == 500
    told(api, "POST", "/reset")
    assert (api.get("/v2/me").status_code, told(api, "GET", "/faults")) == (200, [])
