"""The slots of teams against a slow model that asks of every minute who of the team is free (resources.md 5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.scheduling.hosts import Crew
from emulator.scheduling.slots import SlotRequest, slots
from emulator.scheduling.working_hours import DAYS
from emulator.world.appointments import Attendee, EventType
from emulator.world.records import OutOfOffice, Schedule, User
from emulator.world.world import World
from tests.office import at, event_type, office, stored, user

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = ("Europe/Rome", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati")
# A day on which nothing happens, and days on which the clocks change in Rome and in New York.
NOONS = ("2030-01-08", "2030-03-31", "2030-11-03")
TEAM = (1, 2, 3)

# Clocks change between one and four: a boundary there is read in two ways by everybody.
clock_times = st.integers(0, 143).map(lambda ten: 10 * ten).filter(lambda minute: not 60 <= minute < 240)
windows = st.tuples(clock_times, clock_times | st.just(1439)).filter(lambda window: window[0] < window[1])


@dataclass(slots=True)
class Case:
    world: World
    kind: EventType
    request: SlotRequest
    fixed: tuple[int, ...]
    turns: tuple[int, ...]


def wall(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def cases(draw: st.DrawFn, /, part: str) -> Case:
    """`part` is what the members are in the event type: `fixed`, `rotating` or `mixed`."""
    world = office()
    world.users.add(User(3, "ben", "ben@example.com", "Ben", at("2029-01-01 00:00")))
    noon = at(f"{draw(st.sampled_from(NOONS))} 12:00")
    low = noon - draw(st.integers(-300, 900)) * MINUTE
    high = low + draw(st.integers(0, 36 * 60)) * MINUTE
    world.clock.freeze(low + draw(st.integers(-1440, 300)) * MINUTE)
    schedules: dict[int, int | None] = {}
    for number in TEAM:
        weekly: list[dict[str, Any]] = [
            {"days": list(DAYS), "startTime": wall(window[0]), "endTime": wall(window[1])}
            for window in draw(st.lists(windows, min_size=1, max_size=2))
        ]
        zone = draw(st.sampled_from(ZONES))
        schedule = Schedule(10 + number, number, "Hours", zone, availability=weekly)
        schedules[number] = world.schedules.add(schedule).id
        if draw(st.booleans()):
            world.users.update(user(world, number), default_schedule_id=schedules[number])
            schedules[number] = None
    fixed = {"fixed": set(TEAM), "rotating": set[int](), "mixed": {draw(st.sampled_from(TEAM))}}[part]
    kind = event_type(
        world,
        owner_id=None,
        team_id=1,
        scheduling_type="collective" if part == "fixed" else "roundRobin",
        hosts=[{"user_id": n, "fixed": n in fixed, "schedule_id": schedules[n]} for n in TEAM],
        length=draw(st.sampled_from((15, 30, 45, 60))),
        slot_interval=draw(st.sampled_from((None, None, 10, 20, 45))),
        before_buffer=draw(st.sampled_from((0, 10))),
        after_buffer=draw(st.sampled_from((0, 25))),
        minimum_booking_notice=draw(st.sampled_from((0, 95))),
    )
    own = event_type(world, slug="own", owner_id=2, after_buffer=draw(st.sampled_from((0, 15))))
    for _ in range(draw(st.integers(0, 5))):
        start = low + draw(st.integers(-36, 220)) * 10 * MINUTE
        booking = stored(
            world,
            draw(st.sampled_from((kind, own, None))),
            start,
            end=start + draw(st.integers(1, 15)) * 10 * MINUTE,
            user_id=draw(st.sampled_from(TEAM)),
            status=draw(st.sampled_from(("accepted", "accepted", "accepted", "cancelled"))),
        )
        if draw(st.booleans()):
            # A host who is not the organizer comes as an attendee.
            email = user(world, draw(st.sampled_from(TEAM))).email
            world.attendees.add(Attendee(world.ids.next("attendees"), booking.id, email, "Host", "UTC"))
    if draw(st.integers(0, 3)) == 0:
        first = at(f"{noon.date() + draw(st.integers(-1, 1)) * DAY} 00:00")
        away = OutOfOffice(1, draw(st.sampled_from(TEAM)), first, first + DAY - timedelta(milliseconds=1), "uuid")
        world.out_of_office.add(away)
    request = SlotRequest(low, high, ZoneInfo(draw(st.sampled_from(ZONES))))
    return Case(world, kind, request, tuple(sorted(fixed)), tuple(sorted(set(TEAM) - fixed)))


def works(case: Case, number: int, minute: datetime) -> bool:
    (schedule,) = case.world.schedules.where("user_id", number)[-1:]
    local = minute.astimezone(ZoneInfo(schedule.time_zone or ""))
    if any(away(entry, number, local.date()) for entry in case.world.out_of_office):
        return False
    now = local.hour * 60 + local.minute
    return any(
        minutes(window["startTime"]) <= now < minutes(window["endTime"])
        or (window["endTime"] == "23:59" and now == 1439)
        for window in schedule.availability
    )


def away(entry: OutOfOffice, number: int, day: date) -> bool:
    return entry.user_id == number and entry.start.date() <= day <= entry.end.date()


def minutes(wall_time: str) -> int:
    return int(wall_time[:2]) * 60 + int(wall_time[3:])


def taken(case: Case, number: int) -> list[tuple[datetime, datetime]]:
    """The host's bookings, organised or attended, with the buffers of both event types."""
    found = []
    for booking in case.world.bookings:
        emails = {person.email for person in case.world.attendees.where("booking_id", booking.id)}
        if booking.status != "accepted" or not (booking.user_id == number or user(case.world, number).email in emails):
            continue
        own, new = case.world.event_types.get(booking.event_type_id), case.kind
        before = (own.before_buffer if own else 0) + new.after_buffer
        after = (own.after_buffer if own else 0) + new.before_buffer
        found.append((booking.start - before * MINUTE, booking.end + after * MINUTE))
    return found


def free_minutes(case: Case, number: int, low: datetime, high: datetime) -> set[datetime]:
    found, busy = set(), taken(case, number)
    minute = low
    while minute < high:
        if works(case, number, minute) and not any(start <= minute < end for start, end in busy):
            found.add(minute)
        minute += MINUTE
    return found


def runs(free: set[datetime]) -> list[tuple[datetime, datetime]]:
    found: list[tuple[datetime, datetime]] = []
    for minute in sorted(free):
        if found and found[-1][1] == minute:
            found[-1] = (found[-1][0], minute + MINUTE)
        else:
            found.append((minute, minute + MINUTE))
    return found


def shared(case: Case) -> list[set[datetime]]:
    """For every host who takes turns the minutes in which that host and all fixed ones are free."""
    low, high = max(case.request.low, case.world.now()), case.request.high
    free = {number: free_minutes(case, number, low, high) for number in TEAM}
    together = [free[number] for number in case.fixed]
    if not case.turns:
        return [set.intersection(*together)]
    return [set.intersection(free[number], *together) for number in case.turns]


def modelled(case: Case) -> list[datetime]:
    kind, request = case.kind, case.request
    interval = kind.slot_interval or kind.length
    step = interval * MINUTE
    grid = max(size for size in (60, 30, 20, 15, 10, 5) if interval % size == 0)
    notice = case.world.now() + kind.minimum_booking_notice * MINUTE
    found: set[datetime] = set()
    for begin, end in sorted({run for free in shared(case) for run in runs(free)}):
        start = max(begin, notice)
        while start.astimezone(request.zone).minute % grid:
            start += MINUTE
        earlier = [each for each in found if each < start]
        if earlier and start < max(earlier) + step:
            start = max(earlier) if max(earlier) >= begin else max(earlier) + step
        while start + kind.length * MINUTE <= end:
            found.add(start)
            start += step
    return sorted(found)


def all_fit(case: Case, starts: list[datetime]) -> bool:
    """Is the same crew free from the beginning of every booking to its end?"""
    crews = shared(case)
    return all(
        any({start + number * MINUTE for number in range(case.kind.length)} <= free for free in crews)
        for start in starts
    )


@settings(max_examples=40)
@given(cases("fixed"))
def test_collective_slots_are_those_of_the_model(case: Case) -> None:
    assert slots(case.world, case.kind, case.request) == modelled(case)


@settings(max_examples=40)
@given(cases("rotating"))
def test_round_robin_slots_are_those_of_the_model(case: Case) -> None:
    found = slots(case.world, case.kind, case.request)
    assert found == modelled(case)
    assert all_fit(case, found)


@settings(max_examples=40)
@given(cases("mixed"))
def test_a_fixed_host_is_always_needed(case: Case) -> None:
    found = slots(case.world, case.kind, case.request)
    assert found == modelled(case)
    assert all_fit(case, found)


@settings(max_examples=20)
@given(cases("fixed"))
def test_a_group_that_meets_ad_hoc_is_like_a_collective(case: Case) -> None:
    people = tuple(user(case.world, number) for number in TEAM)
    assert slots(case.world, case.kind, case.request, Crew(people)) == slots(case.world, case.kind, case.request)
