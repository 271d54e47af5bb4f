"""The rules of offering times, one by one; the random comparison with a slow model stands beside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from emulator.scheduling.explain import explain_all
from emulator.scheduling.reservations import ReservationRequest, reserve
from emulator.scheduling.slots import SlotRequest, first_slot, slots
from emulator.world.appointments import Attendee, EventType, Seat
from emulator.world.world import World
from tests.office import NOW, START, at, event_type, office, stored

TUESDAY = SlotRequest(at("2030-01-08 00:00"), at("2030-01-08 23:59"), UTC)


@pytest.fixture
def world() -> World:
    return office()


def times(world: World, kind: EventType, request: SlotRequest = TUESDAY) -> list[str]:
    return [f"{start:%H:%M}" for start in slots(world, kind, request)]


def days(
    world: World, kind: EventType, low: str = "2029-12-03", high: str = "2030-02-28", zone: Any = UTC
) -> list[str]:
    """The dates with anything on offer."""
    request = SlotRequest(at(f"{low} 00:00"), at(f"{high} 23:59"), zone)
    return list(dict.fromkeys(f"{start.astimezone(zone):%m-%d}" for start in slots(world, kind, request)))


def works(world: World, *windows: tuple[str, str]) -> None:
    """Replace the host's hours, which are then UTC, by these on all weekdays."""
    (schedule,) = world.schedules
    weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    hours = [{"days": weekdays, "startTime": low, "endTime": high} for low, high in windows]
    world.schedules.update(schedule, availability=hours, time_zone="UTC")


def test_the_length_is_the_step(world: World) -> None:
    assert times(world, event_type(world, length=120)) == ["08:00", "10:00", "12:00", "14:00"]


def test_the_interval_is_the_step_if_there_is_one(world: World) -> None:
    found = times(world, event_type(world, length=240, slot_interval=90))
    assert found == ["08:00", "09:30", "11:00"]


def test_the_duration_asked_for_is_length_and_step(world: World) -> None:
    kind = event_type(world, length=30)
    request = SlotRequest(TUESDAY.low, TUESDAY.high, UTC, duration=180)
    assert times(world, kind, request) == ["08:00", "11:00"]
    assert times(world, kind, SlotRequest(TUESDAY.low, TUESDAY.high, UTC, duration=-5)) == times(world, kind)


@pytest.mark.parametrize(
    ("length", "begins", "first"),
    [
        (60, "09:10", "10:00"),
        (30, "09:10", "09:30"),
        (45, "09:10", "09:15"),
        (40, "09:10", "09:20"),
        (50, "09:11", "09:20"),
        (25, "09:11", "09:15"),
        (7, "09:11", "09:11"),
    ],
)
def test_the_first_start_is_rounded_up(world: World, length: int, begins: str, first: str) -> None:
    works(world, (begins, "17:00"))
    assert times(world, event_type(world, length=length))[0] == first


def test_rounding_is_inside_the_hour_of_the_zone_asked_for(world: World) -> None:
    works(world, ("09:10", "17:00"))
    request = SlotRequest(TUESDAY.low, TUESDAY.high, ZoneInfo("Asia/Kathmandu"))
    assert times(world, event_type(world), request)[:2] == ["09:15", "10:15"]


def test_offset_shifts_the_first_start_and_every_step(world: World) -> None:
    works(world, ("09:00", "13:00"))
    found = times(world, event_type(world, length=30, offset_start=10))
    assert found == ["09:10", "09:50", "10:30", "11:10", "11:50", "12:30"]


def test_optimized_slots_begin_where_the_range_begins(world: World) -> None:
    works(world, ("09:10", "11:10"))
    assert times(world, event_type(world)) == ["10:00"]
    assert times(world, event_type(world, show_optimized_slots=True)) == ["09:10", "10:10"]


@pytest.mark.parametrize(
    ("end", "first"), [("12:00", "10:00"), ("11:30", "09:15"), ("11:15", "09:15"), ("11:14", "09:10")]
)
def test_optimized_slots_use_spare_minutes_for_a_rounder_start(world: World, end: str, first: str) -> None:
    works(world, ("09:10", end))
    assert times(world, event_type(world, show_optimized_slots=True))[0] == first


def test_the_grid_goes_on_after_a_gap(world: World) -> None:
    works(world, ("09:00", "12:00"))
    kind = event_type(world, length=15, slot_interval=45)
    other = event_type(world)
    stored(world, other, at("2030-01-08 09:20"), end=at("2030-01-08 09:25"))
    # The second range begins at 09:25, before the step of the slot at 09:00 is over.
    assert times(world, kind) == ["09:00", "09:45", "10:30", "11:15"]


def test_notice_and_the_past(world: World) -> None:
    monday = SlotRequest(at("2029-12-03 00:00"), at("2029-12-03 23:59"), UTC)
    # It is 08:00.
    assert times(world, event_type(world, minimum_booking_notice=0), monday)[0] == "08:00"
    assert times(world, event_type(world, minimum_booking_notice=61), monday)[0] == "10:00"
    assert times(world, event_type(world), SlotRequest(at("2029-11-01 00:00"), NOW - timedelta(days=1), UTC)) == []


def test_limits_close_whole_periods(world: World) -> None:
    kind = event_type(world, booking_limits_count={"day": 1})
    stored(world, kind, at("2030-01-08 09:00"))
    assert times(world, kind) == []
    assert times(world, event_type(world)) != []


def test_a_fixed_window(world: World) -> None:
    window = {"type": "calendarDays", "value": 3, "rolling": False}
    assert days(world, event_type(world, booking_window=window)) == ["12-03", "12-04", "12-05", "12-06"]
    window = {"type": "businessDays", "value": 5, "rolling": False}
    assert days(world, event_type(world, booking_window=window))[-1] == "12-10"


def test_a_range_window(world: World) -> None:
    window = {"type": "range", "value": ["2030-01-05", "2030-01-08"]}
    assert days(world, event_type(world, booking_window=window)) == ["01-07", "01-08"]


def test_a_rolling_window_counts_bookable_days(world: World) -> None:
    kind = event_type(world, booking_window={"type": "calendarDays", "value": 3, "rolling": True})
    assert days(world, kind) == ["12-03", "12-04", "12-05"]
    stored(world, event_type(world), at("2029-12-04 00:00"), end=at("2029-12-05 00:00"))
    assert days(world, kind) == ["12-03", "12-05", "12-06"]
    # What is asked for does not move the window.
    assert days(world, kind, low="2029-12-06") == ["12-06"]
    assert days(world, kind, low="2029-12-07") == []


@pytest.mark.parametrize("value", [0, -3])
def test_a_rolling_window_of_no_days_closes_with_today(world: World, value: int) -> None:
    kind = event_type(world, booking_window={"type": "calendarDays", "value": value, "rolling": True})
    assert days(world, kind) == ["12-03"]
    (verdict,) = explain_all(world, kind, SlotRequest(at("2029-12-04 09:00"), at("2029-12-04 09:00"), UTC))
    assert [reason.cause for reason in verdict.reasons][-1] == "window"


def test_a_rolling_window_of_business_days(world: World) -> None:
    (schedule,) = world.schedules
    every = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    world.schedules.update(schedule, availability=[{"days": every, "startTime": "09:00", "endTime": "17:00"}])
    kind = event_type(world, booking_window={"type": "businessDays", "value": 6, "rolling": True})
    assert days(world, kind) == [f"12-{day:02}" for day in range(3, 11)]


def test_the_search_of_a_rolling_window_ends_after_two_months(world: World) -> None:
    kind = event_type(world, booking_window={"type": "calendarDays", "value": 500, "rolling": True})
    assert days(world, kind, high="2030-06-01")[-1] == "02-01"


def test_reservations_of_any_of_the_hosts_event_types_hide_times(world: World) -> None:
    kind, other = event_type(world, length=240), event_type(world)
    reserve(world, ReservationRequest(other.id, START, "13:00"), None)
    assert times(world, kind) == ["08:00"]
    world.clock.freeze(NOW + timedelta(minutes=5))
    assert times(world, kind) == ["08:00", "12:00"]


def test_reservations_of_seats_hide_nothing(world: World) -> None:
    kind = event_type(world, seats={"seatsPerTimeSlot": 2})
    reserve(world, ReservationRequest(kind.id, START, "13:00"), None)
    assert "13:00" in times(world, kind)


def test_only_the_first_slot_of_a_day(world: World) -> None:
    """resources.md 11 #274"""
    kind = event_type(world, only_first_slot=True)
    request = SlotRequest(at("2030-01-08 00:00"), at("2030-01-09 23:59"), UTC)
    assert times(world, kind, request) == ["08:00", "08:00"]
    # Days are those of the zone asked for: in Honolulu the office day of Rome falls on two.
    honolulu = SlotRequest(request.low, at("2030-01-08 23:59"), ZoneInfo("Pacific/Honolulu"))
    assert times(world, kind, honolulu) == ["08:00", "10:00"]


def test_seated_times_stay_on_offer_when_full(world: World) -> None:
    """resources.md 5.3 step 3, derived there from the busy times"""
    kind = event_type(world, seats={"seatsPerTimeSlot": 2})
    booking = stored(world, kind)
    world.attendees.add(Attendee(9, booking.id, "carl@example.com", "Carl", "UTC"))
    for attendee in world.attendees.where("booking_id", booking.id):
        world.seats.add(Seat(world.ids.next("seats"), world.ids.uuid(), booking.id, attendee.id, NOW))
    assert "13:00" in times(world, kind)
    assert "13:00" not in times(world, event_type(world))


def test_the_first_slot(world: World) -> None:
    kind = event_type(world)
    assert first_slot(world, kind, NOW, NOW + timedelta(days=1)) == at("2029-12-03 10:00")
    assert first_slot(world, kind, at("2029-12-08 00:00"), at("2029-12-09 00:00")) is None


def test_without_hosts_there_is_nothing_to_offer(world: World) -> None:
    assert times(world, event_type(world, owner_id=None, team_id=5)) == []
    assert times(world, event_type(world, owner_id=99)) == []


@pytest.mark.parametrize(
    "nonsense",
    [
        {"length": 0},
        {"length": 0, "show_optimized_slots": True},
        {"slot_interval": -60},
        {"offset_start": -600},
        {"length": 10**15},
        {"minimum_booking_notice": 10**15},
        {"before_buffer": 10**15},
    ],
)
def test_numbers_that_make_no_sense_end(world: World, nonsense: dict[str, Any]) -> None:
    """Records of the control plane keep no rule."""
    assert isinstance(slots(world, event_type(world, **nonsense), TUESDAY), list)


def test_a_search_ends_after_two_years(world: World) -> None:
    found = slots(world, event_type(world), SlotRequest(datetime(1000, 1, 1, tzinfo=UTC), at("9000-01-01 00:00"), UTC))
    assert NOW + timedelta(days=725) < found[-1] < NOW + timedelta(days=733)
