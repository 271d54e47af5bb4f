"""Limits of a person's own, and what they close (live.md 3, 4.2, 6)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api, message

PATH = "/v2/me/booking-limits"
NONE = {"perDay": None, "perWeek": None, "perMonth": None, "perYear": None}


@pytest.fixture
def member(api: Api) -> Api:
    """The world's host, in an organization."""
    organization = api.control("POST", "/records/organizations", {"name": "Acme"})["id"]
    api.control("PATCH", "/records/users/1", {"organizationId": organization})
    return api


def slots(api: Api, kind: int = 3) -> list[str]:
    return sorted(api.data("GET", f"/v2/slots?eventTypeId={kind}&start=2030-01-07&end=2030-01-13"))


def test_who_is_in_no_organization_has_no_limits(api: Api) -> None:
    for method, body in (("GET", None), ("PATCH", {}), ("DELETE", None)):
        answer = api(method, PATH, body)
        assert answer.status_code == 403
        assert message(answer) == (
            "IsAuthenticatedUserInOrg - this endpoint is only available to organization members."
        )


def test_limits_are_set_one_by_one_and_removed_by_null(member: Api) -> None:
    assert member.data("GET", PATH) == NONE
    assert member.data("PATCH", PATH, {"perDay": 2, "perWeek": 5}) == {**NONE, "perDay": 2, "perWeek": 5}
    assert member.data("PATCH", PATH, {"perDay": None}) == {**NONE, "perWeek": 5}
    gone = member.delete(PATH)
    assert (gone.status_code, gone.content) == (204, b"")
    assert member.data("GET", PATH) == NONE


@pytest.mark.parametrize("wrong", [{"perDay": 0}, {"perDay": "many"}, {"perYear": 1.5}])
def test_limits_are_whole_numbers(member: Api, wrong: dict[str, Any]) -> None:
    assert member.patch(PATH, wrong).status_code == 400
    assert member.data("GET", PATH) == NONE


def test_a_full_day_offers_nothing_of_any_event_type(member: Api) -> None:
    member.data("PATCH", PATH, {"perDay": 1})
    booking = member.book("2030-01-08T13:00:00Z")
    assert slots(member, 3) == slots(member, 1) == ["2030-01-07", "2030-01-09", "2030-01-10", "2030-01-11"]
    body = {"eventTypeId": 1, "attendee": ATTENDEE, "start": "2030-01-08T09:00:00Z"}
    refused = member.post("/v2/bookings", body)
    assert (refused.status_code, message(refused)) == (
        409,
        "User either already has booking at this time or is not available",
    )
    # The booking that moves makes room for itself.
    path = f"/v2/bookings/{booking['uid']}/reschedule"
    assert member.post(path, {"start": "2030-01-08T09:00:00Z"}).status_code == 201


def test_a_host_may_set_the_limits_aside(member: Api) -> None:
    member.data("PATCH", PATH, {"perWeek": 1})
    member.book("2030-01-08T13:00:00Z")
    assert slots(member) == []
    body = {"eventTypeId": 3, "attendee": ATTENDEE, "start": "2030-01-09T13:00:00Z", "skipBookingLimits": True}
    newest = {"cal-api-version": "2026-02-25"}
    assert member.post("/v2/bookings", body, headers={**newest, "authorization": None}).status_code == 409
    assert member.post("/v2/bookings", body, headers=newest).status_code == 201


def test_why_a_slot_is_missing_is_explained(member: Api) -> None:
    member.data("PATCH", PATH, {"perDay": 1})
    member.book("2030-01-08T13:00:00Z")
    query = "eventTypeId=3&start=2030-01-08T09:00:00Z"
    told = member.control("GET", f"/explain/slots?{query}")
    assert "the day of ada takes 1 bookings, and they are there" in str(told)


TEAM_PATH = "/v2/me/team-booking-limits"


@pytest.fixture
def team(member: Api) -> dict[str, Any]:
    """A team of the host that takes one booking of a member a day, with an event type in which the host takes turns."""
    made: dict[str, Any] = member.control(
        "POST", "/records/teams", {"name": "Sales", "slug": "sales", "bookingLimits": '{"PER_DAY": 1}'}
    )
    member.control("POST", "/records/memberships", {"teamId": made["id"], "userId": 1})
    kind = {"title": "Call", "slug": "call", "lengthInMinutes": 60, "schedulingType": "roundRobin"}
    record = {**kind, "teamId": made["id"], "hosts": [{"userId": 1}]}
    return {**made, "kind": member.control("POST", "/records/event-types", record)["id"]}


def test_nobody_is_limited_by_a_team_without_limits(member: Api) -> None:
    assert member.data("GET", TEAM_PATH) == {"teams": [], "globalLimit": None, "isOvercommitted": False}
    for method in ("PATCH", "DELETE"):
        answer = member(method, f"{TEAM_PATH}/7", {} if method == "PATCH" else None)
        text = "This team does not apply a booking limit to you as a round-robin host"
        assert (answer.status_code, message(answer)) == (404, text)
        assert (answer.json()["statusCode"], answer.json()["message"]) == (404, text)


def test_a_team_limits_those_who_take_turns(member: Api, team: dict[str, Any]) -> None:
    member.data("PATCH", PATH, {"perDay": 3})
    (told,) = member.data("GET", TEAM_PATH)["teams"]
    assert told == {
        "teamId": team["id"],
        "teamName": "Sales",
        "teamLimit": {**NONE, "perDay": 1},
        "memberLimit": None,
        "effectiveLimit": {**NONE, "perDay": 1},
    }
    member.book("2030-01-08T13:00:00Z", eventTypeId=team["kind"])
    assert "2030-01-08" not in slots(member, team["kind"])
    # Event types of one's own are none of the team's business.
    assert "2030-01-08" in slots(member, 3)


def test_a_member_may_take_another_number(member: Api, team: dict[str, Any]) -> None:
    one = f"{TEAM_PATH}/{team['id']}"
    changed = member.data("PATCH", one, {"perDay": 9})
    assert (changed["memberLimit"]["perDay"], changed["effectiveLimit"]["perDay"]) == (9, 9)
    member.book("2030-01-08T13:00:00Z", eventTypeId=team["kind"])
    assert "2030-01-08" in slots(member, team["kind"])
    member.data("PATCH", PATH, {"perDay": 4})
    told = member.data("GET", TEAM_PATH)
    assert (told["teams"][0]["effectiveLimit"]["perDay"], told["isOvercommitted"]) == (4, False)
    assert member.delete(one).status_code == 204
    assert "2030-01-08" not in slots(member, team["kind"])
