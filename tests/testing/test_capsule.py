from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from emulator import __version__
from emulator.cli import main
from emulator.testing import Calcom, ControlPlaneError, Server
from emulator.testing.capsule import Capsule, CapsuleError, capsule, read, write
from emulator.testing.failure import tell
from emulator.testing.replay import Replayed, replay
from tests.testing.asking import book, call, move

SETTINGS = {"strict": True}


EMPTY: Capsule = {"capsule": 1, "emulator": "0.0.1", "settings": {}, "world": {}, "steps": []}


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output


def taken(world: Calcom) -> Capsule:
    return capsule(world.control, SETTINGS, test="test_it", failure="it failed")


def again(made: Capsule, server: Server) -> list[Replayed]:
    world = server.world()
    steps = list(replay(json.loads(json.dumps(made)), world))
    server.drop(world)
    return steps


def lived(world: Calcom) -> None:
    """A life with everything that a capsule must tell: records, time, refusals, nobody, a key that is none."""
    world.records.create("users", username="zoe", apiKey="cal_zoe")
    world.webhooks.subscribe("http://127.0.0.1:9/", ["BOOKING_CREATED", "MEETING_STARTED"])
    first = book(world)["uid"]
    second = move(world, first, "2030-01-09T13:00:00Z")["uid"]
    move(world, first, "2030-01-10T13:00:00Z")
    with pytest.raises(ControlPlaneError):
        world.records.create("dragons")
    world.clock.advance(to="2030-01-09T13:30:00Z")
    call(world, "POST", f"/v2/bookings/{second}/mark-absent", {"host": True})
    call(world, "GET", "/v2/me?x=1")


def test_what_happened_happens_again_in_the_same_order(world: Calcom, server: Server) -> None:
    lived(world)
    made = taken(world)
    steps = again(made, server)
    assert [step.differences for step in steps] == [()] * 8
    assert [step.what.partition("?")[0] for step in steps][:3] == [
        "POST /_emulator/records/users",
        "POST /_emulator/records/webhooks",
        "POST /v2/bookings -> 201",
    ]
    assert steps[5].what == "POST /_emulator/clock/advance"


def test_nothing_is_sent_to_anybody(world: Calcom, server: Server) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    book(world)
    assert len(inbox.all()) == 1
    again(taken(world), server)
    assert len(inbox.all()) == 1


def test_a_world_in_real_time_is_replayed_at_its_times(server: Server) -> None:
    with Server() as real:
        world = real.world()
        world.records.create("bookings", eventTypeId=2, start="2031-01-08T13:00:00Z")
        booking = book(world, start="2031-01-09T13:00:00Z")
        call(world, "GET", f"/v2/bookings/{booking['uid']}")
        call(world, "GET", "/v2/bookings/nobody")
        made = taken(world)
        steps = again(made, real)
        # A time that the booking was moved to is another matter than the moments that an answer takes.
        made["steps"][1]["answer"]["body"] = made["steps"][1]["answer"]["body"].replace("T13:30:00", "T13:29:50")
        otherwise = again(made, real)
        real.drop(world)
    assert [step.differences for step in steps] == [()] * 4
    assert any("/data/end: expected about 2031-01-09T13:29:50" in line for line in otherwise[1].differences)


def test_a_key_that_nobody_asked_for_is_shown_again(world: Calcom, server: Server) -> None:
    """Public operations do not say whose key it was, but refuse one that nobody has."""
    slots = "/v2/slots?eventTypeId=2&start=2030-01-08&end=2030-01-09"
    call(world, "GET", slots, **{"cal-api-version": "2024-09-04"})
    call(world, "GET", slots, **{"cal-api-version": "2024-09-04", "Authorization": "Bearer cal_wrong"})
    made = taken(world)
    assert [step["answer"]["status"] for step in made["steps"]] == [200, 401]
    assert [step.differences for step in again(made, server)] == [(), ()]


def test_it_begins_with_the_last_reset(world: Calcom, server: Server) -> None:
    book(world)
    world.reset()
    book(world, start="2030-01-09T13:00:00Z")
    steps = again(taken(world), server)
    assert [step.what for step in steps] == ["POST /v2/bookings -> 201"]
    assert steps[0].differences == ()


def test_a_world_that_was_put_in_is_where_it_begins(world: Calcom, server: Server) -> None:
    state = world.control.get("/state")
    state["users"][0]["name"] = "Somebody Else"
    world.control.put("/state", state)
    call(world, "GET", "/v2/me")
    made = taken(world)
    assert made["world"]["users"][0]["name"] == "Somebody Else"
    assert again(made, server)[0].differences == ()


def test_who_asked_asks_again_and_keys_are_not_told(world: Calcom, server: Server) -> None:
    world.records.create("api-keys", userId=world.records.create("users", username="zoe")["id"], apiKey="cal_live_zoe")
    for key in ("cal_live_zoe", "cal_live_wrong"):
        call(world, "GET", "/v2/me", Authorization=f"Bearer {key}")
    made = taken(world)
    assert "cal_live_wrong" not in json.dumps(made)
    assert [step.differences for step in again(made, server)] == [(), (), (), ()]
    assert [step["answer"]["status"] for step in made["steps"] if "request" in step] == [200, 401]


def test_what_comes_out_otherwise_is_named(world: Calcom, server: Server) -> None:
    book(world)
    call(world, "GET", "/v2/me")
    made = taken(world)
    made["steps"][0]["answer"]["status"] = 400
    made["steps"][1]["answer"]["body"] = made["steps"][1]["answer"]["body"].replace("Ada Host", "Eve Host")
    first, second = again(made, server)
    assert first.differences == ("status: expected 400, got 201",)
    assert second.differences == ("/data/name: expected 'Eve Host', got 'Ada Host'",)


def test_the_command(world: Calcom, tmp_path: Path) -> None:
    book(world)
    made = taken(world)
    path = tmp_path / "folder" / "one.json"
    write(made, path)
    assert read(path) == json.loads(json.dumps(made))
    code, text = run("replay", str(path))
    assert code == 0
    assert text.splitlines() == [
        "test_it: it failed",
        "   1 = POST /v2/bookings -> 201",
        "0 of 1 steps came out otherwise",
    ]
    made["steps"][0]["answer"]["status"] = 400
    made["emulator"] = "0.0.1"
    write(made, path)
    code, text = run("replay", str(path))
    assert code == 1
    assert text.splitlines()[1] == f"recorded by version 0.0.1, replayed by version {__version__}"
    assert "   1 ≠ POST /v2/bookings -> 400\n         status: expected 400, got 201\n" in text


def test_the_command_shows_the_report_and_why_a_request_was_refused(world: Calcom, tmp_path: Path) -> None:
    call(world, "GET", "/v2/bookings/nobody")
    path = tmp_path / "one.json"
    report = tell(world, path, test="test_it", failure="it failed", settings=None).partition("\n\nLet it happen")[0]
    refused = "GET /v2/bookings/nobody -> 404: Booking with uid=nobody was not found in the database"
    code, text = run("replay", str(path))
    assert (code, refused in report) == (0, True)
    assert text == f"test_it: it failed\n\n{report}\n\nOnce more:\n   1 = {refused}\n0 of 1 steps came out otherwise\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        ("{", "is not JSON"),
        ("[]", "is no capsule of format 1"),
        (json.dumps({**EMPTY, "world": {"dragons": []}}), "cannot be loaded"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, content: Any, words: str) -> None:
    path = tmp_path / "one.json"
    if content is not None:
        path.write_text(content)
    if words != "cannot be loaded":
        with pytest.raises(CapsuleError, match=words):
            read(path)
    code, text = run("replay", str(path))
    assert (code, words in text) == (2, True)


@pytest.mark.parametrize("gone", [True, False])
@pytest.mark.parametrize(
    "where",
    [
        "settings",
        "world",
        "steps",
        *(f"steps/0/{name}" for name in ("request", "at", "truncated", "answer", "answer/status", "answer/body")),
        *(f"steps/0/request/{name}" for name in ("method", "path", "query", "headers", "credentials", "body")),
        "steps/0/request/credentials/given",
        "steps/1/told/method",
        "steps/1/told/path",
    ],
)
def test_a_damaged_file_is_told_from_what_came_out_otherwise(
    world: Calcom, tmp_path: Path, where: str, gone: bool
) -> None:
    book(world)
    world.clock.advance(60)
    made = json.loads(json.dumps(taken(world)))
    holder = made
    *above, last = [int(name) if name.isdecimal() else name for name in where.split("/")]
    for name in above:
        holder = holder[name]
    if gone:
        del holder[last]
    else:
        holder[last] = 3.5
    path = tmp_path / "one.json"
    path.write_text(json.dumps(made))
    place = (str.join("/", map(str, above)) or "the whole") if gone else where
    with pytest.raises(CapsuleError, match=f"is damaged at {place}: .*; it was written by version {__version__}"):
        read(path)


def test_a_capsule_of_a_version_with_other_settings(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps({**EMPTY, "settings": {"moon": True}}))
    with pytest.raises(CapsuleError, match=r"settings that are not known here: moon; .* version 0\.0\.1, and this is"):
        read(path)
