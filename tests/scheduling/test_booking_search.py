from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from emulator.errors.base import TrpcProblem
from emulator.scheduling.booking_matching import Search
from emulator.scheduling.booking_meanings import MEANINGS
from emulator.scheduling.booking_search import find_bookings
from emulator.world.appointments import Attendee
from emulator.world.records import Membership, Role, Team
from emulator.world.world import World
from tests.office import NOW, START, at, event_type, office, stored, user

HOUR = timedelta(hours=1)


def starts(world: World, search: Search, who: int = 1, skip: int = 0, take: int = 100) -> list[datetime]:
    return [booking.start for booking in find_bookings(world, user(world, who), search, skip=skip, take=take).bookings]


@pytest.fixture
def world() -> World:
    """One booking to come, three occurrences to come, one in 2020: the state of bookings.md 10.A."""
    world = office()
    single, weekly = event_type(world), event_type(world, slug="weekly")
    stored(world, single, at("2030-01-08 13:00"))
    for week in range(3):
        stored(world, weekly, at("2030-02-04 13:00") + timedelta(weeks=week), recurring_uid="series")
    stored(world, single, at("2020-01-08 13:00"))
    for booking in world.bookings.where("recurring_uid", "series"):
        for attendee in world.attendees.where("booking_id", booking.id):
            world.attendees.update(attendee, name="Bob Recurring", email="rec@example.com")
    for minutes, booking in enumerate(world.bookings):
        moment = NOW + timedelta(minutes=minutes)
        world.bookings.update(booking, created_at=moment, updated_at=moment)
    return world


@pytest.mark.behaviour("bookings", 19, 22, 23, 24, 25)
@pytest.mark.parametrize(
    ("statuses", "number"),
    [
        ((), 5),
        (("upcoming",), 4),
        (("past",), 1),
        (("upcoming", "past"), 5),
        (("recurring",), 3),
        (("cancelled",), 0),
        (("unconfirmed",), 0),
    ],
)
def test_statuses(world: World, statuses: tuple[str, ...], number: int) -> None:
    """bookings.md 10 #19, #22-25"""
    assert len(starts(world, Search(statuses=frozenset(statuses)))) == number


@pytest.mark.behaviour("bookings", 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37)
@pytest.mark.parametrize(
    ("search", "number"),
    [
        (Search(attendee_email="bob@example.com"), 2),
        (Search(attendee_email="Bob@example.com"), 0),
        (Search(attendee_name="Bob Recurring"), 3),
        (Search(attendee_name="Bob"), 0),
        (Search(event_type_ids=(1,)), 2),
        (Search(event_type_ids=(1, 2, 99)), 5),
        (Search(start_from=at("2030-02-11 13:00")), 2),
        (Search(end_until=at("2030-02-04 14:00")), 3),
        (Search(updated_from=NOW + timedelta(minutes=2)), 3),
        (Search(updated_until=NOW + timedelta(minutes=1)), 2),
        (Search(updated_from=NOW + timedelta(minutes=1), updated_until=NOW + timedelta(minutes=3)), 3),
        (Search(created_from=NOW + timedelta(minutes=2)), 3),
        (Search(created_until=NOW + timedelta(minutes=1)), 2),
        (Search(created_from=NOW + timedelta(minutes=1), created_until=NOW + timedelta(minutes=2)), 2),
        (Search(booking_uid="nothing"), 0),
    ],
)
def test_filters(world: World, search: Search, number: int) -> None:
    """bookings.md 10 #26-37"""
    assert len(starts(world, search)) == number


def test_one_uid_finds_one_booking(world: World) -> None:
    (first, *_) = world.bookings
    assert starts(world, Search(booking_uid=first.uid)) == [first.start]
    assert starts(world, Search(booking_uid=first.uid), who=2) == []


@pytest.mark.behaviour("bookings", 38, 39)
@pytest.mark.parametrize("field", ["start", "end"])
def test_order_by_time(world: World, field: str) -> None:
    """bookings.md 10 #38, #39"""
    kind = Search(event_type_ids=(1,), sort=(field, False))
    assert starts(world, kind) == [at("2020-01-08 13:00"), at("2030-01-08 13:00")]
    assert starts(world, Search(event_type_ids=(1,), sort=(field, True))) == starts(world, kind)[::-1]


@pytest.mark.behaviour("bookings", 40, 41)
@pytest.mark.parametrize("field", ["created_at", "updated_at"])
def test_order_by_the_record_s_times(world: World, field: str) -> None:
    """bookings.md 10 #40, #41"""
    found = starts(world, Search(sort=(field, False)))
    assert found[0] == at("2030-01-08 13:00")
    assert found[-1] == at("2020-01-08 13:00")
    assert starts(world, Search(sort=(field, True))) == found[::-1]


def test_what_was_never_updated_comes_last_going_up_and_first_going_down(world: World) -> None:
    booking = next(iter(world.bookings))
    world.bookings.update(booking, updated_at=None)
    assert starts(world, Search(sort=("updated_at", False)))[-1] == booking.start
    assert starts(world, Search(sort=("updated_at", True)))[0] == booking.start


@pytest.mark.parametrize("statuses", [(), ("upcoming",), ("upcoming", "past"), ("past", "cancelled")])
def test_the_earliest_comes_first_by_default(world: World, statuses: tuple[str, ...]) -> None:
    """bookings.md 4.1"""
    found = starts(world, Search(statuses=frozenset(statuses)))
    assert found == sorted(found)


@pytest.mark.parametrize("status", ["past", "cancelled"])
def test_what_is_over_shows_the_latest_first(world: World, status: str) -> None:
    """bookings.md 4.1"""
    for day in (3, 9, 6):
        stored(world, None, at(f"2021-03-0{day} 10:00"), status="cancelled" if status == "cancelled" else "accepted")
    found = starts(world, Search(statuses=frozenset({status})))
    assert len(found) >= 3
    assert found == sorted(found, reverse=True)


def test_rejected_counts_as_cancelled_and_pending_as_upcoming_unless_it_recurs(world: World) -> None:
    """bookings.md 4.2"""
    stored(world, None, START, status="rejected")
    stored(world, None, START, status="pending")
    stored(world, None, START, status="pending", recurring_uid="other")
    count = {status: len(starts(world, Search(statuses=frozenset({status})))) for status in MEANINGS}
    assert count == {"upcoming": 5, "recurring": 4, "past": 1, "cancelled": 1, "unconfirmed": 2}


def test_a_booking_that_ends_now_is_upcoming_and_past(world: World) -> None:
    """Both ends count (bookings.md 4.2)."""
    stored(world, None, NOW - HOUR)
    for status in ("upcoming", "past"):
        assert NOW - HOUR in starts(world, Search(statuses=frozenset({status})))


@pytest.mark.behaviour("bookings", 142)
def test_unknown_event_types_are_refused_when_none_is_known(world: World) -> None:
    """bookings.md 10 #142"""
    with pytest.raises(TrpcProblem) as caught:
        starts(world, Search(event_type_ids=(90909,)))
    assert caught.value.status == 400


def test_totals_leave_out_the_record_s_times(world: World) -> None:
    """bookings.md 4.3: the service counts before it applies those filters."""
    found = find_bookings(world, user(world), Search(created_from=NOW + timedelta(minutes=2)), skip=0, take=2)
    assert (len(found.bookings), found.total) == (2, 5)


@pytest.mark.behaviour("bookings", 20, 21)
def test_pages(world: World) -> None:
    """bookings.md 10 #20, #21"""
    everything = starts(world, Search())
    assert starts(world, Search(), take=3) == everything[:3]
    assert starts(world, Search(), skip=2) == everything[2:]
    assert starts(world, Search(), skip=9) == []
    assert starts(world, Search(sort=("start", True)), skip=1, take=2) == everything[::-1][1:3]
    assert starts(world, Search(sort=("start", True)), skip=4, take=9) == everything[:1]
    assert starts(world, Search(sort=("start", True)), skip=9) == []


def test_attendees_see_what_they_attend(world: World) -> None:
    """bookings.md 10 #147, #148"""
    booking = next(iter(world.bookings))
    assert starts(world, Search(), who=2) == []
    for name in ("Eve", "Eve again"):
        world.attendees.add(Attendee(world.ids.next("attendees"), booking.id, "eve@example.com", name, "UTC"))
    assert starts(world, Search(), who=2) == [booking.start]
    assert len(starts(world, Search())) == 5


def team_of(world: World, *, role: Role, accepted: bool = True, parent: str = "roundRobin") -> int:
    """A team that Eve is in with this role and Ada as a member; gives its event type's id."""
    world.teams.add(Team(7, "Sales", "sales"))
    world.memberships.add(Membership(1, 7, 2, role, accepted))
    world.memberships.add(Membership(2, 7, 1, "MEMBER"))
    return event_type(world, team_id=7, owner_id=None, slug="team", scheduling_type=parent).id


@pytest.mark.parametrize(
    ("role", "accepted", "number"),
    [("OWNER", True, 5), ("ADMIN", True, 5), ("MEMBER", True, 0), ("OWNER", False, 0)],
)
def test_leaders_see_what_their_members_have(world: World, role: Role, accepted: bool, number: int) -> None:
    """bookings.md 4.3"""
    team_of(world, role=role, accepted=accepted)
    assert len(starts(world, Search(), who=2)) == number


def test_leaders_see_bookings_of_the_team_s_event_types_and_their_children(world: World) -> None:
    kind = team_of(world, role="OWNER", parent="managed")
    child = event_type(world, owner_id=3, parent_id=kind, slug="child")
    stored(world, child, START, user_id=3)
    stored(world, world.event_types.get(kind), START + HOUR, user_id=3)
    assert len(starts(world, Search(), who=2)) == 7
    assert len(starts(world, Search(event_type_ids=(kind,)), who=2)) == 2
    assert len(starts(world, Search(team_ids=(7,)), who=2)) == 2
    assert starts(world, Search(team_ids=(7,), event_type_ids=(1,)), who=2) == []
    assert starts(world, Search(team_ids=(7,)), who=1) == []


def test_teams_without_event_types_do_not_filter(world: World) -> None:
    """bookings.md 4.1"""
    assert len(starts(world, Search(team_ids=(404,)))) == 5
