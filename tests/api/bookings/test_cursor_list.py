"""The list of bookings of 2026-05-01 (live.md 2.2), as a client reads it."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx2
import pytest

from tests.api_client import Api, message

VERSION = {"cal-api-version": "2026-05-01"}


def page(api: Api, **query: Any) -> Any:
    answer = api.get("/v2/bookings", params=query, headers=VERSION)
    assert answer.status_code == 200, answer.text
    return answer.json()


def starts(answer: Any) -> list[str]:
    return [booking["start"][:13] for booking in answer["data"]]


def stored(api: Api, start: str, **fields: Any) -> Any:
    return api.control("POST", "/records/bookings", {"eventTypeId": 3, "start": start, **fields})


@pytest.fixture
def lives(api: Api) -> Api:
    """The clock stands at 2029-12-03T08:00Z: two bookings are over, one runs, four are to come."""
    stored(api, "2029-06-01T08:00:00Z")
    stored(api, "2029-07-01T08:00:00Z", status="cancelled")
    stored(api, "2029-12-03T07:30:00Z")
    stored(api, "2030-01-08T13:00:00Z")
    stored(api, "2030-01-07T13:00:00Z", status="pending")
    stored(api, "2030-01-09T13:00:00Z", recurringBookingUid="6ff95fc4-9ffb-4cb2-8a8f-6e9a3b1f6f7a")
    stored(api, "2030-01-10T13:00:00Z", status="rejected")
    return api


def test_an_empty_list(api: Api) -> None:
    answer = page(api, limit=2)
    assert answer == {"status": "success", "data": [], "pagination": {"nextCursor": None, "hasMore": False}}
    assert list(answer) == ["status", "data", "pagination"]


def test_without_a_status_the_latest_start_comes_first(lives: Api) -> None:
    assert starts(page(lives)) == [
        "2030-01-10T13",
        "2030-01-09T13",
        "2030-01-08T13",
        "2030-01-07T13",
        "2029-12-03T07",
        "2029-07-01T08",
        "2029-06-01T08",
    ]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("upcoming", ["2029-12-03T07", "2030-01-07T13", "2030-01-08T13", "2030-01-09T13"]),
        ("recurring", ["2030-01-09T13"]),
        ("unconfirmed", ["2030-01-07T13"]),
        ("past", ["2029-06-01T08"]),
        ("cancelled", ["2030-01-10T13", "2029-07-01T08"]),
    ],
)
def test_a_status_sets_order_and_beginning(lives: Api, status: str, expected: list[str]) -> None:
    assert starts(page(lives, status=status)) == expected


def test_upcoming_begins_an_hour_ago(api: Api) -> None:
    stored(api, "2029-12-03T06:59:00Z", end="2029-12-03T09:00:00Z")
    stored(api, "2029-12-03T07:01:00Z", end="2029-12-03T09:00:00Z")
    assert [booking["start"][11:16] for booking in page(api, status="upcoming")["data"]] == ["07:01"]


@pytest.mark.parametrize("query", [{}, {"status": "upcoming"}, {"status": "cancelled"}, {"attendeeEmail": "x@y.z"}])
def test_cursors_lead_through_the_whole_list(lives: Api, query: dict[str, str]) -> None:
    whole = page(lives, **query)["data"]
    seen, cursor = [], None
    while True:
        answer = page(lives, limit=1, **query, **({"cursor": cursor} if cursor else {}))
        seen += answer["data"]
        cursor = answer["pagination"]["nextCursor"]
        assert answer["pagination"]["hasMore"] is (cursor is not None)
        if cursor is None:
            break
    assert seen == whole


def test_a_cursor_holds_the_sort_key_of_the_last_booking(lives: Api) -> None:
    cursor = page(lives, limit=1, status="upcoming")["pagination"]["nextCursor"]
    assert len(cursor) == 76
    held = json.loads(base64.b64decode(cursor))
    assert list(held) == ["v", "sortUuid"]
    assert held["v"] == 1
    # The first 48 bits are the start in milliseconds.
    milliseconds = int(held["sortUuid"].replace("-", "")[:12], 16)
    assert milliseconds == 1890977400000


def test_bookings_of_one_start_are_neither_lost_nor_doubled(api: Api) -> None:
    for _ in range(5):
        stored(api, "2030-01-08T13:00:00Z")
    first = page(api, limit=2)
    second = page(api, limit=2, cursor=first["pagination"]["nextCursor"])
    third = page(api, limit=2, cursor=second["pagination"]["nextCursor"])
    ids = [booking["id"] for answer in (first, second, third) for booking in answer["data"]]
    assert sorted(ids) == [1, 2, 3, 4, 5]
    assert third["pagination"] == {"nextCursor": None, "hasMore": False}


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "bm9uc2Vuc2U=",
        "e30=",
        base64.b64encode(b'{"v":1,"sortUuid":5}').decode(),
        base64.b64encode(b"[1]").decode(),
    ],
)
def test_a_cursor_that_nobody_gave(api: Api, cursor: str) -> None:
    answer = api.get("/v2/bookings", params={"cursor": cursor}, headers=VERSION)
    assert answer.status_code == 400
    assert message(answer) == "Invalid cursor"


def errors(answer: httpx2.Response) -> list[dict[str, str]]:
    return [each["constraints"] for each in answer.json()["error"]["details"]["errors"]]


def test_one_status_only_and_a_limit_of_a_hundred(api: Api) -> None:
    several = api.get("/v2/bookings", params={"status": "upcoming,past"}, headers=VERSION)
    assert several.status_code == 400
    assert errors(several) == [
        {"isEnum": "Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed"}
    ]
    many = api.get("/v2/bookings", params={"limit": "101"}, headers=VERSION)
    assert errors(many) == [{"max": "limit must not be greater than 100"}]
    none = api.get("/v2/bookings", params={"limit": "0"}, headers=VERSION)
    assert errors(none) == [{"min": "limit must not be less than 1"}]


def test_filters_narrow_this_list_too(lives: Api) -> None:
    assert starts(page(lives, afterStart="2030-01-08T13:00:00Z", beforeEnd="2030-01-09T14:00:00Z")) == [
        "2030-01-09T13",
        "2030-01-08T13",
    ]
    assert page(lives, eventTypeIds="1,2")["data"] == []


def test_the_older_list_answers_to_its_own_version(lives: Api) -> None:
    old = lives.get("/v2/bookings").json()
    assert old["pagination"]["totalItems"] == 7
    assert lives.get("/v2/bookings", headers={"cal-api-version": "2026-06-12"}).status_code == 404


def test_nobody_reads_it_without_a_key(api: Api) -> None:
    answer = api.get("/v2/bookings", headers={**VERSION, "authorization": None})
    assert answer.status_code == 401
