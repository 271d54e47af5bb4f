"""Lists of bookings: what a scan finds the indexes find, without looking through everything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.scheduling.booking_matching import Search
from emulator.scheduling.booking_meanings import MEANINGS
from emulator.scheduling.booking_search import find_bookings
from emulator.world import shelves
from emulator.world.appointments import Attendee, Booking
from emulator.world.world import World
from tests.office import NOW, event_type, office, stored, user

HOUR = timedelta(hours=1)


EMAILS = ["ada@example.com", "eve@example.com", "bob@example.com"]


@st.composite
def crowded(draw: st.DrawFn) -> World:
    """A small world of mixed bookings around now."""
    world = office()
    kinds = [event_type(world), event_type(world, slug="other", owner_id=2), None]
    statuses = st.sampled_from(["accepted", "pending", "cancelled", "rejected", "awaiting_host"])
    for _ in range(draw(st.integers(0, 12))):
        start = NOW + draw(st.integers(-5, 5)) * HOUR
        moment = NOW + draw(st.integers(-2, 2)) * HOUR
        booking = stored(
            world,
            draw(st.sampled_from(kinds)),
            start,
            end=start + draw(st.integers(1, 4)) * HOUR,
            user_id=draw(st.sampled_from([1, 2, None])),
            status=draw(statuses),
            recurring_uid=draw(st.sampled_from([None, "a", "b"])),
            created_at=moment,
            updated_at=draw(st.sampled_from([None, moment])),
        )
        if draw(st.booleans()):
            email = draw(st.sampled_from(EMAILS))
            world.attendees.add(Attendee(world.ids.next("attendees"), booking.id, email, "Someone", "UTC"))
    return world


instants = st.none() | st.integers(-6, 6).map(lambda hours: NOW + hours * HOUR)


searches = st.builds(
    Search,
    statuses=st.frozensets(st.sampled_from(sorted(MEANINGS))),
    attendee_email=st.none() | st.sampled_from(EMAILS),
    attendee_name=st.none() | st.sampled_from(["Bob Guest", "Someone"]),
    event_type_ids=st.none() | st.sampled_from([(1,), (2,), (1, 2)]),
    start_from=instants,
    end_until=instants,
    created_from=instants,
    created_until=instants,
    updated_from=instants,
    updated_until=instants,
    sort=st.none() | st.tuples(st.sampled_from(["start", "end", "created_at", "updated_at"]), st.booleans()),
)


def means(status: str, booking: Booking) -> bool:
    """bookings.md 4.2 once more, in its own words."""
    gone = booking.status in ("cancelled", "rejected")
    if status == "cancelled":
        return gone
    if status == "past":
        return not gone and booking.end <= NOW
    if status == "unconfirmed":
        return booking.status == "pending" and booking.end >= NOW
    if status == "recurring":
        return booking.recurring_uid is not None and not gone and booking.end >= NOW
    accepted = booking.status == "accepted" if booking.recurring_uid is not None else not gone
    return accepted and booking.end >= NOW


def wanted_by(world: World, search: Search, booking: Booking) -> bool:
    """The filters once more, one after the other and with no index."""
    people = world.attendees.where("booking_id", booking.id)
    return (
        (booking.user_id == 1 or any(each.email == "ada@example.com" for each in people))
        and (not search.statuses or any(means(status, booking) for status in search.statuses))
        and (search.attendee_email is None or search.attendee_email in [each.email for each in people])
        and (search.attendee_name is None or search.attendee_name in [each.name for each in people])
        and (search.event_type_ids is None or booking.event_type_id in search.event_type_ids)
        and (search.start_from is None or booking.start >= search.start_from)
        and (search.end_until is None or booking.end <= search.end_until)
    )


def in_ranges(search: Search, booking: Booking) -> bool:
    if search.updated_from or search.updated_until:
        if booking.updated_at is None:
            return False
        if search.updated_from and booking.updated_at < search.updated_from:
            return False
        if search.updated_until and booking.updated_at > search.updated_until:
            return False
    return (search.created_from is None or booking.created_at >= search.created_from) and (
        search.created_until is None or booking.created_at <= search.created_until
    )


@given(crowded(), searches, st.integers(0, 6), st.integers(1, 6))
def test_the_indexes_find_what_a_scan_finds(world: World, search: Search, skip: int, take: int) -> None:
    matching = [booking for booking in world.bookings if wanted_by(world, search, booking)]
    shown = {booking.id for booking in matching if in_ranges(search, booking)}
    everything = find_bookings(world, user(world), search, skip=0, take=100)
    assert {booking.id for booking in everything.bookings} == shown
    assert len(everything.bookings) == len(shown)
    assert everything.total == len(matching)
    page = find_bookings(world, user(world), search, skip=skip, take=take)
    assert [booking.id for booking in page.bookings] == [
        booking.id for booking in everything.bookings[skip : skip + take]
    ]


@given(crowded(), searches, st.integers(0, 6), st.integers(1, 6))
def test_crowds_are_found_as_well(world: World, search: Search, skip: int, take: int) -> None:
    """The same with facets for every address and name that two bookings have in common."""
    before = shelves.CROWD
    shelves.CROWD = 2  # type: ignore[misc]
    try:
        for attendee in list(world.attendees):
            world.attendees.update(attendee, name=attendee.name)
        for email, who in (("bob@example.com", 1), ("ada@example.com", 2), ("eve@example.com", 2)):
            newest = stored(world, None, NOW, user_id=who)
            world.attendees.add(Attendee(world.ids.next("attendees"), newest.id, email, "Someone", "UTC"))
        test = test_the_indexes_find_what_a_scan_finds.hypothesis.inner_test  # type: ignore[attr-defined]
        test(world, search, skip, take)
    finally:
        shelves.CROWD = before  # type: ignore[misc]


QUERIES = [
    Search(),
    Search(statuses=frozenset({"upcoming"})),
    Search(statuses=frozenset({"past"})),
    Search(statuses=frozenset({"cancelled", "upcoming"})),
    Search(attendee_email="bob@example.com"),
    Search(attendee_name="Bob Guest", statuses=frozenset({"past"})),
    Search(attendee_email="rare@example.com"),
    Search(event_type_ids=(1,)),
    Search(start_from=NOW, end_until=NOW + 9 * HOUR),
    Search(created_from=NOW + 9999 * HOUR),
    Search(updated_from=NOW + 9999 * HOUR, sort=("updated_at", True)),
    Search(sort=("end", True)),
    Search(sort=("created_at", False)),
]


CASES = [(search, True) for search in QUERIES] + [
    # What two people have in common is looked through.
    (search, False)
    for search in QUERIES
    if not (search.attendee_email or search.attendee_name)
]


@pytest.mark.parametrize(("search", "organizing"), CASES, ids=range(len(CASES)))
@pytest.mark.parametrize("deep", [False, True])
def test_many_bookings_are_not_looked_through(
    search: Search, organizing: bool, deep: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page takes of a list of 1,600 is hardly more than of one of 200: only halvings are added.

    So it is for who organizes them all, and for who comes to them all.
    """
    touched: list[int] = []
    for number in (200, 1600):
        world = office()
        kind = event_type(world)
        for each in range(number):
            status = ("accepted", "cancelled", "pending")[each % 3]
            made = stored(world, kind, NOW + (each - number // 2) * HOUR, status=status, created_at=NOW + each * HOUR)
            world.attendees.add(Attendee(world.ids.next("attendees"), made.id, "eve@example.com", "Eve", "UTC"))
        caller = user(world, 1 if organizing else 2)
        rare = next(iter(world.attendees))
        world.attendees.update(rare, email="rare@example.com")
        find_bookings(world, caller, search, skip=0, take=5)
        count = 0

        def look(booking: Booking, name: str, plain: Any = object.__getattribute__) -> Any:
            nonlocal count
            count += 1
            return plain(booking, name)

        with monkeypatch.context() as patched:
            patched.setattr(Booking, "__getattribute__", look)
            find_bookings(world, caller, search, skip=number // 4 if deep else 0, take=5)
        touched.append(count)
    assert touched[1] < touched[0] + 400
