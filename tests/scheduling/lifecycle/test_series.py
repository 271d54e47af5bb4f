"""Bookings that recur: bookings.md 3.6, 5, 7.2 and 10.B."""

from __future__ import annotations

from datetime import timedelta

import pytest

from emulator.errors.base import ApiError
from emulator.scheduling.lifecycle.cancel import cancel_booking
from emulator.scheduling.lifecycle.create import create_booking
from emulator.scheduling.lifecycle.decide import confirm_booking, decline_booking
from emulator.scheduling.lifecycle.requests import BookingRequest, CancelRequest, RescheduleRequest
from emulator.scheduling.lifecycle.reschedule import reschedule_booking
from emulator.world.appointments import Booking, EventType
from emulator.world.world import World
from tests.booking import book
from tests.office import BOB, at, event_type, office, triggers

FIRST = at("2030-02-04 13:00")
WEEK = timedelta(days=7)
ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}


@pytest.fixture
def world() -> World:
    return office()


def weekly(world: World, count: int = 4, **changes: object) -> EventType:
    rule = {"frequency": "weekly", "interval": 1, "occurrences": count, "disabled": False}
    return event_type(world, recurrence=rule, **changes)


def series(world: World, kind: EventType, count: int | None = None) -> list[Booking]:
    request = BookingRequest(start=FIRST, booker=BOB, event_type_id=kind.id, recurrence_count=count)
    created = create_booking(world, request, None)
    assert created.series
    return created.bookings


def statuses(bookings: list[Booking]) -> list[str]:
    return [booking.status for booking in bookings]


@pytest.mark.behaviour("bookings", 13)
def test_one_booking_and_one_event_an_occurrence(world: World) -> None:
    """bookings.md 10 #13."""
    made = series(world, weekly(world, 3))
    assert [booking.start for booking in made] == [FIRST, FIRST + WEEK, FIRST + 2 * WEEK]
    assert statuses(made) == ["accepted"] * 3
    assert len({booking.recurring_uid for booking in made}) == 1
    assert len({booking.uid for booking in made}) == 3
    assert made[0].recurring_uid is not None
    assert triggers(world) == ["BOOKING_CREATED"] * 3
    assert len(list(world.agenda)) == 6


@pytest.mark.behaviour("bookings", 74, 75, 76)
def test_counts(world: World) -> None:
    """bookings.md 10 #74-#76."""
    kind = weekly(world, 3)
    assert len(series(world, kind, 2)) == 2
    with pytest.raises(ApiError, match="Provided recurrence count is higher"):
        series(world, kind, 1000)
    single = event_type(world)
    request = BookingRequest(start=at("2030-01-08 13:00"), booker=BOB, event_type_id=single.id, recurrence_count=5)
    created = create_booking(world, request, None)
    assert (len(created.bookings), created.series) == (1, False)
    assert created.bookings[0].recurring_uid is None


def test_a_series_of_one_is_a_series(world: World) -> None:
    (only,) = series(world, weekly(world), 1)
    assert only.recurring_uid is not None


def test_only_the_first_start_must_be_free(world: World) -> None:
    """bookings.md 3.2 step 24."""
    kind = weekly(world)
    book(world, event_type(world), FIRST + WEEK)
    assert statuses(series(world, kind)) == ["accepted"] * 4
    with pytest.raises(ApiError, match="already has booking"):
        series(world, kind)


def test_a_series_that_leaves_the_window_leaves_nothing_behind(world: World) -> None:
    kind = weekly(world, 4, booking_window={"type": "calendarDays", "value": 70, "rolling": False})
    with pytest.raises(ApiError, match="can't be booked"), world.transaction():
        series(world, kind)
    assert (len(world.bookings), world.outbox, list(world.agenda)) == (0, [], [])


@pytest.mark.behaviour("bookings", 77, 79)
def test_one_and_all_later_ones_are_cancelled(world: World) -> None:
    """bookings.md 10 #77, #79."""
    made = series(world, weekly(world))
    triggers(world)
    cancelled = cancel_booking(world, CancelRequest(uid=made[2].uid, subsequent=True), None)
    assert cancelled.series
    assert cancelled.bookings == made
    assert statuses(made) == ["accepted", "accepted", "cancelled", "cancelled"]
    (event,) = world.take_events()
    assert (event.trigger, event.booking_id) == ("BOOKING_CANCELLED", made[2].id)
    assert {due.booking_id for due in world.agenda} == {made[0].id, made[1].id}


@pytest.mark.behaviour("bookings", 50, 78)
def test_the_whole_series_is_cancelled(world: World) -> None:
    """bookings.md 10 #78, #50: an occurrence that was moved before counts among them."""
    made = series(world, weekly(world))
    moved = reschedule_booking(world, RescheduleRequest(uid=made[0].uid, start=FIRST + timedelta(days=1)), None)
    assert moved.recurring_uid == made[0].recurring_uid
    triggers(world)
    cancelled = cancel_booking(world, CancelRequest(uid=made[0].recurring_uid or "", reason="ill"), None)
    assert statuses(cancelled.bookings) == ["cancelled"] * 5
    assert [booking.start for booking in cancelled.bookings] == sorted(booking.start for booking in cancelled.bookings)
    assert [booking.cancellation_reason for booking in cancelled.bookings] == [None, "ill", "ill", "ill", "ill"]
    assert triggers(world) == ["BOOKING_CANCELLED"]


def test_what_has_begun_is_left_alone(world: World) -> None:
    """bookings.md 11 fact 17."""
    made = series(world, weekly(world))
    world.clock.freeze(FIRST + WEEK + timedelta(minutes=5))
    cancel_booking(world, CancelRequest(uid=made[0].recurring_uid or ""), None)
    assert statuses(made) == ["accepted", "accepted", "cancelled", "cancelled"]


def test_a_series_with_nothing_left_to_cancel(world: World) -> None:
    made = series(world, weekly(world))
    uid = made[0].recurring_uid or ""
    world.clock.freeze(FIRST + 3 * WEEK + timedelta(minutes=5))
    triggers(world)
    assert cancel_booking(world, CancelRequest(uid=uid), None).bookings == made
    assert (statuses(made), triggers(world)) == (["accepted"] * 4, [])
    world.clock.freeze(FIRST + 4 * WEEK)
    with pytest.raises(ApiError, match="Cannot cancel a booking that has already ended"):
        cancel_booking(world, CancelRequest(uid=uid), None)


def test_refusals_of_series(world: World) -> None:
    """bookings.md 5: checks 2 and 4, and the flag on a booking that stands alone."""
    made = series(world, weekly(world))
    uid = made[0].recurring_uid or ""
    with pytest.raises(ApiError, match="you have to provide uid of one of the individual bookings"):
        cancel_booking(world, CancelRequest(uid=uid, subsequent=True), None)
    cancel_booking(world, CancelRequest(uid=uid), None)
    with pytest.raises(ApiError, match=f"booking with uid={uid} because it has been cancelled already"):
        cancel_booking(world, CancelRequest(uid=uid), None)
    alone = book(world, event_type(world))
    late = cancel_booking(world, CancelRequest(uid=alone.uid, subsequent=True), None).refusal
    assert late is not None
    assert late.message == f"Booking with bookingUid={alone.uid} is not part of a recurring booking."
    assert alone.status == "cancelled"


def test_one_occurrence_is_cancelled_alone(world: World) -> None:
    made = series(world, weekly(world))
    cancelled = cancel_booking(world, CancelRequest(uid=made[1].uid), None)
    assert (cancelled.bookings, cancelled.series) == ([made[1]], False)
    assert statuses(made) == ["accepted", "cancelled", "accepted", "accepted"]


def test_one_word_of_the_host_decides_all_that_wait(world: World) -> None:
    """bookings.md 7.2, 9: one event a call."""
    host = world.users.get(1)
    assert host is not None
    made = series(world, weekly(world, confirmation_policy=ALWAYS))
    assert triggers(world) == ["BOOKING_REQUESTED"] * 4
    decline_booking(world, made[0].uid, host)
    assert (statuses(made), triggers(world)) == (["rejected"] * 4, ["BOOKING_REJECTED"])
    again = series(world, weekly(world, confirmation_policy=ALWAYS))
    cancel_booking(world, CancelRequest(uid=again[3].uid), None)
    triggers(world)
    assert confirm_booking(world, again[1].uid, host) is again[1]
    assert (statuses(again), triggers(world)) == (["accepted"] * 3 + ["cancelled"], ["BOOKING_CREATED"])
    assert len(list(world.agenda)) == 6


def test_asking_again_for_a_series_gives_what_waits(world: World) -> None:
    kind = weekly(world, 3, confirmation_policy=ALWAYS)
    made = series(world, kind)
    triggers(world)
    assert series(world, kind) == made
    assert triggers(world) == []
