from __future__ import annotations

from typing import Any

import pytest

from emulator.scheduling.booking_pages import booking_page
from emulator.world.records import Team, User
from emulator.world.world import World
from tests.office import office


@pytest.fixture
def world() -> World:
    return office()


def ada(world: World, **changes: Any) -> User:
    user = world.users.get(1)
    assert user is not None
    return world.users.update(user, **changes)


def test_a_person_has_a_page_for_each_slug(world: World) -> None:
    assert booking_page(world, [ada(world)], "intro") == "https://cal.com/ada/intro"


def test_several_people_meet_on_one_page(world: World) -> None:
    eve = world.users.get(2)
    assert eve is not None
    assert booking_page(world, [ada(world), eve], "dynamic") == "https://cal.com/ada+eve/dynamic"


def test_without_a_name_there_is_no_page(world: World) -> None:
    assert booking_page(world, [ada(world, username=None)], "intro") == ""
    assert booking_page(world, [], "dynamic") == ""


@pytest.mark.parametrize(
    ("changes", "page"),
    [
        ({"slug": "acme"}, "https://acme.cal.com/ada/intro"),
        ({"slug": None}, "https://cal.com/ada/intro"),
        ({"slug": "acme", "is_platform": True}, ""),
    ],
)
def test_organizations_have_their_own_domain(world: World, changes: dict[str, Any], page: str) -> None:
    world.teams.add(Team(5, "Acme", is_organization=True, **changes))
    assert booking_page(world, [ada(world, organization_id=5)], "intro") == page
