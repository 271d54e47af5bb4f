"""What Cal Video knows of a booking, as the control plane set it, over HTTP (bookings.md 7.6, 10 N and S)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message

RECORDING = {
    "id": "r1",
    "roomName": "room",
    "startTs": 1893502800,
    "status": "finished",
    "maxParticipants": 2,
    "duration": 1800,
    "shareToken": "t",
    "downloadLink": None,
}
SESSION = {
    "id": "s1",
    "room": "room",
    "startTime": 1893502800,
    "duration": 1800,
    "ongoing": False,
    "maxParticipants": 2,
    "participants": [{"userId": None, "userName": "Bob Guest", "joinTime": 1893502800, "duration": 1700}],
}
STATE: dict[str, tuple[str, list[Any]]] = {
    "recordings": ("recordings", [RECORDING]),
    "transcripts": ("transcripts", ["https://example.com/transcript.vtt"]),
    "conferencing-sessions": ("conferencingSessions", [SESSION]),
}


@pytest.mark.behaviour("bookings", 73, 213, 214, 215)
@pytest.mark.parametrize("what", list(STATE))
def test_what_was_written_is_read_by_those_with_access(api: Api, what: str) -> None:
    booking = api.book()
    path = f"/v2/bookings/{booking['uid']}/{what}"
    assert api.get(path).json() == {"status": "success", "data": []}
    field, value = STATE[what]
    api.control("PATCH", f"/records/bookings/{booking['uid']}", {field: value})
    answer = api.get(path)
    assert (answer.status_code, answer.json()) == (200, {"status": "success", "data": value})
    eve = api.control("POST", "/records/users", {"username": "eve"})
    closed = api.get(path, headers={"authorization": f"Bearer {eve['apiKey']}"})
    assert closed.status_code == 403
    assert message(closed).startswith("BookingPbacGuard - ")


@pytest.mark.parametrize("what", list(STATE))
def test_without_a_room_there_is_nothing_to_read(api: Api, what: str) -> None:
    booking = api.book()
    references = [{"type": "google_calendar", "eventUid": "e", "id": 1, "destinationCalendarId": "a"}]
    api.control("PATCH", f"/records/bookings/{booking['uid']}", {"references": references})
    missing = api.get(f"/v2/bookings/{booking['uid']}/{what}")
    text = f"No Cal Video reference found with booking uid {booking['uid']}"
    assert (missing.status_code, message(missing)) == (404, text)
    assert [each["type"] for each in api.data("GET", f"/v2/bookings/{booking['uid']}/references")] == [
        "google_calendar"
    ]


def test_references_can_be_asked_for_by_type(api: Api) -> None:
    booking = api.book()
    path = f"/v2/bookings/{booking['uid']}/references"
    assert api.data("GET", f"{path}?type=zoom_video") == []
    assert [each["type"] for each in api.data("GET", f"{path}?type=daily_video")] == ["daily_video"]
    assert api.get(f"{path}?type=fax").status_code == 400
