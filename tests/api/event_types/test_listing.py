"""Which event types are listed, and to whom."""

from __future__ import annotations

import pytest

from emulator.world.records import Team
from emulator.world.world import World
from tests.api.event_types.asking import FULL, create, listed, read, slugs
from tests.office import event_type as put
from tests.office import office


@pytest.fixture
def world() -> World:
    return office()


def test_lists_leave_hidden_questions_out(world: World) -> None:
    """resources.md 11 #103"""
    made = create(world, FULL)
    for caller in (None, 1):
        (found,) = listed(world, caller, username="ada")
        assert found["id"] == made["id"]
        assert "title" not in slugs(found)
    assert "title" in slugs(read(world, made["id"]))


def test_members_of_an_organization_are_found_in_it(world: World) -> None:
    """resources.md 11 #104-#106"""
    world.teams.add(Team(9, "Acme", "acme", is_organization=True))
    eve = world.users.get(2)
    assert eve is not None
    world.users.update(eve, organization_id=9)
    for number in range(3):
        put(world, slug=f"talk-{number}", owner_id=2)
    assert len(listed(world, username="eve", orgSlug="acme")) == 3
    assert len(listed(world, username="eve", orgId=9)) == 3
    (found,) = listed(world, username="eve", orgSlug="acme", eventSlug="talk-1")
    assert found["bookingUrl"] == "https://acme.cal.com/eve/talk-1"
    assert listed(world, username="eve") == []
    assert listed(world, username="eve", orgSlug="other") == []


def test_hidden_event_types_are_listed_for_their_owner_only(world: World) -> None:
    put(world, slug="open")
    put(world, slug="secret", hidden=True)
    assert [each["slug"] for each in listed(world, username="ada")] == ["open"]
    assert [each["slug"] for each in listed(world, 2, username="ada")] == ["open"]
    assert [each["slug"] for each in listed(world, 1, username="ada")] == ["open", "secret"]
    assert [each["slug"] for each in listed(world, username="ada", eventSlug="secret")] == ["secret"]


def test_without_a_filter_the_list_is_the_callers_own(world: World) -> None:
    put(world, slug="one")
    put(world, slug="two")
    assert listed(world) == []
    assert [each["slug"] for each in listed(world, 1)] == ["one", "two"]
    assert [each["slug"] for each in listed(world, 1, sortCreatedAt="desc")] == ["two", "one"]
    assert [each["slug"] for each in listed(world, 1, eventSlug="one")] == ["one", "two"]
    assert listed(world, username="nobody") == []


def test_several_people_meet_in_an_ad_hoc_event_type(world: World) -> None:
    """resources.md 4.6"""
    (group,) = listed(world, usernames=["ada", "eve", "nobody"])
    assert (group["id"], group["ownerId"], group["title"], group["slug"]) == (0, 0, "Group Meeting", "dynamic")
    assert group["lengthInMinutesOptions"] == [15, 30, 45, 60, 90]
    assert (group["bookingFields"], group["disableGuests"]) == ([], True)
    assert [user["username"] for user in group["users"]] == ["ada", "eve"]
    assert listed(world, usernames=["nobody"]) == []
