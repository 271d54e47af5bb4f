"""The sink, as a subscriber without a receiver uses it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from emulator.app import Emulator
from emulator.server import BackgroundServer
from tests.api_client import Api
from tests.control.plane import ask, problem, told

ELSEWHERE = "http://127.0.0.1:49152/_emulator/sink"
"""As the host sees a published port: nobody listens there."""


def subscribe(api: Api, url: str, *triggers: str) -> str:
    hook = {"subscriberUrl": url, "triggers": list(triggers or ["BOOKING_CREATED"]), "active": True, "secret": "s3cret"}
    return str(api.data("POST", "/v2/webhooks", hook)["id"])


def statuses(row: Any) -> list[int]:
    return [attempt["status"] for attempt in row["attempts"]]


@pytest.mark.parametrize("path", ["", "/billing/hook", "?token=x"])
def test_a_webhook_to_the_sink_is_delivered_whatever_port_its_url_names(api: Api, path: str) -> None:
    subscribe(api, f"{ELSEWHERE}{path}")
    uid = api.book()["uid"]
    assert told(api, "POST", "/drain") == {"delivered": 1, "failed": 0, "waiting": 0}
    (row,) = told(api, "GET", "/deliveries")
    assert (row["uid"], row["state"], row["outcome"], statuses(row)) == (uid, "delivered", "ok", [200])
    assert row["url"] == f"{ELSEWHERE}{path}"


def test_the_sink_of_a_world_makes_no_world(api: Api) -> None:
    subscribe(api, "http://emulator:8000/w/never-heard-of/_emulator/sink")
    api.book()
    assert told(api, "POST", "/drain")["delivered"] == 1
    assert "never-heard-of" not in {world["name"] for world in told(api, "GET", "/worlds")}


def test_a_receiver_that_comes_back_after_two_attempts(api: Api) -> None:
    subscribe(api, f"{ELSEWHERE}?status=503,500,204")
    api.book()
    told(api, "POST", "/drain")
    (row,) = told(api, "GET", "/deliveries")
    assert (row["state"], statuses(row)) == ("waiting", [503])
    told(api, "POST", "/clock/advance", {"to": row["retryAt"]})
    told(api, "POST", "/clock/advance", {"seconds": 60})
    (row,) = told(api, "GET", "/deliveries")
    assert (row["state"], statuses(row)) == ("delivered", [503, 500, 204])


def test_a_receiver_that_stays_away_is_given_up(api: Api) -> None:
    subscribe(api, f"{ELSEWHERE}?status=500")
    api.book()
    told(api, "POST", "/clock/advance", {"seconds": 600})
    (row,) = told(api, "GET", "/deliveries?outcome=status&status=5xx")
    assert (row["state"], statuses(row)) == ("failed", [500] * 4)


def test_gone_means_gone(api: Api) -> None:
    hook = subscribe(api, f"{ELSEWHERE}?status=410")
    api.book()
    told(api, "POST", "/drain")
    assert not api.data("GET", f"/v2/webhooks/{hook}")["active"]


def test_what_is_no_status_fails_for_good(api: Api) -> None:
    subscribe(api, f"{ELSEWHERE}?status=never")
    api.book()
    told(api, "POST", "/drain")
    (row,) = told(api, "GET", "/deliveries")
    assert (row["state"], statuses(row)) == ("failed", [400])


def test_events_are_triggered_at_it_and_replayed(api: Api) -> None:
    (row,) = told(api, "POST", "/trigger", {"trigger": "OOO_CREATED", "url": f"{ELSEWHERE}?status=503,200"})[
        "deliveries"
    ]
    told(api, "POST", "/clock/advance", {"seconds": 60})
    again = told(api, "POST", f"/deliveries/{row['id']}/replay")
    told(api, "POST", "/drain")
    rows = told(api, "GET", "/deliveries")
    assert [(row["state"], statuses(row)) for row in rows] == [("delivered", [503, 200]), ("failed", [503])]
    assert (rows[1]["id"], rows[1]["replayOf"]) == (again["id"], row["id"])


def test_faults_strike_on_the_way_to_it(api: Api) -> None:
    subscribe(api, ELSEWHERE)
    told(api, "POST", "/faults", {"effect": "duplicate", "subscriber": "*sink*", "times": 1})
    api.book()
    told(api, "POST", "/drain")
    assert [row["duplicateOf"] for row in told(api, "GET", "/deliveries?subscriber=*sink*")] == [None, 1]


@pytest.mark.parametrize("end", ["reset", "drop"])
def test_a_world_may_end_while_it_waits_for_the_sink(over_socket: httpx2.Client, end: str) -> None:
    api = Api(over_socket, f"sink-{end}")
    subscribe(api, f"{ELSEWHERE}?status=503")
    for hour in range(9, 16):
        api.book(f"2030-01-08T{hour:02}:00:00Z")
    if end == "reset":
        told(api, "POST", "/reset")
    else:
        told(api, "DELETE", f"/worlds/{api.base.rpartition('/')[2]}")
    assert told(api, "GET", "/deliveries") == []
    subscribe(api, ELSEWHERE)
    api.book()
    assert told(api, "POST", "/drain") == {"delivered": 1, "failed": 0, "waiting": 0}


@pytest.mark.parametrize("access", ["loopback", "network"])
def test_who_may_use_the_control_plane_does_not_matter_to_deliveries(access: str) -> None:
    with BackgroundServer(Emulator(control_access=access)) as server, httpx2.Client(base_url=server.url) as client:
        api = Api(client, "fenced")
        subscribe(api, "http://cal.example.com/w/fenced/_emulator/sink")
        api.book()
        assert told(api, "POST", "/drain")["delivered"] == 1


def test_the_hosted_rules_for_urls_let_it_pass() -> None:
    with BackgroundServer(Emulator(hosted_urls=True)) as server, httpx2.Client(base_url=server.url) as client:
        api = Api(client, "hosted")
        refused = api.post(
            "/v2/webhooks", {"subscriberUrl": ELSEWHERE, "triggers": ["BOOKING_CREATED"], "active": True}
        )
        assert refused.status_code == 400
        subscribe(api, "https://sink.example.com/_emulator/sink")
        api.book()
        assert told(api, "POST", "/drain")["delivered"] == 1


def test_anybody_may_post_to_it(api: Api) -> None:
    for path, status in {"": 200, "/any/name": 200, "?status=500": 500, "/x?status=204,200": 204}.items():
        answer = api("POST", f"/_emulator/sink{path}", content=b"\xff not JSON")
        assert (answer.status_code, answer.content) == (status, b"")
    assert ask(api, "POST", "/sink/name", {"triggerEvent": "PING"}).status_code == 200
    answer = ask(api, "POST", "/sink?status=often")
    assert (answer.status_code, problem(answer)["where"]) == (400, "?status")
    assert "?status=503,200" in problem(answer)["hint"]
    assert api.get("/_emulator/sink").status_code == 405


def test_many_deliveries_to_it_leave_room_for_requests(over_socket: httpx2.Client) -> None:
    api = Api(over_socket, "sink-many")
    subscribe(api, ELSEWHERE, "OOO_CREATED")
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: told(api, "POST", "/trigger", {"trigger": "OOO_CREATED"}), range(40)))
    assert len(sent) == 40
    assert told(api, "POST", "/drain")["delivered"] == 40
