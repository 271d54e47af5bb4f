"""Schedules, numbered, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message

PATH = "/v2/schedules"
OFFICE = [
    {
        "days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
        "startTime": "09:00",
        "endTime": "17:00",
    }
]
BODY = {"name": "Work", "timeZone": "Asia/Kathmandu", "isDefault": True}
MAY = {"date": "2026-05-05", "startTime": "10:00", "endTime": "12:00"}


def make(api: Api, **fields: Any) -> Any:
    return api.data("POST", PATH, {**BODY, **fields})


def default(api: Api) -> Any:
    return api.data("GET", "/v2/me")["defaultScheduleId"]


@pytest.mark.behaviour("resources", 198, 199, 200)
def test_a_new_default(api: Api) -> None:
    answer = api.post(PATH, BODY)
    assert answer.status_code == 201
    made = answer.json()["data"]
    assert made == {
        "id": made["id"],
        "ownerId": 1,
        "name": "Work",
        "timeZone": "Asia/Kathmandu",
        "availability": OFFICE,
        "isDefault": True,
        "overrides": [],
    }
    assert default(api) == made["id"]
    assert api.data("GET", f"{PATH}/default") == made
    older, newer = api.data("GET", PATH)
    assert (older["isDefault"], newer) == (False, made)


@pytest.mark.behaviour("resources", 201, 202, 203)
def test_what_is_sent_replaces_and_the_rest_stays(api: Api) -> None:
    made = make(api)
    path = f"{PATH}/{made['id']}"
    assert api.data("PATCH", path, {"name": "Play"}) == {**made, "name": "Play"}
    assert api.data("PATCH", path, {"overrides": [MAY]}) == {**made, "name": "Play", "overrides": [MAY]}
    assert api.data("PATCH", path, {"timeZone": "Asia/Kolkata"})["overrides"] == [MAY]
    emptied = api.data("PATCH", path, {"availability": [], "overrides": []})
    assert (emptied["availability"], emptied["overrides"]) == ([], [])


@pytest.mark.behaviour("resources", 204)
@pytest.mark.parametrize("version", [None, "2024-06-11", "2024-06-14"])
def test_one_is_deleted(api: Api, version: str | None) -> None:
    made = make(api, isDefault=False)
    answer = api.delete(f"{PATH}/{made['id']}", headers={"cal-api-version": version})
    assert (answer.status_code, answer.json()) == (200, {"status": "success"})
    assert [each["id"] for each in api.data("GET", PATH)] == [1]


@pytest.mark.behaviour("resources", 256, 257)
@pytest.mark.parametrize(
    ("change", "named", "text"),
    [
        ({"isDefault": None}, "isDefault", None),
        ({"timeZone": "Mars/Base"}, "timeZone", None),
        ({"name": 3}, "name", "name must be a string"),
        (
            {"availability": [{"days": ["Monday"], "startTime": "9:00", "endTime": "17:00"}]},
            "availability",
            "startTime must be a valid time format HH:MM",
        ),
        ({"availability": [{"days": ["monday"], "startTime": "09:00", "endTime": "17:00"}]}, "availability", None),
        ({"overrides": [{"date": "2030-02-30", "startTime": "09:00", "endTime": "17:00"}]}, "overrides", None),
        (
            {"overrides": [{"date": "2030-02-03", "startTime": "09:00", "endTime": "24:00"}]},
            "overrides",
            "endTime must be a valid time format HH:MM",
        ),
    ],
)
def test_bodies_that_are_refused(api: Api, change: Any, named: str, text: str | None) -> None:
    body = {name: value for name, value in {**BODY, **change}.items() if value is not None}
    answer = api.post(PATH, body)
    assert (answer.status_code, message(answer)) == (400, "Bad Request Exception")
    (error,) = answer.json()["error"]["details"]["errors"]
    assert error["property"] == named
    assert text is None or text in answer.text
    assert len(api.data("GET", PATH)) == 1


@pytest.mark.behaviour("resources", 258)
def test_what_is_missing_or_somebody_elses(api: Api) -> None:
    eve = api.control("POST", "/records/users", {"username": "eve"})["id"]
    foreign = api.control("POST", "/records/schedules", {"ownerId": eve, "name": "Hers"})["id"]
    missing = "Schedule with ID=999 does not exist."
    assert [(answer.status_code, message(answer)) for answer in every(api, 999)] == [
        (404, missing),
        (404, missing),
        # Deleting says it with another status.
        (400, missing),
    ]
    text = f"User with ID=1 does not own schedule with ID={foreign}"
    assert {(answer.status_code, message(answer)) for answer in every(api, foreign)} == {(403, text)}


def every(api: Api, number: int) -> list[Any]:
    path = f"{PATH}/{number}"
    return [api.get(path), api.patch(path, {"name": "Mine"}), api.delete(path)]


@pytest.mark.behaviour("resources", 259)
def test_the_default_can_be_deleted(api: Api) -> None:
    kind = {"title": "T", "slug": "t", "lengthInMinutes": 30, "scheduleId": 1}
    made = api.data("POST", "/v2/event-types", kind)
    assert api.delete(f"{PATH}/1").status_code == 200
    answer = api.get(f"{PATH}/default")
    assert (answer.status_code, answer.json()) == (200, {"status": "success", "data": None})
    assert default(api) is None
    assert api.data("GET", f"/v2/event-types/{made['id']}")["scheduleId"] is None


def test_switching_the_default_and_not_switching_it_off(api: Api) -> None:
    """resources.md 6"""
    made = make(api, isDefault=False)
    assert default(api) == 1
    assert api.data("PATCH", f"{PATH}/{made['id']}", {"isDefault": True})["isDefault"] is True
    assert default(api) == made["id"]
    assert api.data("PATCH", f"{PATH}/{made['id']}", {"isDefault": False})["isDefault"] is True
    assert default(api) == made["id"]


def test_an_explicitly_empty_week_stays_empty(api: Api) -> None:
    assert make(api, availability=[])["availability"] == []
    days = api.data("GET", "/v2/slots", params={"eventTypeId": 3, "start": "2030-01-07", "end": "2030-01-11"})
    assert days == {}


def test_nobody_asks_whether_hours_make_sense(api: Api) -> None:
    """resources.md 6: ends before starts, overlaps and past dates are taken."""
    odd = [{"days": ["Monday"], "startTime": "17:00", "endTime": "09:00"}, *OFFICE, *OFFICE]
    made = make(api, availability=odd, overrides=[MAY, MAY])
    assert (made["availability"], made["overrides"]) == (odd, [MAY, MAY])


def test_a_zone_that_was_never_chosen_reads_as_london(api: Api) -> None:
    """resources.md 6, 10"""
    api.control("PATCH", "/records/schedules/1", {"timeZone": None})
    assert api.data("GET", f"{PATH}/1")["timeZone"] == "Europe/London"


def test_a_new_time_zone_of_the_account_moves_the_default_schedule(api: Api) -> None:
    """resources.md 7"""
    other = make(api, isDefault=False)["id"]
    api.data("PATCH", "/v2/me", {"timeZone": "America/New_york"})
    assert api.data("GET", f"{PATH}/1")["timeZone"] == "America/New_York"
    assert api.data("GET", f"{PATH}/{other}")["timeZone"] == "Asia/Kathmandu"
    days = api.data("GET", "/v2/slots", params={"eventTypeId": 3, "start": "2030-01-08", "end": "2030-01-08"})
    assert days["2030-01-08"][0]["start"] == "2030-01-08T14:00:00.000Z"
