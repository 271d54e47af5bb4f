"""The control plane over HTTP."""

from __future__ import annotations

import json
import pkgutil
from importlib import import_module
from typing import Any

import httpx2
import pytest

from emulator.control import endpoints
from emulator.control.app import ENDPOINTS
from emulator.control.plane import Routes
from emulator.resources import resource
from tests.api_client import Api
from tests.control.plane import ask, problem


def test_health_says_what_is_served(api: Api) -> None:
    health = api.control("GET", "/health")
    assert health["status"] == "ok"
    assert health["contractViolations"] == 0
    assert "openapi.json" in health["documents"]["documents"]


def test_the_document_describes_every_route_and_nothing_else(api: Api) -> None:
    document = api.control("GET", "/openapi.json")
    described = {
        (path.removeprefix("/_emulator"), method.upper())
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    }
    served = [
        (path.replace(":path", ""), method)
        for routes in modules().values()
        for path, actions in routes.items()
        for method in actions
    ]
    assert sorted(served) == sorted(described)
    assert document == json.loads(resource("spec/emulator.json").read_bytes())


def test_paths_are_answered_by_the_modules_that_have_them_and_no_others() -> None:
    found = {(path.split("/")[1], name) for name, routes in modules().items() for path in routes}
    assert {(resource, name) for resource, names in ENDPOINTS.items() for name in names} == found


def modules() -> dict[str, Routes]:
    """What every module of the control plane answers, by its name."""
    return {
        found.name: import_module(f"{endpoints.__name__}.{found.name}").ROUTES
        for found in pkgutil.iter_modules(endpoints.__path__)
    }


def test_worlds_are_made_listed_read_and_dropped(api: Api) -> None:
    name = api.base.rpartition("/")[2] + "-other"
    assert ask(api, "GET", f"/worlds/{name}").status_code == 404
    assert api.control("PUT", f"/worlds/{name}")["name"] == name
    assert name in [world["name"] for world in api.control("GET", "/worlds")]
    assert api.control("GET", f"/worlds/{name}")["bookings"] == 0
    assert api.control("DELETE", f"/worlds/{name}") == {"dropped": name}
    gone = ask(api, "DELETE", f"/worlds/{name}")
    assert gone.status_code == 404
    assert "GET /_emulator/worlds" in problem(gone)["hint"]
    refused = ask(api, "PUT", "/worlds/-x")
    assert (refused.status_code, "cannot name a world" in problem(refused)["message"]) == (400, True)


def test_a_url_whose_world_cannot_be_named_is_refused(in_process: httpx2.Client) -> None:
    answer = in_process.get("/w/-x/v2/me")
    assert answer.status_code == 400
    assert "cannot name a world" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/_emulatorfoo", "/_emulatorfoo/health", "/_emulator//health", "/_emulator/ui"])
def test_a_path_that_only_begins_like_one_is_none(in_process: httpx2.Client, path: str) -> None:
    answer = in_process.get(path)
    assert answer.status_code == 404
    assert f"there is no {path}" in answer.json()["error"]["message"]


def test_reset_brings_the_baseline_back(api: Api) -> None:
    api.book()
    api.control("PUT", "/clock", {"now": "2031-01-01T00:00:00Z"})
    world = api.control("POST", "/reset")
    assert (world["bookings"], world["now"]) == (0, "2029-12-03T08:00:00.000Z")
    assert api.control("GET", "/clock")["due"] == []
    assert api.book()["id"] == 1


def test_a_record_is_exactly_what_was_posted(api: Api) -> None:
    booking = api.control(
        "POST",
        "/records/bookings",
        {
            "uid": "chosen",
            "eventTypeId": 3,
            "start": "2020-01-08T13:00:00Z",
            "status": "rejected",
            "attendees": [{"email": "bob@example.com", "name": "Bob"}],
        },
    )
    assert (booking["uid"], booking["status"], booking["userId"]) == ("chosen", "rejected", 1)
    assert booking["end"] == "2020-01-08T14:00:00.000Z"
    shown = api.data("GET", "/v2/bookings/chosen")
    assert (shown["status"], shown["attendees"][0]["timeZone"]) == ("rejected", "Europe/Rome")
    assert api.control("GET", "/deliveries") == []


def test_an_accepted_booking_written_directly_still_starts_when_its_time_comes(api: Api) -> None:
    api.control(
        "POST",
        "/records/webhooks",
        {"userId": 1, "subscriberUrl": "http://127.0.0.1:9", "triggers": ["MEETING_STARTED"]},
    )
    booking = api.control("POST", "/records/bookings", {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z"})
    due = api.control("GET", "/clock")["due"]
    assert [(entry["at"], entry["trigger"]) for entry in due] == [
        ("2030-01-08T13:00:00.000Z", "MEETING_STARTED"),
        ("2030-01-08T14:00:00.000Z", "MEETING_ENDED"),
    ]
    api.control("PATCH", f"/records/bookings/{booking['id']}", {"status": "cancelled"})
    assert api.control("GET", "/clock")["due"] == []


def test_users_come_with_a_key_that_works(api: Api) -> None:
    user = api.control("POST", "/records/users", {"username": "grace", "apiKey": "cal_test_grace"})
    assert (user["email"], user["name"]) == ("grace@example.com", "Grace")
    me = api.get("/v2/me", headers={"authorization": "Bearer cal_test_grace"})
    assert me.json()["data"]["username"] == "grace"
    other = api.control("POST", "/records/users", {"email": "alan@example.com"})
    assert api.get("/v2/me", headers={"authorization": f"Bearer {other['apiKey']}"}).status_code == 200
    assert api.control("GET", "/records/schedules?ownerId=" + str(other["id"])) == []


def test_filters_patch_and_delete(api: Api) -> None:
    assert [row["slug"] for row in api.control("GET", "/records/event-types?hidden=true")] == ["secret"]
    assert api.control("PATCH", "/records/event-types/1", {"lengthInMinutes": 20})["lengthInMinutes"] == 20
    assert api.control("GET", "/records/event-types/1")["lengthInMinutes"] == 20
    api.book()
    assert api.control("DELETE", "/records/event-types/3")["slug"] == "60min"
    assert api.control("GET", "/records/bookings")[0]["eventTypeId"] is None
    assert ask(api, "GET", "/records/event-types/3").status_code == 404


def test_deleting_a_user_takes_everything_along(api: Api) -> None:
    api.book()
    api.control("DELETE", "/records/users/1")
    for kind in ("users", "schedules", "event-types", "api-keys", "bookings", "attendees"):
        assert api.control("GET", f"/records/{kind}") == [], kind


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("GET", "/records/dragons", None, 404, "no kind of record called 'dragons'"),
        ("GET", "/records/users?colour=red", None, 400, "have no field 'colour'"),
        ("POST", "/records/users", [1], 400, "a record is a JSON object"),
        ("POST", "/records/users", {}, 400, "needs an email or a username"),
        ("POST", "/records/users", {"email": "ada@example.com"}, 409, "email='ada@example.com'"),
        ("POST", "/records/users", {"username": "x", "apiKey": "nope"}, 400, "begins with cal_"),
        ("POST", "/records/schedules", {"ownerId": 1}, 400, "need name"),
        ("POST", "/records/schedules", {"ownerId": 99, "name": "x"}, 400, "no record 99 among users"),
        ("POST", "/records/event-types", {"title": "T", "length": 30}, 400, "unknown field: 'length'"),
        ("POST", "/records/bookings", {}, 400, "needs a start"),
        ("POST", "/records/bookings", {"start": "2030-01-08T13:00:00Z"}, 400, "needs an end"),
        (
            "POST",
            "/records/bookings",
            {"start": "2030-01-08T13:00:00Z", "end": "2030-01-08T12:00:00Z"},
            400,
            "ends after it starts",
        ),
        ("PATCH", "/records/users/1", [], 400, "changes are a JSON object"),
        ("PATCH", "/records/users/1", {"id": 2}, 400, "cannot change"),
        ("PATCH", "/records/users/1", {"timeZone": 7}, 400, "timeZone must be a string"),
        ("PATCH", "/records/users/x", {}, 404, "no record 'x' among users"),
        ("DELETE", "/records/bookings/none", None, 404, "no record 'none' among bookings"),
        ("PUT", "/clock", {}, 400, "say which instant"),
        ("PUT", "/clock", {"now": "noon"}, 400, "is not an ISO 8601 instant"),
        ("POST", "/clock/advance", {}, 400, "say how far"),
        ("POST", "/clock/advance", {"seconds": -1}, 400, "seconds must be a number"),
        ("POST", "/clock/advance", {"seconds": 1e300}, 400, "seconds must be a number"),
        ("POST", "/clock/advance", {"to": "2001-01-01"}, 400, "is before the world's time"),
        ("GET", "/deliveries/7", None, 404, "no delivery '7'"),
        ("POST", "/deliveries/7/replay", None, 404, "no delivery '7'"),
        ("POST", "/deliveries/x/replay", None, 404, "no delivery 'x'"),
    ],
)
def test_refusals_say_what_is_wrong(api: Api, method: str, path: str, body: Any, status: int, words: str) -> None:
    answer = ask(api, method, path, body)
    assert answer.status_code == status
    assert words in problem(answer)["message"]


def test_a_body_that_is_not_json_or_too_large(api: Api) -> None:
    broken = ask(api, "POST", "/records/users", content=b"{")
    assert (broken.status_code, problem(broken)["message"][:20]) == (400, "the body is not JSON")
    large = ask(api, "POST", "/records/users", content=b" " * (1 << 21))
    assert large.status_code == 413


def test_pages_of_other_sites_are_not_answered(api: Api) -> None:
    answer = ask(api, "POST", "/reset", headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert ask(api, "POST", "/reset", headers={"origin": "http://emulator"}).status_code == 200


def test_the_clock_freezes_moves_and_returns(api: Api) -> None:
    assert api.control("GET", "/clock")["mode"] == "frozen"
    assert api.control("POST", "/clock/advance", {"seconds": 90})["now"] == "2029-12-03T08:01:30.000Z"
    assert api.control("PUT", "/clock", {"now": None})["mode"] == "real"
    assert api.control("POST", "/clock/advance", {"seconds": 3600})["mode"] == "shifted"


def test_deliveries_are_listed_filtered_and_replayed(api: Api) -> None:
    hook = {"userId": 1, "subscriberUrl": "http://127.0.0.1:9", "triggers": ["BOOKING_CREATED", "BOOKING_CANCELLED"]}
    api.control("POST", "/records/webhooks", hook)
    booking = api.book()
    api.post(f"/v2/bookings/{booking['uid']}/cancel", {"cancellationReason": "x"})
    summary = api.control("POST", "/drain")
    assert (summary["waiting"], summary["delivered"]) == (2, 0)
    (created,) = api.control("GET", "/deliveries?trigger=BOOKING_CREATED")
    assert api.control("GET", f"/deliveries/{created['id']}") == created
    assert json.loads(created["body"])["payload"]["uid"] == booking["uid"]
    again = api.control("POST", f"/deliveries/{created['id']}/replay")
    assert (again["body"], again["replayOf"]) == (created["body"], created["id"])
    unknown = ask(api, "GET", "/deliveries?colour=red")
    assert (unknown.status_code, problem(unknown)["where"]) == (400, "?colour")
