"""Slots of teams over HTTP, in the world of `fixtures/team.yaml`: office hours in Rome and London, Dan afternoons."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api, message

DAY = "2050-09-05"
"""A Monday in summer: Rome is two hours ahead of UTC, London one."""


def hours(team: Api, **query: Any) -> list[str]:
    """The starts offered on that Monday, as hours in UTC."""
    params = {"start": DAY, "end": DAY, **query}
    days = team.data("GET", "/v2/slots", params=params, headers={"authorization": None})
    return [slot["start"][11:16] for slots in days.values() for slot in slots]


def at(hour: int) -> str:
    return f"{DAY}T{hour:02}:00:00Z"


def whole(*numbers: int) -> list[str]:
    return [f"{hour:02}:00" for hour in numbers]


@pytest.mark.behaviour("resources", 191)
def test_a_collective_needs_everybody(team: Api) -> None:
    """Dan works from 11 to 15 UTC, Cyd from 7 to 15, Ben from 8 to 16."""
    assert hours(team, eventTypeId=3) == whole(11, 12, 13, 14)
    assert hours(team, teamSlug="support", eventTypeSlug="review") == whole(11, 12, 13, 14)


@pytest.mark.behaviour("resources", 192)
def test_a_round_robin_needs_anybody(team: Api) -> None:
    assert hours(team, eventTypeId=2) == whole(*range(7, 16))
    assert hours(team, teamSlug="support", eventTypeSlug="call") == whole(*range(7, 16))


@pytest.mark.behaviour("resources", 193)
def test_who_may_say_how_long_a_reservation_lasts(team: Api) -> None:
    body = {"eventTypeId": 3, "slotStart": at(12), "reservationDuration": 10}
    path = "/v2/slots/reservations"
    assert team.post(path, body, headers={"authorization": None}).status_code == 401
    assert team.of("gina").post(path, body).status_code == 403
    answer = team.of("dan").post(path, body)
    assert (answer.status_code, answer.json()["data"]["reservationDuration"]) == (201, 10)
    assert hours(team, eventTypeId=3) == whole(11, 13, 14)


@pytest.mark.behaviour("resources", 194)
def test_nobody_to_reserve(team: Api) -> None:
    kind = team.control(
        "POST",
        "/records/event-types",
        {"teamId": 1, "title": "Empty", "slug": "empty", "lengthInMinutes": 30, "schedulingType": "roundRobin"},
    )
    answer = team.post("/v2/slots/reservations", {"eventTypeId": kind["id"], "slotStart": at(12)})
    assert (answer.status_code, message(answer)) == (400, "Cannot reserve a slot for a team event without any hosts")
    assert hours(team, eventTypeId=kind["id"]) == []


@pytest.mark.behaviour("resources", 195)
def test_one_busy_host_closes_a_collective_and_all_of_them_a_round_robin(team: Api) -> None:
    busy = {"userId": 3, "start": at(12), "end": at(13), "title": "Elsewhere"}
    team.control("POST", "/records/bookings", busy)
    assert hours(team, eventTypeId=3) == whole(11, 13, 14)
    assert "12:00" in hours(team, eventTypeId=2)
    team.control("POST", "/records/bookings", {**busy, "userId": 2})
    assert "12:00" in hours(team, eventTypeId=2)
    team.control("POST", "/records/bookings", {**busy, "userId": 4})
    assert "12:00" not in hours(team, eventTypeId=2)


def test_a_fixed_host_is_needed_in_a_round_robin(team: Api) -> None:
    """resources.md 5.3: one of those who take turns, and all who do not."""
    host = team.control("GET", "/records/hosts?eventTypeId=2&userId=4")[0]
    team.control("PATCH", f"/records/hosts/{host['id']}", {"mandatory": True})
    assert hours(team, eventTypeId=2) == whole(11, 12, 13, 14)


def test_out_of_office_and_hours_chosen_for_a_host(team: Api) -> None:
    away = {"userId": 2, "start": f"{DAY}T00:00:00Z", "end": f"{DAY}T23:59:59Z"}
    team.control("POST", "/records/out-of-office", away)
    assert hours(team, eventTypeId=3) == []
    assert hours(team, eventTypeId=2) == whole(*range(7, 15))
    host = team.control("GET", "/records/hosts?eventTypeId=2&userId=3")[0]
    team.control("PATCH", f"/records/hosts/{host['id']}", {"scheduleId": 4})
    assert hours(team, eventTypeId=2) == whole(11, 12, 13, 14)


@pytest.mark.behaviour("resources", 189)
def test_several_people_meet_ad_hoc(team: Api) -> None:
    query = {"usernames": "gina,hugo", "organizationSlug": "globex", "duration": 60}
    days = team.data("GET", "/v2/slots", params={"start": DAY, "end": "2050-09-09", **query})
    assert {day: len(slots) for day, slots in days.items()} == {f"2050-09-0{day}": 8 for day in range(5, 10)}
    del query["duration"]
    assert len(hours(team, **query)) == 16
    team.control("PATCH", "/records/users/6", {"allowDynamicBooking": False})
    answer = team.get("/v2/slots", params={"start": DAY, "end": DAY, **query})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "TRPCError")


@pytest.mark.behaviour("resources", 190)
def test_several_people_in_a_time_zone(team: Api) -> None:
    query = {"usernames": "gina,hugo", "organizationSlug": "globex", "duration": 60, "timeZone": "Europe/Rome"}
    (slots,) = team.data("GET", "/v2/slots", params={"start": DAY, "end": DAY, **query}).values()
    assert [slot["start"] for slot in slots][:2] == [f"{DAY}T15:00:00.000+02:00", f"{DAY}T16:00:00.000+02:00"]


@pytest.mark.behaviour("resources", 197)
def test_a_team_of_an_organization_by_slug(team: Api) -> None:
    named = {"teamSlug": "sales", "eventTypeSlug": "demo"}
    assert hours(team, **named, organizationSlug="globex") == hours(team, eventTypeId=7) != []
    answer = team.get("/v2/slots", params={"start": DAY, "end": DAY, **named})
    assert (answer.status_code, message(answer)) == (404, "Team with slug sales not found")


def test_the_parent_of_copies_offers_nothing_and_they_do(team: Api) -> None:
    """platform.md 2.3: a managed event type has no hosts of its own."""
    assert hours(team, eventTypeId=4) == []
    assert len(hours(team, username="dan", eventTypeSlug="check-in")) == 8


@pytest.mark.parametrize("event_type_id", [2, 3])
def test_every_slot_on_offer_can_be_booked(team: Api, event_type_id: int) -> None:
    for hour in hours(team, eventTypeId=event_type_id):
        body = {"eventTypeId": event_type_id, "start": f"{DAY}T{hour}:00Z", "attendee": ATTENDEE}
        assert team.post("/v2/bookings", body).status_code == 201
    assert hours(team, eventTypeId=3) == []


def test_why_a_time_of_a_team_is_not_offered(team: Api) -> None:
    path = f"/explain/slots?eventTypeId=2&start={DAY}T15:00:00Z"
    assert team.control("GET", path)["starts"][0]["offered"]
    team.control("POST", "/records/bookings", {"userId": 2, "start": at(15), "end": at(16), "title": "Elsewhere"})
    reasons = team.control("GET", path)["starts"][0]["reasons"]
    assert {(reason["cause"], reason["userId"]) for reason in reasons} == {
        ("booking", 2),
        ("schedule", 3),
        ("schedule", 4),
    }


def test_a_round_robin_that_keeps_its_host_offers_that_hosts_time_alone(team: Api) -> None:
    """What is offered to whoever moves a booking is what the same host can take, and that can be booked."""
    team.control("PATCH", "/records/event-types/2", {"rescheduleWithSameRoundRobinHost": True})
    dans = team.control(
        "POST",
        "/records/bookings",
        {"eventTypeId": 2, "userId": 4, "title": "Call", "start": at(12), "end": at(13), "attendees": [ATTENDEE]},
    )
    assert hours(team, eventTypeId=2, bookingUidToReschedule=dans["uid"]) == whole(11, 12, 13, 14)
    assert hours(team, eventTypeId=2) == whole(*range(7, 16))
    explained = team.control("GET", f"/explain/slots?eventTypeId=2&start={at(8)}&bookingUidToReschedule={dans['uid']}")
    assert [(each["cause"], each["userId"]) for each in explained["starts"][0]["reasons"]] == [("schedule", 4)]
    path = f"/v2/bookings/{dans['uid']}/reschedule"
    assert team.post(path, {"start": at(8)}).status_code == 409
    moved = team.data("POST", path, {"start": at(14)})
    assert [host["id"] for host in moved["hosts"]] == [4]
    # Without the setting anybody may take over.
    team.control("PATCH", "/records/event-types/2", {"rescheduleWithSameRoundRobinHost": False})
    assert hours(team, eventTypeId=2, bookingUidToReschedule=moved["uid"]) == whole(*range(7, 16))


def test_beside_a_fixed_host_the_one_whose_turn_it_was_is_kept(team: Api) -> None:
    kind = team.control(
        "POST",
        "/records/event-types",
        {
            "teamId": 1,
            "title": "Pair",
            "slug": "pair",
            "lengthInMinutes": 60,
            "schedulingType": "roundRobin",
            "rescheduleWithSameRoundRobinHost": True,
            "hosts": [{"userId": 2, "mandatory": True}, {"userId": 3}, {"userId": 4}],
        },
    )
    pair = team.control(
        "POST",
        "/records/bookings",
        {
            "eventTypeId": kind["id"],
            "userId": 2,
            "title": "Pair",
            "start": at(12),
            "end": at(13),
            "attendees": [ATTENDEE, {"name": "Dan Member", "email": "dan@example.com", "timeZone": "Europe/Rome"}],
        },
    )
    assert hours(team, eventTypeId=kind["id"]) == whole(8, 9, 10, 11, 13, 14)
    assert hours(team, eventTypeId=kind["id"], bookingUidToReschedule=pair["uid"]) == whole(11, 12, 13, 14)
    assert team.post(f"/v2/bookings/{pair['uid']}/reschedule", {"start": at(9)}).status_code == 409
    moved = team.data("POST", f"/v2/bookings/{pair['uid']}/reschedule", {"start": at(11)})
    assert [each["email"] for each in moved["attendees"]] == [ATTENDEE["email"], "dan@example.com"]
