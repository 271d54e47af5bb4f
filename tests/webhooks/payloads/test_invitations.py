from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar

from emulator.webhooks.payloads.invitations import invitations
from emulator.world.appointments import Booking
from emulator.world.world import World
from tests.office import NOW, office, stored


def files(world: World, booking: Booking, *, cancelled: bool = False) -> tuple[Any, Any, Any, Any]:
    """Calendar and event of the attendees' file and of the organizer's."""
    people = world.attendees.where("booking_id", booking.id)
    made = invitations(booking, world.users.get(booking.user_id or 0), people, NOW, cancelled=cancelled)
    assert list(made) == ["attendeeIcsContent", "organizerIcsContent"]
    calendars = [Calendar.from_ical(text) for text in made.values()]
    return calendars[0], calendars[0].walk("VEVENT")[0], calendars[1], calendars[1].walk("VEVENT")[0]


def test_who_is_in_which_file() -> None:
    """live.md 2.4"""
    world = office()
    booking = stored(world, None, ics_uid="u@Cal.com", ics_sequence=3, video_call_url="https://v")
    calendar, event, _, organizers = files(world, booking)
    assert calendar["method"] == "REQUEST"
    assert (event["uid"], event["sequence"], event["status"]) == ("u@Cal.com", 3, "CONFIRMED")
    assert (event["dtstart"].dt, event["dtend"].dt, event["dtstamp"].dt) == (booking.start, booking.end, NOW)
    assert event["location"] == "https://v"
    assert event["organizer"] == "mailto:ada@example.com"
    bob = event["attendee"]
    assert (bob, bob.params["ROLE"], bob.params["PARTSTAT"], bob.params["RSVP"]) == (
        "mailto:bob@example.com",
        "REQ-PARTICIPANT",
        "ACCEPTED",
        "TRUE",
    )
    ada, again = organizers["attendee"]
    assert (ada, ada.params["ROLE"], ada.params["RSVP"]) == ("mailto:ada@example.com", "CHAIR", "FALSE")
    assert again == bob


def test_a_cancellation() -> None:
    world = office()
    calendar, event, other, _ = files(world, stored(world, None), cancelled=True)
    assert (calendar["method"], other["method"], event["status"]) == ("CANCEL", "CANCEL", "CANCELLED")


@pytest.mark.parametrize(
    "text", ["a,b;c\\d\ne", "x" * 300, "ünïcödé " * 30, 'he said "no"', "BEGIN:VEVENT\r\nEND:VEVENT"]
)
def test_any_text_survives_and_lines_are_short(text: str) -> None:
    world = office()
    booking = stored(world, None, title=text, description=text)
    world.attendees.update(world.attendees.where("booking_id", booking.id)[0], name=text)
    _, event, calendar, _ = files(world, booking)
    assert len(calendar.walk("VEVENT")) == 1
    assert event["summary"] == event["description"] == text.replace("\r\n", "\n")
    people = world.attendees.where("booking_id", booking.id)
    for made in invitations(booking, None, people, NOW, cancelled=False).values():
        assert made.endswith("END:VCALENDAR\r\n")
        assert max(len(line) for line in made.encode().split(b"\r\n")) <= 75
