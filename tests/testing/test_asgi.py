"""A world without a socket: the application and the test share an event loop."""

from __future__ import annotations

import httpx2
import pytest

from emulator.app import Emulator
from emulator.testing import ControlPlaneError, in_process
from emulator.testing.failure import tell
from tests.testing.asking import BODY, NOW
from tests.testing.test_plugin import ALONE

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]


def client(app: Emulator) -> httpx2.AsyncClient:
    headers = {"cal-api-version": "2024-08-13", "authorization": "Bearer cal_test_ada"}
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://calcom", headers=headers)


async def test_everything_of_a_world_is_at_hand() -> None:
    app = Emulator(now=NOW)
    with in_process(app) as acalcom:
        inbox = await acalcom.webhooks.inbox("BOOKING_CREATED", "MEETING_STARTED")
        async with client(app) as http:
            uid = (await http.post("/v2/bookings", json=BODY)).json()["data"]["uid"]
        assert (await inbox.expect("BOOKING_CREATED", uid=uid)).signed
        await acalcom.clock.advance(to="2030-01-08T13:00:00Z")
        await inbox.expect("MEETING_STARTED", uid=uid)
        assert (await acalcom.records.list("bookings", uid=uid))[0]["status"] == "accepted"
        await acalcom.requests.expect("POST", "/v2/bookings", body={"eventTypeId": 2})
        assert uid in await acalcom.biography(uid)
        assert (await acalcom.api_key(), acalcom.url) == ("cal_test_ada", "http://calcom")
        with pytest.raises(ControlPlaneError, match="did you mean lengthInMinutes"):
            await acalcom.records.create("event-types", ownerId=1, title="T", slug="t", length=30)


async def test_worlds_are_apart_and_others_are_looked_into() -> None:
    app = Emulator(now=NOW)
    with in_process(app) as default, in_process(app, "mine", base="http://it") as mine:
        assert mine.url == "http://it/w/mine"
        async with client(app) as http:
            await http.get("/v2/me")
        inbox = await mine.webhooks.inbox("BOOKING_CREATED")
        with pytest.raises(AssertionError, match="default, http://it: one request: GET /v2/me -> 200"):
            await inbox.expect("BOOKING_CREATED", timeout=0)
        await mine.records.create("users", username="zoe ü/?")
        assert len(await mine.records.list("users", username="zoe ü/?")) == 1
        assert len(await default.records.list("users")) == 1


async def test_it_is_awaited() -> None:
    with in_process(Emulator()) as acalcom:
        for ask in (acalcom.sync.reset, acalcom.sync.story):
            with pytest.raises(RuntimeError, match="lives on the test's event loop: await it"):
                ask()


def test_a_failure_is_told_when_the_loop_has_ended(pytester: pytest.Pytester, anyio_backend: str) -> None:
    pytester.makepyfile(
        """
        import httpx2, pytest
        from emulator.app import Emulator
        from emulator.testing import in_process

        @pytest.fixture
        def acalcom():
            with in_process(Emulator(now="2030-01-07T08:00:00Z")) as world:
                yield world

        @pytest.mark.anyio
        @pytest.mark.parametrize("anyio_backend", ["asyncio"])
        async def test_it(acalcom, anyio_backend):
            inbox = await acalcom.webhooks.inbox("BOOKING_CREATED")
            await inbox.expect("BOOKING_CREATED", timeout=0)
        """
    )
    result = pytester.runpytest_subprocess(*ALONE)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*- Cal.com world -*", "world http://calcom, its clock stands still*", "Let it happen again: *replay*"]
    )


def test_a_world_is_told_of_without_a_loop(anyio_backend: str) -> None:
    with in_process(Emulator(now=NOW)) as acalcom:
        assert "world http://calcom, its clock" in tell(acalcom.sync, None, test="it", failure="", settings=None)
