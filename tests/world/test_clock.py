from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from emulator.world.clock import Clock

NOON = datetime(2030, 1, 8, 12, tzinfo=UTC)


class Machine:
    def __init__(self) -> None:
        self.seconds = NOON.timestamp()

    def __call__(self) -> float:
        return self.seconds


def test_follows_the_machine_to_the_millisecond() -> None:
    machine = Machine()
    clock = Clock(machine)
    machine.seconds += 0.1239
    assert clock.now() == NOON + timedelta(milliseconds=123)
    assert not clock.frozen


def test_stands_still_when_frozen_and_returns_to_the_machine() -> None:
    machine = Machine()
    clock = Clock(machine)
    clock.freeze(datetime(2040, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))))
    machine.seconds += 60
    assert clock.frozen
    assert clock.now() == datetime(2040, 1, 1, tzinfo=UTC)
    clock.release()
    assert clock.now() == NOON + timedelta(seconds=60)


def test_a_running_clock_runs_on_from_where_it_was_moved() -> None:
    machine = Machine()
    clock = Clock(machine)
    clock.move_to(NOON + timedelta(days=1))
    machine.seconds += 5
    assert clock.now() == NOON + timedelta(days=1, seconds=5)
    assert clock.offset == timedelta(days=1)


def test_a_frozen_clock_stays_frozen_where_it_was_moved() -> None:
    clock = Clock(Machine())
    clock.freeze(NOON)
    clock.move_to(NOON + timedelta(hours=3))
    assert clock.frozen
    assert clock.now() == NOON + timedelta(hours=3)
