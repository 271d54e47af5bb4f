"""What deliveries tell of teams, organizations and platform clients (webhooks.md 4.1, 4.10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api
from tests.behaviours.hooks import subscribe, told
from tests.platform_world import found_platform
from tests.receiver import Receiver


def payload(api: Api, receiver: Receiver, trigger: str = "BOOKING_CREATED") -> Any:
    (body,) = told(api, receiver, trigger)
    return body["payload"]


@pytest.mark.behaviour("webhooks", 60)
def test_a_collective_booking_names_the_team_and_its_other_hosts(team: Api, receiver: Receiver) -> None:
    subscribe(team, receiver, teamId=1)
    team.book(eventTypeId=3, guests=["g@example.com"])
    found = payload(team, receiver)
    assert (found["schedulingType"], found["organizer"]["email"]) == ("COLLECTIVE", "ben@example.com")
    assert [person["email"] for person in found["attendees"]] == ["bob@example.com", "g@example.com"]
    assert (found["team"]["id"], found["team"]["name"]) == (1, "Support")
    assert found["team"]["members"][0] == {
        "id": 3,
        "email": "cyd@example.com",
        "name": "Cyd Member",
        "firstName": "",
        "lastName": "",
        "timeZone": "Europe/Rome",
        "language": {"locale": "en"},
    }
    assert [member["id"] for member in found["team"]["members"]] == [3, 4]


def test_a_round_robin_booking_has_one_host_and_an_empty_team(team: Api, receiver: Receiver) -> None:
    subscribe(team, receiver, teamId=1)
    team.book(eventTypeId=2)
    found = payload(team, receiver)
    assert (found["schedulingType"], found["team"]["members"]) == ("ROUND_ROBIN", [])
    assert found["organizer"]["id"] in (2, 3, 4)


def test_a_routed_round_robin_booking_says_why_this_host(team: Api, receiver: Receiver) -> None:
    form = {"name": "Which team?", "teamId": 1, "fields": [{"id": "a", "identifier": "a"}]}
    number = team.control("POST", "/records/routing-forms", form)["id"]
    response = team.control("POST", f"/routing-forms/{number}/responses", {"responses": {"a": "b"}})
    subscribe(team, receiver, teamId=1)
    team.book(eventTypeId=2, routing={"responseId": response["id"], "teamMemberIds": [3]})
    found = payload(team, receiver)
    assert found["organizer"]["id"] == 3
    assert found["assignmentReason"] == [{"reasonEnum": "ROUTING_FORM_ROUTING", "reasonString": "Which team?"}]


@pytest.mark.behaviour("webhooks", 59)
def test_a_host_who_is_the_first_attendee_stays_one_when_it_is_cancelled(team: Api, receiver: Receiver) -> None:
    subscribe(team, receiver, teamId=1, triggers=["BOOKING_CANCELLED"])
    cyd = {"name": "Cyd Member", "email": "cyd@example.com", "timeZone": "Europe/Rome"}
    stored = team.control(
        "POST",
        "/records/bookings",
        {"eventTypeId": 2, "userId": 2, "start": "2030-01-08T13:00:00Z", "attendees": [cyd]},
    )
    team.data("POST", f"/v2/bookings/{stored['uid']}/cancel", {"cancellationReason": "Ill"})
    found = payload(team, receiver, "BOOKING_CANCELLED")
    assert [person["email"] for person in found["attendees"]] == ["cyd@example.com"]
    assert found["team"]["members"] == []


def test_a_reassigned_booking_names_its_new_host_and_who_came_and_went(team: Api, receiver: Receiver) -> None:
    subscribe(team, receiver, teamId=1, triggers=["BOOKING_REASSIGNED"], version="2026-07-27")
    booking = team.book(eventTypeId=2)
    team.data("POST", f"/v2/bookings/{booking['uid']}/reassign")
    found = payload(team, receiver, "BOOKING_REASSIGNED")
    before = team.control("GET", "/records/users?email=" + booking["hosts"][0]["email"])[0]["id"]
    assert found["removedHostUserIds"] == [before]
    assert found["addedHostUserIds"] == [found["organizer"]["id"]] != [before]
    assert "METHOD:REQUEST" in found["attendeeIcsContent"]
    assert f"ROLE=CHAIR;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{found['organizer']['email']}" in found[
        "organizerIcsContent"
    ].replace("\r\n ", "")


def test_an_organizations_booking_is_at_home_there(team: Api, receiver: Receiver) -> None:
    subscribe(team, receiver, teamId=2)
    team.book("2030-01-08T16:00:00Z", eventTypeId=7)
    found = payload(team, receiver)
    assert (found["organizationId"], found["bookerUrl"]) == (2, "https://globex.cal.com")
    assert found["organizer"]["usernameInOrg"] == found["organizer"]["username"] == "hugo"


def test_a_managed_users_booking_names_the_client_and_its_pages(api: Api, receiver: Receiver) -> None:
    pages: dict[str, Any] = {
        "bookingRedirectUri": "https://a.example/booking",
        "bookingCancelRedirectUri": "https://a.example/cancel",
        "bookingRescheduleRedirectUri": "https://a.example/move",
    }
    platform = found_platform(api, **pages, areDefaultEventTypesEnabled=True)
    user = platform.add_user(timeZone="Europe/Rome")["user"]
    subscribe(api, receiver, oAuthClientId=platform.id)
    (kind,) = api.control("GET", f"/records/event-types?ownerId={user['id']}&slug=sixty-minutes")
    api.book(eventTypeId=kind["id"])
    found = payload(api, receiver)
    assert {key: value for key, value in found.items() if key.startswith("platform")} == {
        "platformClientId": platform.id,
        "platformRescheduleUrl": "https://a.example/move",
        "platformCancelUrl": "https://a.example/cancel",
        "platformBookingUrl": "https://a.example/booking",
    }


def test_the_calendars_it_is_written_to(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    calendar = {"userId": 1, "integration": "google_calendar", "externalId": "ada@example.com"}
    api.control("POST", "/records/destination-calendars", calendar)
    api.book()
    (found,) = payload(api, receiver)["destinationCalendar"]
    assert {name: found[name] for name in calendar} == calendar
    assert found["eventTypeId"] is None
