from __future__ import annotations

from datetime import UTC, datetime

import pytest

from emulator.world.records import User
from emulator.world.world import World

NOW = datetime(2030, 1, 8, 12, tzinfo=UTC)


def user(number: int) -> User:
    return User(number, f"u{number}", f"u{number}@example.com", "U", NOW)


def test_a_transaction_that_ends_well_keeps_changes_and_events() -> None:
    world = World()
    world.clock.freeze(NOW)
    with world.transaction():
        world.users.add(user(1))
        world.emit("OOO_CREATED", reason="away")
    assert len(world.users) == 1
    (event,) = world.take_events()
    assert (event.trigger, event.at, event.booking_id, event.facts) == ("OOO_CREATED", NOW, None, {"reason": "away"})
    assert world.take_events() == []


def test_a_transaction_that_fails_undoes_changes_and_forgets_its_events() -> None:
    world = World()
    world.emit("EARLIER")

    def fail() -> None:
        with world.transaction():
            world.users.add(user(1))
            world.emit("NEVER")
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        fail()
    assert len(world.users) == 0
    assert [event.trigger for event in world.take_events()] == ["EARLIER"]


def test_worlds_share_nothing() -> None:
    one, other = World("one"), World("other")
    one.users.add(user(1))
    one.clock.freeze(NOW)
    assert len(other.users) == 0
    assert not other.clock.frozen
