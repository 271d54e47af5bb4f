"""Whatever happens to bookings and attendees, the shelves hold what a look at every row would find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.world import shelves
from emulator.world.appointments import Attendee, Booking
from emulator.world.shelves import ORDERS, Facet, partition_of
from emulator.world.world import World
from tests.office import NOW, office, stored

HOUR = timedelta(hours=1)
EMAILS = ["bob@example.com", "ann@example.com", ""]


def held(facet: Facet | None) -> set[int]:
    assert facet is not None
    found: list[int] = []
    for partition, run in facet:
        for field, key in ORDERS.items():
            rows = run.order(field)
            assert rows == sorted(rows, key=key)
            assert len(rows) == len(run)
        assert all(partition_of(row) == partition for row in run.order("start"))
        assert run in facet.of_user(partition.user_id).values()
        assert run in facet.of_event_type(partition.event_type_id).values()
        found += [row.id for row in run.order("start")]
    assert len(found) == len(set(found))
    return set(found)


def check(world: World) -> None:
    assert held(world.shelves.everything) == {booking.id for booking in world.bookings}
    for field in ("email", "name"):
        for value in {getattr(each, field) for each in world.attendees}:
            crowd = world.shelves.attended_by(field, value)
            rows = world.attendees.where(field, value)
            if crowd is not None:
                assert held(crowd) == {each.booking_id for each in rows if world.bookings.get(each.booking_id)}
            else:
                assert value == "" or len(rows) < shelves.CROWD


def some_booking(world: World, number: int) -> Booking | None:
    rows = list(world.bookings)
    return rows[number % len(rows)] if rows else None


def some_attendee(world: World, number: int) -> Attendee | None:
    rows = list(world.attendees)
    return rows[number % len(rows)] if rows else None


def add(world: World, number: int) -> None:
    stored(
        world, None, NOW + number % 7 * HOUR, user_id=number % 3 or None, status="pending" if number % 2 else "accepted"
    )


def join(world: World, number: int) -> None:
    booking = some_booking(world, number)
    if booking is not None:
        email = EMAILS[number % len(EMAILS)]
        world.attendees.add(Attendee(world.ids.next("attendees"), booking.id, email, email[:3], "UTC"))


def change(world: World, number: int) -> None:
    booking = some_booking(world, number)
    changes: list[dict[str, Any]] = [
        {"status": "cancelled"},
        {"user_id": number % 4},
        {"start": NOW - HOUR, "end": NOW + number * HOUR},
        {"updated_at": None},
        {"updated_at": NOW + number * HOUR, "recurring_uid": "s"},
        {"event_type_id": 9},
    ]
    if booking is not None:
        world.bookings.update(booking, **changes[number % len(changes)])


def rename(world: World, number: int) -> None:
    attendee = some_attendee(world, number)
    if attendee is not None:
        world.attendees.update(attendee, email=EMAILS[number % len(EMAILS)], name=EMAILS[number % 2])


def leave(world: World, number: int) -> None:
    attendee = some_attendee(world, number)
    if attendee is not None:
        world.attendees.remove(attendee)


def remove(world: World, number: int) -> None:
    booking = some_booking(world, number)
    if booking is not None:
        world.bookings.remove(booking)


Step = tuple[Callable[[World, int], None], int, bool]
steps: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(
        st.sampled_from([add, add, join, join, change, rename, leave, remove]), st.integers(0, 60), st.booleans()
    ),
    max_size=30,
)


@given(steps)
def test_shelves_follow_the_tables(done: list[Step]) -> None:
    world = office()
    before = shelves.CROWD
    shelves.CROWD = 3  # type: ignore[misc]
    try:
        for act, number, kept in done:
            try:
                with world.transaction():
                    act(world, number)
                    if not kept:
                        raise RuntimeError
            except RuntimeError:
                pass
            check(world)
    finally:
        shelves.CROWD = before  # type: ignore[misc]


def test_one_person_twice_in_a_booking_is_there_until_both_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "CROWD", 2)
    world = office()
    booking = stored(world, None)
    second = world.attendees.add(Attendee(99, booking.id, "bob@example.com", "Bob Guest", "UTC"))
    assert held(world.shelves.attended_by("email", "bob@example.com")) == {booking.id}
    world.attendees.remove(second)
    assert held(world.shelves.attended_by("email", "bob@example.com")) == {booking.id}
    world.attendees.remove(next(iter(world.attendees)))
    assert held(world.shelves.attended_by("email", "bob@example.com")) == set()
