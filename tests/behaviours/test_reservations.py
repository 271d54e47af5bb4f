"""Reservations of slots, numbered, over HTTP."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.api_client import KEY, Api, message

PATH = "/v2/slots/reservations"
DAY = "2050-09-05"
TEN = f"{DAY}T10:00:00.000Z"
SATURDAY = "2055-01-01"
RESERVED = "This time slot is already reserved by another user. Please choose a different time."
BOOKED = "Can't reserve a slot if the event is already booked."
ANONYMOUS = {"authorization": None}


def ask(api: Api, start: str = TEN, *, key: str | None = None, **more: Any) -> httpx2.Response:
    """Reserve an hour as nobody in particular, or with a key."""
    body = {"eventTypeId": 3, "slotStart": start, **more}
    return api.post(PATH, body, headers={"authorization": f"Bearer {key}" if key else None})


def reserve(api: Api, start: str = TEN, **more: Any) -> Any:
    answer = ask(api, start, **more)
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def starts(api: Api, **query: str) -> list[str]:
    params = {"eventTypeId": "3", "start": DAY, "end": DAY, **query}
    days = api.data("GET", "/v2/slots", params=params)
    return [slot["start"][11:16] for slot in days.get(DAY, [])]


def user(api: Api, name: str) -> Any:
    return api.control("POST", "/records/users", {"username": name, "apiKey": f"cal_test_{name}"})


ALL = [f"{hour:02}:00" for hour in range(7, 15)]
BUT_TEN = [each for each in ALL if each != "10:00"]


@pytest.mark.behaviour("resources", 146, 147, 148)
def test_a_slot_is_held_for_five_minutes(api: Api) -> None:
    held = reserve(api)
    assert held == {
        "eventTypeId": 3,
        "slotStart": TEN,
        "slotEnd": f"{DAY}T11:00:00.000Z",
        "slotDuration": 60,
        "reservationUid": held["reservationUid"],
        "reservationDuration": 5,
        "reservationUntil": "2029-12-03T08:05:00.000Z",
    }
    assert len(held["reservationUid"]) == 36
    assert starts(api) == BUT_TEN
    shown = api.data("GET", f"{PATH}/{held['reservationUid']}", headers=ANONYMOUS)
    assert shown == {name: value for name, value in held.items() if name != "reservationDuration"}


def test_it_runs_out_by_the_clock_of_the_world(api: Api) -> None:
    uid = reserve(api)["reservationUid"]
    api.control("POST", "/clock/advance", {"seconds": 299})
    assert starts(api) == BUT_TEN
    assert message(ask(api)) == RESERVED
    api.control("POST", "/clock/advance", {"seconds": 1})
    assert api.data("GET", f"{PATH}/{uid}") is None
    assert starts(api) == ALL
    reserve(api)


@pytest.mark.behaviour("resources", 149, 150, 151)
@pytest.mark.parametrize("start", ["10:15", "09:45", "10:10", "10:00"])
def test_what_overlaps_is_refused(api: Api, start: str) -> None:
    reserve(api)
    answer = ask(api, f"{DAY}T{start}:00Z")
    assert (answer.status_code, message(answer)) == (422, RESERVED)
    assert len(api.control("GET", "/records/reservations")) == 1


@pytest.mark.behaviour("resources", 152)
def test_it_can_be_moved(api: Api) -> None:
    uid = reserve(api)["reservationUid"]
    api.control("POST", "/clock/advance", {"seconds": 120})
    body = {"eventTypeId": 3, "slotStart": f"{DAY}T13:00:00Z"}
    moved = api.data("PATCH", f"{PATH}/{uid}", body, headers=ANONYMOUS)
    assert (moved["slotStart"], moved["reservationUid"]) == (f"{DAY}T13:00:00.000Z", uid)
    assert (moved["reservationDuration"], moved["reservationUntil"]) == (5, "2029-12-03T08:07:00.000Z")
    assert starts(api) == [each for each in ALL if each != "13:00"]


@pytest.mark.behaviour("resources", 153)
def test_it_can_be_given_up(api: Api) -> None:
    uid = reserve(api)["reservationUid"]
    assert api.delete(f"{PATH}/{uid}", headers=ANONYMOUS).json() == {"status": "success"}
    assert starts(api) == ALL


@pytest.mark.behaviour("resources", 154, 155, 156, 157)
def test_who_may_say_how_long(api: Api) -> None:
    nobody = ask(api, reservationDuration=10)
    assert nobody.status_code == 401
    assert message(nobody).startswith("reservationDuration can only be used for authenticated requests")
    eve = user(api, "eve")
    stranger = ask(api, key="cal_test_eve", reservationDuration=10)
    assert stranger.status_code == 403
    assert message(stranger).startswith("authenticated user is not owner of event type")
    held = reserve(api, key=KEY, reservationDuration=10)
    assert (held["reservationDuration"], held["reservationUntil"]) == (10, "2029-12-03T08:10:00.000Z")
    team = api.control("POST", "/records/teams", {"name": "Sales", "slug": "sales"})["id"]
    for member in (1, eve["id"]):
        api.control("POST", "/records/memberships", {"teamId": team, "userId": member})
    colleague = reserve(api, f"{DAY}T12:00:00Z", key="cal_test_eve", reservationDuration=30)
    assert colleague["reservationUntil"] == "2029-12-03T08:30:00.000Z"


def test_anybody_may_say_how_long_when_moving(api: Api) -> None:
    """resources.md 5.4: the change asks nobody."""
    uid = reserve(api)["reservationUid"]
    body = {"eventTypeId": 3, "slotStart": f"{DAY}T13:00:00Z", "reservationDuration": 60}
    moved = api.data("PATCH", f"{PATH}/{uid}", body, headers=ANONYMOUS)
    assert moved["reservationUntil"] == "2029-12-03T09:00:00.000Z"


@pytest.mark.behaviour("resources", 162, 163, 165)
def test_one_of_several_lengths(api: Api) -> None:
    lengths = {"lengthInMinutes": 15, "lengthInMinutesOptions": [15, 30, 45, 60, 180]}
    api.control("PATCH", "/records/event-types/3", lengths)
    odd = ask(api, slotDuration=1000)
    assert odd.status_code == 400
    assert message(odd).endswith("this variable length event type are: 15, 30, 45, 60, 180")
    held = reserve(api, slotDuration=60)
    assert (held["slotDuration"], held["slotEnd"]) == (60, f"{DAY}T11:00:00.000Z")
    over = ask(api, f"{DAY}T08:00:00Z", slotDuration=180)
    assert (over.status_code, message(over)) == (422, RESERVED)


def book(api: Api, start: str, end: str, status: str = "accepted") -> None:
    record = {"eventTypeId": 3, "start": f"{SATURDAY}T{start}:00Z", "end": f"{SATURDAY}T{end}:00Z", "status": status}
    api.control("POST", "/records/bookings", record)


@pytest.mark.behaviour("resources", 167, 168, 169, 170, 171)
@pytest.mark.parametrize(
    ("status", "refused"),
    [("accepted", True), ("pending", True), ("awaiting_host", True), ("cancelled", False), ("rejected", False)],
)
def test_the_status_of_the_booking_in_the_way(api: Api, status: str, refused: bool) -> None:
    book(api, "10:00", "11:00", status)
    answer = ask(api, f"{SATURDAY}T10:00:00Z")
    if refused:
        assert (answer.status_code, message(answer)) == (422, BOOKED)
    else:
        assert answer.status_code == 201


@pytest.mark.behaviour("resources", 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183)
@pytest.mark.parametrize(
    ("start", "booked", "refused"),
    [
        ("10:00", ("09:30", "10:30"), True),
        ("10:00", ("10:30", "11:30"), True),
        ("10:15", ("10:00", "11:30"), True),
        ("10:00", ("10:15", "10:45"), True),
        ("10:00", ("10:00", "11:00"), True),
        ("10:00", ("09:30", "11:00"), True),
        ("10:29", ("09:30", "10:30"), True),
        ("09:01", ("10:00", "11:00"), True),
        ("09:00", ("10:00", "11:00"), False),
        ("08:00", ("10:00", "11:00"), False),
        ("11:00", ("10:00", "11:00"), False),
        ("12:00", ("10:00", "11:00"), False),
    ],
)
def test_bookings_in_the_way(api: Api, start: str, booked: tuple[str, str], refused: bool) -> None:
    """A Saturday, which the schedule does not even have."""
    book(api, *booked)
    answer = ask(api, f"{SATURDAY}T{start}:00Z")
    assert answer.status_code == (422 if refused else 201)
    if refused:
        assert message(answer) == BOOKED


@pytest.mark.behaviour("resources", 243, 244, 245)
def test_one_that_is_not_there(api: Api) -> None:
    answer = api.get(f"{PATH}/nothing")
    assert (answer.status_code, answer.json()) == (200, {"status": "success", "data": None})
    assert api.delete(f"{PATH}/nothing").json() == {"status": "success"}
    moved = api.patch(f"{PATH}/nothing", {"eventTypeId": 3, "slotStart": TEN})
    assert (moved.status_code, message(moved)) == (404, "Slot with uid=nothing not found")


@pytest.mark.behaviour("resources", 246)
@pytest.mark.parametrize("start", ["10:00", "10:30", "09:15"])
def test_it_stands_in_its_own_way(api: Api, start: str) -> None:
    uid = reserve(api)["reservationUid"]
    moved = api.patch(f"{PATH}/{uid}", {"eventTypeId": 3, "slotStart": f"{DAY}T{start}:00Z"})
    assert (moved.status_code, message(moved)) == (422, RESERVED)


@pytest.mark.behaviour("resources", 247)
def test_an_event_type_that_is_not_there(api: Api) -> None:
    answer = ask(api, eventTypeId=99)
    assert (answer.status_code, message(answer)) == (404, "Event Type with ID=99 not found")
    uid = reserve(api)["reservationUid"]
    moved = api.patch(f"{PATH}/{uid}", {"eventTypeId": 99, "slotStart": TEN})
    assert (moved.status_code, message(moved)) == (404, "Event Type with ID=99 not found")


@pytest.mark.behaviour("resources", 248)
@pytest.mark.parametrize("start", ["soon", "2050-02-30T10:00:00Z", "", None])
def test_a_start_that_is_none(api: Api, start: Any) -> None:
    assert ask(api, start).status_code == 400
    assert api.control("GET", "/records/reservations") == []


@pytest.mark.behaviour("resources", 249)
def test_a_length_for_an_event_type_of_one_length(api: Api) -> None:
    answer = ask(api, slotDuration=60)
    text = "You passed 'slotDuration' but this event type is not a variable length event type."
    assert (answer.status_code, message(answer)) == (400, text)


@pytest.mark.behaviour("resources", 250)
@pytest.mark.parametrize("token", ["cal_test_nobody", "garbage"])
def test_bad_credentials_are_worse_than_none(api: Api, token: str) -> None:
    assert ask(api, key=token).status_code == 401


def test_other_event_types_of_the_host_are_hidden_but_may_be_reserved(api: Api) -> None:
    """resources.md 5.3 step 5 and 5.4: slots look at the whole host, reservations at their own event type."""
    reserve(api)
    params = {"eventTypeId": "2", "start": DAY, "end": DAY}
    half_hours = [slot["start"][11:16] for slot in api.data("GET", "/v2/slots", params=params)[DAY]]
    assert "09:30" in half_hours
    assert not {"10:00", "10:30"} & set(half_hours)
    reserve(api, eventTypeId=2)
