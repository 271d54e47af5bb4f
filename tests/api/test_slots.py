"""Slots as a client sees them; a week of September 2050 in Rome's summer time, as in the service's own tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.api.call import Call
from emulator.api.slots import HANDLERS
from emulator.errors.base import ApiError
from emulator.scheduling.reservations import ReservationRequest, reserve
from emulator.settings import Settings
from emulator.world.appointments import Booking, EventType, Seat
from emulator.world.records import OutOfOffice, Schedule, Team, User
from emulator.world.world import World
from tests.answers import ask
from tests.office import NOW, at, event_type, office, stored, user

OPERATION = "SlotsController_2024_09_04_getAvailableSlots"
WEEK = {"start": "2050-09-05", "end": "2050-09-09"}
MONDAY = {"start": "2050-09-05", "end": "2050-09-05"}
DATES = [f"2050-09-0{day}" for day in range(5, 10)]
ELEVEN = at("2050-09-05 11:00")
Days = dict[str, list[dict[str, Any]]]


@pytest.fixture
def world() -> World:
    return office()


@pytest.fixture
def kind(world: World) -> EventType:
    return event_type(world)


def find(world: World, query: dict[str, Any]) -> Days:
    found: Days = ask(HANDLERS, OPERATION, world, None, query=query)
    return found


def by_id(world: World, kind: EventType, **query: Any) -> Days:
    return find(world, {"eventTypeId": kind.id, **WEEK, **query})


def utc(day: str, *hours: int) -> list[dict[str, Any]]:
    return [{"start": f"{day}T{hour:02}:00:00.000Z"} for hour in hours]


def rome(day: str, *hours: int) -> list[dict[str, Any]]:
    return [{"start": f"{day}T{hour:02}:00:00.000+02:00"} for hour in hours]


FULL = {day: utc(day, *range(7, 15)) for day in DATES}
FULL_IN_ROME = {day: rome(day, *range(9, 17)) for day in DATES}


def refusal(world: World, **query: Any) -> tuple[int, str]:
    with pytest.raises(ApiError) as caught:
        find(world, {**WEEK, **query})
    return caught.value.status, caught.value.message


def test_a_week(world: World, kind: EventType) -> None:
    """resources.md 11 #138, #139"""
    assert by_id(world, kind) == FULL
    assert by_id(world, kind, timeZone="Europe/Rome") == FULL_IN_ROME


def test_by_owner_and_slug(world: World, kind: EventType) -> None:
    """resources.md 11 #140"""
    named = {"username": "ada", "eventTypeSlug": "consultation", **WEEK}
    assert find(world, named) == FULL
    assert find(world, {**named, "timeZone": "Europe/Rome"}) == FULL_IN_ROME


def test_data_comes_before_status(world: World, kind: EventType) -> None:
    """live.md 3"""
    query = {"eventTypeId": kind.id, **WEEK}
    answer = HANDLERS[OPERATION](Call(world, OPERATION, "2024-09-04", {}, query, None, None, Settings()))
    assert list(answer) == ["data", "status"]


def test_bounds_are_moments_of_utc(world: World, kind: EventType) -> None:
    """resources.md 11 #141-143"""
    assert by_id(world, kind, start="2050-09-05T09:00:00.000Z") == FULL | {DATES[0]: utc(DATES[0], *range(9, 15))}
    early = by_id(world, kind, end="2050-09-09T12:00:00.000Z")
    assert early == FULL | {DATES[4]: utc(DATES[4], *range(7, 12))}
    shown = by_id(world, kind, end="2050-09-09T12:00:00.000Z", timeZone="Europe/Rome")
    assert shown == FULL_IN_ROME | {DATES[4]: rome(DATES[4], *range(9, 14))}
    assert by_id(world, kind, start="2050-09-05T11:00:00+02:00") == by_id(world, kind, start="2050-09-05T09:00:00Z")


def test_an_end_at_midnight_is_the_end_of_that_day(world: World, kind: EventType) -> None:
    assert by_id(world, kind, end="2050-09-09T00:00:00Z") == FULL
    assert list(by_id(world, kind, end="2050-09-09T00:00:01Z")) == DATES[:4]


@pytest.mark.parametrize("named", [{"eventTypeId": 1}, {"username": "ada", "eventTypeSlug": "consultation"}])
@pytest.mark.parametrize("form", ["range", "RANGE"])
def test_ranges(world: World, kind: EventType, named: dict[str, Any], form: str) -> None:
    """resources.md 11 #144, #145: Saturday adds no key."""
    found = find(world, {**named, **WEEK, "end": "2050-09-10", "format": form})
    assert list(found) == DATES
    assert found[DATES[0]][0] == {"start": "2050-09-05T07:00:00.000Z", "end": "2050-09-05T08:00:00.000Z"}
    local = find(world, {**named, **WEEK, "format": form, "timeZone": "Europe/Rome"})
    assert local[DATES[4]][-1] == {"start": "2050-09-09T16:00:00.000+02:00", "end": "2050-09-09T17:00:00.000+02:00"}


def test_bookings_take_times(world: World, kind: EventType) -> None:
    """resources.md 11 #158"""
    stored(world, kind, ELEVEN)
    assert by_id(world, kind) == FULL | {DATES[0]: utc(DATES[0], 7, 8, 9, 10, 12, 13, 14)}


def seated(world: World) -> tuple[EventType, Booking]:
    """An event type of five seats with one of them taken at eleven."""
    kind = event_type(world, seats={"seatsPerTimeSlot": 5})
    booking = stored(world, kind, ELEVEN)
    (attendee,) = world.attendees.where("booking_id", booking.id)
    world.seats.add(Seat(1, "seat", booking.id, attendee.id, NOW))
    return kind, booking


@pytest.mark.parametrize("form", ["time", "range"])
def test_seats(world: World, form: str) -> None:
    """resources.md 11 #159-161"""
    kind, booking = seated(world)
    slots = by_id(world, kind, **MONDAY, format=form)[DATES[0]]
    assert len(slots) == 8
    for slot in slots:
        taken = slot["start"] == "2050-09-05T11:00:00.000Z"
        counts = {"seatsBooked": int(taken), "seatsRemaining": 5 - taken, "seatsTotal": 5}
        expected = {"start": slot["start"], **counts, **({"bookingUid": booking.uid} if taken else {})}
        assert {name: value for name, value in slot.items() if name != "end"} == expected
        assert ("end" in slot) is (form == "range")


def test_a_seat_that_is_held_counts_and_shows_a_made_up_booking(world: World) -> None:
    """resources.md 5.3 step 5"""
    kind, booking = seated(world)
    for hour in (9, 11):
        reserve(world, ReservationRequest(kind.id, at(f"2050-09-05 {hour:02}:00"), ""), None)
    slots = {slot["start"][11:13]: slot for slot in by_id(world, kind, **MONDAY)[DATES[0]]}
    assert (slots["11"]["seatsBooked"], slots["11"]["bookingUid"]) == (2, booking.uid)
    assert (slots["09"]["seatsBooked"], len(slots["09"]["bookingUid"])) == (1, 36)


def test_one_of_several_lengths(world: World) -> None:
    """resources.md 11 #164"""
    kind = event_type(world, length=15, length_options=[15, 30, 45, 60, 180])
    reserve(world, ReservationRequest(kind.id, ELEVEN, "", slot_minutes=60), None)
    found = by_id(world, kind, **MONDAY, duration=60, format="range")[DATES[0]]
    assert [slot["start"] for slot in found] == [each["start"] for each in utc(DATES[0], 7, 8, 9, 10, 12, 13, 14)]
    assert found[0]["end"] == "2050-09-05T08:00:00.000Z"


def test_out_of_office(world: World, kind: EventType) -> None:
    """resources.md 11 #166"""
    world.out_of_office.add(OutOfOffice(1, 1, at("2050-09-06 00:00"), at("2050-09-09 23:59"), "uuid"))
    assert list(by_id(world, kind)) == DATES[:1]


@pytest.mark.parametrize("uid", [None, "unknown", "123", "", "x" * 2000, "%00 ✓'\"<>"])
def test_no_booking_about_to_move(world: World, kind: EventType, uid: str | None) -> None:
    """resources.md 11 #184, #186, #187"""
    stored(world, kind, ELEVEN)
    query = {} if uid is None else {"bookingUidToReschedule": uid}
    assert by_id(world, kind, **MONDAY, **query) == {DATES[0]: utc(DATES[0], 7, 8, 9, 10, 12, 13, 14)}


@pytest.mark.parametrize("named", [{"eventTypeId": 1}, {"username": "ada", "eventTypeSlug": "consultation"}])
def test_a_booking_about_to_move(world: World, kind: EventType, named: dict[str, Any]) -> None:
    """resources.md 11 #185, #188"""
    query = {**named, **MONDAY, "bookingUidToReschedule": stored(world, kind, ELEVEN).uid}
    assert find(world, query) == {DATES[0]: FULL[DATES[0]]}
    ranged = find(world, {**query, "format": "range"})[DATES[0]]
    assert {"start": "2050-09-05T11:00:00.000Z", "end": "2050-09-05T12:00:00.000Z"} in ranged
    assert rome(DATES[0], 13)[0] in find(world, {**query, "timeZone": "Europe/Rome"})[DATES[0]]


def test_one_name_in_two_places(world: World, kind: EventType) -> None:
    """resources.md 11 #196"""
    world.teams.add(Team(5, "Acme", "acme", is_organization=True))
    world.users.add(User(7, "ada", "ada@acme.example", "Ada", NOW, organization_id=5, default_schedule_id=2))
    hours = [{"days": ["Monday"], "startTime": "10:00", "endTime": "11:00"}]
    world.schedules.add(Schedule(2, 7, "Short", "Europe/Rome", hours))
    event_type(world, owner_id=7)
    named = {"username": "ada", "eventTypeSlug": "consultation", **WEEK}
    assert find(world, named) == FULL
    assert find(world, {**named, "organizationSlug": "acme"}) == {DATES[0]: utc(DATES[0], 8)}


def test_a_zone_west_of_utc_may_show_the_day_before(world: World, kind: EventType) -> None:
    """resources.md 11 #275"""
    (schedule,) = world.schedules
    afternoon = [{"days": ["Sunday"], "startTime": "12:00", "endTime": "23:59"}]
    world.schedules.update(schedule, time_zone="Pacific/Honolulu", availability=afternoon)
    assert list(by_id(world, kind, **MONDAY, timeZone="Pacific/Honolulu")) == ["2050-09-04"]


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("UTC", "2050-09-05T07:00:00.000Z"),
        ("GMT", "2050-09-05T07:00:00.000Z"),
        ("Atlantic/Reykjavik", "2050-09-05T07:00:00.000+00:00"),
        ("Asia/Kathmandu", "2050-09-05T13:00:00.000+05:45"),
        ("America/New_York", "2050-09-05T03:00:00.000-04:00"),
    ],
)
def test_zones_on_the_wire(world: World, kind: EventType, zone: str, start: str) -> None:
    assert by_id(world, kind, timeZone=zone)[DATES[0]][0]["start"] == start


def test_nothing_on_offer(world: World, kind: EventType) -> None:
    assert by_id(world, kind, start="2050-09-10", end="2050-09-11") == {}
    world.event_types.update(kind, hidden=True)
    assert by_id(world, kind) == FULL


def test_overrides(world: World, kind: EventType) -> None:
    """resources.md 11 #272"""
    (schedule,) = world.schedules
    both = [("2050-09-05", "10:00", "11:00"), ("2050-09-05", "20:00", "21:00"), ("2050-09-06", "10:00", "10:00")]
    dated = [{"date": day, "startTime": low, "endTime": high} for day, low, high in both]
    world.schedules.update(schedule, overrides=dated)
    assert by_id(world, kind) == {DATES[0]: utc(DATES[0], 8, 18), **{day: FULL[day] for day in DATES[2:]}}


def test_a_buffer_after(world: World) -> None:
    """resources.md 11 #273"""
    kind = event_type(world, after_buffer=15)
    stored(world, kind, at("2050-09-05 10:00"))
    starts = [slot["start"][11:16] for slot in by_id(world, kind, **MONDAY)[DATES[0]]]
    # Before the booking the new one's own buffer counts, after it the booking's.
    assert starts == ["07:00", "08:00", "12:00", "13:00", "14:00"]


def test_unknown_names(world: World, kind: EventType) -> None:
    """resources.md 11 #241"""
    assert refusal(world, eventTypeId=99) == (404, "Event Type not found")
    assert refusal(world, username="ada", eventTypeSlug="nothing") == (404, "Event Type not found")
    assert refusal(world, username="x", eventTypeSlug="consultation") == (404, "User with username x not found")
    assert refusal(world, teamSlug="t", eventTypeSlug="s") == (404, "Team with slug t not found")
    text = "slots-input.service.ts: Organization with slug o not found"
    for named in ({"username": "ada", "eventTypeSlug": "s"}, {"teamSlug": "t", "eventTypeSlug": "s"}):
        assert refusal(world, **named, organizationSlug="o") == (404, text)
    assert refusal(world, usernames=["ada", "eve"], organizationSlug="o") == (404, text)


def test_a_team_of_an_organization_needs_its_slug(world: World) -> None:
    """resources.md 11 #197"""
    world.teams.add(Team(5, "Acme", "acme", is_organization=True))
    world.teams.add(Team(6, "Sales", "sales", parent_id=5))
    named = {"teamSlug": "sales", "eventTypeSlug": "demo"}
    assert refusal(world, **named) == (404, "Team with slug sales not found")
    assert refusal(world, **named, organizationSlug="acme") == (404, "Event Type not found")
    kind = event_type(world, owner_id=None, team_id=6, slug="demo", hosts=[{"user_id": 1}])
    assert find(world, {**WEEK, **named, "organizationSlug": "acme"}) == by_id(world, kind)


def test_what_does_not_belong_together(world: World, kind: EventType) -> None:
    """resources.md 5.1, 11 #238, #240"""
    surplus = "username property is wrong,property username should not exist "
    assert refusal(world, eventTypeId=kind.id, username="ada") == (400, surplus)
    without = "organizationSlug property is wrong,organizationSlug must be a string "
    assert refusal(world, usernames=["ada", "eve"]) == (400, without)
    names = "usernames property is wrong,The array must contain at least 2 elements. "
    assert refusal(world) == (400, f"{without}, {names}")
    assert refusal(world, username="ada") == (400, f"{surplus}, {without}, {names}")


def test_a_range_the_wrong_way_round(world: World, kind: EventType) -> None:
    """resources.md 11 #242"""
    text = "Invalid time range given - check the 'start' and 'end' query parameters."
    assert refusal(world, eventTypeId=kind.id, start="2050-09-10", end="2050-09-09") == (400, text)
    assert refusal(world, eventTypeId=kind.id, start="2050-09-10T12:00:00Z", end="2050-09-10T11:00:00Z") == (400, text)


@pytest.mark.parametrize("wrong", ["never", "2050-09-31", "0001-01-01T00:00:00+14:00"])
def test_moments_that_are_none(world: World, kind: EventType, wrong: str) -> None:
    text = "start property is wrong,start must be a valid ISO 8601 date string "
    assert refusal(world, eventTypeId=kind.id, start=wrong) == (400, text)


def test_asking_clears_what_ran_out(world: World, kind: EventType) -> None:
    """resources.md 5.4"""
    reserve(world, ReservationRequest(kind.id, ELEVEN, ""), None)
    assert utc(DATES[0], 11)[0] not in by_id(world, kind)[DATES[0]]
    world.clock.freeze(NOW + timedelta(minutes=5))
    assert by_id(world, kind) == FULL
    assert len(world.reservations) == 0


def test_the_host_may_have_no_schedule(world: World) -> None:
    """resources.md 5.3 step 1: office hours in the host's zone."""
    world.users.update(user(world, 2), time_zone="Europe/Rome")
    assert by_id(world, event_type(world, owner_id=2)) == FULL
