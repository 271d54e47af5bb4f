from __future__ import annotations

import json
import os
import threading
import unittest
import urllib.request
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import httpx2
import pytest

import emulator.testing
from emulator.app import Emulator
from emulator.control.fixtures import FixtureError
from emulator.resources import resource
from emulator.testing import AsyncCalcom, CalcomTestCase, Server
from emulator.world.universe import WorldNameError
from tests.testing.asking import NOW, book


def test_worlds_are_fresh_and_gone_when_dropped(server: Server) -> None:
    one, other = server.world(), server.world("mine")
    assert other.url == f"{server.url}/w/mine"
    book(one)
    assert other.records.list("bookings") == []
    server.drop(one)
    server.drop(other)
    assert {world.name for world in server.app.universe} == {"default"}


def test_a_world_goes_with_the_last_handle_of_its_name_and_the_server_closes_all() -> None:
    with Server() as server:
        first, middle, last = server.world("mine"), server.world("mine"), server.world("mine")
        book(middle)
        middle.close()
        assert len(last.records.list("bookings")) == 1
        last.close()
        assert not server.app.universe.known("mine")
    assert first.closed


def test_a_world_starts_from_files_of_its_own_at_its_own_time(server: Server) -> None:
    world = server.world(fixtures=[resource("fixtures/team.yaml")], now="2031-01-01T00:00:00Z")
    assert world.records.list("teams")
    assert world.clock.now.isoformat() == "2031-01-01T00:00:00+00:00"
    server.drop(world)


def test_shipped_worlds_are_named() -> None:
    with Server(fixtures="platform") as server:
        worlds = server.world(), server.world(fixtures="team", now="2031-01-01T00:00:00Z")
        assert [world.api_key for world in worlds] == ["cal_test_olga", "cal_test_ada"]
        for world in worlds:
            server.drop(world)


def test_a_file_that_cannot_be_used_is_named(server: Server, tmp_path: Path) -> None:
    with pytest.raises(FixtureError, match=r"none\.yaml: cannot be read"):
        server.world(fixtures=[tmp_path / "none.yaml"])


def test_a_name_that_no_world_can_have_is_refused(server: Server) -> None:
    with pytest.raises(WorldNameError, match="cannot name a world"):
        server.world("a/b", now="2030-01-07T08:00:00Z")


def test_a_world_without_a_key_says_how_to_make_one(server: Server) -> None:
    world = server.world()
    for user in world.records.list("users"):
        world.records.delete("users", user["id"])
    with pytest.raises(LookupError, match="no user with an API key"):
        _ = world.api_key
    server.drop(world)


def test_world_files_may_be_named_as_those_that_ship(server: Server, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("users: [{id: 9, username: zoe}]\n")
    with server.world(fixtures="team", now=datetime(2031, 1, 1)) as team, server.world(fixtures=str(mine)) as own:
        assert team.records.list("teams")
        assert team.clock.now.year == 2031
        assert [user["username"] for user in own.records.list("users")] == ["zoe"]
    with pytest.raises(FixtureError, match="dragons: cannot be read"):
        server.world(fixtures=["dragons"])
    with pytest.raises(ValueError, match="noon"):
        server.world(now="noon")


def test_a_world_file_that_changes_is_read_again(server: Server, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    for number, name in enumerate(("zoe", "yan")):
        mine.write_text(f"users: [{{id: 9, username: {name}}}]\n")
        os.utime(mine, (number, number))
        for _ in range(2):
            with server.world(fixtures=mine) as world:
                assert world.records.read("users", 9)["username"] == name


def test_worlds_end_once_with_their_server_at_the_latest() -> None:
    with Server(now=NOW) as server:
        kept, named, again = server.world(), server.world("mine"), server.world("mine")
        named.close()
        assert again.records.list("bookings") == []
        again.close()
        again.close()
        assert {world.name for world in server.app.universe} == {"default"}
        inbox = kept.webhooks.inbox("BOOKING_CREATED")
        assert repr(kept) == f"<Calcom {kept.url}>"
    assert kept.closed
    kept.close()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(inbox.url)


def test_many_worlds_leave_nothing_behind(server: Server) -> None:
    """Threads, sockets and files are as many after fifty tests as after two."""

    def one() -> tuple[int, int]:
        with server.world() as world:
            inbox = world.webhooks.inbox("BOOKING_CREATED")
            inbox.expect("BOOKING_CREATED", uid=book(world)["uid"])
        return threading.active_count(), sum(1 for _ in Path("/proc/self/fd").iterdir())

    if not Path("/proc/self/fd").exists():
        pytest.skip("there is no /proc to count files in")
    one()
    before = one()
    for _ in range(50):
        last = one()
    assert last[0] <= before[0]
    assert last[1] <= before[1] + 2
    assert {world.name for world in server.app.universe} == {"default"}


def run_suite(suite: type[unittest.TestCase]) -> unittest.TestResult:
    result = unittest.TestResult()
    unittest.TestLoader().loadTestsFromTestCase(suite).run(result)
    return result


def test_unittest_suites() -> None:
    class Suite(CalcomTestCase):
        calcom_options: ClassVar[dict[str, Any]] = {"now": NOW}

        def test_books(self) -> None:
            inbox = self.calcom.webhooks.inbox("BOOKING_CREATED")
            inbox.expect("BOOKING_CREATED", uid=book(self.calcom)["uid"])

        def test_sees_no_booking_of_another_test(self) -> None:
            assert self.calcom.records.list("bookings") == []

    result = run_suite(Suite)
    assert result.testsRun == 2
    assert result.wasSuccessful(), result.errors + result.failures


def test_a_failure_of_unittest_tells_what_happened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    class Suite(CalcomTestCase):
        calcom_options: ClassVar[dict[str, Any]] = {"now": NOW}

        def test_fails(self) -> None:
            inbox = self.calcom.webhooks.inbox("BOOKING_CREATED", "MEETING_STARTED")
            book(self.calcom)
            inbox.expect("MEETING_STARTED", timeout=0)

        def test_has_nothing_to_do(self) -> None:
            self.skipTest("not today")

    class Quiet(Suite):
        calcom_capsules: ClassVar[str] = ""

    result = run_suite(Suite)
    assert len(result.skipped) == 1
    ((_, text),) = result.failures
    lines = text.splitlines()
    assert "  it falls due at 2030-01-08 13:00:00, and the clock stands still at 2029-12-03 08:00:00:" in lines
    assert "Cal.com world" in lines
    assert "                         BOOKING_CREATED to inbox 1: delivered (200)" in lines
    assert not [line for line in lines if "testing/inbox.py" in line or "testing/cases.py" in line]
    (kept,) = (tmp_path / "calcom-capsules").iterdir()
    assert lines[-1] == f"Let it happen again: calcom-emulator replay calcom-capsules/{kept.name}"
    assert json.loads(kept.read_text())["failure"].startswith("AssertionError: no MEETING_STARTED came")
    ((_, text),) = run_suite(Quiet).failures
    assert "Let it happen again" not in text


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_the_application_answers_without_a_socket() -> None:
    transport = httpx2.ASGITransport(app=Emulator(strict=True, now=NOW))
    async with httpx2.AsyncClient(transport=transport, base_url="http://calcom") as client:
        answer = await client.get("/v2/me", headers={"authorization": "Bearer cal_test_ada"})
        assert answer.json()["data"]["username"] == "ada"


def test_a_suite_of_coroutines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    class Suite(CalcomTestCase, unittest.IsolatedAsyncioTestCase):
        calcom_options: ClassVar[dict[str, Any]] = {"now": NOW}

        async def test_fails(self) -> None:
            inbox = await AsyncCalcom(self.calcom).webhooks.inbox("BOOKING_CREATED")
            await inbox.expect("BOOKING_CREATED", timeout=0)

        async def test_passes(self) -> None:
            await AsyncCalcom(self.calcom).requests.expect_none()

    result = run_suite(Suite)
    assert (result.testsRun, len(result.errors)) == (2, 0)
    ((_, text),) = result.failures
    assert "Cal.com world" in text.splitlines()


def test_users_are_told_the_types() -> None:
    assert (files("emulator") / "py.typed").is_file()


def test_the_public_surface_is_what_it_says() -> None:
    assert sorted(emulator.testing.__all__) == emulator.testing.__all__ == sorted(emulator.testing._HOMES)
    for name in emulator.testing.__all__:
        assert getattr(emulator.testing, name).__name__ == name
    with pytest.raises(AttributeError, match="it has AsyncCalcom, Calcom"):
        _ = emulator.testing.Nothing
