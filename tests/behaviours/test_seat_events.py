"""What subscribers hear of seats: webhooks.md 4.4 and 4.10, live.md 2.4 (W5, W10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api
from tests.behaviours.heard import listen
from tests.behaviours.seating import ANYBODY, LATER, START, ask_for_seat, seated_kind, take_seat
from tests.receiver import Receiver


def people(payload: dict[str, Any]) -> list[str]:
    return [each["email"] for each in payload["attendees"]]


@pytest.mark.behaviour("webhooks", 62)
def test_each_seat_is_told_of_on_its_own(api: Api, receiver: Receiver) -> None:
    kind, news = seated_kind(api), listen(api, receiver)
    answers = {"codingLanguage": "Rust"}
    first = take_seat(
        api, kind, "ann", guests=["guest@example.com"], metadata={"a": "1", "b": "1"}, bookingFieldsResponses=answers
    )
    ((trigger, told),) = news()
    assert (trigger, told["status"], told["uid"]) == ("BOOKING_CREATED", "ACCEPTED", first["uid"])
    assert (told["attendeeSeatId"], told["seatsPerTimeSlot"], told["seatsShowAttendees"]) == (
        first["seatUid"],
        3,
        True,
    )
    assert people(told) == ["ann@example.com", "guest@example.com"]
    seat = told["attendees"][0]["bookingSeat"]
    assert (seat["referenceUid"], seat["bookingId"], seat["metadata"]) == (
        first["seatUid"],
        first["id"],
        {"a": "1", "b": "1"},
    )
    assert seat["data"]["responses"] == {
        "email": "ann@example.com",
        "name": "Ann",
        "codingLanguage": "Rust",
        "guests": ["guest@example.com"],
    }
    assert told["attendees"][1]["bookingSeat"] is None
    assert told["responses"]["codingLanguage"]["value"] == "Rust"
    second = take_seat(api, kind, "ben", metadata={"b": "2"}, bookingFieldsResponses={"notes": "Hello"})
    ((trigger, told),) = news()
    assert (trigger, told["uid"], told["bookingId"]) == ("BOOKING_CREATED", first["uid"], first["id"])
    assert (told["attendeeSeatId"], people(told)) == (second["seatUid"], ["ben@example.com"])
    assert {name: told["metadata"][name] for name in "ab"} == {"a": "1", "b": "2"}
    assert told["responses"]["name"]["value"] == "Ben"
    assert told["additionalNotes"] == "Hello"


def test_a_seat_given_up_is_told_of_alone(api: Api, receiver: Receiver) -> None:
    kind = seated_kind(api)
    first, _ = take_seat(api, kind, "ann"), take_seat(api, kind, "ben")
    news = listen(api, receiver)
    body = {"seatUid": first["seatUid"], "cancellationReason": "Ill"}
    api.data("POST", f"/v2/bookings/{first['uid']}/cancel", body, headers=ANYBODY)
    ((trigger, told),) = news()
    assert (trigger, told["status"], told["uid"]) == ("BOOKING_CANCELLED", "CANCELLED", first["uid"])
    assert (people(told), told["cancellationReason"]) == (["ann@example.com"], "Ill")
    assert (told["requestReschedule"], "cancelledBy" in told, "attendeeSeatId" in told) == (False, False, False)
    assert told["iCalSequence"] == 1
    assert told["attendees"][0]["bookingSeat"]["referenceUid"] == first["seatUid"]
    place = f"https://app.cal.com/video/{first['uid']}"
    assert told["responses"]["location"]["value"] == {"value": place, "optionValue": place}
    assert told["responses"]["notes"]["value"] == ""
    assert told["responses"]["name"]["value"] == "Ann"
    agenda = [each["trigger"] for each in api.control("GET", "/clock")["due"] if each["bookingId"] == first["id"]]
    assert set(agenda) >= {"MEETING_STARTED", "MEETING_ENDED"}


def test_the_whole_is_told_of_once(api: Api, receiver: Receiver) -> None:
    kind = seated_kind(api)
    first, _ = take_seat(api, kind, "ann"), take_seat(api, kind, "ben")
    news = listen(api, receiver)
    api.data("POST", f"/v2/bookings/{first['uid']}/cancel", {"cancellationReason": "Ill"})
    ((trigger, told),) = news()
    assert (trigger, people(told)) == ("BOOKING_CANCELLED", ["ann@example.com", "ben@example.com"])
    assert api.control("GET", "/clock")["due"] == []


def test_a_seat_that_moves(api: Api, receiver: Receiver) -> None:
    kind = seated_kind(api)
    first, _ = take_seat(api, kind, "ann"), take_seat(api, kind, "ben")
    news = listen(api, receiver)
    body = {"start": LATER, "seatUid": first["seatUid"], "rescheduledBy": "ann@example.com"}
    new = api.data("POST", f"/v2/bookings/{first['uid']}/reschedule", body, headers=ANYBODY)
    ((trigger, told),) = news()
    assert (trigger, told["uid"], people(told)) == ("BOOKING_RESCHEDULED", new["uid"], ["ann@example.com"])
    assert (told["rescheduleUid"], told["rescheduleStartTime"]) == (first["uid"], START)
    assert (told["rescheduledBy"], told["attendeeSeatId"]) == ("ann@example.com", new["seatUid"])


def test_what_is_refused_is_not_told_of(api: Api, receiver: Receiver) -> None:
    kind = seated_kind(api, seats=1)
    first = take_seat(api, kind, "ann")
    news = listen(api, receiver)
    assert ask_for_seat(api, kind, "ben").status_code == 409
    assert api.post(f"/v2/bookings/{first['uid']}/cancel", {"seatUid": "none"}).status_code == 400
    body = {"start": START, "seatUid": first["seatUid"]}
    assert api.post(f"/v2/bookings/{first['uid']}/reschedule", body).status_code == 409
    assert news() == []


def test_seats_that_wait_for_the_host(api: Api, receiver: Receiver) -> None:
    """Event types of the API have either seats or confirmation; a record may have both."""
    kind, news = seated_kind(api), listen(api, receiver)
    api.control("PATCH", f"/records/event-types/{kind}", {"confirmationPolicy": {"type": "always"}})
    first = take_seat(api, kind, "ann")
    assert first["status"] == "pending"
    ((trigger, told),) = news()
    assert (trigger, told["attendeeSeatId"]) == ("BOOKING_REQUESTED", first["seatUid"])
    again = take_seat(api, kind, "ann")
    assert (again["uid"], again["seatUid"], news()) == (first["uid"], first["seatUid"], [])
    other = take_seat(api, kind, "ben")
    assert other["uid"] != first["uid"]
    news()
    accepted = api.data("POST", f"/v2/bookings/{first['uid']}/confirm")
    assert (accepted["status"], len(accepted["attendees"])) == ("accepted", 1)
    assert [trigger for trigger, _ in news()] == ["BOOKING_CREATED"]
    joined = take_seat(api, kind, "cat")
    assert (joined["uid"], joined["status"]) == (first["uid"], "accepted")
