"""Roles in teams and organizations, refusal by refusal (platform.md 1.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from emulator.auth import roles
from emulator.auth.caller import Caller
from emulator.auth.roles import Role
from emulator.errors.base import ApiError
from emulator.world.records import Membership, Team, User
from emulator.world.world import World

NOW = datetime(2030, 1, 8, 12, tzinfo=UTC)
ORG, TEAM = 7, 8


@pytest.fixture
def world() -> World:
    world = World()
    world.teams.add(Team(ORG, "Globex", is_organization=True))
    world.teams.add(Team(TEAM, "Sales", parent_id=ORG))
    world.teams.add(Team(9, "Alone"))
    return world


def caller(world: World, in_org: Any = None, in_team: Any = None, **more: Any) -> Caller:
    user = world.users.add(User(1, "ada", "ada@example.com", "Ada", NOW, **more))
    for team_id, role in ((ORG, in_org), (TEAM, in_team)):
        if role is not None:
            world.memberships.add(Membership(world.ids.next("memberships"), team_id, 1, role, accepted=False))
    return Caller(user)


def refusal(world: World, who: Caller, least: Role, **within: int) -> str | None:
    try:
        roles.check(world, who, least, **within)
    except ApiError as error:
        return error.message if error.status == 403 else f"status {error.status}"
    return None


@pytest.mark.parametrize(
    ("in_org", "in_team", "least", "tail"),
    [
        (None, None, "TEAM_ADMIN", "is not part of the organization with id=7."),
        (None, "OWNER", "TEAM_ADMIN", "is not part of the organization with id=7."),
        ("MEMBER", None, "TEAM_MEMBER", "is not an admin nor an owner of the organization with id=7"),
        ("MEMBER", "MEMBER", "TEAM_MEMBER", None),
        ("MEMBER", "MEMBER", "TEAM_ADMIN", "role=TEAM_ADMIN within organization with id=7 team with id=8."),
        ("MEMBER", "OWNER", "TEAM_ADMIN", None),
        ("ADMIN", None, "TEAM_ADMIN", None),
        ("OWNER", None, "TEAM_OWNER", None),
        ("ADMIN", None, "ORG_ADMIN", None),
        ("MEMBER", "OWNER", "ORG_ADMIN", "role=ORG_ADMIN within organization with id=7 team with id=8."),
    ],
)
def test_a_team_within_an_organization(
    world: World, in_org: str | None, in_team: str | None, least: Role, tail: str | None
) -> None:
    """Whether the membership was accepted is not asked."""
    found = refusal(world, caller(world, in_org, in_team), least, organization_id=ORG, team_id=TEAM)
    assert found is None if tail is None else found is not None and found.endswith(tail)


def test_an_organization_or_a_team_alone(world: World) -> None:
    ada = caller(world, "MEMBER", "ADMIN")
    assert refusal(world, ada, "ORG_MEMBER", organization_id=ORG) is None
    assert refusal(world, ada, "ORG_ADMIN", organization_id=ORG) == (
        "RolesGuard - user with id=1 does not have the minimum required role=ORG_ADMIN within organization with id=7."
    )
    # A role in a team is never had where the path names none.
    assert refusal(world, ada, "TEAM_MEMBER", organization_id=ORG) is not None
    assert refusal(world, ada, "TEAM_ADMIN", team_id=TEAM) is None
    assert refusal(world, ada, "TEAM_OWNER", team_id=TEAM) == (
        "RolesGuard - user with id=1 does not have the minimum required role=TEAM_OWNER within team with id=8."
    )
    assert refusal(world, ada, "TEAM_MEMBER", team_id=9) == ("RolesGuard - User is not a member of the team with id=9.")
    assert (roles.leads(world, ada, TEAM), roles.leads(world, ada, ORG), roles.leads(world, ada, 9)) == (
        True,
        False,
        False,
    )


def test_system_administrators_pass_everywhere(world: World) -> None:
    admin = caller(world, role="ADMIN")
    assert refusal(world, admin, "ORG_OWNER", organization_id=ORG, team_id=9) is None


def test_what_the_path_names_must_be_there(world: World) -> None:
    assert roles.organization(world, ORG).name == "Globex"
    assert roles.team_in(world, ORG, TEAM).name == "Sales"
    for number in (TEAM, 99):
        with pytest.raises(ApiError, match="does not represent any existing organization") as caught:
            roles.organization(world, number)
        assert caught.value.status == 403
    for number in (9, 99):
        with pytest.raises(ApiError) as caught:
            roles.team_in(world, ORG, number)
        assert (caught.value.status, caught.value.message) == (404, f"IsTeamInOrg - Team ({number}) not found.")
    with pytest.raises(ValueError, match="organization or a team"):
        roles.check(world, caller(world), "ORG_ADMIN")
