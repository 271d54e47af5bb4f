from __future__ import annotations

import pytest

from emulator.scheduling.access import hosts_event_type, leads_team, manages_event_type, may_open_booking
from emulator.world.records import Membership, Role, Team
from emulator.world.world import World
from tests.office import event_type, office, stored, user

ORGANIZATION, TEAM = 7, 8


@pytest.fixture
def world() -> World:
    """Ada is a plain member of a team within an organization."""
    world = office()
    world.teams.add(Team(ORGANIZATION, "Acme", "acme", is_organization=True))
    world.teams.add(Team(TEAM, "Sales", "sales", parent_id=ORGANIZATION))
    world.memberships.add(Membership(1, TEAM, 1))
    return world


def join(world: World, team_id: int, role: Role, *, accepted: bool = True) -> None:
    """Eve joins."""
    world.memberships.add(Membership(2, team_id, 2, role, accepted))


@pytest.mark.parametrize("team_id", [ORGANIZATION, TEAM])
@pytest.mark.parametrize(
    ("role", "accepted", "leads"),
    [("OWNER", True, True), ("ADMIN", True, True), ("MEMBER", True, False), ("OWNER", False, False)],
)
def test_leaders_lead_the_team_and_the_teams_below(
    world: World, team_id: int, role: Role, accepted: bool, leads: bool
) -> None:
    join(world, team_id, role, accepted=accepted)
    assert leads_team(world, user(world, 2), TEAM) is leads


def test_nobody_leads_upwards(world: World) -> None:
    join(world, TEAM, "OWNER")
    assert not leads_team(world, user(world, 2), ORGANIZATION)
    assert not leads_team(world, user(world, 2), 404)


def test_owners_and_hosts_host(world: World) -> None:
    kind = event_type(world, owner_id=1, hosts=[{"user_id": 2}])
    assert hosts_event_type(world, user(world, 1), kind)
    assert hosts_event_type(world, user(world, 2), kind)
    assert not hosts_event_type(world, user(world, 2), event_type(world, slug="own"))


def test_event_types_are_managed_by_hosts_and_leaders(world: World) -> None:
    own, of_team = event_type(world), event_type(world, slug="team", owner_id=None, team_id=TEAM)
    assert manages_event_type(world, user(world), own)
    assert not manages_event_type(world, None, own)
    assert not manages_event_type(world, user(world, 2), of_team)
    join(world, TEAM, "ADMIN")
    assert manages_event_type(world, user(world, 2), of_team)
    assert not manages_event_type(world, user(world, 2), own)


def test_an_organization_s_leaders_manage_what_its_people_own(world: World) -> None:
    own = event_type(world)
    join(world, ORGANIZATION, "ADMIN")
    assert not manages_event_type(world, user(world, 2), own)
    world.users.update(user(world), organization_id=ORGANIZATION)
    assert manages_event_type(world, user(world, 2), own)


def test_bookings_are_open_to_organizers_and_leaders_of_their_teams(world: World) -> None:
    """bookings.md 1.7: attendees have no access."""
    booking = stored(world, event_type(world))
    world.attendees.update(world.attendees.where("booking_id", booking.id)[0], email="eve@example.com")
    assert may_open_booking(world, user(world), booking)
    assert not may_open_booking(world, user(world, 2), booking)
    join(world, TEAM, "OWNER")
    assert may_open_booking(world, user(world, 2), booking)


def test_leaders_open_the_bookings_of_the_team_s_event_types(world: World) -> None:
    booking = stored(world, event_type(world, owner_id=None, team_id=TEAM), user_id=None)
    assert not may_open_booking(world, user(world, 2), booking)
    join(world, TEAM, "ADMIN")
    assert may_open_booking(world, user(world, 2), booking)
