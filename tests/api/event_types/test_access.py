"""Whose event types may be read, changed and removed, and what goes with them."""

from __future__ import annotations

import pytest

from emulator.errors.base import ApiError
from emulator.world.records import Membership, PrivateLink, Team, Webhook
from emulator.world.world import World
from tests.api.event_types.asking import MINIMAL, create, delete, patch, read
from tests.office import NOW, office, stored
from tests.office import event_type as put


@pytest.fixture
def world() -> World:
    return office()


def test_event_types_of_others_look_missing(world: World) -> None:
    """resources.md 11 #120, #252"""
    made = create(world, MINIMAL)
    for event_type_id, caller in ((1000, 1), (made["id"], 2)):
        for attempt in (read, patch):
            with pytest.raises(ApiError, match=f"^Event type with id {event_type_id} not found$") as refusal:
                attempt(world, event_type_id, caller)
            assert refusal.value.status == 404
    with pytest.raises(ApiError, match=r"^User with ID=2 does not own event type with ID=1$") as refusal:
        delete(world, made["id"], caller=2)
    assert refusal.value.status == 403
    with pytest.raises(ApiError, match=r"^Event type with ID=1000 does not exist.$") as refusal:
        delete(world, 1000)
    assert refusal.value.status == 404


def test_administrators_of_the_owners_organization_may_look(world: World) -> None:
    """resources.md 4.6, the newer rule"""
    made = create(world, MINIMAL)
    world.teams.add(Team(9, "Acme", "acme", is_organization=True))
    world.memberships.add(Membership(1, 9, 2, role="ADMIN"))
    ada = world.users.get(1)
    assert ada is not None
    world.users.update(ada, organization_id=9)
    assert read(world, made["id"], caller=2)["id"] == made["id"]


def test_event_types_of_teams_have_hosts_in_place_of_users(world: World) -> None:
    world.teams.add(Team(9, "Acme", "acme"))
    made = put(world, owner_id=None, team_id=9, hosts=[{"user_id": 1}])
    shown = read(world, made.id)
    assert (shown["teamId"], shown["hosts"][0]["userId"], "users" in shown) == (9, 1, False)


def test_what_hangs_on_an_event_type_goes_with_it_but_bookings_stay(world: World) -> None:
    """resources.md 11 #121"""
    kind = put(world)
    booking = stored(world, kind)
    world.private_links.add(PrivateLink("secret", kind.id))
    world.webhooks.add(Webhook("w", "https://example.com", ["BOOKING_CREATED"], NOW, event_type_id=kind.id))
    answer = delete(world, kind.id)
    assert answer == {"id": kind.id, "lengthInMinutes": 60, "slug": "consultation", "title": "Consultation"}
    assert booking.event_type_id is None
    assert (len(world.private_links), len(world.webhooks), len(world.bookings)) == (0, 0, 1)
