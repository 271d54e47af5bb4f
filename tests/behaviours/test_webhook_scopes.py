"""Whose subscriptions hear of which booking (webhooks.md 5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api
from tests.behaviours.hooks import delivered, subscribe
from tests.receiver import Receiver

PLACES: dict[str, dict[str, Any]] = {
    "/user": {"userId": 1},
    "/other": {"userId": 9},
    "/team": {"teamId": 21},
    "/otherteam": {"teamId": 22},
    "/org": {"teamId": 20},
    "/type": {"eventTypeId": 31},
    "/parent": {"eventTypeId": 30},
    "/platform": {"platform": True},
}


@pytest.fixture
def world(api: Api, receiver: Receiver) -> Api:
    """Ada in a team of an organization; a subscription to everything in every scope, each with a path of its own."""
    api.control("POST", "/records/organizations", {"id": 20, "name": "Globex"})
    api.control("POST", "/records/teams", {"id": 21, "name": "Sales", "parentId": 20})
    api.control("POST", "/records/teams", {"id": 22, "name": "Alone"})
    api.control("POST", "/records/users", {"id": 9, "username": "eve"})
    api.control("POST", "/records/memberships", {"teamId": 21, "userId": 1})
    return api


def event_types(api: Api, **child: Any) -> None:
    """Number 31, what is booked, and number 30, its parent where it has one."""
    api.control(
        "POST",
        "/records/event-types",
        {"id": 30, "teamId": 21, "title": "M", "slug": "m", "lengthInMinutes": 60, "schedulingType": "managed"},
    )
    whole = {"id": 31, "title": "T", "slug": "t", "lengthInMinutes": 60, **child}
    api.control("POST", "/records/event-types", whole)


def heard(api: Api, receiver: Receiver, trigger: str = "BOOKING_CANCELLED", **booking: Any) -> list[str]:
    """Who heard of what was done to a booking of event type 31."""
    for path, owner in PLACES.items():
        subscribe(api, receiver, path, triggers=[trigger], **owner)
    stored = api.control(
        "POST",
        "/records/bookings",
        {"eventTypeId": 31, "userId": 1, "start": "2030-01-08T13:00:00Z", "attendees": [ATTENDEE_ROW], **booking},
    )
    path = f"/v2/bookings/{stored['uid']}"
    if trigger == "BOOKING_CANCELLED":
        api.data("POST", f"{path}/cancel", {"cancellationReason": "Ill"})
    elif trigger == "BOOKING_REJECTED":
        api.data("POST", f"{path}/decline", {})
    else:
        api.control("PUT", "/clock", {"now": "2030-01-08T13:10:00Z"})
        api.data("POST", f"{path}/mark-absent", {"attendees": [{"email": ATTENDEE["email"], "absent": True}]})
    return [each.path for each in delivered(api, receiver)]


ATTENDEE_ROW = {"email": ATTENDEE["email"], "name": ATTENDEE["name"]}


def test_a_personal_booking_is_the_hosts(world: Api, receiver: Receiver) -> None:
    event_types(world, ownerId=1)
    assert sorted(heard(world, receiver)) == ["/platform", "/type", "/user"]


def test_a_member_of_an_organization_is_heard_of_there(world: Api, receiver: Receiver) -> None:
    world.control("PATCH", "/records/users/1", {"organizationId": 20})
    event_types(world, ownerId=1)
    assert sorted(heard(world, receiver)) == ["/org", "/platform", "/type", "/user"]


@pytest.mark.behaviour("webhooks", 71)
def test_a_teams_booking_is_the_teams_and_its_organizations(world: Api, receiver: Receiver) -> None:
    event_types(world, teamId=21, schedulingType="roundRobin", hosts=[{"userId": 1}])
    assert sorted(heard(world, receiver)) == ["/org", "/platform", "/team", "/type"]


@pytest.mark.behaviour("webhooks", 71)
def test_a_managed_childs_booking_is_everybodys(world: Api, receiver: Receiver) -> None:
    event_types(world, ownerId=1, parentEventTypeId=30)
    assert sorted(heard(world, receiver)) == ["/org", "/parent", "/platform", "/team", "/type", "/user"]


def test_a_refusal_is_told_to_the_host_of_a_teams_booking_too(world: Api, receiver: Receiver) -> None:
    event_types(world, teamId=21, schedulingType="roundRobin", hosts=[{"userId": 1}])
    found = heard(world, receiver, "BOOKING_REJECTED", status="pending")
    assert sorted(found) == ["/org", "/platform", "/team", "/type", "/user"]


def test_absences_are_told_to_the_event_types_own_owner_and_team(world: Api, receiver: Receiver) -> None:
    """The managed parent's team is not asked."""
    event_types(world, ownerId=1, parentEventTypeId=30)
    assert sorted(heard(world, receiver, "BOOKING_NO_SHOW_UPDATED")) == ["/parent", "/platform", "/type", "/user"]


@pytest.mark.behaviour("webhooks", 72)
def test_one_url_in_two_scopes_is_sent_to_twice_and_one_subscription_once(world: Api, receiver: Receiver) -> None:
    event_types(world, ownerId=1, parentEventTypeId=30)
    first = subscribe(world, receiver, userId=1)
    second = subscribe(world, receiver, eventTypeId=31, teamId=21, userId=1)
    heard(world, receiver)
    rows = world.control("GET", "/deliveries")
    ours = [row["webhookId"] for row in rows if row["webhookId"] in (first["id"], second["id"])]
    assert sorted(ours) == sorted([first["id"], second["id"]])


@pytest.mark.behaviour("webhooks", 70)
def test_an_inactive_subscription_hears_nothing_and_nothing_is_made_up_for(api: Api, receiver: Receiver) -> None:
    hook = api.data(
        "POST",
        "/v2/webhooks",
        {"subscriberUrl": receiver.url, "triggers": ["BOOKING_CREATED"], "active": False},
    )
    api.book()
    assert delivered(api, receiver) == []
    api.data("PATCH", f"/v2/webhooks/{hook['id']}", {"active": True})
    assert delivered(api, receiver) == []
    api.book("2030-01-08T15:00:00Z")
    assert len(delivered(api, receiver)) == 1
