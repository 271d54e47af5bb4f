from __future__ import annotations

import asyncio

import pytest

from emulator.webhooks.pace import QUIET, STEP, Pace
from tests.webhooks.subscriber import in_loop


class Clock:
    """The clock of the event loop; it stands still, however busy the machine is."""

    now = 1000.0


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(asyncio.BaseEventLoop, "time", lambda _loop: found.now)
    return found


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, by whom in turn; nobody really waits."""
    found: list[float] = []

    async def sleep(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr("emulator.webhooks.pace.asyncio.sleep", sleep)
    return found


def test_nobody_waits_while_nothing_is_asked(slept: list[float], clock: Clock) -> None:
    @in_loop
    async def test() -> None:
        mine = Pace()
        for _ in range(5):
            await mine.turn()
        mine.asked()
        clock.now += QUIET
        await mine.turn()

    test()
    assert slept == []


def test_one_sets_out_after_the_other_while_something_is_asked(slept: list[float]) -> None:
    @in_loop
    async def test() -> None:
        mine = Pace()
        mine.asked()
        for _ in range(5):
            await mine.turn()

    test()
    assert slept == pytest.approx([STEP, 2 * STEP, 3 * STEP, 4 * STEP])


def test_the_clock_of_another_loop_holds_nobody_up(slept: list[float]) -> None:
    mine = Pace()
    mine._next = 1e12
    mine._asked = 1e12

    @in_loop
    async def test() -> None:
        await mine.turn()
        mine.asked()
        await mine.turn()

    test()
    assert slept == []
