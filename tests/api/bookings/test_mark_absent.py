"""POST /v2/bookings/{uid}/mark-absent over HTTP."""

from __future__ import annotations

import pytest

from tests.api_client import Api, message

BEGUN = "2030-01-08T13:05:00Z"


@pytest.mark.behaviour("bookings", 47, 48)
def test_host_and_attendees(api: Api) -> None:
    """bookings.md 10 #47, #48."""
    booking = api.book()
    path = f"/v2/bookings/{booking['uid']}/mark-absent"
    early = api.post(path, {"host": True})
    assert (early.status_code, message(early)) == (
        400,
        "Bookings can only be marked as absent after their scheduled start time. Current time in UTC+0: "
        "2029-12-03T08:00:00.000Z, Booking start time in UTC+0: 2030-01-08T13:00:00.000Z",
    )
    api.control("POST", "/clock/advance", {"to": BEGUN})
    host = api.data("POST", path, {"host": True})
    assert (host["absentHost"], host["status"], host["attendees"][0]["absent"]) == (True, "accepted", False)
    both = api.data("POST", path, {"attendees": [{"email": "bob@example.com", "absent": True}]})
    assert (both["absentHost"], both["attendees"][0]["absent"]) == (True, True)
    neither = api.data("POST", path, {})
    assert (neither["absentHost"], neither["attendees"][0]["absent"]) == (True, True)
    again = api.data("POST", path, {"host": None, "attendees": [{"email": "bob@example.com", "absent": False}]})
    assert again["attendees"][0]["absent"] is False


def test_strangers_and_unknown_uids(api: Api) -> None:
    """bookings.md 7.1: a missing permission looks like a crash."""
    booking = api.book()
    api.control("POST", "/clock/advance", {"to": BEGUN})
    eve = api.control("POST", "/records/users", {"username": "eve"})
    headers: dict[str, str | None] = {"authorization": f"Bearer {eve['apiKey']}"}
    body = {"host": True, "attendees": [{"email": "bob@example.com", "absent": True}]}
    answer = api.post(f"/v2/bookings/{booking['uid']}/mark-absent", body, headers=headers)
    assert (answer.status_code, answer.json()) == (
        500,
        {"statusCode": 500, "message": "Failed to update no-show status"},
    )
    assert api.data("GET", f"/v2/bookings/{booking['uid']}")["absentHost"] is False
    assert api.data("POST", f"/v2/bookings/{booking['uid']}/mark-absent", {"host": True}, headers=headers)["absentHost"]
    unknown = api.post("/v2/bookings/none/mark-absent", {"host": True})
    assert (unknown.status_code, message(unknown)) == (404, "Booking with uid=none not found.")
