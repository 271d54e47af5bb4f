"""Why a start is (not) offered, asked over HTTP; a Tuesday of January in Rome, where ada works from nine to five."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from emulator.world.instants import parse, wire
from tests.api_client import Api

TUESDAY = "2030-01-08"
ELEVEN = f"{TUESDAY}T11:00:00.000Z"


@pytest.fixture(autouse=True)
def _no_notice(api: Api) -> None:
    change(api, "event-types", 3, minimumBookingNotice=0)


def change(api: Api, kind: str, key: int, **fields: Any) -> None:
    api.control("PATCH", f"/records/{kind}/{key}", fields)


def add(api: Api, kind: str, **fields: Any) -> Any:
    return api.control("POST", f"/records/{kind}", fields)


def book(api: Api, start: str, **fields: Any) -> str:
    uid: str = add(api, "bookings", eventTypeId=3, start=start, title="Taken", **fields)["uid"]
    return uid


def verdict(api: Api, start: str, **more: Any) -> Any:
    (found,) = api.control("GET", f"/explain/slots?{httpx2.QueryParams(eventTypeId=3, start=start, **more)}")["starts"]
    return found


def causes(api: Api, start: str, **more: Any) -> list[str]:
    return [reason["cause"] for reason in verdict(api, start, **more)["reasons"]]


def refused(api: Api, **query: Any) -> tuple[int, str]:
    answer = api.get("/_emulator/explain/slots", params=query)
    return answer.status_code, answer.json()["error"]["message"]


def test_an_offered_start(api: Api) -> None:
    assert verdict(api, "2030-01-08T12:00:00+01:00") == {
        "start": ELEVEN,
        "end": f"{TUESDAY}T12:00:00.000Z",
        "offered": True,
        "reasons": [],
    }


def test_the_answer_says_what_was_looked_at(api: Api) -> None:
    answer = api.control("GET", f"/explain/slots?eventTypeId=3&start={TUESDAY}T23:30:00Z")
    assert (answer["eventTypeId"], answer["now"]) == (3, "2029-12-03T08:00:00.000Z")
    assert (answer["from"], answer["until"]) == ("2030-01-08T00:00:00.000Z", "2030-01-09T23:59:59.000Z")


def test_outside_the_schedule(api: Api) -> None:
    (reason,) = verdict(api, f"{TUESDAY}T16:00:00Z")["reasons"]
    assert reason == {
        "cause": "schedule",
        "message": "outside the schedule, which has Tuesday: 09:00-17:00 (Europe/Rome)",
        "userId": 1,
        "date": TUESDAY,
    }
    assert verdict(api, "2030-01-12T11:00:00Z")["reasons"][0]["message"].endswith("Saturday: closed (Europe/Rome)")


def test_an_override(api: Api) -> None:
    change(api, "schedules", 1, overrides=[{"date": TUESDAY, "startTime": "14:00", "endTime": "15:00"}])
    (reason,) = verdict(api, ELEVEN)["reasons"]
    assert reason["cause"] == "override"
    assert reason["message"] == f"an override gives {TUESDAY} other hours: 14:00-15:00 (Europe/Rome)"
    assert causes(api, f"{TUESDAY}T13:00:00Z") == []
    assert causes(api, "2030-01-09T11:00:00Z") == []


def test_out_of_office(api: Api) -> None:
    add(api, "out-of-office", userId=1, start=f"{TUESDAY}T00:00:00Z", end=f"{TUESDAY}T23:59:59.999Z")
    (reason,) = verdict(api, ELEVEN)["reasons"]
    assert (reason["cause"], reason["userId"], reason["date"]) == ("out-of-office", 1, TUESDAY)
    assert reason["message"] == f"ada is out of office on {TUESDAY}"


def test_a_booking_is_named(api: Api) -> None:
    uid = book(api, f"{TUESDAY}T11:30:00Z")
    (reason,) = verdict(api, ELEVEN)["reasons"]
    assert reason == {
        "cause": "booking",
        "message": f"'Taken' is booked from {TUESDAY}T11:30:00.000Z to {TUESDAY}T12:30:00.000Z",
        "start": f"{TUESDAY}T11:30:00.000Z",
        "end": f"{TUESDAY}T12:30:00.000Z",
        "userId": 1,
        "bookingUid": uid,
    }
    assert causes(api, ELEVEN, bookingUidToReschedule=uid) == []


def test_a_booking_to_look_past_names_its_event_type(api: Api) -> None:
    uid = book(api, f"{TUESDAY}T11:30:00Z")
    answer = api.control("GET", f"/explain/slots?bookingUidToReschedule={uid}&start={ELEVEN}")
    assert (answer["eventTypeId"], [start["offered"] for start in answer["starts"]]) == (3, [True])
    refused = api("GET", f"/_emulator/explain/slots?bookingUidToReschedule=nobody&start={ELEVEN}")
    assert (refused.status_code, refused.json()["error"]["where"]) == (400, "?eventTypeId")


def test_a_buffer_is_told_from_its_booking(api: Api) -> None:
    change(api, "event-types", 3, afterEventBuffer=15)
    uid = book(api, f"{TUESDAY}T11:00:00Z")
    # The booking's own buffer and the one that the new booking wants: a quarter of an hour on either side.
    for start in ("10:00", "12:00"):
        (reason,) = verdict(api, f"{TUESDAY}T{start}:00Z")["reasons"]
        assert (reason["cause"], reason["bookingUid"]) == ("buffer", uid)
        assert (reason["start"], reason["end"]) == (f"{TUESDAY}T10:45:00.000Z", f"{TUESDAY}T12:15:00.000Z")
    assert causes(api, ELEVEN) == ["booking"]
    assert causes(api, f"{TUESDAY}T13:00:00Z") == []


def test_a_reservation_is_named(api: Api) -> None:
    held = api.data("POST", "/v2/slots/reservations", {"eventTypeId": 3, "slotStart": ELEVEN})
    (reason,) = verdict(api, ELEVEN)["reasons"]
    assert (reason["cause"], reason["reservationUid"], reason["eventTypeId"]) == (
        "reservation",
        held["reservationUid"],
        3,
    )
    api.control("POST", "/clock/advance", {"seconds": 300})
    assert causes(api, ELEVEN) == []


def test_a_limit_closes_its_whole_period(api: Api) -> None:
    change(api, "event-types", 3, bookingLimitsCount={"day": 1}, bookingLimitsDuration={"week": 60})
    book(api, f"{TUESDAY}T08:00:00Z")
    day, week = verdict(api, ELEVEN)["reasons"]
    assert (day["cause"], day["limit"], day["unit"]) == ("limit", "count", "day")
    assert day["message"] == "the day takes 1 bookings, and they are there"
    assert (day["start"], day["end"]) == ("2030-01-07T23:00:00.000Z", "2030-01-08T23:00:00.000Z")
    assert (week["cause"], week["limit"], week["unit"]) == ("limit", "duration", "week")
    assert causes(api, "2030-01-09T11:00:00Z") == ["limit"]
    assert causes(api, "2030-01-14T11:00:00Z") == []


def test_notice_and_the_past(api: Api) -> None:
    change(api, "event-types", 3, minimumBookingNotice=150)
    # It is Monday, 08:00 in UTC.
    assert causes(api, "2029-12-03T07:00:00Z") == ["past"]
    (reason,) = verdict(api, "2029-12-03T10:00:00Z")["reasons"]
    assert reason["cause"] == "notice"
    assert reason["message"] == "bookings need 150 minutes' notice: none before 2029-12-03T10:30:00.000Z"
    assert causes(api, "2029-12-03T11:00:00Z") == []


@pytest.mark.parametrize(
    ("window", "outside", "inside"),
    [
        ({"type": "calendarDays", "value": 3, "rolling": False}, "2029-12-07", "2029-12-06"),
        ({"type": "businessDays", "value": 5, "rolling": True}, "2029-12-10", "2029-12-07"),
        ({"type": "range", "value": ["2030-01-08", "2030-01-09"]}, "2030-01-10", "2030-01-09"),
        ({"type": "range", "value": ["2030-01-08", "2030-01-09"]}, "2030-01-07", "2030-01-08"),
    ],
)
def test_the_window(api: Api, window: Any, outside: str, inside: str) -> None:
    change(api, "event-types", 3, bookingWindow=window)
    assert causes(api, f"{outside}T11:00:00Z") == ["window"]
    assert causes(api, f"{inside}T11:00:00Z") == []


def test_off_the_grid(api: Api) -> None:
    (reason,) = verdict(api, f"{TUESDAY}T11:20:00Z")["reasons"]
    assert reason["cause"] == "grid"
    assert reason["message"].endswith(f"nearest: {TUESDAY}T11:00:00.000Z and {TUESDAY}T12:00:00.000Z")


def test_only_the_first_slot(api: Api) -> None:
    change(api, "event-types", 3, onlyShowFirstAvailableSlot=True)
    assert causes(api, f"{TUESDAY}T08:00:00Z") == []
    (reason,) = verdict(api, ELEVEN)["reasons"]
    assert reason["cause"] == "first-slot"
    assert reason["message"].endswith(f"{TUESDAY}T08:00:00.000Z")


def test_bounds_of_the_question(api: Api) -> None:
    found = api.control("GET", f"/explain/slots?eventTypeId=3&start={TUESDAY}T09:00:00Z&end={TUESDAY}T10:30:00Z")
    by_start = {each["start"][11:16]: [reason["cause"] for reason in each["reasons"]] for each in found["starts"]}
    assert by_start == {"09:00": [], "10:00": ["bounds"]}


def test_every_reason_is_given(api: Api) -> None:
    book(api, f"{TUESDAY}T16:30:00Z")
    change(api, "event-types", 3, bookingLimitsCount={"day": 1}, minimumBookingNotice=100 * 24 * 60)
    assert causes(api, f"{TUESDAY}T16:00:00Z") == ["notice", "schedule", "booking", "limit"]


def test_a_host_that_is_gone(api: Api) -> None:
    change(api, "event-types", 3, ownerId=None)
    assert causes(api, ELEVEN) == ["host"]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Rome", "Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns"])
def test_what_is_offered_is_what_the_api_offers(api: Api, zone: str) -> None:
    change(
        api,
        "event-types",
        3,
        lengthInMinutes=25,
        slotInterval=40,
        offsetStart=5,
        beforeEventBuffer=10,
        bookingLimitsCount={"day": 3},
        minimumBookingNotice=60,
    )
    change(api, "schedules", 1, overrides=[{"date": "2030-01-09", "startTime": "09:10", "endTime": "23:59"}])
    for start in (f"{TUESDAY}T09:05:00Z", f"{TUESDAY}T13:00:00Z", "2030-01-10T10:00:00Z", "2030-01-10T14:00:00Z"):
        book(api, start)
    api.data("POST", "/v2/slots/reservations", {"eventTypeId": 3, "slotStart": "2030-01-09T12:00:00Z"})
    query = {"eventTypeId": "3", "start": "2030-01-07T10:00:00Z", "end": "2030-01-11", "timeZone": zone}
    explained = api.get("/_emulator/explain/slots", params=query).json()["starts"]
    days = api.data("GET", "/v2/slots", params=query)
    offered = [wire(parse(slot["start"])) for day in days.values() for slot in day]
    assert [each["start"] for each in explained if each["offered"]] == offered
    assert len(offered) > 20
    assert all(each["offered"] is not bool(each["reasons"]) for each in explained)


def test_questions_that_make_no_sense(api: Api) -> None:
    assert refused(api, start=ELEVEN) == (400, "eventTypeId is missing")
    assert refused(api, eventTypeId="3") == (400, "start is missing")
    assert refused(api, eventTypeId="99", start=ELEVEN) == (404, "there is no event type '99'")
    assert refused(api, eventTypeId="x", start=ELEVEN) == (404, "there is no event type 'x'")
    assert refused(api, eventTypeId="3", start="soon") == (400, "'soon' is not an ISO 8601 instant")
    assert refused(api, eventTypeId="3", start="9500-01-01") == (400, "no calendar reaches '9500-01-01'")
    assert refused(api, eventTypeId="3", start=TUESDAY, end="9999-12-31")[0] == 400
    assert refused(api, eventTypeId="3", start="9999-12-31", end="9999-12-31")[0] == 400
    assert refused(api, eventTypeId="3", start="0001-01-01", end="0001-01-01")[0] == 400
    assert refused(api, eventTypeId="3", start=TUESDAY, end="2029-01-01")[1].startswith("Invalid time range given")
    assert refused(api, eventTypeId="3", start=TUESDAY, end="2032-01-01") == (
        400,
        "more than 5000 starts lie in between",
    )
    assert refused(api, eventTypeId="3", start=ELEVEN, timeZone="Moon") == (400, "'Moon' is no time zone")
    assert refused(api, eventTypeId="3", start=ELEVEN, duration="0") == (400, "'0' is no number of minutes")
    assert refused(api, eventTypeId="3", start=ELEVEN, username="ada") == (400, "unknown parameter 'username'")


def test_a_duration_asked_for(api: Api) -> None:
    assert verdict(api, f"{TUESDAY}T12:00:00Z", duration="240")["offered"]
    assert causes(api, f"{TUESDAY}T13:00:00Z", duration="240") == ["schedule"]
