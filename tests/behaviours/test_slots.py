"""Slots of a personal event type, numbered: a week of September 2050, in Rome's summer time, over HTTP."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.api_client import Api, message

DATES = [f"2050-09-0{day}" for day in range(5, 10)]
WEEK = {"start": DATES[0], "end": DATES[4]}
MONDAY = {"start": DATES[0], "end": DATES[0]}
BY_ID = {"eventTypeId": "3"}
BY_SLUG = {"username": "ada", "eventTypeSlug": "60min"}
ELEVEN = f"{DATES[0]}T11:00:00.000Z"
NAMED = pytest.mark.parametrize("named", [BY_ID, BY_SLUG])
Days = dict[str, list[dict[str, Any]]]


def get(api: Api, *parts: dict[str, str], **query: str) -> httpx2.Response:
    merged: dict[str, str] = {}
    for part in parts:
        merged |= part
    return api.get("/v2/slots", params={**merged, **query}, headers={"authorization": None})


def slots(api: Api, *parts: dict[str, str], **query: str) -> Days:
    answer = get(api, *parts, **query)
    assert answer.status_code == 200, answer.text
    found: Days = answer.json()["data"]
    return found


def utc(day: str, *hours: int) -> list[dict[str, Any]]:
    return [{"start": f"{day}T{hour:02}:00:00.000Z"} for hour in hours]


def rome(day: str, *hours: int) -> list[dict[str, Any]]:
    return [{"start": f"{day}T{hour:02}:00:00.000+02:00"} for hour in hours]


FULL = {day: utc(day, *range(7, 15)) for day in DATES}
FULL_IN_ROME = {day: rome(day, *range(9, 17)) for day in DATES}
BUT_ELEVEN = utc(DATES[0], 7, 8, 9, 10, 12, 13, 14)


def change(api: Api, **fields: Any) -> None:
    api.control("PATCH", "/records/event-types/3", fields)


def book(api: Api, start: str = ELEVEN, **fields: Any) -> str:
    uid: str = api.control("POST", "/records/bookings", {"eventTypeId": 3, "start": start, **fields})["uid"]
    return uid


@pytest.mark.behaviour("resources", 138, 139, 140)
@NAMED
def test_a_week(api: Api, named: dict[str, str]) -> None:
    assert slots(api, named, WEEK) == FULL
    assert slots(api, named, WEEK, timeZone="Europe/Rome") == FULL_IN_ROME


@pytest.mark.behaviour("resources", 141, 142, 143)
def test_bounds_are_moments_of_utc(api: Api) -> None:
    late = slots(api, BY_ID, WEEK, start=f"{DATES[0]}T09:00:00.000Z")
    assert late == FULL | {DATES[0]: utc(DATES[0], *range(9, 15))}
    early = {**WEEK, "end": f"{DATES[4]}T12:00:00.000Z"}
    assert slots(api, BY_ID, early) == FULL | {DATES[4]: utc(DATES[4], *range(7, 12))}
    shown = slots(api, BY_ID, early, timeZone="Europe/Rome")
    assert shown == FULL_IN_ROME | {DATES[4]: rome(DATES[4], *range(9, 14))}


@pytest.mark.behaviour("resources", 144, 145)
@NAMED
@pytest.mark.parametrize("form", ["range", "Range"])
def test_ranges(api: Api, named: dict[str, str], form: str) -> None:
    found = slots(api, named, WEEK, format=form, end="2050-09-10")
    assert list(found) == DATES
    expected = [
        {"start": f"{DATES[2]}T{hour:02}:00:00.000Z", "end": f"{DATES[2]}T{hour + 1:02}:00:00.000Z"}
        for hour in range(7, 15)
    ]
    assert found[DATES[2]] == expected
    local = slots(api, named, WEEK, format=form, timeZone="Europe/Rome")[DATES[0]]
    assert local[-1] == {"start": f"{DATES[0]}T16:00:00.000+02:00", "end": f"{DATES[0]}T17:00:00.000+02:00"}


@pytest.mark.behaviour("resources", 158)
def test_a_booked_time_is_missing(api: Api) -> None:
    book(api)
    assert slots(api, BY_ID, WEEK) == FULL | {DATES[0]: BUT_ELEVEN}


@pytest.mark.behaviour("resources", 159, 160, 161)
@pytest.mark.parametrize("form", ["time", "range"])
def test_seats_are_counted(api: Api, form: str) -> None:
    change(api, seats={"seatsPerTimeSlot": 5, "showAttendeeInfo": True, "showAvailabilityCount": False})
    empty = {"seatsBooked": 0, "seatsRemaining": 5, "seatsTotal": 5}

    def counts() -> dict[str, Any]:
        found = slots(api, BY_ID, MONDAY, format=form)[DATES[0]]
        assert all(("end" in slot) is (form == "range") for slot in found)
        return {slot["start"][11:13]: {key: slot[key] for key in slot if key not in ("start", "end")} for slot in found}

    assert counts() == {f"{hour:02}": empty for hour in range(7, 15)}
    uid = book(api, attendees=[{"email": "bob@example.com", "name": "Bob"}])
    (attendee,) = api.control("GET", "/records/attendees")
    booking = api.control("GET", f"/records/bookings/{uid}")
    api.control("POST", "/records/seats", {"bookingId": booking["id"], "attendeeId": attendee["id"]})
    taken = {"seatsBooked": 1, "seatsRemaining": 4, "seatsTotal": 5, "bookingUid": uid}
    assert counts() == {f"{hour:02}": taken if hour == 11 else empty for hour in range(7, 15)}


@pytest.mark.behaviour("resources", 164)
def test_one_of_several_lengths(api: Api) -> None:
    change(api, lengthInMinutes=15, lengthInMinutesOptions=[15, 30, 45, 60, 180])
    body = {"eventTypeId": 3, "slotStart": ELEVEN, "slotDuration": 60}
    api.data("POST", "/v2/slots/reservations", body)
    assert slots(api, BY_ID, MONDAY, duration="60") == {DATES[0]: BUT_ELEVEN}
    assert slots(api, BY_ID, MONDAY, duration="60", format="range")[DATES[0]][0]["end"] == f"{DATES[0]}T08:00:00.000Z"


@pytest.mark.behaviour("resources", 166)
def test_out_of_office(api: Api) -> None:
    entry = {"userId": 1, "start": f"{DATES[1]}T00:00:00Z", "end": f"{DATES[4]}T23:59:59.999Z"}
    api.control("POST", "/records/out-of-office", entry)
    assert slots(api, BY_ID, WEEK) == {DATES[0]: FULL[DATES[0]]}


@pytest.mark.behaviour("resources", 184, 186, 187)
@pytest.mark.parametrize("uid", [None, "unknown", "123", "", "x" * 2000, "%00 ✓'\"<>"])
def test_no_booking_is_about_to_move(api: Api, uid: str | None) -> None:
    book(api)
    query = {} if uid is None else {"bookingUidToReschedule": uid}
    assert slots(api, BY_ID, MONDAY, query) == {DATES[0]: BUT_ELEVEN}


@pytest.mark.behaviour("resources", 185, 188)
@NAMED
def test_a_booking_is_about_to_move(api: Api, named: dict[str, str]) -> None:
    query = {**named, **MONDAY, "bookingUidToReschedule": book(api)}
    assert slots(api, query) == {DATES[0]: FULL[DATES[0]]}
    ranged = slots(api, query, format="range")[DATES[0]]
    assert {"start": ELEVEN, "end": f"{DATES[0]}T12:00:00.000Z"} in ranged
    assert rome(DATES[0], 13)[0] in slots(api, query, timeZone="Europe/Rome")[DATES[0]]


@pytest.mark.behaviour("resources", 196)
def test_one_name_inside_and_outside_an_organization(api: Api) -> None:
    acme = api.control("POST", "/records/organizations", {"name": "Acme", "slug": "acme"})
    other = {"username": "ada", "email": "ada@acme.example", "timeZone": "Europe/Rome", "organizationId": acme["id"]}
    twin = api.control("POST", "/records/users", other)["id"]
    hours = [{"days": ["Monday"], "startTime": "10:00", "endTime": "11:00"}]
    schedule = {"ownerId": twin, "name": "Short", "timeZone": "Europe/Rome", "availability": hours, "isDefault": True}
    api.control("POST", "/records/schedules", schedule)
    kind = {"ownerId": twin, "title": "Hour", "slug": "60min", "lengthInMinutes": 60}
    api.control("POST", "/records/event-types", kind)
    assert slots(api, BY_SLUG, WEEK) == FULL
    assert slots(api, BY_SLUG, WEEK, organizationSlug="acme") == {DATES[0]: utc(DATES[0], 8)}


@pytest.mark.behaviour("resources", 236)
@pytest.mark.parametrize("version", [None, "2025-01-01", "2024-06-14", "2024-08-13"])
def test_other_versions_do_not_know_the_route(api: Api, version: str | None) -> None:
    answer = api.get("/v2/slots", params={**BY_ID, **WEEK}, headers={"cal-api-version": version})
    assert answer.status_code == 404
    assert message(answer).startswith("Cannot GET /v2/slots")


@pytest.mark.behaviour("resources", 238, 239, 240, 242)
@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({**BY_ID, **WEEK, "colour": "red"}, "colour property is wrong,property colour should not exist "),
        ({**BY_ID, "end": DATES[0]}, "start property is wrong,start must be a valid ISO 8601 date string "),
        ({**BY_ID, **WEEK, "start": "soon"}, "start property is wrong,start must be a valid ISO 8601 date string "),
        (
            {"usernames": "ada,eve", **WEEK},
            "organizationSlug property is wrong,organizationSlug must be a string ",
        ),
        ({**BY_ID, "start": DATES[1], "end": DATES[0]}, None),
        ({**BY_ID, **WEEK, "format": "list"}, "format property is wrong,slotFormat must be either 'range' or 'time' "),
    ],
)
def test_questions_that_are_refused(api: Api, query: dict[str, str], text: str | None) -> None:
    answer = get(api, query)
    expected = text or "Invalid time range given - check the 'start' and 'end' query parameters."
    assert (answer.status_code, message(answer)) == (400, expected)


@pytest.mark.behaviour("resources", 241)
def test_what_is_not_there(api: Api) -> None:
    unknown = [get(api, WEEK, eventTypeId="99"), get(api, WEEK, username="x", eventTypeSlug="60min")]
    assert [(answer.status_code, message(answer)) for answer in unknown] == [
        (404, "Event Type not found"),
        (404, "User with username x not found"),
    ]


@pytest.mark.behaviour("resources", 272)
def test_overrides(api: Api) -> None:
    dated = [
        {"date": DATES[0], "startTime": "10:00", "endTime": "11:00"},
        {"date": DATES[0], "startTime": "20:00", "endTime": "21:00"},
        {"date": DATES[1], "startTime": "10:00", "endTime": "10:00"},
    ]
    api.data("PATCH", "/v2/schedules/1", {"overrides": dated})
    assert slots(api, BY_ID, WEEK) == {DATES[0]: utc(DATES[0], 8, 18), **{day: FULL[day] for day in DATES[2:]}}


@pytest.mark.behaviour("resources", 273)
def test_a_buffer_behind_bookings(api: Api) -> None:
    change(api, afterEventBuffer=15)
    book(api, f"{DATES[0]}T10:00:00Z")
    # Before the booking the new one's own buffer counts, after it the booking's.
    assert slots(api, BY_ID, MONDAY) == {DATES[0]: utc(DATES[0], 7, 8, 12, 13, 14)}


@pytest.mark.behaviour("resources", 274)
def test_only_the_first_slot_of_each_day(api: Api) -> None:
    change(api, onlyShowFirstAvailableSlot=True)
    assert slots(api, BY_ID, WEEK) == {day: utc(day, 7) for day in DATES}
    # Far in the west the day of the booker begins with another slot.
    api.data(
        "PATCH", "/v2/schedules/1", {"availability": [{"days": ["Monday"], "startTime": "09:00", "endTime": "17:00"}]}
    )
    there = slots(api, BY_ID, MONDAY, timeZone="Pacific/Honolulu")
    assert {day: [slot["start"][11:16] for slot in found] for day, found in there.items()} == {
        "2050-09-04": ["21:00"],
        "2050-09-05": ["00:00"],
    }


@pytest.mark.behaviour("resources", 275)
def test_a_zone_west_of_utc_may_show_the_day_before(api: Api) -> None:
    hours = [{"days": ["Sunday"], "startTime": "12:00", "endTime": "23:59"}]
    api.data("PATCH", "/v2/schedules/1", {"timeZone": "Pacific/Honolulu", "availability": hours})
    assert list(slots(api, BY_ID, MONDAY, timeZone="Pacific/Honolulu")) == ["2050-09-04"]


def test_hidden_event_types_can_be_asked_for(api: Api) -> None:
    change(api, hidden=True)
    assert slots(api, BY_ID, MONDAY) == slots(api, BY_SLUG, MONDAY) == {DATES[0]: FULL[DATES[0]]}


def test_nothing_on_offer_is_no_day_at_all(api: Api) -> None:
    answer = get(api, BY_ID, start="2050-09-10", end="2050-09-11")
    assert answer.text == '{"data":{},"status":"success"}'
