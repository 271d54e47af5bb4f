"""The slot engine against a slow model that asks of every single minute whether the host is free."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.scheduling.availability import is_free
from emulator.scheduling.explain import explain_all
from emulator.scheduling.slots import SlotRequest, slots
from emulator.scheduling.working_hours import DAYS
from emulator.world.appointments import Attendee, Booking, EventType, Reservation
from emulator.world.records import OutOfOffice, Schedule
from emulator.world.world import World
from tests.office import at, event_type, office, stored, user

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = (
    *("Europe/Rome", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Australia/Adelaide"),
    *("Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Honolulu", "UTC"),
)

# The days of 2030 on which clocks change in Rome, New York, on Lord Howe and on Chatham, and one on which none does.
CHANGES = (
    *("2030-03-31", "2030-10-27", "2030-03-10", "2030-11-03", "2030-04-07", "2030-10-06", "2030-09-29", "2030-01-08"),
)

# Clocks change between one and four: a boundary there is read in two ways by everybody.
clock_times = st.integers(0, 287).map(lambda five: 5 * five).filter(lambda minute: not 60 <= minute < 240)
windows = st.tuples(clock_times, clock_times | st.just(1439))


@dataclass(slots=True)
class Case:
    world: World
    kind: EventType
    schedule: Schedule
    request: SlotRequest


def wall(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def hours(days: list[str], window: tuple[int, int]) -> dict[str, Any]:
    return {"days": days, "startTime": wall(window[0]), "endTime": wall(window[1])}


@st.composite
def cases(draw: st.DrawFn, /, **event_type_settings: st.SearchStrategy[Any]) -> Case:
    world = office()
    noon = at(f"{draw(st.sampled_from(CHANGES))} 12:00")
    low = noon - DAY + draw(st.integers(-300, 300)) * MINUTE
    high = low + draw(st.integers(0, 2 * 1440)) * MINUTE
    world.clock.freeze(low + draw(st.integers(-1440, 600)) * MINUTE)
    weekdays = st.lists(st.sampled_from(DAYS), min_size=3, max_size=7, unique=True)
    weekly = draw(st.lists(st.builds(hours, weekdays, windows), min_size=1, max_size=3))
    near = st.integers(-2, 2).map(lambda days: (noon + days * DAY).date())
    dated = draw(st.lists(st.tuples(near, windows), max_size=2))
    (schedule,) = world.schedules
    world.schedules.update(
        schedule,
        time_zone=draw(st.sampled_from(ZONES)),
        availability=weekly,
        overrides=[
            {"date": day.isoformat(), "startTime": wall(window[0]), "endTime": wall(window[1])} for day, window in dated
        ],
    )
    if draw(st.integers(0, 3)) == 0:
        first = at(f"{draw(near)} 00:00")
        last = first + draw(st.integers(1, 2)) * DAY - timedelta(milliseconds=1)
        world.out_of_office.add(OutOfOffice(1, 1, first, last, "uuid"))
    buffers = st.sampled_from((0, 0, 5, 25))
    fixed = {name: draw(values) for name, values in event_type_settings.items()}
    kind = event_type(
        world,
        length=draw(st.sampled_from((15, 25, 30, 45, 60, 90))),
        before_buffer=draw(buffers),
        after_buffer=draw(buffers),
        minimum_booking_notice=draw(st.sampled_from((0, 0, 95))),
        **fixed,
    )
    other = event_type(world, owner_id=2, before_buffer=draw(buffers), after_buffer=draw(buffers))
    for _ in range(draw(st.integers(0, 5))):
        start = low + draw(st.integers(-36, 4 * 144)) * 5 * MINUTE
        booking = stored(
            world,
            draw(st.sampled_from((kind, other, None))),
            start,
            end=start + draw(st.integers(1, 30)) * 5 * MINUTE,
            user_id=draw(st.sampled_from((1, 1, 2))),
            status=draw(st.sampled_from(("accepted", "accepted", "accepted", "cancelled", "pending"))),
        )
        if draw(st.booleans()):
            world.attendees.add(Attendee(world.ids.next("attendees"), booking.id, "ada@example.com", "Ada", "UTC"))
    for number in range(draw(st.sampled_from((0, 0, 1, 2)))):
        start = low + draw(st.integers(0, 288)) * 5 * MINUTE
        until = world.now() + draw(st.integers(-1, 1)) * MINUTE
        held = draw(st.sampled_from((kind, event_type(world, owner_id=1, slug="third"))))
        world.reservations.add(Reservation(number + 1, f"uid{number}", held.id, start, start + 30 * MINUTE, until))
    return Case(world, kind, schedule, SlotRequest(low, high, ZoneInfo(draw(st.sampled_from(ZONES)))))


class Minutes:
    """What the host does in any minute, found out anew for each."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.zone = ZoneInfo(case.schedule.time_zone or "")
        self.blocking = [booking for booking in case.world.bookings if self.blocks(booking)]
        self.full_days = self.full()

    def free(self, minute: datetime) -> bool:
        return (
            self.works(minute)
            and not any(self.taken(booking, minute) for booking in self.blocking)
            and minute.astimezone(self.zone).date() not in self.full_days
        )

    def full(self) -> set[date]:
        """The days that take no more bookings of the event type."""
        most = (self.case.kind.booking_limits_count or {}).get("day")
        there = Counter(
            booking.start.astimezone(self.zone).date()
            for booking in self.case.world.bookings.where("event_type_id", self.case.kind.id)
            if booking.status == "accepted"
        )
        return {day for day, number in there.items() if most is not None and number >= most}

    def works(self, minute: datetime) -> bool:
        local = minute.astimezone(self.zone)
        if any(away.start.date() <= local.date() <= away.end.date() for away in self.case.world.out_of_office):
            return False
        return any(
            int(low[:2]) * 60 + int(low[3:]) <= local.hour * 60 + local.minute < int(high[:2]) * 60 + int(high[3:])
            or (high == "23:59" and low != high and f"{local:%H:%M}" == high)
            for low, high in self.windows(local.date())
        )

    def windows(self, day: date) -> list[tuple[str, str]]:
        dated = [each for each in self.case.schedule.overrides if each["date"] == day.isoformat()]
        weekly = [each for each in self.case.schedule.availability if day.strftime("%A") in each["days"]]
        return [(each["startTime"], each["endTime"]) for each in dated or weekly]

    def blocks(self, booking: Booking) -> bool:
        guests = [attendee.email for attendee in self.case.world.attendees.where("booking_id", booking.id)]
        return booking.status == "accepted" and (booking.user_id == 1 or "ada@example.com" in guests)

    def taken(self, booking: Booking, minute: datetime) -> bool:
        own, new = self.case.world.event_types.get(booking.event_type_id), self.case.kind
        before = (own.before_buffer if own else 0) + new.after_buffer
        after = (own.after_buffer if own else 0) + new.before_buffer
        return booking.start - before * MINUTE <= minute < booking.end + after * MINUTE

    def ranges(self, low: datetime, high: datetime) -> list[tuple[datetime, datetime]]:
        """Runs of free minutes among those from `low` until `high`."""
        runs: list[tuple[datetime, datetime]] = []
        minute = low
        while minute < high:
            if self.free(minute):
                if runs and runs[-1][1] == minute:
                    runs[-1] = (runs[-1][0], minute + MINUTE)
                else:
                    runs.append((minute, minute + MINUTE))
            minute += MINUTE
        return runs


def modelled(case: Case) -> list[datetime]:
    """resources.md 5.3 steps 2 to 4, walked minute by minute."""
    kind, request, now = case.kind, case.request, case.world.now()
    interval = kind.slot_interval or kind.length
    grid = max(minutes for minutes in (60, 30, 20, 15, 10, 5) if interval % minutes == 0)
    notice = now + kind.minimum_booking_notice * MINUTE
    found: list[datetime] = []
    minutes = Minutes(case)
    low = max(request.low, now)
    while low < request.high and not in_time(case, minutes, low, first=True):
        low += MINUTE
    for begin, end in minutes.ranges(low, request.high):
        start = max(begin, notice)
        while start.astimezone(request.zone).minute % grid:
            start += MINUTE
        start += kind.offset_start * MINUTE
        step = (interval + kind.offset_start) * MINUTE
        if found and start < found[-1] + step:
            start = found[-1] + step
        while start + kind.length * MINUTE <= end:
            found.append(start)
            start += step
    return [start for start in found if in_time(case, minutes, start) and not reserved(case, start)]


def in_time(case: Case, minutes: Minutes, start: datetime, *, first: bool = False) -> bool:
    """Whether a start is not too far away, or with `first` not before the window opens."""
    window = case.kind.booking_window or {}
    if window.get("type") == "range":
        opens, closes = map(date.fromisoformat, window["value"])
        day = start.astimezone(minutes.zone).date()
        return opens <= day if first else opens <= day <= closes
    if first or not window:
        return True
    last = case.world.now().astimezone(case.request.zone).date()
    days = window["value"]
    while days and last.weekday() > 4 and window["type"] == "businessDays":
        last -= DAY
    while days:
        last += DAY
        if window["type"] == "calendarDays" or last.weekday() < 5:
            days -= 1
    return start.astimezone(case.request.zone).date() <= last


def reserved(case: Case, start: datetime) -> bool:
    now, end = case.world.now(), start + case.kind.length * MINUTE
    return any(held.until > now and held.start < end and start < held.end for held in case.world.reservations)


AT_HOME = {"schedule", "override", "out-of-office"}

intervals = st.sampled_from((None, 15, 20, 45, 120, 120))


near_days = st.sampled_from(CHANGES).flatmap(
    lambda day: st.integers(-1, 1).map(lambda more: (date.fromisoformat(day) + more * DAY).isoformat())
)
booking_windows = st.none() | st.one_of(
    st.builds(
        lambda kind, value: {"type": kind, "value": value, "rolling": False},
        st.sampled_from(("calendarDays", "businessDays")),
        st.integers(0, 3),
    ),
    st.tuples(near_days, near_days).map(lambda days: {"type": "range", "value": sorted(days)}),
)
limits = st.sampled_from((None, None, {"day": 1}, {"day": 2}))


@settings(max_examples=100)
@given(
    cases(
        slot_interval=intervals,
        offset_start=st.sampled_from((0, 0, 0, 5, 10)),
        booking_window=booking_windows,
        booking_limits_count=limits,
    )
)
def test_slots_are_those_of_the_model(case: Case) -> None:
    assert slots(case.world, case.kind, case.request) == modelled(case)


@settings(max_examples=80)
@given(cases(slot_interval=st.sampled_from((5, 10, 15, 20, 30))))
def test_offered_times_are_the_free_ones_on_the_grid(case: Case) -> None:
    """What is offered can be booked, and what can be booked on the grid is offered."""
    world, kind, request = case.world, case.kind, case.request
    interval, length = kind.slot_interval or 1, kind.length * MINUTE
    expected = []
    start = max(request.low, world.now() + kind.minimum_booking_notice * MINUTE)
    while start + length <= request.high:
        on_grid = start.astimezone(request.zone).minute % interval == 0 and not reserved(case, start)
        if on_grid and is_free(world, kind, user(world), start, start + length):
            expected.append(start)
        start += MINUTE
    assert slots(world, kind, request) == expected


@settings(max_examples=30)
@given(cases())
def test_free_minutes_are_free_times_of_a_minute(case: Case) -> None:
    world, minutes = case.world, Minutes(case)
    for number in range(0, 2880, 7):
        minute = case.request.low + number * MINUTE
        assert is_free(world, case.kind, user(world), minute, minute + MINUTE) is minutes.free(minute)


@settings(max_examples=80)
@given(cases(slot_interval=intervals, offset_start=st.sampled_from((0, 0, 5)), only_first_slot=st.booleans()))
def test_an_explanation_agrees_with_what_is_offered(case: Case) -> None:
    """Exactly what is offered has no reason against it, and every reason holds of the start it is given for."""
    world, kind, request = case.world, case.kind, case.request
    verdicts = explain_all(world, kind, request)
    assert [verdict.start for verdict in verdicts if verdict.offered] == slots(world, kind, request)
    minutes = Minutes(case)
    works = cache(minutes.works)
    for verdict in verdicts:
        assert verdict.offered is not bool(verdict.reasons)
        causes = {reason.cause for reason in verdict.reasons}
        if "bounds" in causes or "past" in causes:
            continue
        inside = [verdict.start + number * MINUTE for number in range(kind.length)]
        assert bool(causes & AT_HOME) is not all(map(works, inside))
        taken = [booking for booking in minutes.blocking if any(minutes.taken(booking, each) for each in inside)]
        named = {reason.about["bookingUid"] for reason in verdict.reasons if "bookingUid" in reason.about}
        assert named == {booking.uid for booking in taken}
        if causes & {"grid", "first-slot"}:
            assert len(causes - {"reservation"}) == 1
        assert ("notice" in causes) is (verdict.start < world.now() + kind.minimum_booking_notice * MINUTE)
