from __future__ import annotations

from typing import Any

import pytest

from emulator.api.me import HANDLERS
from emulator.errors.base import ApiError
from emulator.world.records import Team, User
from emulator.world.world import World
from tests.answers import ask
from tests.office import office


@pytest.fixture
def world() -> World:
    return office()


def user(world: World, number: int = 1) -> User:
    found = world.users.get(number)
    assert found is not None
    return found


def read(world: World) -> Any:
    return ask(HANDLERS, "MeController_getMe", world, user(world))


def update(world: World, **body: Any) -> Any:
    return ask(HANDLERS, "MeController_updateMe", world, user(world), body=body)


def test_somebody_without_organization(world: World) -> None:
    """live.md 3: no key `organization`."""
    assert read(world) == {
        "id": 1,
        "username": "ada",
        "email": "ada@example.com",
        "name": "Ada Host",
        "avatarUrl": None,
        "bio": "",
        "timeFormat": 12,
        "defaultScheduleId": 1,
        "weekStart": "Sunday",
        "timeZone": "Europe/Rome",
        "locale": None,
        "organizationId": None,
    }


def test_a_member_sees_the_organization(world: World) -> None:
    """resources.md 11 #205"""
    world.teams.add(Team(5, "Acme", "acme", is_organization=True))
    world.users.update(user(world), organization_id=5)
    data = read(world)
    assert (data["organizationId"], data["organization"]) == (5, {"id": 5, "isPlatform": False})
    assert "organization" not in update(world, name="Ada")


def test_the_default_schedule_follows_the_time_zone(world: World) -> None:
    """resources.md 11 #206"""
    assert update(world, timeZone="Europe/Paris")["timeZone"] == "Europe/Paris"
    schedule = world.schedules.get(1)
    assert schedule is not None
    assert schedule.time_zone == "Europe/Paris"


def test_capitals_of_time_zones_do_not_matter(world: World) -> None:
    """resources.md 11 #207"""
    assert update(world, timeZone="America/New_york")["timeZone"] == "America/New_York"


def test_a_time_zone_must_exist(world: World) -> None:
    """resources.md 11 #208"""
    with pytest.raises(ApiError) as refusal:
        update(world, timeZone="Narnia/Woods")
    assert refusal.value.status == 400


def test_everything_else_is_stored_as_sent(world: World) -> None:
    body = {
        "email": "countess@example.com",
        "name": "Countess",
        "timeFormat": 24,
        "defaultScheduleId": 77,
        "weekStart": "Monday",
        "locale": "it",
        "avatarUrl": "https://example.com/a.png",
        "bio": "Counts.",
    }
    answer = update(world, **body, metadata={"key": 1})
    assert {name: answer[name] for name in body} == body
    assert user(world).metadata == {"key": 1}


def test_null_changes_nothing(world: World) -> None:
    before = read(world)
    assert update(world, name=None, timeZone=None, email=None) == before


def test_an_address_belongs_to_one_account(world: World) -> None:
    with pytest.raises(ApiError) as refusal:
        update(world, email="eve@example.com")
    assert refusal.value.status == 409


def test_a_foreign_default_schedule_keeps_its_zone(world: World) -> None:
    eve = user(world, 2)
    world.users.update(eve, default_schedule_id=1)
    ask(HANDLERS, "MeController_updateMe", world, eve, body={"timeZone": "Asia/Tokyo"})
    schedule = world.schedules.get(1)
    assert schedule is not None
    assert schedule.time_zone == "Europe/Rome"
