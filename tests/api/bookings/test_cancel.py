"""POST /v2/bookings/{uid}/cancel over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message
from tests.receiver import Receiver

ANONYMOUS = {"authorization": None}


def weekly(api: Api) -> list[dict[str, Any]]:
    rule = {"frequency": "weekly", "interval": 1, "occurrences": 4}
    kind = {"ownerId": 1, "title": "Weekly", "slug": "weekly", "lengthInMinutes": 60, "recurrence": rule}
    number = api.control("POST", "/records/event-types", kind)["id"]
    series: list[dict[str, Any]] = api.book("2030-02-04T13:00:00Z", eventTypeId=number)
    return series


@pytest.mark.behaviour("bookings", 49, 100)
def test_cancelled(api: Api) -> None:
    """bookings.md 10 #49, #100; live.md 2.1: the canceller is not named."""
    booking = api.book()
    answer = api.post(f"/v2/bookings/{booking['uid']}/cancel", {"cancellationReason": "Ill"})
    assert answer.status_code == 200
    data = answer.json()["data"]
    changed = {"status": "cancelled", "cancellationReason": "Ill"}
    assert data == {key: value for key, value in booking.items() if key != "isPlatformManagedUserBooking"} | changed
    assert data["cancelledByEmail"] == ""


def test_a_host_owes_a_reason_and_is_told_so_bare(api: Api) -> None:
    """bookings.md 5 check 5, 10 #79, #90."""
    booking = api.book()
    for body in (None, {}, {"cancellationReason": " "}):
        answer = api.post(f"/v2/bookings/{booking['uid']}/cancel", body)
        assert (answer.status_code, answer.json()) == (
            400,
            {"statusCode": 400, "message": "Cancellation reason is required"},
        )
    answer = api.post(f"/v2/bookings/{booking['uid']}/cancel", headers=ANONYMOUS)
    assert (answer.status_code, answer.json()["data"]["cancellationReason"]) == (200, "")


@pytest.mark.behaviour("bookings", 68)
def test_twice(api: Api) -> None:
    """bookings.md 10 #68."""
    booking = api.book()
    for _ in range(2):
        answer = api.post(f"/v2/bookings/{booking['uid']}/cancel", {"cancellationReason": "Ill"})
    assert answer.status_code == 400
    assert message(answer).startswith(f"Can't cancel booking with uid={booking['uid']} because it has been cancelled")


@pytest.mark.behaviour("bookings", 77, 79)
def test_an_occurrence_and_all_after_it(api: Api) -> None:
    """bookings.md 10 #77, #79."""
    series = weekly(api)
    path = f"/v2/bookings/{series[2]['uid']}/cancel"
    data = api.data("POST", path, {"cancelSubsequentBookings": True}, headers=ANONYMOUS)
    assert [each["status"] for each in data] == ["accepted", "accepted", "cancelled", "cancelled"]


@pytest.mark.behaviour("bookings", 50, 78)
def test_a_series_without_a_body(api: Api) -> None:
    """bookings.md 10 #78, #50."""
    series = weekly(api)
    data = api.data("POST", f"/v2/bookings/{series[0]['recurringBookingUid']}/cancel", headers=ANONYMOUS)
    assert [each["status"] for each in data] == ["cancelled"] * 4
    assert [each["uid"] for each in data] == [each["uid"] for each in series]


def test_unknown_uids_and_unknown_keys(api: Api) -> None:
    answer = api.post("/v2/bookings/none/cancel")
    assert (answer.status_code, message(answer)) == (404, "Booking with uid=none not found")
    booking = api.book()
    answer = api.post(f"/v2/bookings/{booking['uid']}/cancel", {"reason": "Ill"})
    assert (answer.status_code, message(answer)) == (
        400,
        "reason property is wrong,property reason should not exist ",
    )


def test_a_lone_booking_is_cancelled_although_the_answer_is_a_refusal(api: Api, receiver: Receiver) -> None:
    """bookings.md 5 and 11 fact 16: the flag for series on a booking that belongs to none."""
    api.data("POST", "/v2/webhooks", {"subscriberUrl": receiver.url, "triggers": ["BOOKING_CANCELLED"], "active": True})
    uid = api.book()["uid"]
    path = f"/v2/bookings/{uid}/cancel"
    answer = api.post(path, {"cancelSubsequentBookings": True, "cancellationReason": "Ill"})
    assert answer.status_code == 400
    assert message(answer) == f"Booking with bookingUid={uid} is not part of a recurring booking."
    after = api.data("GET", f"/v2/bookings/{uid}")
    assert (after["status"], after["cancellationReason"]) == ("cancelled", "Ill")
    api.control("POST", "/drain")
    assert receiver.triggers == ["BOOKING_CANCELLED"]
    again = api.post(path, {"cancelSubsequentBookings": True, "cancellationReason": "Ill"})
    assert "has been cancelled already" in message(again)
