"""Being away (live.md 3, 4.2, 6; platform.md 3.10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api, message
from tests.platform_world import bearer
from tests.receiver import Receiver

PATH = "/v2/me/ooo"
DAYS = {"start": "2030-01-08T01:00:00Z", "end": "2030-01-09T13:59:00.000Z"}


@pytest.fixture
def eve(api: Api) -> int:
    """A colleague of the world's host, with a key: cal_test_eve."""
    user_id: int = api.control("POST", "/records/users", {"username": "eve", "apiKey": "cal_test_eve"})["id"]
    team = api.control("POST", "/records/teams", {"name": "Sales"})["id"]
    for member in (1, user_id):
        api.control("POST", "/records/memberships", {"teamId": team, "userId": member})
    return user_id


def test_an_absence_lasts_whole_days(api: Api) -> None:
    made = api.post(PATH, DAYS)
    assert made.status_code == 201
    entry = made.json()["data"]
    assert entry == {
        "userId": 1,
        "toUserId": None,
        "id": entry["id"],
        "uuid": entry["uuid"],
        "start": "2030-01-08T00:00:00.000Z",
        "end": "2030-01-09T23:59:59.999Z",
        "notes": None,
        "reason": "unspecified",
    }
    assert api.get(PATH).json() == {"status": "success", "data": [entry]}
    changed = api.patch(f"{PATH}/{entry['id']}", {"notes": "Skiing", "reason": "vacation"})
    expected = {**entry, "notes": "Skiing", "reason": "vacation"}
    assert (changed.status_code, changed.json()["data"]) == (200, expected)
    gone = api.delete(f"{PATH}/{entry['id']}")
    assert (gone.status_code, gone.json()["data"]) == (200, expected)
    assert api.data("GET", PATH) == []


def test_nobody_is_booked_meanwhile(api: Api) -> None:
    api.data("POST", PATH, DAYS)
    found = api.data("GET", "/v2/slots?eventTypeId=3&start=2030-01-07&end=2030-01-11")
    assert sorted(found) == ["2030-01-07", "2030-01-10", "2030-01-11"]
    body = {"eventTypeId": 3, "attendee": ATTENDEE, "start": "2030-01-08T13:00:00Z"}
    assert api.post("/v2/bookings", body).status_code == 409


@pytest.mark.parametrize(
    ("change", "status", "text"),
    [
        ({"start": "2030-01-08"}, 400, "Invalid Date."),
        ({"end": "2030-01-08T00:00:00+01:00"}, 400, "Invalid Date."),
        ({"start": "2030-02-30T00:00:00Z"}, 400, "Invalid Date."),
        ({"start": "2030-01-10T00:00:00Z"}, 400, "Start date must be before end date."),
        ({"toUserId": 1}, 400, "Cannot redirect to self."),
        ({"toUserId": 99}, 400, "Cannot redirect to this user."),
        ({"reason": "bored"}, 400, "Bad Request Exception"),
        ({"start": None}, 400, "Please specify both ooo start and end time."),
    ],
)
def test_what_cannot_be(api: Api, change: dict[str, Any], status: int, text: str) -> None:
    answer = api.post(PATH, {**DAYS, **change})
    assert (answer.status_code, message(answer)) == (status, text)
    assert api.data("GET", PATH) == []


def test_start_and_end_go_together(api: Api) -> None:
    assert api.post(PATH, {"start": DAYS["start"]}).status_code == 400
    entry = api.data("POST", PATH, DAYS)
    for half in ("start", "end"):
        answer = api.patch(f"{PATH}/{entry['id']}", {half: DAYS[half]})
        assert (answer.status_code, message(answer)) == (400, "Please specify both ooo start and end time.")


def test_the_same_days_twice_are_a_conflict_even_with_themselves(api: Api) -> None:
    entry = api.data("POST", PATH, DAYS)
    for answer in (api.post(PATH, DAYS), api.patch(f"{PATH}/{entry['id']}", DAYS)):
        assert (answer.status_code, message(answer)) == (409, "Ooo entry already exists.")
    overlapping = {**DAYS, "end": "2030-01-10T00:00:00Z"}
    assert api.post(PATH, overlapping).status_code == 201


def test_a_colleague_stands_in_and_cannot_leave_too(api: Api, eve: int) -> None:
    assert api.data("POST", PATH, {**DAYS, "toUserId": eve})["toUserId"] == eve
    hers = bearer("cal_test_eve")
    refused = api.post(PATH, {**DAYS, "end": "2030-01-20T00:00:00Z"}, headers=hers)
    assert (refused.status_code, message(refused)) == (400, "Booking redirect infinite not allowed.")
    later = {"start": "2030-02-01T00:00:00Z", "end": "2030-02-02T00:00:00Z", "toUserId": 1}
    assert api.post(PATH, later, headers=hers).status_code == 201


def test_absences_of_others_are_not_ones_own(api: Api, eve: int) -> None:
    entry = api.data("POST", PATH, DAYS, headers=bearer("cal_test_eve"))
    for method, path in (("PATCH", entry["id"]), ("DELETE", entry["id"]), ("DELETE", 99)):
        answer = api(method, f"{PATH}/{path}", {"notes": "x"} if method == "PATCH" else None)
        assert (answer.status_code, message(answer)) == (403, "This OOO entry does not belong to this user.")


def test_a_page_is_sorted_as_asked(api: Api) -> None:
    periods = [("03", "20"), ("01", "25"), ("02", "10")]
    for start, end in periods:
        api.data("POST", PATH, {"start": f"2030-01-{start}T00:00:00Z", "end": f"2030-01-{end}T00:00:00Z"})

    def days(query: str) -> list[str]:
        return [entry["start"][8:10] for entry in api.data("GET", f"{PATH}{query}")]

    assert days("") == ["03", "01", "02"]
    assert days("?sortStart=asc") == ["01", "02", "03"]
    assert days("?sortStart=asc&sortEnd=desc") == ["01", "03", "02"]
    assert days("?skip=1&take=1") == ["01"]
    assert api.get(f"{PATH}?sortEnd=up").status_code == 400


def test_subscribers_hear_of_it(api: Api, receiver: Receiver) -> None:
    hook = {"subscriberUrl": receiver.url, "active": True, "triggers": ["OOO_CREATED"]}
    api.data("POST", "/v2/webhooks", hook)
    entry = api.data("POST", PATH, {**DAYS, "notes": "Skiing"})
    api.control("POST", "/drain")
    (delivery,) = api.control("GET", "/deliveries")
    assert delivery["trigger"] == "OOO_CREATED"
    assert entry["uuid"] in str(delivery)
