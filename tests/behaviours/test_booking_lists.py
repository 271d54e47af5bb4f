"""GET /v2/bookings with every filter, on the state of the catalogue (bookings.md 10.A, 10.K)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api

RECURRING = {**ATTENDEE, "name": "Mr Proper Recurring", "email": "mr_proper_recurring@gmail.com"}
PROPER = {**ATTENDEE, "name": "Mr Proper", "email": "mr_proper@gmail.com"}


class Diary:
    """One booking to come, three occurrences to come, one booking of 2020; a minute between any two."""

    def __init__(self, api: Api) -> None:
        self.api = api
        rule = {"frequency": "weekly", "interval": 1, "occurrences": 3}
        weekly = {"ownerId": 1, "title": "Weekly", "slug": "weekly", "lengthInMinutes": 60, "recurrence": rule}
        self.weekly = api.control("POST", "/records/event-types", weekly)["id"]
        self.single = api.book("2030-01-08T13:00:00Z", attendee=PROPER)
        self.series = api.book("2030-02-04T13:00:00Z", eventTypeId=self.weekly, attendee=RECURRING)
        old = {"eventTypeId": 3, "start": "2020-01-08T13:00:00Z"}
        self.old = api.control("POST", "/records/bookings", old)
        made = [self.single["id"], *(each["id"] for each in self.series), self.old["id"]]
        for minute, number in enumerate(made):
            moment = f"2029-12-03T08:0{minute}:00.000Z"
            api.control("PATCH", f"/records/bookings/{number}", {"createdAt": moment, "updatedAt": moment})
        self.moments = [f"2029-12-03T08:0{minute}:00.000Z" for minute in range(5)]

    def found(self, **query: Any) -> list[Any]:
        rows: list[Any] = self.api.data("GET", "/v2/bookings", params=query)
        return rows

    def starts(self, **query: Any) -> list[str]:
        return [booking["start"][:10] for booking in self.found(**query)]


@pytest.fixture
def diary(api: Api) -> Diary:
    return Diary(api)


@pytest.mark.behaviour("bookings", 19, 20, 21, 22, 23, 24, 25)
def test_pages_and_statuses(diary: Diary) -> None:
    assert len(diary.found()) == 5
    assert len(diary.found(take=3)) == 3
    assert len(diary.found(skip=2)) == 3
    assert len(diary.found(status="upcoming")) == 4
    assert len(diary.found(status="past")) == 1
    assert len(diary.found(status="upcoming,past")) == 5
    assert len(diary.found(status="recurring")) == 3


@pytest.mark.behaviour("bookings", 26, 27)
def test_attendees(diary: Diary) -> None:
    (found,) = diary.found(attendeeEmail="mr_proper@gmail.com")
    assert found["uid"] == diary.single["uid"]
    named = diary.found(attendeeName="Mr Proper Recurring")
    assert {each["uid"] for each in named} == {each["uid"] for each in diary.series}
    assert [each["uid"] for each in diary.found(attendeeName="Mr Proper")] == [diary.single["uid"]]


@pytest.mark.behaviour("bookings", 28, 29, 142, 143)
def test_event_types_and_what_is_misspelt(diary: Diary) -> None:
    assert diary.starts(eventTypeId=3) == ["2020-01-08", "2030-01-08"]
    assert len(diary.found(eventTypeIds=f"3,{diary.weekly}")) == 5
    unknown = diary.api.get("/v2/bookings", params={"eventTypeId": 90909})
    assert unknown.status_code == 400
    assert unknown.json()["error"]["code"] == "TRPCError"
    assert len(diary.found(teamIds="1,2")) == 5


@pytest.mark.behaviour("bookings", 30, 31)
def test_times_are_inclusive(diary: Diary) -> None:
    second, first = diary.series[1], diary.series[0]
    assert diary.starts(afterStart=second["start"]) == ["2030-02-11", "2030-02-18"]
    assert diary.starts(beforeEnd=first["end"]) == ["2020-01-08", "2030-01-08", "2030-02-04"]


@pytest.mark.behaviour("bookings", 32, 33, 34, 35, 36, 37)
@pytest.mark.parametrize("what", ["Updated", "Created"])
def test_times_of_records(diary: Diary, what: str) -> None:
    after, before = f"after{what}At", f"before{what}At"
    first, second, third = diary.moments[1:4]
    # The booking of 2020 was written last.
    assert diary.starts(**{after: second}) == ["2020-01-08", "2030-02-11", "2030-02-18"]
    assert diary.starts(**{before: first}) == ["2030-01-08", "2030-02-04"]
    assert diary.starts(**{after: first, before: third}) == ["2030-02-04", "2030-02-11", "2030-02-18"]
    assert diary.starts(**{after: first, before: second}) == ["2030-02-04", "2030-02-11"]


@pytest.mark.behaviour("bookings", 38, 39, 40, 41)
def test_orders(diary: Diary) -> None:
    for name in ("sortStart", "sortEnd"):
        assert diary.starts(eventTypeId=3, **{name: "desc"}) == ["2030-01-08", "2020-01-08"]
        assert diary.starts(eventTypeId=3, **{name: "asc"}) == ["2020-01-08", "2030-01-08"]
    for name in ("sortCreated", "sortUpdatedAt"):
        rising = ["2030-01-08", "2030-02-04", "2030-02-11", "2030-02-18", "2020-01-08"]
        assert diary.starts(**{name: "asc"}) == rising
        assert diary.starts(**{name: "desc"}) == rising[::-1]


@pytest.mark.behaviour("bookings", 139, 140, 141)
def test_teams(api: Api) -> None:
    kinds = []
    for number in (1, 2):
        team = api.control("POST", "/records/teams", {"name": f"Team {number}", "slug": f"team-{number}"})["id"]
        api.control("POST", "/records/memberships", {"teamId": team, "userId": 1, "role": "OWNER", "accepted": True})
        for slug in ("a", "b")[: 3 - number]:
            kind = {"teamId": team, "title": slug, "slug": slug, "lengthInMinutes": 60, "schedulingType": "collective"}
            kinds.append((team, api.control("POST", "/records/event-types", kind)["id"]))
    for day, (_, kind) in enumerate(kinds):
        api.control(
            "POST", "/records/bookings", {"eventTypeId": kind, "userId": 1, "start": f"2030-01-0{day + 1}T10:00:00Z"}
        )
    (first, one), (_, other), (second, _) = kinds

    def found(**query: Any) -> int:
        return len(api.data("GET", "/v2/bookings", params=query))

    assert found() == 3
    assert found(teamId=first) == 2
    assert found(teamId=second) == 1
    assert found(teamsIds=f"{first},{second}") == 3
    assert found(teamId=first, eventTypeId=one) == found(teamId=first, eventTypeId=other) == 1
    assert found(teamId=second, eventTypeId=one) == 0


@pytest.mark.behaviour("bookings", 73)
def test_sessions_of_a_room(api: Api) -> None:
    booking = api.book()
    participants = [{"userId": "7", "userName": "Bob", "joinTime": 1_890_000_000, "duration": 60}]
    session = {
        "id": "s", "room": "r", "startTime": 1_890_000_000, "duration": 120, "ongoing": False, "maxParticipants": 2,
        "participants": participants,
    }  # fmt: skip
    api.control("PATCH", f"/records/bookings/{booking['id']}", {"conferencingSessions": [session]})
    assert api.data("GET", f"/v2/bookings/{booking['uid']}/conferencing-sessions") == [session]


CHOICES: dict[str, tuple[list[str], Any, str]] = {
    "select": (["water", "juice"], "INVALID_DRINK", "Invalid option 'INVALID_DRINK' for booking field '{}'."),
    "radio": (["pineapple"], "olives", "Invalid option 'olives' for booking field '{}'."),
    "multiselect": (["apple", "orange"], ["apple", "pear"], "One or more invalid options for booking field '{}'."),
    "checkbox": (["blue", "red"], ["green", "pink"], "One or more invalid options for booking field '{}'."),
}


@pytest.mark.behaviour("bookings", 169, 170, 171, 172)
@pytest.mark.parametrize("kind", CHOICES)
def test_answers_that_are_no_option(api: Api, kind: str) -> None:
    options, answer, text = CHOICES[kind]
    field = {"type": kind, "slug": "choice", "label": "Choice", "required": True, "options": options}
    body = {"title": "New", "slug": "new", "lengthInMinutes": 60, "bookingFields": [field]}
    number = api.data("POST", "/v2/event-types", body)["id"]
    request = {"eventTypeId": number, "start": "2030-01-08T13:00:00Z", "attendee": ATTENDEE}
    wrong = api.post("/v2/bookings", request | {"bookingFieldsResponses": {"choice": answer}})
    assert wrong.status_code == 400
    expected = f"{text.format('choice')} Allowed options are: {', '.join(options)}."
    assert wrong.json()["error"]["message"] == expected
    right = options if kind in ("multiselect", "checkbox") else options[0]
    made = api.post("/v2/bookings", request | {"bookingFieldsResponses": {"choice": right}})
    assert made.status_code == 201
    assert made.json()["data"]["bookingFieldsResponses"]["choice"] == right
