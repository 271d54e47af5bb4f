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


def add_and_fail(world: World, number: int, *, inside: bool = False) -> None:
    with world.transaction():
        if inside:
            with world.transaction():
                world.users.add(user(number))
        else:
            world.users.add(user(number))
        raise RuntimeError


def test_one_transaction_inside_another() -> None:
    world = World()
    with world.transaction():
        world.users.add(user(1))
        with pytest.raises(RuntimeError):
            add_and_fail(world, 2)
        with world.transaction():
            world.users.add(user(3))
        assert [change.id for change in world.changes] == [1, 3]
    assert [one.id for one in world.users] == [1, 3]
    with pytest.raises(RuntimeError):
        add_and_fail(world, 4, inside=True)
    assert [one.id for one in world.users] == [1, 3]
    assert world.changes == []


def test_a_rehearsal_leaves_nothing_behind() -> None:
    world, other = World(), World()
    with world.rehearsal():
        world.users.add(user(world.ids.next("users")))
        world.ids.uid()
        world.emit("BOOKING_CREATED")
        with world.transaction():
            world.users.add(user(9))
    assert list(world.users) == []
    assert world.take_events() == []
    assert (world.ids.next("users"), world.ids.uid()) == (other.ids.next("users"), other.ids.uid())
