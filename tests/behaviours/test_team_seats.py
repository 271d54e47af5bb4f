"""Seats in event types of teams: whoever hosts needs none, and one host keeps them all."""

from __future__ import annotations

import pytest

from tests.api_client import Api, message
from tests.behaviours.seating import ANYBODY, ask_for_seat, names, take_seat

START, LATER = "2030-01-08T14:00:00.000Z", "2030-01-09T14:00:00.000Z"
CALL, REVIEW = 2, 3


def seat_the_team(team: Api, kind: int, *, shown: bool = True) -> None:
    seats = {"seatsPerTimeSlot": 2, "showAttendeeInfo": shown, "showAvailabilityCount": True}
    team.control("PATCH", f"/records/event-types/{kind}", {"seats": seats})


@pytest.mark.parametrize("kind", [CALL, REVIEW])
def test_the_hosts_of_a_team_take_no_seat(team: Api, kind: int) -> None:
    seat_the_team(team, kind)
    first, second = take_seat(team, kind, "ann", START), take_seat(team, kind, "bob", START)
    assert (second["uid"], names(second)) == (first["uid"], ["Ann", "Bob"])
    assert second["hosts"] == first["hosts"]
    full = ask_for_seat(team, kind, "cat", START)
    assert (full.status_code, message(full)) == (409, "No more seats left at this seated booking.")
    slots = team.data("GET", f"/v2/slots?eventTypeId={kind}&start=2030-01-08&end=2030-01-08")["2030-01-08"]
    taken = next(slot for slot in slots if slot["start"] == START)
    assert (taken["seatsBooked"], taken["seatsRemaining"], taken["bookingUid"]) == (2, 0, first["uid"])


@pytest.mark.parametrize("kind", [CALL, REVIEW])
def test_without_people_who_sit_a_teams_booking_is_over(team: Api, kind: int) -> None:
    seat_the_team(team, kind)
    first, second = take_seat(team, kind, "ann", START), take_seat(team, kind, "bob", START)
    path = f"/v2/bookings/{first['uid']}"
    body = {"start": LATER, "seatUid": first["seatUid"]}
    moved = team.data("POST", f"{path}/reschedule", body, headers=ANYBODY)
    assert (names(moved), moved["hosts"]) == (["Ann"], first["hosts"])
    left = team.data("POST", f"{path}/cancel", {"seatUid": second["seatUid"]}, headers=ANYBODY)
    assert (left["status"], left["attendees"]) == ("cancelled", [])


@pytest.mark.parametrize(("key", "shown"), [("ben", True), ("ada", True), ("dan", True), ("hugo", False)])
def test_hosts_and_those_who_lead_the_team_see_who_sits(team: Api, key: str, shown: bool) -> None:
    """bookings.md 4.4: Ben and Dan host the call, Ada owns the team, Hugo is of another one."""
    seat_the_team(team, CALL, shown=False)
    made = take_seat(team, CALL, "ann", START)
    assert made["attendees"] == []
    headers = {"authorization": f"Bearer cal_test_{key}"}
    seen = team.data("GET", f"/v2/bookings/{made['uid']}", headers=headers)
    assert names(seen) == (["Ann"] if shown else [])


@pytest.mark.parametrize(("kept", "hour", "status"), [(False, 12, 201), (True, 12, 409), (True, 13, 201)])
def test_a_seat_moves_to_any_time_that_is_offered(team: Api, *, kept: bool, hour: int, status: int) -> None:
    """A round robin offers the time of all its hosts: whose own is busy leaves the seat to another, unless kept."""
    seat_the_team(team, CALL)
    team.control("PATCH", f"/records/event-types/{CALL}", {"rescheduleWithSameRoundRobinHost": kept})
    booking = take_seat(team, CALL, "ann", START)
    (host,) = booking["hosts"]
    busy = {"title": "Busy", "userId": host["id"], "start": "2030-01-09T12:00:00Z", "end": "2030-01-09T13:00:00Z"}
    team.control("POST", "/records/bookings", busy)
    wanted = f"2030-01-09T{hour}:00:00.000Z"
    query = f"eventTypeId={CALL}&start=2030-01-09&end=2030-01-09&bookingUidToReschedule={booking['uid']}"
    offered = [slot["start"] for slot in team.data("GET", f"/v2/slots?{query}")["2030-01-09"]]
    assert (wanted in offered) == (status == 201)
    body = {"start": wanted, "seatUid": booking["seatUid"]}
    answer = team.post(f"/v2/bookings/{booking['uid']}/reschedule", body, headers=ANYBODY)
    assert answer.status_code == status
    if status == 201:
        assert (answer.json()["data"]["hosts"] == booking["hosts"]) == (hour == 13)
