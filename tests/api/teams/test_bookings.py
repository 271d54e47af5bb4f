"""Bookings of teams and organizations over HTTP (platform.md 6, 7 #176-#181, #186)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api, message

START = "2030-01-08T15:00:00Z"
BOOKINGS = "2024-08-13"


def book(team: Api, event_type: int, start: str = START, **attendee: str) -> Any:
    body = {"eventTypeId": event_type, "start": start, "attendee": {**ATTENDEE, **attendee}}
    return team.data("POST", "/v2/bookings", body)


def uids(of: Api, path: str) -> list[str]:
    return [booking["uid"] for booking in of.data("GET", path)]


def personal(team: Api, number: int) -> int:
    """An event type of the user's own."""
    body = {"ownerId": number, "title": "Own", "slug": "own", "lengthInMinutes": 30}
    made: int = team.control("POST", "/records/event-types", body)["id"]
    return made


@pytest.mark.behaviour("bookings", 139, 140, 141, 142, 143)
def test_filters_by_team(team: Api) -> None:
    second = team.data("POST", "/v2/teams", {"name": "Second"})["id"]
    hosts = [{"userId": 1}]
    body = {"title": "Second", "slug": "second", "lengthInMinutes": 60, "schedulingType": "collective", "hosts": hosts}
    kind = team.data("POST", f"/v2/teams/{second}/event-types", body)["id"]
    first, other = book(team, 2), book(team, 3, "2030-01-09T13:00:00Z")
    third = book(team, kind, "2030-01-08T09:00:00Z")
    path = "/v2/bookings"
    assert uids(team, f"{path}?teamId=1") == [first["uid"], other["uid"]]
    assert uids(team, f"{path}?teamId={second}") == [third["uid"]]
    assert uids(team, f"{path}?teamId=1&eventTypeId=3") == [other["uid"]]
    assert team.get(f"{path}?teamId=1&eventTypeId=90909").status_code == 400
    assert uids(team, f"{path}?teamIds=1,{second}") == [third["uid"], first["uid"], other["uid"]]


def test_a_team_s_list(team: Api) -> None:
    """#180"""
    book(team, personal(team, 3), "2030-01-08T08:00:00Z")
    first = book(team, 2)
    managed = team.data(
        "POST", "/v2/bookings", {"username": "dan", "eventTypeSlug": "check-in", "start": START, "attendee": ATTENDEE}
    )
    answer = team.of("ben").get("/v2/teams/1/bookings?take=1").json()
    assert [each["uid"] for each in answer["data"]] == [first["uid"]]
    assert (answer["pagination"]["totalItems"], answer["pagination"]["totalPages"]) == (2, 2)
    assert uids(team, "/v2/teams/1/bookings?sortCreated=desc") == [managed["uid"], first["uid"]]
    assert uids(team, "/v2/teams/1/bookings?eventTypeId=2") == [first["uid"]]
    assert uids(team, "/v2/teams/1/bookings?status=past") == []
    assert team.get("/v2/teams/1/bookings?eventTypeId=99").status_code == 400
    assert team.of("cyd").get("/v2/teams/1/bookings?take=many").status_code == 403
    assert team.get("/v2/teams/99/bookings").status_code == 403


def test_leaders_see_what_members_do(team: Api) -> None:
    """bookings.md 4.3: what they organise, what they attend, and what the team's event types have."""
    own = book(team, personal(team, 3), "2030-01-08T08:00:00Z")
    attended = book(team, 7, email="dan@example.com")
    shared = book(team, 2, "2030-01-09T09:00:00Z")
    assert uids(team.of("ben"), "/v2/bookings") == [own["uid"], attended["uid"], shared["uid"]]
    assert uids(team.of("cyd"), "/v2/bookings") == [own["uid"]]
    assert uids(team.of("dan"), "/v2/bookings") == [attended["uid"]]


@pytest.fixture
def office(team: Api) -> dict[str, str]:
    """Gina books at the sales team, has an event type of her own, and attends a meeting of Ada's."""
    made = {
        "demo": book(team, 7),
        "own": book(team, personal(team, 5), "2030-01-08T17:00:00Z"),
        "attended": book(team, 1, "2030-01-09T09:00:00Z", email="gina@globex.example"),
        "foreign": book(team, 1, "2030-01-09T10:00:00Z"),
    }
    return {name: booking["uid"] for name, booking in made.items()}


def test_an_organization_s_list(team: Api, office: dict[str, str]) -> None:
    """#177, #178, #179"""
    gina, path = team.of("gina"), "/v2/organizations/2/bookings"
    assert uids(gina, path) == [office["demo"], office["own"], office["attended"]]
    assert uids(gina, f"{path}?userIds=6") == [office["demo"]]
    assert uids(gina, f"{path}?userIds=5") == [office["own"], office["attended"]]
    assert uids(gina, f"{path}?userIds=5,6,99") == [office["demo"], office["own"], office["attended"]]
    assert gina.get(f"{path}?userIds=99").status_code == 400
    assert gina.get(f"{path}?userIds=5,1").status_code == 403
    assert uids(gina, f"{path}?eventTypeIds=7") == [office["demo"]]
    assert uids(gina, f"{path}?eventTypeIds=1,7") == [office["demo"], office["attended"]]
    assert team.of("hugo").get(path).status_code == 403
    assert team.get("/v2/organizations/1/bookings").status_code == 403


def test_an_organization_s_list_from_a_cursor(team: Api, office: dict[str, str]) -> None:
    gina, newest = team.of("gina"), {"cal-api-version": "2026-05-01"}
    path = "/v2/organizations/2/bookings?status=upcoming&limit=2"
    first = gina.get(path, headers=newest).json()
    assert [each["uid"] for each in first["data"]] == [office["demo"], office["own"]]
    rest = gina.get(f"{path}&cursor={first['pagination']['nextCursor']}", headers=newest).json()
    assert [each["uid"] for each in rest["data"]] == [office["attended"]]
    assert rest["pagination"] == {"nextCursor": None, "hasMore": False}
    found = gina.get(f"{path}&userIds=6", headers=newest).json()
    assert [each["uid"] for each in found["data"]] == [office["demo"]]


def test_lists_within_an_organization(team: Api, office: dict[str, str]) -> None:
    """#180, #181"""
    gina = team.of("gina")
    assert uids(gina, "/v2/organizations/2/teams/3/bookings") == [office["demo"]]
    assert gina.get("/v2/organizations/2/teams/1/bookings").status_code == 404
    answer = gina.get("/v2/organizations/2/users/6/bookings").json()
    assert [each["uid"] for each in answer["data"]] == [office["demo"]]
    assert answer["pagination"] == {
        "returnedItems": 1,
        "totalItems": 1,
        "itemsPerPage": 100,
        "remainingItems": 0,
        "currentPage": 1,
        "totalPages": 1,
        "hasNextPage": False,
        "hasPreviousPage": False,
    }
    answer = gina.get("/v2/organizations/2/users/1/bookings")
    text = "IsUserInOrg - user with id=1 is not part of the organization with id=2."
    assert (answer.status_code, message(answer)) == (403, text)
    assert team.of("hugo").get("/v2/organizations/2/users/6/bookings").status_code == 403


def test_references_of_a_team_s_booking(team: Api, office: dict[str, str]) -> None:
    gina, root = team.of("gina"), "/v2/organizations/2/teams/3/bookings"
    (reference,) = gina.data("GET", f"{root}/{office['demo']}/references")
    assert reference["type"] == "daily_video"
    assert gina.data("GET", f"{root}/{office['demo']}/references?type=google_calendar") == []
    for uid in ("nothing", office["own"]):
        answer = gina.get(f"{root}/{uid}/references")
        assert (answer.status_code, message(answer)) == (404, f"Booking with uid {uid} not found")
    assert team.of("hugo").get(f"{root}/{office['demo']}/references").status_code == 403
