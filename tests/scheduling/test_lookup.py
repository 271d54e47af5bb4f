from __future__ import annotations

import pytest

from emulator.scheduling.lookup import effective_schedule, event_type_of_user, user_by_username
from emulator.world.records import Schedule, User
from emulator.world.world import World
from tests.office import NOW, event_type, office, user


@pytest.fixture
def world() -> World:
    return office()


def test_users_by_name_inside_and_outside_an_organization(world: World) -> None:
    other = world.users.add(User(7, "ada", "ada@acme.example", "Ada", NOW, organization_id=5))
    assert user_by_username(world, "Ada") is user(world)
    assert user_by_username(world, "ada", 5) is other
    assert user_by_username(world, "ada", 6) is None
    assert user_by_username(world, "nobody") is None


def test_event_types_by_owner_and_slug(world: World) -> None:
    mine, theirs = event_type(world), event_type(world, owner_id=2)
    assert event_type_of_user(world, user(world, 1), "consultation") is mine
    assert event_type_of_user(world, user(world, 2), "consultation") is theirs
    assert event_type_of_user(world, user(world, 2), "other") is None


def test_the_schedule_that_counts(world: World) -> None:
    host = user(world)
    kind = event_type(world)
    default = world.schedules.get(1)
    second = world.schedules.add(Schedule(2, 1, "Second", "UTC"))
    assert effective_schedule(world, kind, host) is default
    world.event_types.update(kind, schedule_id=2)
    assert effective_schedule(world, kind, host) is second
    world.event_types.update(kind, schedule_id=None)
    world.users.update(host, default_schedule_id=2)
    assert effective_schedule(world, kind, host) is second
    world.users.update(host, default_schedule_id=None)
    assert effective_schedule(world, kind, host) is default
    assert effective_schedule(world, kind, user(world, 2)) is None
