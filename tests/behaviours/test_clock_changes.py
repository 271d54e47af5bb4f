"""Days on which clocks change, and both sides of the date line, over HTTP, in the world of `fixtures/dst.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from emulator.app import Emulator
from emulator.resources import resource
from emulator.world.instants import parse, wire
from tests.api_client import Api

ADA, BEN, CAI, DOT, ESHA, FAY, GUS, HOKU, IONA = range(1, 10)
ZONES = {
    ADA: "Europe/Rome",
    BEN: "America/New_York",
    CAI: "Australia/Lord_Howe",
    DOT: "Australia/Adelaide",
    ESHA: "Asia/Kolkata",
    FAY: "Asia/Kathmandu",
    GUS: "Pacific/Chatham",
    HOKU: "Pacific/Honolulu",
    IONA: "Pacific/Kiritimati",
}

# What a booker at the host's own place is offered between midnight and six on the day, an hour at a time.
DAYS = [
    (ADA, "2030-03-31", ["00:00+01:00", "01:00+01:00", "03:00+02:00", "04:00+02:00", "05:00+02:00"]),
    (
        ADA,
        "2030-10-27",
        ["00:00+02:00", "01:00+02:00", "02:00+02:00", "02:00+01:00", "03:00+01:00", "04:00+01:00", "05:00+01:00"],
    ),
    (BEN, "2030-03-10", ["00:00-05:00", "01:00-05:00", "03:00-04:00", "04:00-04:00", "05:00-04:00"]),
    (
        BEN,
        "2030-11-03",
        ["00:00-04:00", "01:00-04:00", "01:00-05:00", "02:00-05:00", "03:00-05:00", "04:00-05:00", "05:00-05:00"],
    ),
    # Six and a half hours: steps stay an hour of real time, so the clock's minutes move by half an hour.
    (CAI, "2030-04-07", ["00:00+11:00", "01:00+11:00", "01:30+10:30", "02:30+10:30", "03:30+10:30", "04:30+10:30"]),
    # Five and a half hours.
    (CAI, "2030-10-06", ["00:00+10:30", "01:00+10:30", "02:30+11:00", "03:30+11:00", "04:30+11:00"]),
    (
        DOT,
        "2030-04-07",
        ["00:00+10:30", "01:00+10:30", "02:00+10:30", "02:00+09:30", "03:00+09:30", "04:00+09:30", "05:00+09:30"],
    ),
    (DOT, "2030-10-06", ["00:00+09:30", "01:00+09:30", "03:00+10:30", "04:00+10:30", "05:00+10:30"]),
    (
        GUS,
        "2030-04-07",
        ["00:00+13:45", "01:00+13:45", "02:00+13:45", "03:00+13:45", "03:00+12:45", "04:00+12:45", "05:00+12:45"],
    ),
    (GUS, "2030-09-29", ["00:00+12:45", "01:00+12:45", "02:00+12:45", "04:00+13:45", "05:00+13:45"]),
    (ESHA, "2030-03-31", [f"0{hour}:00+05:30" for hour in range(6)]),
    (FAY, "2030-10-27", [f"0{hour}:00+05:45" for hour in range(6)]),
    (HOKU, "2030-03-10", [f"0{hour}:00-10:00" for hour in range(6)]),
    (IONA, "2030-04-07", [f"0{hour}:00+14:00" for hour in range(6)]),
]
EVERY_DAY = pytest.mark.parametrize(("host", "day", "local"), DAYS)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx2.Client]:
    emulator = Emulator(strict=True, fixtures=(resource("fixtures/dst.yaml"),))
    with TestClient(emulator, base_url="http://emulator", raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def hosts(client: httpx2.Client, request: pytest.FixtureRequest) -> Iterator[Api]:
    yield from Api.of_test(client, request.node.nodeid)


def around(day: str) -> dict[str, str]:
    """Bounds in UTC that hold all of a day wherever it is."""
    noon = datetime.fromisoformat(day) + timedelta(hours=12)
    return {"start": f"{noon - timedelta(days=1):%Y-%m-%d}", "end": f"{noon + timedelta(days=1):%Y-%m-%d}"}


def offered(api: Api, event_type: int, day: str, zone: str) -> list[str]:
    """The starts on that date of the zone, as they were written."""
    query = {"eventTypeId": event_type, **around(day), "timeZone": zone}
    return [slot["start"] for slot in api.data("GET", "/v2/slots", params=query).get(day, [])]


def book(api: Api, event_type: int, start: str) -> httpx2.Response:
    attendee = {"name": "Bob", "email": "bob@example.com", "timeZone": "Asia/Kathmandu"}
    return api.post("/v2/bookings", {"eventTypeId": event_type, "start": start, "attendee": attendee})


@EVERY_DAY
def test_what_is_offered(hosts: Api, host: int, day: str, local: list[str]) -> None:
    starts = offered(hosts, host, day, ZONES[host])
    assert [f"{start[11:16]}{start[23:]}" for start in starts] == local


@EVERY_DAY
def test_every_offered_start_can_be_booked_and_then_no_more(hosts: Api, host: int, day: str, local: list[str]) -> None:
    starts = offered(hosts, host, day, ZONES[host])
    for start in starts:
        # Some clients send it with its offset, some in UTC.
        sent = start if start.endswith("0") else wire(parse(start))
        answer = book(hosts, host, sent)
        assert answer.status_code == 201, answer.text
        data = answer.json()["data"]
        assert data["start"] == wire(parse(start))
        assert parse(data["end"]) - parse(data["start"]) == timedelta(hours=1)
    assert offered(hosts, host, day, ZONES[host]) == []
    assert {book(hosts, host, wire(parse(start))).status_code for start in starts} == {409}


@EVERY_DAY
def test_neither_before_midnight_nor_after_six(hosts: Api, host: int, day: str, local: list[str]) -> None:
    starts = [parse(start) for start in offered(hosts, host, day, ZONES[host])]
    half_hours = [parse(start) for start in offered(hosts, host + 10, day, ZONES[host])]
    assert half_hours[0] == starts[0]
    end = half_hours[-1] + timedelta(minutes=30)
    for start in (starts[0] - timedelta(minutes=30), end - timedelta(minutes=30), end):
        assert book(hosts, host, wire(start)).status_code == 409
    assert book(hosts, host + 10, wire(end - timedelta(minutes=30))).status_code == 201


def test_a_booker_whose_clocks_have_changed_already(hosts: Api) -> None:
    """Between 10 and 31 March New York is five hours behind Rome, not six."""
    seen = {
        day: [start[11:16] for start in offered(hosts, ADA, day, "America/New_York")]
        for day in ("2030-03-09", "2030-03-11", "2030-04-01")
    }
    evening = ["18:00", "19:00", "20:00", "21:00", "22:00", "23:00"]
    assert seen == {
        "2030-03-09": evening,
        "2030-03-11": ["00:00", *evening[1:]],
        "2030-04-01": evening,
    }


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Asia/Kolkata", "05:00:00.000+05:30"),
        ("Asia/Kathmandu", "05:00:00.000+05:45"),
        ("Australia/Adelaide", "10:00:00.000+10:30"),
        ("Pacific/Chatham", "13:00:00.000+13:45"),
        ("America/St_Johns", "20:00:00.000-03:30"),
    ],
)
def test_hours_begin_where_the_booker_has_full_ones(hosts: Api, zone: str, first: str) -> None:
    """The first start is rounded on the booker's clock, which stands at another minute than the host's."""
    query = {"eventTypeId": ADA, "start": "2030-01-14T12:00:00Z", "end": "2030-01-15T12:00:00Z", "timeZone": zone}
    days = hosts.data("GET", "/v2/slots", params=query)
    assert next(iter(days.values()))[0]["start"][11:] == first


def test_the_same_clock_on_two_dates(hosts: Api) -> None:
    """Kiritimati is a whole day ahead of Honolulu."""
    ahead = offered(hosts, IONA, "2030-04-07", "Pacific/Kiritimati")
    there = offered(hosts, IONA, "2030-04-06", "Pacific/Honolulu")
    assert [start[11:16] for start in ahead] == [start[11:16] for start in there]
    assert [parse(start) for start in ahead] == [parse(start) for start in there]
    assert offered(hosts, HOKU, "2030-04-07", "Pacific/Kiritimati")[0] == "2030-04-07T00:00:00.000+14:00"


def test_an_override_is_a_date_of_the_host(hosts: Api) -> None:
    dated = [{"date": "2030-04-07", "startTime": "12:00", "endTime": "13:00"}]
    key: dict[str, str | None] = {"authorization": "Bearer cal_test_iona"}
    hosts.data("PATCH", "/v2/schedules/9", {"overrides": dated}, headers=key)
    assert offered(hosts, IONA, "2030-04-06", "Pacific/Honolulu") == ["2030-04-06T12:00:00.000-10:00"]
    assert offered(hosts, IONA, "2030-04-07", "Pacific/Honolulu")[0] == "2030-04-07T00:00:00.000-10:00"


def test_a_day_of_twenty_five_hours_is_one_day_to_a_limit(hosts: Api) -> None:
    hosts.control("PATCH", "/records/event-types/1", {"bookingLimitsCount": {"day": 1}})
    assert book(hosts, ADA, "2030-10-26T22:00:00Z").status_code == 201
    assert offered(hosts, ADA, "2030-10-27", "Europe/Rome") == []
    refused = book(hosts, ADA, "2030-10-27T04:00:00Z")
    assert refused.status_code >= 400
    assert len(offered(hosts, ADA, "2030-10-28", "Europe/Rome")) == 6


def test_notice_is_real_time(hosts: Api) -> None:
    """From half past two to half past two is but 23 hours on that night."""
    hosts.control("PATCH", "/records/event-types/1", {"minimumBookingNotice": 24 * 60})
    hosts.control("PUT", "/clock", {"now": "2030-03-30T02:30:00+01:00"})
    # 24 hours later it is 03:30.
    assert offered(hosts, ADA, "2030-03-31", "Europe/Rome")[0] == "2030-03-31T04:00:00.000+02:00"


def test_a_window_ends_with_the_booker_s_day(hosts: Api) -> None:
    window = {"type": "calendarDays", "value": 1, "rolling": False}
    hosts.control("PATCH", "/records/event-types/1", {"bookingWindow": window, "minimumBookingNotice": 0})
    hosts.control("PUT", "/clock", {"now": "2030-10-26T12:00:00+02:00"})
    assert len(offered(hosts, ADA, "2030-10-27", "Europe/Rome")) == 7
    assert offered(hosts, ADA, "2030-10-28", "Europe/Rome") == []


def test_a_weekly_series_keeps_the_time_on_the_clock(hosts: Api) -> None:
    rule = {"interval": 1, "occurrences": 3, "frequency": "weekly"}
    hosts.control("PATCH", "/records/event-types/1", {"recurrence": rule})
    attendee = {"name": "Bob", "email": "bob@example.com", "timeZone": "Europe/Rome"}
    body = {"eventTypeId": ADA, "start": "2030-03-24T03:00:00Z", "attendee": attendee}
    made: list[Any] = hosts.data("POST", "/v2/bookings", body)
    assert [each["start"] for each in made] == [
        "2030-03-24T03:00:00.000Z",
        "2030-03-31T02:00:00.000Z",
        "2030-04-07T02:00:00.000Z",
    ]


@pytest.mark.parametrize("host", [ADA, BEN, CAI, GUS, IONA])
def test_explanations_of_such_a_day(hosts: Api, host: int) -> None:
    days = {number: day for number, day, _ in DAYS}
    query = {"eventTypeId": str(host), **around(days[host]), "timeZone": ZONES[host]}
    explained = hosts.get("/_emulator/explain/slots", params=query).json()["starts"]
    found = [slot["start"] for day in hosts.data("GET", "/v2/slots", params=query).values() for slot in day]
    assert [each["start"] for each in explained if each["offered"]] == [wire(parse(start)) for start in found]
