from __future__ import annotations

from emulator.scheduling.hosts import hosts
from tests.office import event_type, office, user


def test_the_owner_hosts() -> None:
    world = office()
    assert hosts(world, event_type(world)) == [user(world)]
    assert hosts(world, event_type(world, owner_id=99)) == []


def test_a_teams_event_type_lists_its_hosts() -> None:
    world = office()
    team = event_type(world, owner_id=None, team_id=5, hosts=[{"user_id": 2}, {"user_id": 99}, {"user_id": 1}])
    assert hosts(world, team) == [user(world, 2), user(world, 1)]
