"""Bookings of teams over HTTP, in the world of `fixtures/team.yaml`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api, message

TUESDAY = "2030-01-08T13:00:00Z"
"""Dan, Cyd and Ben are all at work then."""

CALL, REVIEW, CHECK_IN, DEMO = 2, 3, 4, 7


def book(team: Api, event_type: int = CALL, start: str = TUESDAY, who: str = "bob", **fields: Any) -> Any:
    """Each `who` is somebody else; a round robin gives the same person the same booking again."""
    attendee = {**ATTENDEE, "email": f"{who}@example.com"}
    body = {"eventTypeId": event_type, "start": start, "attendee": attendee, **fields}
    return team.data("POST", "/v2/bookings", body)


def refused(team: Api, event_type: int = CALL, start: str = TUESDAY, **fields: Any) -> tuple[int, str]:
    answer = team.post("/v2/bookings", {"eventTypeId": event_type, "start": start, "attendee": ATTENDEE, **fields})
    return answer.status_code, message(answer)


def host_of(booking: Any) -> int:
    (host,) = booking["hosts"]
    number: int = host["id"]
    return number


def change_host(team: Api, user_id: int, **fields: Any) -> None:
    (host,) = team.control("GET", f"/records/hosts?eventTypeId={CALL}&userId={user_id}")
    team.control("PATCH", f"/records/hosts/{host['id']}", fields)


@pytest.mark.behaviour("bookings", 138)
def test_the_other_hosts_of_a_collective_come_as_attendees(team: Api) -> None:
    booking = book(team, REVIEW)
    assert host_of(booking) == 2
    assert [(each["name"], each["email"]) for each in booking["attendees"]] == [
        ("Bob Guest", "bob@example.com"),
        ("Cyd Member", "cyd@example.com"),
        ("Dan Member", "dan@example.com"),
    ]
    assert booking["title"] == "Review between Support and Bob Guest"
    assert team.data("GET", f"/v2/bookings/{booking['uid']}")["attendees"] == booking["attendees"]


@pytest.mark.behaviour("bookings", 136)
def test_a_collective_of_one(team: Api) -> None:
    body = {"teamId": 1, "title": "Solo", "slug": "solo", "lengthInMinutes": 60, "schedulingType": "collective"}
    kind = team.control("POST", "/records/event-types", {**body, "hosts": [{"userId": 3}]})
    booking = book(team, kind["id"], meetingUrl="https://meet.example.com/solo")
    assert (len(booking["hosts"]), len(booking["attendees"])) == (1, 1)
    assert booking["meetingUrl"] == "https://meet.example.com/solo"


def test_everybody_in_a_collective_must_be_free(team: Api) -> None:
    book(team, REVIEW)
    text = "One of the hosts either already has booking at this time or is not available"
    assert refused(team, REVIEW) == (409, text)
    assert refused(team, REVIEW, "2030-01-08T10:00:00Z") == (409, text)
    assert refused(team, CALL, attendee={**ATTENDEE, "email": "carl@example.com"}) == (409, text)


@pytest.mark.parametrize("seconds", [1, 0], ids=["time passes", "the clock stands still"])
def test_a_round_robin_goes_round(team: Api, seconds: int) -> None:
    """The host whose latest booking was made longest ago; at first the order of the hosts."""
    days = ["08", "09", "10", "11"]
    taken = []
    for day in days:
        taken.append(host_of(book(team, start=f"2030-01-{day}T13:00:00Z")))
        team.control("POST", "/clock/advance", {"seconds": seconds})
    assert taken == [2, 3, 4, 2]


@pytest.mark.behaviour("bookings", 145, 146)
def test_a_team_of_an_organization_by_slug(team: Api) -> None:
    body = {"teamSlug": "sales", "eventTypeSlug": "demo", "start": "2030-01-08T15:00:00Z", "attendee": ATTENDEE}
    answer = team.post("/v2/bookings", body)
    assert (answer.status_code, message(answer)) == (404, "Team with slug sales not found")
    booking = team.data("POST", "/v2/bookings", {**body, "organizationSlug": "globex"})
    assert (booking["eventType"]["slug"], host_of(booking)) == ("demo", 6)


def test_one_time_goes_to_all_hosts_one_after_the_other(team: Api) -> None:
    assert [host_of(book(team, who=who)) for who in ("a", "b", "c")] == [2, 3, 4]
    assert refused(team)[0] == 409
    booking = book(team, who="a")
    assert (host_of(booking), booking["attendees"][0]["email"]) == (2, "a@example.com")
    assert booking["title"] == "Support call between Ben Admin and Bob Guest"


def test_priority_comes_before_turns(team: Api) -> None:
    change_host(team, 4, priority="high")
    assert [host_of(book(team, who=who)) for who in ("a", "b", "c")] == [4, 2, 3]


def test_weights_keep_shares(team: Api) -> None:
    """Of each month's bookings Dan gets three for one of Ben's and one of Cyd's."""
    team.control("PATCH", f"/records/event-types/{CALL}", {"isRRWeightsEnabled": True})
    change_host(team, 4, weight=300)
    taken = [host_of(book(team, start=f"2030-01-{day:02}T13:00:00Z")) for day in (7, 8, 9, 10, 11, 14, 15, 16, 17, 18)]
    assert {host: taken.count(host) for host in (2, 3, 4)} == {2: 2, 3: 2, 4: 6}


def test_a_fixed_host_is_in_every_booking(team: Api) -> None:
    change_host(team, 2, mandatory=True)
    first, second = book(team, start="2030-01-08T13:00:00Z"), book(team, start="2030-01-09T13:00:00Z")
    assert [host_of(booking) for booking in (first, second)] == [2, 2]
    assert [booking["attendees"][1]["email"] for booking in (first, second)] == ["cyd@example.com", "dan@example.com"]
    assert first["title"] == "Support call between Support and Bob Guest"
    assert refused(team, attendee={**ATTENDEE, "email": "z@example.com"})[0] == 409


def test_a_routing_form_chooses_among_hosts(team: Api) -> None:
    routing = {"responseId": 1, "teamMemberIds": [3, 4]}
    assert host_of(book(team, who="a", routing=routing)) == 3
    assert host_of(book(team, who="b", routing={**routing, "teamMemberEmail": "dan@example.com"})) == 4
    # Who is allowed is busy now; whom nobody knows does not count.
    assert refused(team, routing=routing)[0] == 409
    assert host_of(book(team, who="c", routing={"responseId": 1, "teamMemberIds": [99]})) == 2


def test_a_subset_of_hosts_where_the_event_type_has_it(team: Api) -> None:
    assert host_of(book(team, who="a", rrHostSubsetIds=[4])) == 2
    team.control("PATCH", f"/records/event-types/{CALL}", {"rrHostSubsetEnabled": True})
    assert host_of(book(team, who="b", rrHostSubsetIds=[4])) == 4


def test_hosts_are_no_guests(team: Api) -> None:
    """bookings.md 3.6"""
    booking = book(team, REVIEW, guests=["cyd@example.com", "guest@example.com"])
    assert [each["email"] for each in booking["attendees"]] == [
        "bob@example.com",
        "guest@example.com",
        "cyd@example.com",
        "dan@example.com",
    ]


def test_managed_event_types_are_booked_by_their_copies(team: Api) -> None:
    assert refused(team, CHECK_IN)[0] == 400
    body = {"username": "dan", "eventTypeSlug": "check-in", "start": TUESDAY, "attendee": ATTENDEE}
    booking = team.data("POST", "/v2/bookings", body)
    assert (host_of(booking), booking["eventTypeId"]) == (4, 6)


def test_a_round_robin_goes_on_when_it_moves_unless_it_keeps_its_host(team: Api) -> None:
    booking = book(team)
    path, there = f"/v2/bookings/{booking['uid']}/reschedule", {"start": "2030-01-09T13:00:00Z"}
    moved = team.data("POST", path, there)
    assert (host_of(booking), host_of(moved)) == (2, 3)
    team.control("PATCH", f"/records/event-types/{CALL}", {"rescheduleWithSameRoundRobinHost": True})
    back = team.data("POST", f"/v2/bookings/{moved['uid']}/reschedule", {"start": TUESDAY})
    assert host_of(back) == 3
    team.control(
        "POST", "/records/bookings", {"userId": 3, "start": there["start"], "title": "x", "end": "2030-01-10T00:00:00Z"}
    )
    answer = team.post(f"/v2/bookings/{back['uid']}/reschedule", there)
    assert (answer.status_code, message(answer)) == (
        409,
        "User either already has booking at this time or is not available",
    )


def test_the_others_of_a_collective_move_along(team: Api) -> None:
    booking = book(team, REVIEW)
    moved = team.data("POST", f"/v2/bookings/{booking['uid']}/reschedule", {"start": "2030-01-08T14:00:00Z"})
    assert host_of(moved) == 2
    assert moved["attendees"] == booking["attendees"]


def test_a_series_keeps_its_host(team: Api) -> None:
    recurrence = {"interval": 1, "occurrences": 3, "frequency": "weekly"}
    team.control("PATCH", f"/records/event-types/{CALL}", {"recurrence": recurrence})
    assert [host_of(each) for each in book(team)] == [2, 2, 2]
    assert [host_of(each) for each in book(team, who="ann")] == [3, 3, 3]


@pytest.mark.behaviour("bookings", 132)
def test_reassigning_to_whoever_is_free(team: Api) -> None:
    booking = book(team)
    answer = team.data("POST", f"/v2/bookings/{booking['uid']}/reassign")
    assert answer == {
        "bookingUid": booking["uid"],
        "reassignedTo": {
            "id": 3,
            "name": "Cyd Member",
            "email": "cyd@example.com",
            "displayEmail": "cyd@example.com",
        },
    }
    assert host_of(team.data("GET", f"/v2/bookings/{booking['uid']}")) == 3


@pytest.mark.behaviour("bookings", 133)
def test_reassigning_to_a_certain_host(team: Api) -> None:
    booking = book(team)
    path = f"/v2/bookings/{booking['uid']}/reassign"
    team.data("POST", path)
    answer = team.data("POST", f"{path}/2", {"start": TUESDAY, "eventTypeId": CALL})
    assert answer["reassignedTo"]["id"] == 2
    again = team.data("GET", f"/v2/bookings/{booking['uid']}")
    assert (host_of(again), again["title"]) == (2, booking["title"])


def test_reassigning_beside_a_fixed_host(team: Api) -> None:
    change_host(team, 2, mandatory=True)
    booking = book(team)
    team.data("POST", f"/v2/bookings/{booking['uid']}/reassign")
    again = team.data("GET", f"/v2/bookings/{booking['uid']}")
    assert (host_of(again), [each["email"] for each in again["attendees"]]) == (
        2,
        ["bob@example.com", "dan@example.com"],
    )


@pytest.mark.parametrize(("name", "status"), [("ada", 200), ("ben", 200), ("cyd", 403), ("gina", 403)])
def test_leaders_reassign(team: Api, name: str, status: int) -> None:
    uid = book(team)["uid"]
    assert team.of(name).post(f"/v2/bookings/{uid}/reassign").status_code == status


@pytest.mark.parametrize(("name", "status"), [("ada", 200), ("cyd", 200), ("gina", 500)])
def test_hosts_and_leaders_mark_who_was_absent(team: Api, name: str, status: int) -> None:
    uid = book(team)["uid"]
    team.control("PUT", "/clock", {"now": "2030-01-08T14:00:00Z"})
    body = {"attendees": [{"email": "bob@example.com", "absent": True}]}
    answer = team.of(name).post(f"/v2/bookings/{uid}/mark-absent", body)
    assert answer.status_code == status
    (person,) = team.data("GET", f"/v2/bookings/{uid}")["attendees"]
    assert person["absent"] is (status == 200)


@pytest.mark.parametrize(("name", "status"), [("ada", 200), ("dan", 200), ("hugo", 401)])
def test_hosts_and_leaders_confirm(team: Api, name: str, status: int) -> None:
    policy = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
    team.control("PATCH", f"/records/event-types/{CALL}", {"confirmationPolicy": policy})
    booking = book(team)
    assert booking["status"] == "pending"
    assert book(team)["uid"] == booking["uid"]
    assert team.of(name).post(f"/v2/bookings/{booking['uid']}/confirm").status_code == status


def test_hosts_need_no_seats(team: Api) -> None:
    """A collective with two seats: its hosts are there, the booking ends with its last attendee."""
    seats = {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}
    team.control("PATCH", f"/records/event-types/{REVIEW}", {"seats": seats})
    first, second = book(team, REVIEW, who="a"), book(team, REVIEW, who="b")
    assert (second["uid"], host_of(second)) == (first["uid"], 2)
    assert refused(team, REVIEW)[0] == 409
    path = f"/v2/bookings/{first['uid']}"
    moved = team.data("POST", f"{path}/reschedule", {"start": "2030-01-08T14:00:00Z", "seatUid": second["seatUid"]})
    assert moved["uid"] != first["uid"]
    assert team.data("POST", f"{path}/cancel", {"seatUid": first["seatUid"]})["status"] == "cancelled"
    (row,) = team.control("GET", f"/records/bookings?uid={moved['uid']}")
    assert [each["email"] for each in row["attendees"]] == ["b@example.com", "cyd@example.com", "dan@example.com"]


@pytest.mark.behaviour("bookings", 137, 144)
def test_a_telephone_number_alone(team: Api) -> None:
    """An event type of an organization's team asks for nothing else; the booking keeps it when it moves."""
    fields = [
        {"type": "email", "required": False, "hidden": True},
        {"slug": "attendeePhoneNumber", "label": "Number", "type": "phone", "hidden": False, "required": True},
    ]
    body = {"title": "Ring", "slug": "ring", "lengthInMinutes": 15, "schedulingType": "collective"}
    path = "/v2/organizations/2/teams/3/event-types"
    more = {"hosts": [{"userId": 5}], "bookingFields": fields}
    kind = team.of("gina").data("POST", path, {**body, **more})
    attendee = {"name": "Bob Guest", "phoneNumber": "+919876543210", "timeZone": "Europe/London"}
    url = "https://meet.example.com/ring"
    booking = team.data(
        "POST",
        "/v2/bookings",
        {"eventTypeId": kind["id"], "start": "2030-01-08T15:00:00Z", "attendee": attendee, "meetingUrl": url},
    )

    def shown(of: Any) -> tuple[str, str, str, str, int]:
        (person,) = of["attendees"]
        answers = of["bookingFieldsResponses"]
        return (
            person["email"],
            person["phoneNumber"],
            answers["attendeePhoneNumber"],
            of["meetingUrl"],
            of["duration"],
        )

    expected = ("919876543210@sms.cal.com", "+919876543210", "+919876543210", url, 15)
    assert shown(booking) == expected
    there = {"start": "2030-01-08T16:00:00Z"}
    assert shown(team.data("POST", f"/v2/bookings/{booking['uid']}/reschedule", there)) == expected
