from __future__ import annotations

from datetime import timedelta

import pytest

from emulator.errors.base import ApiError
from emulator.scheduling.event_type_defaults import default_booking_fields
from emulator.scheduling.event_types import (
    create_event_type,
    delete_event_type,
    draft,
    event_types_of,
    group_event_type,
    own_event_type,
    visible_event_type,
)
from emulator.world.appointments import Reservation
from emulator.world.records import Membership, PrivateLink, Team, User, Webhook
from emulator.world.world import World
from tests.office import CAL_VIDEO, NOW, START, event_type, office, stored

MINIMAL = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30}


@pytest.fixture
def world() -> World:
    return office()


def person(world: World, number: int = 1) -> User:
    user = world.users.get(number)
    assert user is not None
    return user


def test_a_draft_is_complete_and_in_no_table(world: World) -> None:
    made = draft(person(world), MINIMAL)
    assert (made.id, made.owner_id, made.title, made.slug, made.length) == (0, 1, "Intro", "intro", 30)
    assert (made.booking_fields, made.locations) == (default_booking_fields(), [CAL_VIDEO])
    assert len(world.event_types) == 0


def test_ids_are_given_in_order(world: World) -> None:
    first = create_event_type(world, person(world), MINIMAL)
    with pytest.raises(ApiError):
        create_event_type(world, person(world), MINIMAL)
    second = create_event_type(world, person(world), {**MINIMAL, "slug": "other"})
    assert (first.id, second.id) == (1, 2)


def test_nothing_is_shared_between_event_types(world: World) -> None:
    first = create_event_type(world, person(world), MINIMAL)
    second = create_event_type(world, person(world), {**MINIMAL, "slug": "other"})
    assert first.booking_fields[0] is not second.booking_fields[0]
    assert first.metadata is not second.metadata


def test_deleting_leaves_bookings_and_takes_what_hangs_on_it(world: World) -> None:
    """resources.md 4.6"""
    kind, other = event_type(world), event_type(world, slug="other")
    booking, kept = stored(world, kind), stored(world, other)
    for number, each in enumerate((kind, other)):
        world.private_links.add(PrivateLink(f"link{number}", each.id))
        world.webhooks.add(Webhook(f"hook{number}", "https://example.com", [], NOW, event_type_id=each.id))
        until = NOW + timedelta(minutes=5)
        world.reservations.add(Reservation(number + 1, f"held{number}", each.id, START, START, until))
    assert delete_event_type(world, person(world), kind.id) is kind
    assert world.event_types.get(kind.id) is None
    assert (booking.event_type_id, kept.event_type_id) == (None, other.id)
    assert [link.id for link in world.private_links] == ["link1"]
    assert [hook.id for hook in world.webhooks] == ["hook1"]
    assert [held.uid for held in world.reservations] == ["held1"]


def test_a_refused_deletion_changes_nothing(world: World) -> None:
    kind = event_type(world)
    for owner, event_type_id, status in ((2, kind.id, 403), (1, 77, 404)):
        with pytest.raises(ApiError) as refusal:
            delete_event_type(world, person(world, owner), event_type_id)
        assert refusal.value.status == status
    assert world.event_types.get(kind.id) is kind


def test_somebody_elses_looks_as_if_it_did_not_exist(world: World) -> None:
    """resources.md 11 #252"""
    kind = event_type(world)
    for find in (own_event_type, visible_event_type):
        for event_type_id in (kind.id, 77):
            with pytest.raises(ApiError) as refusal:
                find(world, person(world, 2), event_type_id)
            assert refusal.value.message == f"Event type with id {event_type_id} not found"


def test_who_else_sees_an_event_type(world: World) -> None:
    """resources.md 4.6"""
    kind, eve = event_type(world), person(world, 2)
    world.users.update(eve, role="ADMIN")
    assert visible_event_type(world, eve, kind.id) is kind
    world.users.update(eve, role="USER")
    hosted = event_type(world, slug="hosted", hosts=[{"user_id": 2}])
    assert visible_event_type(world, eve, hosted.id) is hosted
    world.teams.add(Team(5, "Acme", is_organization=True))
    world.users.update(person(world), organization_id=5)
    world.memberships.add(Membership(1, 5, 2, role="ADMIN"))
    assert visible_event_type(world, eve, kind.id) is kind


def test_hidden_ones_show_to_their_owner_only(world: World) -> None:
    """resources.md 4.6"""
    shown, hidden = event_type(world), event_type(world, slug="secret", hidden=True)
    ada = person(world)
    assert event_types_of(world, ada, ada) == [shown, hidden]
    assert event_types_of(world, ada, person(world, 2)) == [shown]
    assert event_types_of(world, ada, None) == [shown]


def test_the_group_event_type() -> None:
    """resources.md 4.6"""
    group = group_event_type()
    assert (group.id, group.owner_id, group.slug, group.length) == (0, 0, "dynamic", 30)
    assert group.length_options == [15, 30, 45, 60, 90]
    assert (group.disable_guests, group.locations, group.booking_fields) == (True, [CAL_VIDEO], [])
