"""Slots of the 2024-04-15 generation, which clients in the field still call."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message

DAY = "2050-09-05"
PARAMS = {"eventTypeId": "3", "startTime": f"{DAY}T00:00:00Z", "endTime": "2050-09-06T00:00:00Z"}
OLD: dict[str, str | None] = {"cal-api-version": None, "authorization": None}


def available(api: Api, **query: str) -> dict[str, list[dict[str, Any]]]:
    answer = api.get("/v2/slots/available", params={**PARAMS, **query}, headers=OLD)
    assert answer.status_code == 200, answer.text
    found: dict[str, list[dict[str, Any]]] = answer.json()["data"]["slots"]
    return found


def reserve(api: Api, hour: int = 10, **more: Any) -> str:
    body = {
        "eventTypeId": 3,
        "slotUtcStartDate": f"{DAY}T{hour}:00:00Z",
        "slotUtcEndDate": f"{DAY}T{hour + 1}:00:00Z",
        **more,
    }
    answer = api.post("/v2/slots/reserve", body, headers=OLD)
    assert answer.status_code == 201, answer.text
    assert list(answer.json()) == ["status", "data"]
    uid: str = answer.json()["data"]
    return uid


def hours(api: Api) -> list[int]:
    return [int(slot["time"][11:13]) for slot in available(api)[DAY]]


def test_free_times(api: Api) -> None:
    assert available(api) == {DAY: [{"time": f"{DAY}T{hour:02}:00:00.000Z"} for hour in range(7, 15)]}
    local = available(api, timeZone="Europe/Rome")[DAY]
    assert local[0] == {"time": f"{DAY}T09:00:00.000+02:00"}
    ranged = available(api, slotFormat="range", duration="120")[DAY]
    assert ranged[0] == {"startTime": f"{DAY}T07:00:00.000Z", "endTime": f"{DAY}T09:00:00.000Z"}
    assert len(ranged) == 4


def test_an_end_without_a_time_is_the_beginning_of_that_day(api: Api) -> None:
    assert available(api, endTime=DAY) == {}
    assert list(available(api, endTime="2050-09-07")) == [DAY, "2050-09-06"]


def test_by_owner_and_slug(api: Api) -> None:
    params = {name: value for name, value in PARAMS.items() if name != "eventTypeId"}
    for names in ({"usernameList": "ada"}, {"usernameList[]": "ada"}):
        found = api.get("/v2/slots/available", params={**params, "eventTypeSlug": "60min", **names}, headers=OLD)
        assert found.json()["data"]["slots"] == available(api)
    for missing in ({}, {"usernameList": "ada"}, {"usernameList": "x", "eventTypeSlug": "60min"}):
        answer = api.get("/v2/slots/available", params={**params, **missing}, headers=OLD)
        assert (answer.status_code, message(answer)) == (404, "Event Type not found")


def test_several_people_meet_when_all_are_free(api: Api) -> None:
    eve = api.control("POST", "/records/users", {"username": "eve", "timeZone": "America/New_York"})["id"]
    hours = [{"days": ["Monday"], "startTime": "06:00", "endTime": "09:00"}]
    api.control("POST", "/records/schedules", {"ownerId": eve, "name": "Early", "availability": hours})
    params = {name: value for name, value in PARAMS.items() if name != "eventTypeId"}
    query = {**params, "usernameList": "ada,eve", "duration": "60"}
    found = api.get("/v2/slots/available", params=query, headers=OLD).json()["data"]["slots"]
    assert [slot["time"][11:16] for slot in found[DAY]] == ["10:00", "11:00", "12:00"]


def test_a_held_time_is_gone_until_it_is_let_go(api: Api) -> None:
    uid = reserve(api)
    assert hours(api) == [7, 8, 9, 11, 12, 13, 14]
    gone = api.delete(f"/v2/slots/selected-slot?uid={uid}", headers=OLD)
    assert gone.json() == {"status": "success", "data": uid}
    assert hours(api) == list(range(7, 15))
    assert api.delete("/v2/slots/selected-slot", headers=OLD).json() == {"status": "success"}


def test_it_runs_out_after_five_minutes(api: Api) -> None:
    reserve(api)
    api.control("POST", "/clock/advance", {"seconds": 300})
    assert hours(api) == list(range(7, 15))


def test_whatever_is_there_already(api: Api) -> None:
    assert reserve(api) != reserve(api)
    api.book(f"{DAY}T12:00:00Z")
    reserve(api, 12)
    assert len(api.control("GET", "/records/reservations")) == 3


def test_a_seat_is_held_only_in_a_booking_that_has_one(api: Api) -> None:
    api.control("PATCH", "/records/event-types/3", {"seats": {"seatsPerTimeSlot": 2}})
    reserve(api)
    assert api.control("GET", "/records/reservations") == []
    guest = {"email": "bob@example.com", "name": "Bob"}
    booking = {"eventTypeId": 3, "start": f"{DAY}T10:00:00Z", "attendees": [guest]}
    uid = api.control("POST", "/records/bookings", booking)["uid"]
    reserve(api, bookingUid=uid)
    (held,) = api.control("GET", "/records/reservations")
    assert held["isSeat"] is True
    number = api.control("GET", f"/records/bookings/{uid}")["id"]
    api.control("POST", "/records/attendees", {"bookingId": number, "email": "eve@example.com"})
    reserve(api, bookingUid=uid)
    assert len(api.control("GET", "/records/reservations")) == 1


@pytest.mark.parametrize("version", ["2024-06-11", "2024-06-14", "2024-08-13"])
def test_other_versions_that_know_the_routes(api: Api, version: str) -> None:
    answer = api.get("/v2/slots/available", params=PARAMS, headers={"cal-api-version": version})
    assert list(answer.json()["data"]["slots"]) == [DAY]


def test_the_newer_slots_took_over_with_their_version(api: Api) -> None:
    answer = api.get("/v2/slots/available", params=PARAMS, headers={"cal-api-version": "2024-09-04"})
    assert answer.status_code == 404


def test_what_is_refused(api: Api) -> None:
    assert api.get("/v2/slots/available", params={**PARAMS, "startTime": "soon"}, headers=OLD).status_code == 400
    assert api.get("/v2/slots/available", params={"eventTypeId": 3}, headers=OLD).status_code == 400
    body = {"eventTypeId": 99, "slotUtcStartDate": f"{DAY}T10:00:00Z", "slotUtcEndDate": f"{DAY}T11:00:00Z"}
    answer = api.post("/v2/slots/reserve", body, headers=OLD)
    assert (answer.status_code, message(answer)) == (404, "Event Type not found")
