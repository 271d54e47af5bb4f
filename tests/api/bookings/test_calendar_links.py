from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from icalendar import Calendar

from emulator.errors.base import ApiError
from emulator.world.world import World
from tests.booking_calls import ask
from tests.office import NOW, START, event_type, office, stored

ROOM = "https://app.cal.com/video/x"


@pytest.fixture
def world() -> World:
    return office()


def links(world: World, uid: str) -> dict[str, Any]:
    found = ask(world, "getCalendarLinks", world.users.get(2), bookingUid=uid)["data"]
    assert [each["id"] for each in found] == ["googleCalendar", "microsoftOffice", "microsoftOutlook", "ics"]
    return {each["label"]: each["link"] for each in found}


@pytest.mark.behaviour("bookings", 134)
def test_where_they_lead(world: World) -> None:
    """bookings.md 10 #134. Any user may ask."""
    booking = stored(world, event_type(world))
    found = links(world, booking.uid)
    assert found["Google Calendar"].startswith("https://calendar.google.com/")
    assert found["Microsoft Office"].startswith("https://outlook.office.com/")
    assert found["Microsoft Outlook"].startswith("https://outlook.live.com/")
    assert found["ICS"].startswith("data:text/calendar,")


@pytest.mark.behaviour("bookings", 135)
def test_an_unknown_uid(world: World) -> None:
    """bookings.md 10 #135."""
    with pytest.raises(ApiError, match="Booking with uid nothing not found") as caught:
        links(world, "nothing")
    assert caught.value.status == 404


def test_without_an_event_type(world: World) -> None:
    booking = stored(world, None)
    with pytest.raises(ApiError, match=f"Booking with uid {booking.uid} has no event type") as caught:
        links(world, booking.uid)
    assert caught.value.status == 400


def test_google_and_microsoft(world: World) -> None:
    kind = event_type(
        world, description="Bring & share", recurrence={"frequency": "weekly", "interval": 2, "occurrences": 3}
    )
    booking = stored(world, kind, video_call_url=ROOM)
    found = links(world, booking.uid)
    query = parse_qs(urlsplit(found["Google Calendar"]).query)
    assert query["dates"] == ["20300108T130000Z/20300108T140000Z"]
    assert query["text"] == ["Stored"]
    assert query["details"] == ["Bring & share"]
    assert query["location"] == [ROOM]
    assert query["recur"] == ["RRULE:FREQ=WEEKLY;COUNT=3;INTERVAL=2"]
    assert "startdt=2030-01-08T13:00:00Z" in found["Microsoft Office"]
    assert "enddt=2030-01-08T14:00:00Z" in found["Microsoft Office"]
    assert found["Microsoft Outlook"].startswith("https://outlook.live.com/calendar/0/deeplink/compose?body=Bring%20&")


def test_only_a_room_on_the_web_is_a_place(world: World) -> None:
    booking = stored(world, event_type(world), location="1 High Street")
    found = links(world, booking.uid)
    assert "location" not in parse_qs(urlsplit(found["Google Calendar"]).query)
    assert "location" not in parse_qs(urlsplit(found["Microsoft Office"]).query)


def test_the_file(world: World) -> None:
    booking = stored(world, event_type(world, description="Räägime, *kõigest*"), title="A; B", video_call_url=ROOM)
    text = unquote(links(world, booking.uid)["ICS"].removeprefix("data:text/calendar,"))
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["summary"]) == "A; B"
    assert str(event["description"]) == "Räägime, *kõigest*"
    assert str(event["location"]) == ROOM
    assert str(event["uid"]) == booking.ics_uid
    assert (event.decoded("dtstart"), event.decoded("dtstamp")) == (START, NOW)
