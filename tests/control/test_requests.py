"""The journal of requests, as the author of a test reads it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from starlette.testclient import TestClient

from emulator.app import Emulator
from emulator.gateway.exchange import MOST_KEPT
from tests.api_client import ATTENDEE, KEY, Api
from tests.control.plane import ask, problem, told


def test_a_booking_tells_what_was_asked_and_what_it_brought_about(api: Api) -> None:
    hook = {"userId": 1, "subscriberUrl": "http://127.0.0.1:9", "triggers": ["BOOKING_CREATED"]}
    told(api, "POST", "/records/webhooks", hook)
    booking = api.book()
    (entry,) = told(api, "GET", "/requests")
    assert (entry["number"], entry["method"], entry["path"], entry["status"]) == (1, "POST", "/v2/bookings", 201)
    assert entry["operation"].endswith("createBooking")
    assert (entry["version"], entry["verdict"], entry["refusal"]) == ("2024-08-13", "valid", None)
    assert (entry["caller"]["userId"], entry["caller"]["username"]) == (1, "ada")
    assert json.loads(entry["request"]["body"])["attendee"] == ATTENDEE
    assert json.loads(entry["answer"]["body"])["data"]["uid"] == booking["uid"]
    effects = entry["effects"]
    assert {(change["kind"], change["change"]) for change in effects["records"]} >= {
        ("bookings", "created"),
        ("attendees", "created"),
    }
    assert effects["events"] == ["BOOKING_CREATED"]
    (delivery,) = told(api, "GET", "/deliveries")
    assert effects["deliveries"] == [delivery["id"]]
    assert told(api, "GET", f"/requests/{entry['requestId']}") == told(api, "GET", "/requests/1") == entry


def test_an_update_names_the_fields_it_set(api: Api) -> None:
    booking = api.book()
    api.post(f"/v2/bookings/{booking['uid']}/cancel", {"cancellationReason": "rain"})
    (entry,) = told(api, "GET", "/requests?path=*/cancel")
    (change,) = [one for one in entry["effects"]["records"] if one["kind"] == "bookings"]
    assert (change["change"], change["id"]) == ("updated", booking["id"])
    assert {"status", "cancellationReason"} <= set(change["fields"])


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "by", "verdict"),
    [
        ("GET", "/v2/nope", None, {}, "route", "not reached"),
        ("GET", "/v2/me", None, {"authorization": "Bearer cal_live_nobody"}, "credentials", "not reached"),
        ("POST", "/v2/bookings", {"start": 7}, {}, "validation", "invalid"),
        ("GET", "/v2/bookings/none", None, {}, "handler", "valid"),
        ("PATCH", "/v2/webhooks/none", {"active": "x"}, {}, "guard", "not reached"),
    ],
)
def test_a_refusal_names_the_step_that_refused(
    api: Api, method: str, path: str, body: object, headers: dict[str, str | None], by: str, verdict: str
) -> None:
    answer = api(method, path, body, headers=headers)
    (entry,) = told(api, "GET", "/requests")
    assert (entry["refusal"]["by"], entry["verdict"], entry["status"]) == (by, verdict, answer.status_code)
    assert entry["refusal"]["message"]
    assert entry["effects"] == {"records": [], "events": [], "deliveries": []}


def test_a_refusal_after_changes_shows_none(api: Api) -> None:
    api.book()
    refused = api.post("/v2/bookings", {"eventTypeId": 3, "attendee": ATTENDEE, "start": "2030-01-08T13:00:00Z"})
    assert refused.status_code == 409
    entry = told(api, "GET", "/requests?status=4xx")[0]
    assert (entry["effects"]["records"], entry["refusal"]["by"]) == ([], "handler")


def test_malformed_json_is_refused_before_any_route(api: Api) -> None:
    api("POST", "/v2/bookings", content=b"{", headers={"content-type": "application/json"})
    (entry,) = told(api, "GET", "/requests")
    assert (entry["refusal"]["by"], entry["request"]["body"]) == ("body", "{")


def test_filters_narrow_the_list(api: Api) -> None:
    api.get("/v2/me")
    api.get("/v2/bookings/none")
    api.book()
    numbers = {
        "?method=post": [3],
        "?path=/v2/bookings*": [2, 3],
        "?path=/v2/me": [1],
        "?status=404": [2],
        "?status=2xx": [1, 3],
        "?operation=*createBooking": [3],
        "?since=1": [2, 3],
        "?since=2029-12-03T08:00:00Z": [1, 2, 3],
        "?since=2029-12-03T08:00:01Z": [],
        "?limit=2": [2, 3],
        "?limit=0": [],
        "?status=2xx&limit=1": [3],
    }
    for query, expected in numbers.items():
        assert [entry["number"] for entry in told(api, "GET", f"/requests{query}")] == expected, query


@pytest.mark.parametrize(
    ("query", "words", "hint"),
    [
        ("?operaton=x", "no parameter 'operaton'", "did you mean operation?"),
        ("?status=high", "status must be", "4xx"),
        ("?limit=-1", "limit must be a whole number", None),
        ("?since=yesterday", "since must be", "since=12"),
        ("?wait=forever", "wait must be seconds", None),
        ("?wait=61", "wait must be seconds", None),
    ],
)
def test_filters_that_say_nothing_are_refused(api: Api, query: str, words: str, hint: str | None) -> None:
    answer = ask(api, "GET", f"/requests{query}")
    assert answer.status_code == 400
    assert words in problem(answer)["message"]
    assert hint is None or hint in problem(answer)["hint"]


def test_clearing_forgets_but_goes_on_counting(api: Api) -> None:
    api.get("/v2/me")
    assert told(api, "DELETE", "/requests") == {"cleared": 1}
    api.get("/v2/me")
    assert [entry["number"] for entry in told(api, "GET", "/requests")] == [2]
    gone = ask(api, "GET", "/requests/1")
    assert (gone.status_code, "--journal" in problem(gone)["hint"]) == (404, True)


def test_no_credential_is_shown(api: Api) -> None:
    api.get("/v2/me?apiKey=cal_live_0123", headers={"x-cal-secret-key": "hush", "cookie": "session=hush"})
    api.post(
        "/v2/webhooks",
        {"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": [], "secret": "hu\\sh"},
    )
    api.post("/v2/api-keys/refresh", {})
    shown = json.dumps(told(api, "GET", "/requests"))
    assert KEY not in shown
    assert "hush" not in shown
    assert "hu\\" not in shown
    refreshed = told(api, "GET", "/records/users/1")["apiKey"]
    assert refreshed != KEY
    assert refreshed not in shown
    assert told(api, "GET", "/requests/1")["request"]["headers"]["authorization"] == "Bearer cal_test_***"
    assert told(api, "GET", "/requests/1")["query"] == "apiKey=***"


def test_everything_but_the_timing_is_the_same_on_every_run(in_process: httpx2.Client) -> None:
    def run() -> list[object]:
        api = Api(in_process, "journal-run")
        try:
            api.book()
            api.get("/v2/nope")
            return [{**entry, "timing": None} for entry in told(api, "GET", "/requests")]
        finally:
            in_process.delete("/_emulator/worlds/journal-run")

    assert run() == run()


def test_the_journal_is_bounded_and_so_are_bodies() -> None:
    app = Emulator(journal=2, now="2029-12-03T08:00:00Z")
    with TestClient(app, base_url="http://emulator") as client:
        for _ in range(3):
            client.post("/v2/bookings", content=b"x" * (MOST_KEPT + 1), headers={"content-type": "text/plain"})
        entries = client.get("/_emulator/requests").json()
        assert [entry["number"] for entry in entries] == [2, 3]
        assert entries[0]["truncated"]
        assert len(entries[0]["request"]["body"]) == MOST_KEPT


def test_waiting_ends_when_the_request_comes(over_socket: httpx2.Client) -> None:
    api = Api(over_socket, "journal-wait")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(told, api, "GET", "/requests?wait=30&count=2&path=/v2/me")
        while not waiting.done():
            api.get("/v2/me")
    assert len(waiting.result()) >= 2
    assert told(api, "GET", "/requests?wait=0.01&path=/v2/nope") == []
    over_socket.delete("/_emulator/worlds/journal-wait")
