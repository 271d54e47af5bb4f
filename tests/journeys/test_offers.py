"""What is offered can be booked, and what the host's hours do not cover cannot: random hosts, over HTTP."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.scheduling.working_hours import DAYS
from emulator.world.instants import parse, wire
from tests.api_client import ATTENDEE, Api

MINUTE = timedelta(minutes=1)
REFUSALS = (400, 401, 409)
"""Out of bounds, the limit of the day is reached, and the host is not free."""
ZONES = (
    *("Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Australia/Adelaide", "Asia/Kolkata"),
    *("Asia/Kathmandu", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Honolulu"),
)
# Clocks change on these days in one of the zones, and on the last in none.
CHANGES = (
    "2030-03-31",
    "2030-10-27",
    "2030-03-10",
    "2030-11-03",
    "2030-04-07",
    "2030-10-06",
    "2030-09-29",
    "2030-01-08",
)
Json = dict[str, Any]

# Not between one and four: a boundary there is read in two ways on a day of change.
clock_times = st.integers(0, 95).map(lambda quarter: 15 * quarter).filter(lambda minute: not 60 <= minute < 240)


def wall(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def window(**more: Any) -> st.SearchStrategy[Json]:
    times = st.tuples(clock_times, clock_times).map(sorted)
    return st.builds(
        lambda both, extra: {"startTime": wall(both[0]), "endTime": wall(both[1]), **extra},
        times,
        st.fixed_dictionaries(more),
    )


@st.composite
def hosts(draw: st.DrawFn) -> tuple[str, Json, Json, list[int]]:
    """A day, a schedule, the settings of an event type, and when there are bookings, in quarters of an hour."""
    day = draw(st.sampled_from(CHANGES))
    weekdays = st.lists(st.sampled_from(DAYS), min_size=3, max_size=7, unique=True)
    near = st.integers(-1, 1).map(lambda more: (date.fromisoformat(day) + timedelta(days=more)).isoformat())
    schedule = {
        "timeZone": draw(st.sampled_from(ZONES)),
        "availability": draw(st.lists(window(days=weekdays), min_size=1, max_size=3)),
        "overrides": draw(st.lists(window(date=near), max_size=2)),
    }
    buffers = st.sampled_from((0, 0, 5, 15))
    settings_ = {
        "lengthInMinutes": draw(st.sampled_from((15, 30, 45, 60))),
        "slotInterval": draw(st.sampled_from((None, 15, 20, 120))),
        "beforeEventBuffer": draw(buffers),
        "afterEventBuffer": draw(buffers),
        "minimumBookingNotice": draw(st.sampled_from((0, 60, 1500))),
        "bookingLimitsCount": draw(st.sampled_from((None, None, {"day": 2}))),
    }
    return day, schedule, settings_, draw(st.lists(st.integers(0, 190), max_size=4))


def covered(schedule: Json, start: datetime, minutes: int) -> bool:
    """Whether the host works in every one of these minutes, looked up one by one."""
    zone = ZoneInfo(schedule["timeZone"])

    def works(minute: datetime) -> bool:
        local = minute.astimezone(zone)
        dated = [each for each in schedule["overrides"] if each["date"] == local.date().isoformat()]
        weekly = [each for each in schedule["availability"] if f"{local:%A}" in each["days"]]
        return any(each["startTime"] <= f"{local:%H:%M}" < each["endTime"] for each in dated or weekly)

    return all(works(start + number * MINUTE) for number in range(minutes))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(host=hosts(), booker=st.sampled_from(ZONES), data=st.data())
def test_offers(
    in_process: httpx2.Client, host: tuple[str, Json, Json, list[int]], booker: str, data: st.DataObject
) -> None:
    day, schedule, kind, booked = host
    in_process.delete("/_emulator/worlds/offers")
    api = Api(in_process, "offers")
    low = datetime.fromisoformat(f"{day}T00:00:00+00:00") - timedelta(days=1)
    api.control("PUT", "/clock", {"now": wire(low - timedelta(hours=3))})
    api.data("PATCH", "/v2/schedules/1", schedule)
    api.data("PATCH", "/v2/event-types/3", {key: value for key, value in kind.items() if value is not None})
    for quarter in booked:
        record = {"eventTypeId": 3, "start": wire(low + quarter * 15 * MINUTE)}
        api.control("POST", "/records/bookings", record)
    query = {"eventTypeId": 3, "start": wire(low), "end": wire(low + timedelta(days=2)), "timeZone": booker}
    days = api.data("GET", "/v2/slots", params=query)
    offered = [parse(slot["start"]) for found in days.values() for slot in found]
    length: int = kind["lengthInMinutes"]
    assert all(covered(schedule, start, length) for start in offered)
    picked = data.draw(st.lists(st.sampled_from(offered), max_size=3, unique=True)) if offered else []
    for start in picked:
        assert book(api, start, booker) == 201
        (last,) = [
            row for row in api.control("GET", "/records/bookings") if row["title"].startswith("60 min meeting b")
        ]
        assert book(api, start, booker) in REFUSALS
        api.control("DELETE", f"/records/bookings/{last['uid']}")
    for quarter in data.draw(st.lists(st.integers(12, 180), max_size=4)):
        start = low + quarter * 15 * MINUTE
        if not covered(schedule, start, length):
            assert start not in offered
            assert book(api, start, booker) in REFUSALS


def book(api: Api, start: datetime, zone: str) -> int:
    body = {"eventTypeId": 3, "start": wire(start), "attendee": {**ATTENDEE, "timeZone": zone}}
    return api.post("/v2/bookings", body).status_code
