"""Seats beside guests, reservations, buffers, limits and calendars: bookings.md 3.2, 7.8, 7.9; resources.md 5."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message
from tests.behaviours.seating import ANYBODY, LATER, NEWEST, START, ask_for_seat, names, seated_kind, take_seat

BAD = "Bad request: Please check your request data and try again"


def slot_at(api: Api, kind: int, start: str) -> dict[str, Any] | None:
    days = api.data("GET", f"/v2/slots?eventTypeId={kind}&start={start[:10]}&end={start[:10]}")
    return next((slot for slots in days.values() for slot in slots if slot["start"] == start), None)


def test_guests_of_a_booker_take_no_seat(api: Api) -> None:
    kind = seated_kind(api, seats=2)
    made = take_seat(api, kind, "ann", guests=["g@example.com", "h@example.com"])
    assert names(made) == ["Ann"]
    assert made["attendees"][0]["bookingFieldsResponses"]["guests"] == ["g@example.com", "h@example.com"]
    assert slot_at(api, kind, START) == {
        "start": START,
        "seatsBooked": 1,
        "seatsRemaining": 1,
        "seatsTotal": 2,
        "bookingUid": made["uid"],
    }
    assert take_seat(api, kind, "ben")["uid"] == made["uid"]


def test_people_added_later_count_and_do_not_sit(api: Api) -> None:
    kind = seated_kind(api, seats=3)
    made = take_seat(api, kind, "ann")
    path = f"/v2/bookings/{made['uid']}"
    shown = api.data("POST", f"{path}/guests", {"guests": [{"email": "g@example.com"}]})
    assert (names(shown), "guests" in shown) == (["Ann"], False)
    added = {"name": "Hal", "email": "h@example.com", "timeZone": "UTC"}
    assert api.data("POST", f"{path}/attendees", added)["email"] == "h@example.com"
    people = [each["email"] for each in api.data("GET", f"{path}/attendees")]
    assert people == ["ann@example.com", "g@example.com", "h@example.com"]
    assert message(ask_for_seat(api, kind, "ben")) == "No more seats left at this seated booking."
    many = api.post(f"{path}/guests", {"guests": [{"email": "i@example.com"}]})
    assert (many.status_code, message(many)) == (400, BAD)
    twice = api.post(f"{path}/attendees", {**added, "email": "ann@example.com"})
    assert twice.status_code == 400
    assert len(api.data("GET", f"{path}/attendees")) == 3


def test_the_host_takes_somebody_off(api: Api) -> None:
    kind = seated_kind(api)
    first, second = take_seat(api, kind, "ann"), take_seat(api, kind, "ben")
    path = f"/v2/bookings/{first['uid']}/attendees"
    ann, ben = (each["id"] for each in api.data("GET", path))
    assert api.delete(f"{path}/{ann}").status_code == 400
    assert api.data("DELETE", f"{path}/{ben}")["email"] == "ben@example.com"
    assert api.get(f"/v2/bookings/by-seat/{second['seatUid']}").status_code == 404
    assert names(api.data("GET", f"/v2/bookings/{first['uid']}")) == ["Ann"]


def test_a_reservation_holds_a_seat_and_not_the_time(api: Api) -> None:
    kind = seated_kind(api, seats=2)
    held = api.data("POST", "/v2/slots/reservations", {"eventTypeId": kind, "slotStart": START}, headers=ANYBODY)
    slot = slot_at(api, kind, START)
    assert slot is not None
    assert (slot["seatsBooked"], slot["seatsRemaining"], len(slot["bookingUid"])) == (1, 1, 36)
    again = api.post("/v2/slots/reservations", {"eventTypeId": kind, "slotStart": START}, headers=ANYBODY)
    assert (again.status_code, message(again)) == (
        422,
        "This time slot is already reserved by another user. Please choose a different time.",
    )
    # No booking asks whether somebody holds a seat (bookings.md 3.6).
    take_seat(api, kind, "ann")
    take_seat(api, kind, "ben")
    slot = slot_at(api, kind, START)
    assert slot is not None
    assert (slot["seatsBooked"], slot["seatsRemaining"]) == (3, -1)
    assert api.delete(f"/v2/slots/reservations/{held['reservationUid']}").status_code == 200
    slot = slot_at(api, kind, START)
    assert slot is not None
    assert slot["seatsRemaining"] == 0


def test_one_seat_that_is_taken_hides_the_time(api: Api) -> None:
    kind = seated_kind(api, seats=1)
    assert slot_at(api, kind, START) is not None
    take_seat(api, kind, "ann")
    assert slot_at(api, kind, START) is None
    assert message(ask_for_seat(api, kind, "ben")) == "No more seats left at this seated booking."


def test_buffers_stand_around_seats(api: Api) -> None:
    kind = seated_kind(api, beforeEventBuffer=60)
    take_seat(api, kind, "ann", "2030-01-08T11:00:00Z")
    assert slot_at(api, kind, "2030-01-08T11:00:00.000Z") is not None
    assert slot_at(api, kind, "2030-01-08T10:00:00.000Z") is None
    assert slot_at(api, kind, START) is not None
    assert ask_for_seat(api, kind, "ben", "2030-01-08T10:00:00Z").status_code == 409
    assert take_seat(api, kind, "ben", "2030-01-08T11:00:00Z")["status"] == "accepted"


def test_limits_count_bookings_and_are_asked_of_every_seat(api: Api) -> None:
    """bookings.md 3.2 steps 23 and 24: only the question who is free is left out for further seats."""
    kind = seated_kind(api, bookingLimitsCount={"day": 1})
    take_seat(api, kind, "ann")
    for start in (START, "2030-01-08T09:00:00Z"):
        answer = ask_for_seat(api, kind, "ben", start)
        assert (answer.status_code, answer.json()["message"]) == (401, "booking_limit_reached")
    assert take_seat(api, kind, "ben", LATER)["status"] == "accepted"


def test_times_that_cannot_be_are_refused_to_every_seat(api: Api) -> None:
    kind = seated_kind(api)
    take_seat(api, kind, "ann")
    api.control("PUT", "/clock", {"now": "2030-01-08T12:30:00Z"})
    soon = ask_for_seat(api, kind, "ben")
    assert (soon.status_code, "too soon" in message(soon)) == (400, True)
    api.control("PUT", "/clock", {"now": "2030-01-08T13:30:00Z"})
    assert message(ask_for_seat(api, kind, "ben")) == "Attempting to book a meeting in the past."


def test_a_booking_that_ended_keeps_its_seats(api: Api) -> None:
    kind = seated_kind(api)
    made = take_seat(api, kind, "ann")
    api.control("PUT", "/clock", {"now": "2030-01-08T14:30:00Z"})
    answer = api.post(f"/v2/bookings/{made['uid']}/cancel", {"seatUid": made["seatUid"]}, headers=ANYBODY)
    assert (answer.status_code, answer.json()["message"]) == (400, "Cannot cancel a booking that has already ended")


def test_an_event_type_without_cancelling(api: Api) -> None:
    kind = seated_kind(api)
    api.control("PATCH", f"/records/event-types/{kind}", {"disableCancelling": {"disabled": True}})
    made = take_seat(api, kind, "ann")
    answer = api.post(f"/v2/bookings/{made['uid']}/cancel", {"seatUid": made["seatUid"]}, headers=ANYBODY)
    assert answer.json()["message"] == "This event type does not allow cancellations"


@pytest.mark.parametrize(("version", "shown"), [({}, []), (NEWEST, ["Ann", "Ben"])])
def test_lists_show_who_sat_as_their_version_does(api: Api, version: dict[str, str], shown: list[str]) -> None:
    """live.md 2.1: and a record can have what no request can make, an occurrence of a series with seats."""
    kind = seated_kind(api, shown=False)
    made = take_seat(api, kind, "ann")
    take_seat(api, kind, "ben")
    api.control("PATCH", f"/records/bookings/{made['id']}", {"recurringBookingUid": "series"})
    read = api.data("GET", f"/v2/bookings/{made['uid']}", headers=version)
    assert (read["recurringBookingUid"], names(read)) == ("series", ["Ann", "Ben"])
    (of_series,) = api.data("GET", "/v2/bookings/series", headers=version)
    # Found by the series, the host's role opens nothing: only the event type's flag counts (bookings.md 4.4).
    assert of_series["attendees"] == []
    gone = api.data("POST", f"/v2/bookings/{made['uid']}/cancel", {"cancellationReason": "x"}, headers=version)
    assert (gone["status"], names(gone)) == ("cancelled", shown)


@pytest.mark.behaviour("bookings", 154)
def test_a_name_in_two_parts(api: Api) -> None:
    kind = seated_kind(api)
    name = {"firstName": "Ann", "lastName": "Lee"}
    booking = {"eventTypeId": kind, "start": START, "attendees": [{"name": "Ann Lee", "email": "ann@example.com"}]}
    stored = api.control("POST", "/records/bookings", {**booking, "bookingFieldsResponses": None})
    seat = {"bookingId": stored["id"], "attendeeId": stored["attendees"][0]["id"]}
    api.control(
        "POST", "/records/seats", {**seat, "bookingFieldsResponses": {"name": name, "email": "ann@example.com"}}
    )
    (attendee,) = api.data("GET", f"/v2/bookings/{stored['uid']}")["attendees"]
    assert (attendee["name"], attendee["bookingFieldsResponses"]) == ("Ann Lee", {"name": name})


def test_the_calendar_knows_who_sits(api: Api) -> None:
    api.control("POST", "/records/calendars", {"userId": 1})
    kind = seated_kind(api)
    first, second = take_seat(api, kind, "ann"), take_seat(api, kind, "ben")

    def invited() -> dict[str, list[str]]:
        events = api.control("GET", "/records/calendar-events")
        return {each["bookingUid"]: [person["email"] for person in each["attendees"]] for each in events}

    assert invited() == {first["uid"]: ["ann@example.com", "ben@example.com"]}
    body = {"start": LATER, "seatUid": first["seatUid"]}
    moved = api.data("POST", f"/v2/bookings/{first['uid']}/reschedule", body, headers=ANYBODY)
    assert invited() == {first["uid"]: ["ben@example.com"], moved["uid"]: ["ann@example.com"]}
    body = {"start": LATER, "seatUid": second["seatUid"]}
    api.data("POST", f"/v2/bookings/{first['uid']}/reschedule", body, headers=ANYBODY)
    assert invited() == {moved["uid"]: ["ben@example.com", "ann@example.com"]}
    body = {"seatUid": second["seatUid"]}
    api.data("POST", f"/v2/bookings/{moved['uid']}/cancel", body, headers=ANYBODY)
    assert invited() == {moved["uid"]: ["ann@example.com"]}
