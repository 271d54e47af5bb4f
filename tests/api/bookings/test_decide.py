"""POST /v2/bookings/{uid}/confirm and /decline over HTTP."""

from __future__ import annotations

import pytest

from tests.api_client import Api, message


@pytest.mark.behaviour("bookings", 104)
def test_confirmed(api: Api) -> None:
    """bookings.md 10 #104; live.md 2.1: the room has its URL now."""
    booking = api.book(eventTypeId=4)
    answer = api.post(f"/v2/bookings/{booking['uid']}/confirm")
    data = answer.json()["data"]
    assert (answer.status_code, data["status"]) == (200, "accepted")
    assert data["location"] == f"https://app.cal.com/video/{booking['uid']}"
    assert "isPlatformManagedUserBooking" not in data


@pytest.mark.behaviour("bookings", 11, 105)
@pytest.mark.parametrize("body", [None, {}, {"reason": "Full"}])
def test_declined(api: Api, body: dict[str, str] | None) -> None:
    """bookings.md 10 #105, 11 fact 9: the reason is not shown."""
    booking = api.book(eventTypeId=4)
    answer = api.post(f"/v2/bookings/{booking['uid']}/decline", body)
    data = answer.json()["data"]
    assert (answer.status_code, data["status"], data["cancellationReason"]) == (200, "rejected", "")
    assert "Full" not in answer.text


@pytest.mark.parametrize("decision", ["confirm", "decline"])
def test_refused(api: Api, decision: str) -> None:
    """live.md 4.2; bookings.md 7.2."""
    booking = api.book()
    path = f"/v2/bookings/{booking['uid']}/{decision}"
    answer = api.post(path)
    assert answer.status_code == 400
    assert answer.json()["error"] == {"code": "TRPCError", "message": "Booking already confirmed"}
    other = api.control("POST", "/records/users", {"username": "eve"})
    stranger = api.post(path, headers={"authorization": f"Bearer {other['apiKey']}"})
    assert stranger.status_code == 401
    assert message(stranger) == "You are not authorized to access this resource"
    assert api.post(path, headers={"authorization": None}).status_code == 401
    unknown = api.post(f"/v2/bookings/none/{decision}")
    assert (unknown.status_code, message(unknown)) == (404, "Booking with uid=none was not found in the database")
