"""Teams, organizations, and who does what in them, written directly."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.control import records
from emulator.control.fixtures import load, populate
from emulator.control.problems import ControlError
from emulator.resources import resource
from emulator.world.world import World


@pytest.fixture
def world() -> World:
    return populate(World(), [load(resource("fixtures/team.yaml"))])


def post(world: World, kind: str, **fields: Any) -> dict[str, Any]:
    return records.create(world, kind, fields)


def test_the_team_world_has_one_event_type_of_every_kind(world: World) -> None:
    kinds = {kind.slug: kind.scheduling_type for kind in world.event_types.where("team_id", 1)}
    assert kinds == {"call": "roundRobin", "review": "collective", "check-in": "managed"}
    copies = world.event_types.where("parent_id", 4)
    assert [(copy.owner_id, copy.team_id, copy.scheduling_type) for copy in copies] == [
        (3, None, None),
        (4, None, None),
    ]
    assert [host.user_id for host in world.hosts.where("event_type_id", 3)] == [2, 3, 4]
    assert all(user.default_schedule_id and world.api_keys.where("user_id", user.id) for user in world.users)


def test_teams_and_organizations_share_ids_and_nothing_else(world: World) -> None:
    team = post(world, "teams", name="Night Shift")
    organization = post(world, "organizations", name="Initech", isPlatform=True)
    assert (team["id"], organization["id"]) == (4, 5)
    assert (team["slug"], organization["isOrganization"]) == ("night-shift", True)
    assert [row["id"] for row in records.listed(world, "teams", {})] == [1, 3, 4]
    assert [row["name"] for row in records.listed(world, "organizations", {})] == ["Globex", "Initech"]
    with pytest.raises(ControlError) as caught:
        records.read(world, "teams", "5")
    assert caught.value.status == 404
    with pytest.raises(ControlError, match="an organization is no team"):
        post(world, "teams", name="Hooli", isOrganization=True)


def test_hosts_are_shown_with_their_event_type_and_can_be_posted_with_it(world: World) -> None:
    hosts = [{"userId": 1, "mandatory": True}, {"userId": 4, "priority": "low", "weight": 50, "scheduleId": 4}]
    kind = post(world, "event-types", title="Intro", slug="intro", lengthInMinutes=15, teamId=1, hosts=hosts)
    assert [(host["userId"], host["mandatory"], host["priority"], host["weight"]) for host in kind["hosts"]] == [
        (1, True, "medium", None),
        (4, False, "low", 50),
    ]
    (host,) = records.listed(world, "hosts", {"eventTypeId": str(kind["id"]), "userId": "4"})
    assert host["scheduleId"] == 4
    assert records.patch(world, "hosts", str(host["id"]), {"priority": "highest"})["priority"] == "highest"
    records.delete(world, "schedules", "4")
    assert records.read(world, "hosts", str(host["id"]))["scheduleId"] is None


@pytest.mark.parametrize(
    ("kind", "fields", "status"),
    [
        ("hosts", {"eventTypeId": 2, "userId": 2}, 409),
        ("hosts", {"eventTypeId": 2, "userId": 99}, 400),
        ("hosts", {"eventTypeId": 2, "userId": 1, "priority": "urgent"}, 400),
        ("memberships", {"teamId": 1, "userId": 1}, 409),
        ("memberships", {"teamId": 1, "userId": 5, "role": "GUEST"}, 400),
        ("profiles", {"userId": 1, "organizationId": 1}, 400),
        ("teams", {"name": "Below a team", "parentId": 1}, 400),
        ("event-types", {"title": "x", "slug": "x", "lengthInMinutes": 5, "schedulingType": "ROUND_ROBIN"}, 400),
    ],
)
def test_what_cannot_be(world: World, kind: str, fields: dict[str, Any], status: int) -> None:
    with pytest.raises(ControlError) as caught:
        post(world, kind, **fields)
    assert caught.value.status == status


def test_everything_goes_with_an_organization(world: World) -> None:
    records.delete(world, "organizations", "2")
    assert [team.id for team in world.teams] == [1]
    assert [membership.team_id for membership in world.memberships] == [1, 1, 1, 1]
    assert (len(world.profiles), world.event_types.get(7), world.hosts.where("event_type_id", 7)) == (0, None, [])
    gina = world.users.get(5)
    assert gina is not None
    assert gina.organization_id is None


def test_copies_go_with_their_managed_event_type(world: World) -> None:
    records.delete(world, "event-types", "4")
    assert [kind.id for kind in world.event_types] == [1, 2, 3, 7]
