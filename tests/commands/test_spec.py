from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from emulator.cli import main
from emulator.resources import resource
from emulator.testing import Server
from tests.testing.asking import book

NOW = "2029-12-03T08:00:00Z"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The served document with one property of a booking's request gone, a new operation, and one operation less."""
    document = json.loads(resource("spec/openapi.json").read_bytes())
    del document["paths"]["/v2/me"]
    document["paths"]["/v2/moon"] = {"get": {"operationId": "moon", "responses": {"200": {"description": "d"}}}}
    parameters = document["paths"]["/v2/bookings"]["get"]["parameters"]
    parameters.append({"name": "mood", "in": "query", "required": True, "schema": {"type": "string"}})
    path = tmp_path / "new.json"
    path.write_text(json.dumps(document))
    return path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["spec", "check", *arguments])
    return result.exit_code, result.output


def test_a_document_like_the_older_one() -> None:
    path = str(resource("spec/openapi.json"))
    assert run(path, "--against", path) == (0, "0 added, 0 removed, 0 changed\n")


def test_what_a_newer_one_changes(newer: Path) -> None:
    code, text = run(str(newer), "--against", str(resource("spec/openapi.json")))
    assert code == 1
    assert text.splitlines() == [
        "changed GET /v2/bookings",
        "  + query mood: string, required",
        "removed GET /v2/me",
        "removed PATCH /v2/me",
        "added GET /v2/moon",
        "1 added, 2 removed, 1 changed",
    ]
    breaking = run(str(newer), "--against", str(resource("spec/openapi.json")), "--breaking")
    assert breaking[1].splitlines()[-1] == "0 added, 2 removed, 1 changed"


def test_the_recorded_requests_that_it_touches(newer: Path) -> None:
    with Server(now=NOW) as server:
        world = server.world()
        book(world)
        against = ("--against", str(resource("spec/openapi.json")), "--url", world.url)
        assert run(str(newer), *against)[1].endswith("none of the recorded requests is touched\n")
        world_me(world.url, world.api_key)
        assert run(str(newer), *against)[1].endswith("recorded once, as request 2: GET /v2/me (removed)\n")
        world_me(world.url, world.api_key)
        assert run(str(newer), *against)[1].endswith("recorded 2 times, first as request 2: GET /v2/me (removed)\n")
        code, text = run(str(newer), *against, "--json")
        assert code == 1
        (row,) = json.loads(text)["requests"]
        assert (row["operation"], row["count"]) == ("GET /v2/me", 2)
        server.drop(world)


def world_me(url: str, key: str) -> None:
    import urllib.request

    request = urllib.request.Request(f"{url}/v2/me", headers={"authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request) as answer:
        answer.read()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.json"], "nowhere.json"),
        (["--url", "ftp://x"], "is not an http URL"),
        (["--url", "http://127.0.0.1:9"], "no emulator answers at http://127.0.0.1:9"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], words: str) -> None:
    code, text = run(*([str(resource("spec/openapi.json")), *arguments] if "--url" in arguments else arguments))
    assert code in (1, 2)
    assert words in text
    assert "Traceback" not in text
