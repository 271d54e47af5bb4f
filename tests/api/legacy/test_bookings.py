from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.errors.base import ApiError
from emulator.world.world import World
from tests.booking_calls import OLD, ask, refusal
from tests.office import NOW, START, event_type, office, stored, triggers


@pytest.fixture
def world() -> World:
    return office()


def listed(world: World, status: str = "upcoming", **query: Any) -> Any:
    answer = ask(
        world,
        f"{OLD}_getBookings",
        world.users.get(1),
        query={"filters": {"status": status}, **query},
        version="2024-04-15",
    )
    return answer["data"]


def cancel(world: World, uid: str, *, by: int | None = None, **body: Any) -> Any:
    caller = None if by is None else world.users.get(by)
    return ask(world, f"{OLD}_cancelBooking", caller, body=body, bookingUid=uid)["data"]


def test_an_entry_of_the_list(world: World) -> None:
    kind = event_type(world)
    booking = stored(
        world, kind, metadata={"a": "b"}, video_call_url="https://app.cal.com/video/x", user_email="ada@example.com"
    )
    (entry,) = listed(world)["bookings"]
    assert entry["uid"] == booking.uid
    assert entry["status"] == "ACCEPTED"
    assert entry["startTime"] == "2030-01-08T13:00:00.000Z"
    assert entry["endTime"] == "2030-01-08T14:00:00.000Z"
    assert entry["metadata"] == {"a": "b", "videoCallUrl": "https://app.cal.com/video/x"}
    assert entry["attendees"][0]["bookingId"] == booking.id
    assert entry["eventType"]["slug"] == "consultation"
    assert entry["user"] == {"id": 1, "name": "Ada Host", "email": "ada@example.com"}


def test_the_cursor_counts_bookings(world: World) -> None:
    kind = event_type(world)
    for day in range(12):
        stored(world, kind, START + timedelta(days=day))
    first = listed(world)
    assert (len(first["bookings"]), first["totalCount"], first["nextCursor"]) == (10, 12, 10)
    second = listed(world, cursor=first["nextCursor"])
    assert (len(second["bookings"]), second["nextCursor"]) == (2, None)
    assert listed(world, limit=12)["nextCursor"] is None


def test_a_series_is_told_of_whatever_the_filter(world: World) -> None:
    kind = event_type(world)
    uid = world.ids.uuid()
    stored(world, kind, START + timedelta(days=7), recurring_uid=uid, status="cancelled")
    stored(world, kind, START, recurring_uid=uid)
    (series,) = listed(world, "past")["recurringInfo"]
    assert series["recurringEventId"] == uid
    assert (series["count"], series["firstDate"]) == (2, "2030-01-08T13:00:00.000Z")
    assert series["bookings"]["ACCEPTED"] == ["2030-01-08T13:00:00.000Z"]
    assert series["bookings"]["CANCELLED"] == ["2030-01-15T13:00:00.000Z"]


def test_the_event_type_of_an_entry_is_never_null(world: World) -> None:
    stored(world, None)
    assert listed(world)["bookings"][0]["eventType"] == {"price": 0, "currency": "usd", "recurringEvent": None}


def test_the_setting_of_a_series_is_in_numbers(world: World) -> None:
    stored(world, event_type(world, recurrence={"frequency": "weekly", "interval": 2, "occurrences": 4}))
    setting = listed(world)["bookings"][0]["eventType"]["recurringEvent"]
    assert setting == {"freq": 2, "count": 4, "interval": 2}


def test_seats_are_named(world: World) -> None:
    from emulator.world.appointments import Seat

    booking = stored(world, event_type(world, seats={"seatsPerTimeSlot": 3}))
    holder = world.attendees.where("booking_id", booking.id)[0]
    world.seats.add(Seat(1, "seat-1", booking.id, holder.id, NOW))
    entry = listed(world)["bookings"][0]
    assert entry["seatsReferences"] == [{"referenceUid": "seat-1", "attendee": {"email": "bob@example.com"}}]


def test_anybody_reads_one_by_its_uid(world: World) -> None:
    booking = stored(world, event_type(world), cancellation_reason="Ill", status="cancelled")
    found = ask(world, f"{OLD}_getBooking", None, bookingUid=booking.uid)["data"]
    assert (found["uid"], found["status"], found["cancellationReason"]) == (booking.uid, "CANCELLED", "Ill")
    assert found["responses"] == {"email": "bob@example.com", "name": "Bob Guest"}
    assert found["user"]["timeZone"] == "Europe/Rome"
    assert found["attendees"] == [{"name": "Bob Guest", "email": "bob@example.com", "timeZone": "Europe/London"}]


@pytest.mark.parametrize("operation", ["getBooking", "cancelBooking"])
def test_an_unknown_uid(world: World, operation: str) -> None:
    with pytest.raises(ApiError, match="Booking with UID=nothing does not exist") as caught:
        ask(world, f"{OLD}_{operation}", None, bookingUid="nothing")
    assert caught.value.status == 404


def test_cancelling(world: World) -> None:
    booking = stored(world, event_type(world))
    answer = cancel(world, booking.uid, by=1, cancellationReason="Ill")
    assert answer == {"bookingId": booking.id, "bookingUid": booking.uid, "onlyRemovedAttendee": False}
    assert booking.status == "cancelled"
    assert triggers(world) == ["BOOKING_CANCELLED"]


def test_cancelling_all_that_is_left_of_a_series(world: World) -> None:
    kind, uid = event_type(world), world.ids.uuid()
    past = stored(world, kind, NOW - timedelta(days=7), recurring_uid=uid)
    rest = [stored(world, kind, START + timedelta(days=7 * week), recurring_uid=uid) for week in range(2)]
    cancel(world, rest[1].uid, allRemainingBookings=True)
    assert [each.status for each in (past, *rest)] == ["accepted", "cancelled", "cancelled"]


def test_all_remaining_of_a_booking_that_stands_alone(world: World) -> None:
    booking = stored(world, event_type(world))
    cancel(world, booking.uid, allRemainingBookings=True)
    assert booking.status == "cancelled"


def test_refusals_of_the_core_come_in_the_envelope(world: World) -> None:
    booking = stored(world, event_type(world))
    with pytest.raises(ApiError) as caught:
        cancel(world, booking.uid, by=1)
    body = refusal(caught.value)
    assert body["error"]["code"] == "HttpException"
    assert body["error"]["details"] == body["error"]["message"]
    assert booking.status == "accepted"
