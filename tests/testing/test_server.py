from __future__ import annotations

import unittest
from pathlib import Path
from typing import Any, ClassVar

import httpx2
import pytest

import emulator.testing
from emulator.app import Emulator
from emulator.control.fixtures import FixtureError
from emulator.resources import resource
from emulator.testing import CalcomTestCase, Server
from tests.testing.asking import NOW, book


def test_worlds_are_fresh_and_gone_when_dropped(server: Server) -> None:
    one, other = server.world(), server.world("mine")
    assert other.url == f"{server.url}/w/mine"
    book(one)
    assert other.records.list("bookings") == []
    server.drop(one)
    server.drop(other)
    assert {world.name for world in server.app.universe} == {"default"}


def test_a_world_starts_from_files_of_its_own_at_its_own_time(server: Server) -> None:
    world = server.world(fixtures=[resource("fixtures/team.yaml")], now="2031-01-01T00:00:00Z")
    assert world.records.list("teams")
    assert world.clock.now.isoformat() == "2031-01-01T00:00:00+00:00"
    server.drop(world)


def test_a_file_that_cannot_be_used_is_named(server: Server, tmp_path: Path) -> None:
    with pytest.raises(FixtureError, match=r"none\.yaml: cannot be read"):
        server.world(fixtures=[tmp_path / "none.yaml"])


def test_a_world_without_a_key_says_how_to_make_one(server: Server) -> None:
    world = server.world()
    for user in world.records.list("users"):
        world.records.delete("users", user["id"])
    with pytest.raises(LookupError, match="no user with an API key"):
        _ = world.api_key
    server.drop(world)


def test_unittest_suites() -> None:
    class Suite(CalcomTestCase):
        calcom_options: ClassVar[dict[str, Any]] = {"now": NOW}

        def test_books(self) -> None:
            inbox = self.calcom.webhooks.inbox("BOOKING_CREATED")
            inbox.expect("BOOKING_CREATED", uid=book(self.calcom)["uid"])

        def test_sees_no_booking_of_another_test(self) -> None:
            assert self.calcom.records.list("bookings") == []

    result = unittest.TestResult()
    unittest.TestLoader().loadTestsFromTestCase(Suite).run(result)
    assert result.testsRun == 2
    assert result.wasSuccessful(), result.errors + result.failures


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_the_application_answers_without_a_socket() -> None:
    transport = httpx2.ASGITransport(app=Emulator(strict=True, now=NOW))
    async with httpx2.AsyncClient(transport=transport, base_url="http://calcom") as client:
        answer = await client.get("/v2/me", headers={"authorization": "Bearer cal_test_ada"})
        assert answer.json()["data"]["username"] == "ada"


def test_the_public_surface_is_what_it_says() -> None:
    assert sorted(emulator.testing.__all__) == emulator.testing.__all__ == sorted(emulator.testing._HOMES)
    for name in emulator.testing.__all__:
        assert getattr(emulator.testing, name).__name__ == name
    with pytest.raises(AttributeError, match="it has AsyncCalcom, Calcom"):
        _ = emulator.testing.Nothing
