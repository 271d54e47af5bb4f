from __future__ import annotations

from typing import Any

import pytest

from emulator.api.bookings.listing import search_of
from emulator.errors.base import InvalidRequest
from emulator.scheduling.booking_matching import Search
from emulator.world.world import World
from tests.api.bookings.asking import refused
from tests.booking_calls import ask
from tests.office import START, at, event_type, office, stored, user


@pytest.fixture
def world() -> World:
    """One booking of each kind, and two more."""
    world = office()
    kind = event_type(world)
    seated = event_type(world, slug="seated", seats={"seatsPerTimeSlot": 2, "showAttendeeInfo": False})
    stored(world, kind, START)
    stored(world, kind, START.replace(day=9), recurring_uid=world.ids.uuid())
    stored(world, seated, START.replace(day=10), responses=None)
    stored(world, None, START.replace(day=11))
    stored(world, kind, at("2020-01-08 13:00"))
    return world


def listed(world: World, **query: Any) -> Any:
    return ask(world, "getBookings", user(world), query=query)


@pytest.mark.behaviour("bookings", 19, 85)
def test_all_kinds_come_in_one_list(world: World) -> None:
    """bookings.md 10 #19, #85"""
    answer = listed(world)
    assert list(answer) == ["status", "data", "pagination"]
    assert [next(iter(booking)) for booking in answer["data"]] == ["id", "id", "attendees", "id", "id"]
    assert answer["pagination"] == {
        "totalItems": 5,
        "remainingItems": 0,
        "returnedItems": 5,
        "itemsPerPage": 100,
        "currentPage": 1,
        "totalPages": 1,
        "hasNextPage": False,
        "hasPreviousPage": False,
    }


@pytest.mark.behaviour("bookings", 20, 21)
def test_a_page_in_the_middle(world: World) -> None:
    """bookings.md 10 #20, #21"""
    answer = listed(world, skip=2, take=2)
    assert [booking["id"] for booking in answer["data"]] == [2, 3]
    assert answer["pagination"]["currentPage"] == 2
    assert answer["pagination"]["remainingItems"] == 1
    assert answer["pagination"]["hasNextPage"]
    assert answer["pagination"]["hasPreviousPage"]


@pytest.mark.behaviour("bookings", 22, 23, 24, 25, 26, 27, 28, 143)
def test_the_filters_arrive(world: World) -> None:
    """bookings.md 10 #22-28, #143"""
    assert len(listed(world, status=["upcoming"])["data"]) == 4
    assert len(listed(world, status=["upcoming", " past"])["data"]) == 5
    assert len(listed(world, eventTypeIds="2")["data"]) == 1
    assert len(listed(world, eventTypeIds="2, 1", eventTypeId=99)["data"]) == 4
    assert len(listed(world, eventTypeId=2)["data"]) == 1
    assert len(listed(world, attendeeEmail="bob@example.com")["data"]) == 5
    assert len(listed(world, afterStart="2030-01-10T13:00:00Z")["data"]) == 2
    assert len(listed(world, teamIds="1,2")["data"]) == 5


@pytest.mark.behaviour("bookings", 142)
def test_event_types_that_nobody_has(world: World) -> None:
    """bookings.md 10 #142"""
    status, message = refused(world, "getBookings", user(world), query={"eventTypeId": 90909})
    assert (status, message) == (400, "Bad request: Please check your request data and try again")


def test_nobody_lists_nothing(world: World) -> None:
    assert refused(world, "getBookings")[0] == 401


@pytest.mark.parametrize(
    ("query", "search"),
    [
        ({}, Search()),
        # An unencoded plus arrives as a blank (bookings.md 10 #151).
        ({"attendeeEmail": " ann cal@x.com "}, Search(attendee_email="ann+cal@x.com")),
        ({"attendeeName": " Ann Lee "}, Search(attendee_name="Ann Lee")),
        ({"bookingUid": "abc"}, Search(booking_uid="abc")),
        ({"teamsIds": "3,4", "teamId": 5}, Search(team_ids=(3, 4))),
        ({"teamId": 5}, Search(team_ids=(5,))),
        ({"status": "past, cancelled"}, Search(statuses=frozenset({"past", "cancelled"}))),
        ({"sortCreated": "desc", "sortEnd": "asc"}, Search(sort=("end", False))),
        ({"sortUpdatedAt": "desc"}, Search(sort=("updated_at", True))),
        ({"beforeEnd": "2030-01-08T14:00:00+01:00"}, Search(end_until=START)),
    ],
)
def test_how_the_query_is_read(query: dict[str, Any], search: Search) -> None:
    """bookings.md 4.1"""
    assert search_of(query) == search


@pytest.mark.parametrize(
    ("query", "rule", "text"),
    [
        ({"afterStart": "soon"}, "isISO8601", "fromDate must be a valid ISO 8601 date."),
        ({"beforeUpdatedAt": "2030"}, "isISO8601", "toDate must be a valid ISO 8601 date."),
        (
            {"eventTypeIds": "1,x"},
            "isNumber",
            "each value in eventTypeIds must be a number conforming to the specified constraints",
        ),
    ],
)
def test_a_document_of_one_s_own_may_let_pass_what_cannot_be_read(query: dict[str, str], rule: str, text: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        search_of(query)
    (error,) = caught.value.errors
    assert error["constraints"] == {rule: text}
