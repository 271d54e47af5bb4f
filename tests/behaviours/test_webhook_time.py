"""What time brings about: a year of meetings across clock changes, moved and cancelled ones (webhooks.md 1.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.api_client import Api
from tests.behaviours.hooks import delivered, subscribe, told
from tests.receiver import Receiver

MEETINGS = ["MEETING_STARTED", "MEETING_ENDED"]


def advance(api: Api, instant: str) -> Any:
    return api.control("POST", "/clock/advance", {"to": instant})


def test_a_year_of_weekly_meetings_starts_and_ends_on_the_hour_of_its_zone(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver, triggers=MEETINGS)
    recurrence = {"interval": 1, "occurrences": 32, "frequency": "weekly"}
    api.control("PATCH", "/records/event-types/3", {"recurrence": recurrence})
    attendee = {"name": "Rosa", "email": "rosa@example.com", "timeZone": "Europe/Rome", "language": "en"}
    made = [
        booking
        for start in ("2030-01-08T13:00:00Z", "2030-08-20T12:00:00Z")
        for booking in api.data("POST", "/v2/bookings", {"eventTypeId": 3, "start": start, "attendee": attendee})
    ]
    assert len(made) == 64
    fired = advance(api, "2031-04-01T00:00:00Z")["fired"]
    bodies = [each.json for each in delivered(api, receiver)]
    assert fired == len(bodies) == 2 * len(made)
    order = [each["startTime" if each["triggerEvent"] == "MEETING_STARTED" else "endTime"] for each in bodies]
    assert order == sorted(order)
    assert [each["triggerEvent"] for each in bodies] == MEETINGS * len(made)
    local = {_local(each["startTime"]).strftime("%A %H:%M") for each in bodies}
    assert local == {"Tuesday 14:00"}, "both clock changes leave the hour where it was"
    offsets = {_local(each["startTime"]).utcoffset() for each in bodies}
    assert offsets == {timedelta(hours=1), timedelta(hours=2)}
    moments = [row["createdAt"] for row in api.control("GET", "/deliveries")]
    assert moments == order, "each was sent at its own instant"
    assert {each["uid"] for each in bodies} == {booking["uid"] for booking in made}


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(ZoneInfo("Europe/Rome"))


def test_meetings_go_with_their_bookings(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver, triggers=MEETINGS)
    cancelled, moved, pending = (
        api.book(),
        api.book("2030-01-09T13:00:00Z"),
        api.book("2030-01-10T13:00:00Z", eventTypeId=4),
    )
    api.data("POST", f"/v2/bookings/{cancelled['uid']}/cancel", {"cancellationReason": "Ill"})
    new = api.data("POST", f"/v2/bookings/{moved['uid']}/reschedule", {"start": "2030-01-11T10:00:00Z"})
    due = api.control("GET", "/clock")["due"]
    assert [each["trigger"] for each in due] == MEETINGS
    advance(api, "2030-01-20T00:00:00Z")
    assert [(each.trigger, each.json["uid"]) for each in delivered(api, receiver)] == [
        (trigger, new["uid"]) for trigger in MEETINGS
    ]
    assert pending["status"] == "pending"


def test_subscribers_and_booking_are_looked_at_when_the_time_comes(api: Api, receiver: Receiver) -> None:
    """The newest service's way: a subscription made after the booking hears, one switched off does not."""
    uid = api.book()["uid"]
    off = subscribe(api, receiver, "/off", triggers=MEETINGS)
    api.data("POST", "/v2/webhooks", {"subscriberUrl": receiver.url, "triggers": MEETINGS, "active": True})
    api.data("PATCH", f"/v2/webhooks/{off['id']}", {"active": False})
    api.control("PATCH", f"/records/bookings/{uid}", {"title": "Renamed"})
    advance(api, "2030-01-09T00:00:00Z")
    found = delivered(api, receiver)
    assert [(each.path, each.json["title"]) for each in found] == [("/hook", "Renamed")] * 2


def test_a_meetings_body_is_the_row_without_envelope_whatever_the_template(api: Api, receiver: Receiver) -> None:
    """webhooks.md 4.8 and the worked example of section 14."""
    subscribe(api, receiver, triggers=["MEETING_ENDED"], payloadTemplate='{"t":"{{title}}"}')
    booking = api.book()
    advance(api, "2030-01-09T00:00:00Z")
    (body,) = told(api, receiver, "MEETING_ENDED")
    assert next(iter(body)) == "triggerEvent"
    assert not body.keys() & {"payload", "organizer", "type", "bookingId"}
    assert (body["uid"], body["createdAt"]) == (booking["uid"], "2029-12-03T08:00:00.000Z")
    assert body["responses"]["name"] == {"label": "your_name", "value": "Bob Guest", "isHidden": False}
    assert body["user"] == {
        "email": "ada@example.com",
        "name": "Ada Host",
        "timeZone": "Europe/Rome",
        "username": "ada",
    }
    (person,) = body["attendees"]
    assert person.items() >= {"email": "bob@example.com", "phoneNumber": None, "locale": "en", "noShow": False}.items()
    assert (body["status"], body["paid"], body["payment"]) == ("ACCEPTED", False, [])


@pytest.mark.behaviour("webhooks", 64)
def test_absence_before_the_start_is_refused_and_told_to_nobody(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    uid = api.book()["uid"]
    body = {"attendees": [{"email": "bob@example.com", "absent": True}]}
    assert api.post(f"/v2/bookings/{uid}/mark-absent", body).status_code == 400
    assert told(api, receiver, "BOOKING_NO_SHOW_UPDATED") == []
