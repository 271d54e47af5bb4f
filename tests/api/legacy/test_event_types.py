from __future__ import annotations

from typing import Any

import pytest

from emulator.errors.base import ApiError
from emulator.world.records import Membership, Role, Team
from emulator.world.world import World
from tests.booking_calls import OLD, ask
from tests.office import event_type, office, stored


@pytest.fixture
def world() -> World:
    return office()


def listed(world: World, by: int = 1) -> Any:
    return ask(world, f"{OLD}_getEventTypes", world.users.get(by))["data"]


def delete(world: World, event_type_id: int, by: int = 1) -> Any:
    return ask(world, f"{OLD}_deleteEventType", world.users.get(by), eventTypeId=event_type_id)["data"]


def test_ones_own(world: World) -> None:
    event_type(
        world,
        confirmation_policy={"type": "always"},
        recurrence={"frequency": "monthly", "interval": 1, "occurrences": 5},
        seats={"seatsPerTimeSlot": 4},
    )
    event_type(world, slug="other", owner_id=2)
    found = listed(world)
    (group,) = found["eventTypeGroups"]
    assert (group["teamId"], group["membershipRole"]) == (None, None)
    assert group["profile"] == {"slug": "ada", "name": "Ada Host", "image": None}
    assert group["metadata"] == {"membershipCount": 1, "readOnly": False}
    (kind,) = group["eventTypes"]
    assert (kind["slug"], kind["length"], kind["schedulingType"]) == ("consultation", 60, None)
    assert (kind["requiresConfirmation"], kind["seatsPerTimeSlot"]) == (True, 4)
    assert kind["recurringEvent"] == {"freq": 1, "count": 5, "interval": 1}
    assert kind["users"] == [{"id": 1, "name": "Ada Host", "username": "ada"}]
    (profile,) = found["profiles"]
    assert profile == {**group["profile"], **group["metadata"], "teamId": None, "membershipRole": None}


def test_settings_that_are_switched_off(world: World) -> None:
    off = {"disabled": True}
    event_type(world, confirmation_policy=off, recurrence=off, seats=off)
    (kind,) = listed(world)["eventTypeGroups"][0]["eventTypes"]
    assert (kind["requiresConfirmation"], kind["recurringEvent"], kind["seatsPerTimeSlot"]) == (False, None, None)


@pytest.mark.parametrize(("role", "read_only"), [("OWNER", False), ("MEMBER", True)])
def test_those_of_teams(world: World, role: Role, read_only: bool) -> None:
    world.teams.add(Team(1, "Team", "team"))
    world.teams.add(Team(2, "Organization", "org", is_organization=True))
    for number, team_id in enumerate((1, 2), start=1):
        world.memberships.add(Membership(number, team_id, 1, role))
    world.memberships.add(Membership(3, 1, 2))
    hosts = [{"user_id": 1}, {"user_id": 2}]
    event_type(world, owner_id=None, team_id=1, scheduling_type="roundRobin", hosts=hosts)
    _, group = listed(world)["eventTypeGroups"]
    assert (group["teamId"], group["membershipRole"]) == (1, role)
    assert group["metadata"] == {"membershipCount": 2, "readOnly": read_only}
    (kind,) = group["eventTypes"]
    assert (kind["schedulingType"], [user["id"] for user in kind["users"]]) == ("ROUND_ROBIN", [1, 2])


def test_deleting(world: World) -> None:
    """Its bookings stay."""
    kind = event_type(world)
    booking = stored(world, kind)
    gone = {"id": kind.id, "length": 60, "slug": "consultation", "title": "Consultation"}
    assert delete(world, kind.id) == gone
    assert world.event_types.get(kind.id) is None
    assert world.bookings.get(booking.id) is booking


def test_deleting_what_is_not_ones_own(world: World) -> None:
    with pytest.raises(ApiError, match="Event type with ID=9 does not exist") as caught:
        delete(world, 9)
    assert caught.value.status == 404
    kind = event_type(world)
    with pytest.raises(ApiError, match="User with ID=2 does not own event type with ID=1") as caught:
        delete(world, kind.id, by=2)
    assert caught.value.status == 403


def test_one_is_read_in_the_shape_of_the_groups(world: World) -> None:
    kind = event_type(world)
    shown = ask(world, f"{OLD}_getEventType", world.users.get(1), eventTypeId=kind.id)["data"]["eventType"]
    assert shown == listed(world)["eventTypeGroups"][0]["eventTypes"][0]
    with pytest.raises(ApiError) as caught:
        ask(world, f"{OLD}_getEventType", world.users.get(2), eventTypeId=kind.id)
    assert (caught.value.status, caught.value.message) == (404, f"Event type with id {kind.id} not found")
