"""A world out and in again: the same world, whatever happened in it before."""

from __future__ import annotations

import gc
import json
import tempfile
import weakref
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from emulator.app import Emulator
from emulator.control.fixture_check import check
from emulator.control.kinds import KINDS
from emulator.world.tables import Table
from emulator.world.world import World
from tests.api_client import ATTENDEE, Api
from tests.control.plane import ask, problem, told

NOW = "2029-12-03T08:00:00Z"


def test_every_table_has_a_kind() -> None:
    world = World()
    tables = {name for name, value in vars(world).items() if isinstance(value, Table)}
    known = {name for name in tables for kind in KINDS.values() if kind.table(world) is getattr(world, name)}
    assert tables == known


def step(api: Api, name: str, number: int) -> Any:
    """One thing that changes a world in many places; what was answered, but for the headers."""
    day = f"2030-01-{8 + number:02}"
    booking = {"eventTypeId": 1 + number % 4, "start": f"{day}T10:00:00Z", "attendee": ATTENDEE}
    uids = [row["uid"] for row in told(api, "GET", "/records/bookings")]
    uid = uids[number % len(uids)] if uids else "none"
    calls: dict[str, Any] = {
        "book": lambda: api.post("/v2/bookings", booking),
        "cancel": lambda: api.post(f"/v2/bookings/{uid}/cancel", {"cancellationReason": "x"}),
        "reschedule": lambda: api.post(f"/v2/bookings/{uid}/reschedule", {"start": f"{day}T14:00:00Z"}),
        "confirm": lambda: api.post(f"/v2/bookings/{uid}/confirm", {}),
        "hook": lambda: api.post(
            "/v2/webhooks",
            {"active": True, "subscriberUrl": f"http://127.0.0.1:9/{number}", "triggers": [], "secret": f"0{number}"},
        ),
        "type": lambda: api.post(
            "/v2/event-types", {"title": "yes", "slug": f"t{number}", "lengthInMinutes": 15, "description": "a: b\n- c"}
        ),
        "key": lambda: ask(
            api, "POST", "/records/users", {"username": f"u{number}", "bio": "~", "metadata": {"a": 1.5}}
        ),
        "reserve": lambda: api.post("/v2/slots/reservations", {"eventTypeId": 2, "slotStart": f"{day}T15:00:00Z"}),
        "advance": lambda: ask(api, "POST", "/clock/advance", {"seconds": number * 86400}),
        "fault": lambda: ask(api, "POST", "/faults", {"effect": "status", "status": 500, "path": "/nowhere"}),
        "drop": lambda: ask(api, "DELETE", f"/records/bookings/{uid}"),
    }
    answer = calls[name]()
    return answer.status_code, answer.text


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["book", "cancel", "reschedule", "confirm", "hook", "type", "key", "reserve", "advance", "fault", "drop"]
        ),
        st.integers(0, 6),
    ),
    max_size=8,
)


@settings(max_examples=12)
@given(STEPS, STEPS, st.sampled_from(["yaml", "json"]))
def test_a_world_file_of_a_live_world_loads_to_the_same_world(
    app: Emulator,
    in_process: httpx2.Client,
    before: list[tuple[str, int]],
    after: list[tuple[str, int]],
    form: str,
) -> None:
    live, again = Api(in_process, "state-live"), Api(in_process, "state-again")
    for name, number in before:
        step(live, name, number)
    state = told(live, "GET", "/state")
    text = ask(live, "GET", f"/state?format={form}").text
    answers = [step(live, name, number) for name, number in after]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"world.{form}"
        file.write_text(text)
        assert check([file]) == []
        app.universe.replace(app.new_world("state-again", [file]))
    assert told(again, "GET", "/state") == state
    assert [step(again, name, number) for name, number in after] == answers
    assert told(again, "GET", "/state") == told(live, "GET", "/state")
    for name in ("state-live", "state-again"):
        in_process.delete(f"/_emulator/worlds/{name}")


def test_a_state_is_put_back_and_is_the_same(api: Api) -> None:
    api.book()
    told(api, "POST", "/clock/advance", {"seconds": 60})
    state = told(api, "GET", "/state")
    next_answer = api.book("2030-01-09T13:00:00Z")
    assert told(api, "PUT", "/state", state) == state
    assert api.book("2030-01-09T13:00:00Z") == next_answer
    written = ask(api, "GET", "/state", headers={"accept": "application/yaml"})
    assert written.headers["content-type"] == "application/yaml"
    assert ask(api, "PUT", "/state", content=written.content).status_code == 200
    assert ask(api, "GET", "/state?format=yaml").content == written.content


def test_what_falls_due_is_part_of_the_state(api: Api) -> None:
    hook = {"userId": 1, "subscriberUrl": "http://127.0.0.1:9", "triggers": ["MEETING_STARTED", "MEETING_ENDED"]}
    told(api, "POST", "/records/webhooks", hook)
    api.book()
    told(api, "POST", "/clock/advance", {"to": "2030-01-08T13:30:00Z"})
    state = told(api, "GET", "/state")
    assert [due["trigger"] for due in state["emulator"]["agenda"]] == ["MEETING_ENDED"]
    told(api, "POST", "/reset")
    told(api, "PUT", "/state", state)
    told(api, "POST", "/clock/advance", {"seconds": 3600})
    assert [row["trigger"] for row in told(api, "GET", "/deliveries")] == ["MEETING_ENDED"]


@pytest.mark.parametrize("clock", [{"now": None}, {"now": "2031-01-01T00:00:00Z"}])
def test_the_clock_is_part_of_the_state(api: Api, clock: dict[str, Any]) -> None:
    told(api, "PUT", "/clock", clock)
    told(api, "POST", "/clock/advance", {"seconds": 3600})
    state = told(api, "GET", "/state")
    told(api, "POST", "/reset")
    told(api, "PUT", "/state", state)
    assert told(api, "GET", "/state")["emulator"]["clock"] == state["emulator"]["clock"]


def test_a_world_file_is_a_state_too(api: Api) -> None:
    state = told(api, "PUT", "/state", {"users": [{"username": "grace", "apiKey": "cal_test_grace"}]})
    assert [user["email"] for user in state["users"]] == ["grace@example.com"]
    me = api.data("GET", "/v2/me", headers={"authorization": "Bearer cal_test_grace"})
    assert me["username"] == "grace"


@pytest.mark.parametrize(
    ("state", "where", "words"),
    [
        ([], "/", "a world is an object"),
        ({"dragons": []}, None, "no kind of record called 'dragons'"),
        ({"users": {}}, None, "must be a list"),
        ({"users": [{"username": "x", "colour": 1}]}, None, "users[0]/colour: unknown field"),
        ({"emulator": {"format": 2}}, "/emulator/format", "no exported world of format 1"),
        ({"emulator": {"format": 1}}, "/emulator", "damaged"),
    ],
)
def test_a_state_that_is_wrong_changes_nothing(api: Api, state: Any, where: str | None, words: str) -> None:
    before = told(api, "GET", "/state")
    answer = ask(api, "PUT", "/state", state)
    assert (answer.status_code, problem(answer).get("where")) == (400, where)
    assert words in problem(answer)["message"]
    assert told(api, "GET", "/state") == before


@pytest.mark.parametrize(
    ("change", "where", "status"),
    [
        (lambda state: state["schedules"][0].update(ownerId=99), "/schedules/0/ownerId", 400),
        (lambda state: state["users"][0].pop("email"), "/users/0", 400),
        (lambda state: state["users"][0].update(timeZone=7), "/users/0/timeZone", 400),
        (lambda state: state["users"].append(state["users"][0]), "/users/1", 409),
        (lambda state: state["users"].append(7), "/users/1", 400),
        (lambda state: state.update(dragons=[]), "/dragons", 400),
        (lambda state: state.update(users={}), "/users", 400),
        (lambda state: state["emulator"].update(colour=1), "/emulator/colour", 400),
        (lambda state: state["emulator"]["clock"].update(mode="mad"), "/emulator", 400),
        (lambda state: state["emulator"].update(agenda=[{}]), "/emulator", 400),
    ],
)
def test_an_export_that_was_spoilt_names_the_place(api: Api, change: Any, where: str, status: int) -> None:
    before = told(api, "GET", "/state")
    spoilt = json.loads(json.dumps(before))
    change(spoilt)
    answer = ask(api, "PUT", "/state", spoilt)
    assert (answer.status_code, problem(answer)["where"]) == (status, where)
    assert told(api, "GET", "/state") == before


def test_what_is_neither_json_nor_yaml(api: Api) -> None:
    assert "neither JSON nor YAML" in problem(ask(api, "PUT", "/state", content=b"{ [: "))["message"]
    assert problem(ask(api, "GET", "/state?format=xml"))["where"] == "?format"


def test_worlds_start_from_baselines_and_go_back_to_them(api: Api) -> None:
    name = api.base.rpartition("/")[2] + "-team"
    assert {"default", "team"} <= set(told(api, "GET", "/health")["baselines"])
    world = told(api, "PUT", f"/worlds/{name}", {"baseline": "team"})
    assert (world["name"], world["baseline"]) == (name, "team")
    teams = api._client.get(f"/w/{name}/_emulator/records/teams").json()
    assert teams
    api._client.delete(f"/w/{name}/_emulator/records/teams/{teams[0]['id']}")
    assert told(api, "PUT", f"/worlds/{name}")["baseline"] == "team"
    assert api._client.get(f"/w/{name}/_emulator/records/teams").json() != teams
    api._client.post(f"/w/{name}/_emulator/reset")
    assert api._client.get(f"/w/{name}/_emulator/records/teams").json() == teams
    told(api, "DELETE", f"/worlds/{name}")


def test_a_copy_goes_back_to_what_was_copied(api: Api) -> None:
    booking = api.book()
    mine = api.base.rpartition("/")[2]
    copy = Api(api._client, f"{mine}-copy")
    assert told(api, "PUT", f"/worlds/{mine}-copy", {"copyOf": mine})["bookings"] == 1
    assert told(copy, "GET", "/state") == told(api, "GET", "/state")
    copy.post(f"/v2/bookings/{booking['uid']}/cancel", {"cancellationReason": "x"})
    assert api.data("GET", f"/v2/bookings/{booking['uid']}")["status"] == "accepted"
    told(copy, "POST", "/reset")
    assert copy.data("GET", f"/v2/bookings/{booking['uid']}")["status"] == "accepted"
    told(api, "DELETE", f"/worlds/{mine}-copy")


@pytest.mark.parametrize(
    ("body", "where", "hint"),
    [
        ({"baseline": "teem"}, "/baseline", "did you mean team?"),
        ({"baseline": 7}, "/baseline", "copyOf"),
        ({"baseline": "team", "copyOf": "default"}, "/baseline", "copyOf"),
        ({"copyOf": "nowhere"}, "/copyOf", "GET /_emulator/worlds"),
        ({"colour": 1}, "/colour", "baseline"),
    ],
)
def test_a_world_cannot_start_from_nothing(api: Api, body: Any, where: str, hint: str) -> None:
    answer = ask(api, "PUT", "/worlds/never", body)
    assert (answer.status_code, problem(answer)["where"]) == (400, where)
    assert hint in problem(answer)["hint"]
    assert ask(api, "GET", "/worlds/never").status_code == 404


def test_64_worlds_at_once_share_nothing_and_give_their_memory_back() -> None:
    app = Emulator(now=NOW)
    with TestClient(app, base_url="http://emulator") as client:
        worlds = [Api(client, f"w{number}") for number in range(64)]
        for number, api in enumerate(worlds):
            hook = {"userId": 1, "subscriberUrl": "http://127.0.0.1:9", "triggers": ["BOOKING_CREATED"]}
            told(api, "POST", "/records/webhooks", hook)
            for hour in range(number % 5):
                api.book(f"2030-01-08T{9 + hour:02}:00:00Z")
            told(api, "POST", "/faults", {"effect": "latency", "seconds": 1, "path": "/nowhere"})
        for number, api in enumerate(worlds):
            told(api, "POST", "/drain")
            assert len(told(api, "GET", "/records/bookings")) == number % 5
            assert len(told(api, "GET", "/deliveries")) == number % 5
            assert len(told(api, "GET", "/requests")) == number % 5
        alive = [weakref.ref(world) for world in app.universe if world.name != "default"]
        assert len(alive) == 64
        for number in range(32):
            told(worlds[number], "DELETE", f"/worlds/w{number}")
        for api in worlds[32:]:
            told(api, "POST", "/reset")
        gc.collect()
        assert [one() for one in alive] == [None] * 64
        assert len(list(app.universe)) == 33
        for api in worlds[32:]:
            told(api, "DELETE", f"/worlds/{api.base.rpartition('/')[2]}")
        gc.collect()
        # What the parts keep of worlds goes with them.
        assert len(app.dispatcher._desks) == 0
        assert len(app.gateway._desks) <= 1
        assert len(list(app.universe)) == 1


def test_an_export_must_come_first(tmp_path: Path, in_process: httpx2.Client) -> None:
    from emulator.control.fixtures import FixtureError

    file = tmp_path / "exported.yaml"
    file.write_text(yaml.safe_dump(in_process.get("/_emulator/state").json()))
    with pytest.raises(FixtureError, match="must be the first"):
        Emulator(fixtures=(Path("fixtures/default.yaml"), file))
    broken = tmp_path / "broken.yaml"
    broken.write_text("emulator: {format: 1}\n")
    with pytest.raises(FixtureError, match="damaged"):
        Emulator(fixtures=(broken,))
    (mistake,) = check([broken])
    assert (mistake.line, "damaged" in mistake.message) == (1, True)
