from __future__ import annotations

from emulator.scheduling.booking_scope import Scope, attended, scope_of, with_children
from emulator.world.records import Membership, Role, Team
from tests.office import event_type, office, stored, user


def test_everybody_sees_their_own() -> None:
    world = office()
    scope = scope_of(world, user(world))
    assert scope == Scope(frozenset({1}), frozenset({"ada@example.com"}), frozenset())


def test_leaders_see_their_members() -> None:
    """bookings.md 4.3"""
    world = office()
    world.teams.add(Team(7, "Sales", "sales"))
    people: list[tuple[int, Role]] = [(1, "ADMIN"), (2, "MEMBER"), (404, "MEMBER")]
    for number, (who, role) in enumerate(people, 1):
        world.memberships.add(Membership(number, 7, who, role))
    kind = event_type(world, owner_id=None, team_id=7)
    scope = scope_of(world, user(world))
    emails = frozenset({"ada@example.com", "eve@example.com"})
    assert scope == Scope(frozenset({1, 2}), emails, frozenset({kind.id}))
    assert scope_of(world, user(world, 2)).user_ids == {2}


def test_children_come_with_managed_parents() -> None:
    world = office()
    parent = event_type(world, scheduling_type="managed")
    child = event_type(world, slug="child", parent_id=parent.id)
    other = event_type(world, slug="other")
    assert with_children(world, [parent, other]) == [parent, other, child]
    assert with_children(world, [other]) == [other]


def test_attending_twice_shows_twice() -> None:
    world = office()
    booking = stored(world, None)
    world.attendees.update(world.attendees.where("booking_id", booking.id)[0], email="eve@example.com")
    assert list(attended(world, "eve@example.com")) == [booking]
    assert scope_of(world, user(world, 2)).holds(world, booking)
