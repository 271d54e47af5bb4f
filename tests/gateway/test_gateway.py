"""The gateway over HTTP: headers, limits, samples, and what happens when the emulator itself is wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import orjson
import pytest
from starlette.testclient import TestClient

from emulator.api.call import Call
from emulator.app import Emulator
from emulator.errors.emulator import not_emulated
from tests.api_client import ATTENDEE, Api, message
from tests.gateway.planted import plant

ADA = {"authorization": "Bearer cal_test_ada"}


def client_of(app: Emulator) -> TestClient:
    return TestClient(app, base_url="http://emulator", raise_server_exceptions=False)


def test_every_answer_has_a_request_id_of_its_own(api: Api) -> None:
    """resources.md 11 K #267."""
    answers = [
        api.get("/v2/me", headers={"x-request-id": "mine"}),
        api.get("/v2/me"),
        api.get("/v2/nope"),
        api("OPTIONS", "/v2/bookings"),
    ]
    found = [answer.headers["x-request-id"] for answer in answers]
    assert len(set(found)) == 4
    assert all(UUID(text).version == 4 for text in found)


def test_answers_carry_the_headers_of_the_service(api: Api) -> None:
    answer = api.get("/v2/me")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-emulator-fidelity"] == "stateful"
    assert (answer.headers["x-ratelimit-limit-default"], answer.headers["x-ratelimit-remaining-default"]) == (
        "120",
        "119",
    )


def test_a_preflight_is_answered_for_any_path(api: Api) -> None:
    answer = api("OPTIONS", "/v2/bookings")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-methods"] == "GET,PATCH,DELETE,HEAD,POST,PUT,OPTIONS"
    assert "cal-api-version" in answer.headers["access-control-allow-headers"]
    assert answer.headers["access-control-max-age"] == "86400"


def test_head_is_get_without_its_body(api: Api) -> None:
    head, get = api("HEAD", "/v2/me"), api.get("/v2/me")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize("path", ["/api/v2/me", "/v2/me/", "/v2/ee/me", "/v2/me?undocumented=1&x[]=2"])
def test_paths_as_they_come(api: Api, path: str) -> None:
    """resources.md 11 K #268 and 1.5."""
    assert api.get(path).json()["data"]["username"] == "ada"


def test_a_json_header_without_a_body_is_no_offence(api: Api) -> None:
    headers: dict[str, str | None] = {"content-type": "application/json"}
    assert api.get("/v2/me", headers=headers).status_code == 200
    booking = api.book(eventTypeId=4)
    assert api.post(f"/v2/bookings/{booking['uid']}/confirm", headers=headers).status_code == 200


def test_limits_are_enforced_only_on_request() -> None:
    """resources.md 11 A #4-6."""
    with client_of(Emulator(strict=True, rate_limit=True, now="2029-12-03T08:00:00Z")) as client:
        for _ in range(120):
            assert client.get("/v2/me", headers=ADA).status_code == 200
        over = client.get("/v2/me", headers=ADA)
        assert over.status_code == 429
        assert over.json()["error"]["code"] == "ThrottlerException"
        assert over.headers["x-ratelimit-remaining-default"] == "0"
        client.post("/_emulator/clock/advance", json={"seconds": 60})
        assert client.get("/v2/me", headers=ADA).headers["x-ratelimit-remaining-default"] == "119"


def test_guests_have_a_limit_of_their_own(api: Api) -> None:
    booking = api.book()
    answer = api.post(f"/v2/bookings/{booking['uid']}/guests", {"guests": [{"email": "g@example.com"}]})
    assert answer.headers["x-ratelimit-limit-booking_guests_add"] == "5"
    assert "x-ratelimit-limit-default" not in answer.headers


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A document of somebody else, with an operation that no handler knows."""
    path = tmp_path / "theirs.json"
    answer = {"type": "object", "required": ["mood"], "properties": {"mood": {"type": "string", "enum": ["fine"]}}}
    content = {"application/json": {"schema": answer}}
    operation = {"operationId": "Moods_get", "responses": {"200": {"description": "A mood.", "content": content}}}
    silent = {"operationId": "Moods_delete", "responses": {"204": {"description": "Nothing."}}}
    paths = {"/v2/moods": {"get": operation}, "/v2/moods/{name}": {"delete": silent}}
    document = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths}
    path.write_bytes(orjson.dumps(document))
    return path


def test_what_has_no_handler_is_sampled_and_says_so(foreign: Path) -> None:
    with client_of(Emulator(spec=foreign)) as client:
        answer = client.get("/v2/moods")
        assert (answer.status_code, answer.json()) == (200, {"mood": "fine"})
        assert answer.headers["x-emulator-fidelity"] == "sampled"
        assert client.get("/openapi.json").json()["paths"].keys() == {"/v2/moods", "/v2/moods/{name}"}


def test_a_sample_of_nothing_is_an_answer_without_content(foreign: Path) -> None:
    with client_of(Emulator(spec=foreign)) as client:
        answer = client.delete("/v2/moods/fine")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["x-emulator-fidelity"] == "sampled"
    assert "content-type" not in answer.headers


def test_strict_mode_refuses_samples(foreign: Path) -> None:
    with client_of(Emulator(spec=foreign, strict=True)) as client:
        answer = client.get("/v2/moods")
        assert answer.status_code == 501
        assert answer.json()["error"]["code"] == "NotEmulated"
        assert "Moods_get" in message(answer)


def test_what_is_not_emulated_is_a_501_in_strict_mode_too() -> None:
    def refuse(call: Call) -> Any:
        call.world.users.update(call.me.user, name="Changed")
        raise not_emulated("do this")

    app = Emulator(strict=True)
    plant(app, {"MeController_getMe": refuse})
    with client_of(app) as client:
        answer = client.get("/v2/me", headers=ADA)
        assert (answer.status_code, answer.json()["error"]["code"]) == (501, "NotEmulated")
        assert "The emulator does not do this yet" in message(answer)
        assert [user.name for user in app.universe.get().users] == ["Ada Host"]


Broken = tuple[TestClient, Emulator]


@pytest.fixture(params=[False, True], ids=["lenient", "strict"])
def broken(request: pytest.FixtureRequest) -> Iterator[Broken]:
    """An emulator whose handler for `me` answers nonsense, and whose handler for schedules crashes."""

    def nonsense(call: Call) -> Any:
        call.world.users.update(call.me.user, name="Changed")
        return {"status": "success", "data": {"id": "one"}}

    def crash(call: Call) -> Any:
        call.world.users.update(call.me.user, name="Changed")
        call.world.emit("BOOKING_CREATED")
        raise RuntimeError("a bug")

    app = Emulator(strict=request.param)
    plant(app, {"MeController_getMe": nonsense, "SchedulesController_2024_06_11_getSchedules": crash})
    with client_of(app) as client:
        yield client, app


def test_an_answer_that_breaks_the_document_is_loud(broken: Broken, caplog: pytest.LogCaptureFixture) -> None:
    client, app = broken
    with caplog.at_level(logging.ERROR, "emulator"):
        answer = client.get("/v2/me", headers=ADA)
    assert "MeController_getMe answered 200 with a body that its document does not allow" in caplog.text
    assert app.gateway.violations == 1
    assert client.get("/_emulator/health").json()["contractViolations"] == 1
    if app.settings.strict:
        assert answer.status_code == 500
        assert answer.json()["violations"]
    else:
        assert (answer.status_code, answer.json()["data"]) == (200, {"id": "one"})


def test_a_crash_costs_no_state_and_looks_as_it_does_there(broken: Broken, caplog: pytest.LogCaptureFixture) -> None:
    client, app = broken
    with caplog.at_level(logging.ERROR, "emulator"):
        answer = client.get("/v2/schedules", headers={**ADA, "cal-api-version": "2024-06-11"})
    assert answer.status_code == 500
    assert answer.json() == {"statusCode": 500, "message": "Internal server error"}
    assert "the emulator itself failed" in caplog.text
    assert [user.name for user in app.universe.get().users] == ["Ada Host"]
    assert app.universe.get().outbox == []


def test_lengths_beyond_the_calendar_are_refused(api: Api) -> None:
    long = {"title": "Long", "slug": "long", "lengthInMinutes": 2_000_000_000}
    created = api.post("/v2/event-types", long)
    assert created.status_code == 201
    number = created.json()["data"]["id"]
    body = {"eventTypeId": number, "start": "2030-01-08T13:00:00Z", "attendee": ATTENDEE}
    assert api.post("/v2/bookings", body).status_code in (400, 409)
    slots = api.get(f"/v2/slots?eventTypeId={number}&start=2030-01-08&end=2030-01-09")
    assert (slots.status_code, slots.json().get("data")) in [(200, {}), (400, None)]


def test_the_same_requests_give_the_same_bytes() -> None:
    """Design: same seed, same requests, same clock."""

    def run() -> list[tuple[int, bytes, str]]:
        with client_of(Emulator(strict=True, seed=7, now="2029-12-03T08:00:00Z")) as client:
            headers = {**ADA, "cal-api-version": "2024-08-13"}
            body = {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "attendee": ATTENDEE}
            answers: list[httpx2.Response] = [
                client.post("/v2/bookings", json=body, headers=headers),
                client.post("/v2/bookings", json=body, headers=headers),
                client.post("/v2/slots/reservations", json={"eventTypeId": 2, "slotStart": "2030-01-09"}),
                client.get("/v2/bookings", headers=headers),
            ]
            return [(answer.status_code, answer.content, answer.headers["x-request-id"]) for answer in answers]

    assert run() == run()


def test_a_wrong_path_escape_is_refused(api: Api) -> None:
    answer = api.get("/v2/bookings/%ff")
    assert answer.status_code == 400
    assert message(answer) == "Failed to decode param '%ff'"
