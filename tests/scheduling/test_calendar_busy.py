"""Busy times of connected calendars, below HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.scheduling.apps import feeds
from emulator.scheduling.apps.calendar_busy import busy_of_user
from emulator.scheduling.apps.calendars import connect_account, in_account, unselect
from emulator.scheduling.apps.catalog import GOOGLE_CALENDAR, ICS_FEED
from emulator.scheduling.apps.credentials import connect
from emulator.scheduling.availability import is_free
from emulator.scheduling.intervals import Interval
from emulator.world.connections import Calendar, CalendarEvent, IcsFeed, SelectedCalendar
from emulator.world.instants import wire
from emulator.world.world import World
from tests.office import START, at, event_type, office, stored, user

HOUR = timedelta(hours=1)


def calendar(world: World, **changes: Any) -> Calendar:
    """Ada's Google calendar, whose busy times count."""
    account = connect_account(world, user(world), GOOGLE_CALENDAR, "ada@example.com")
    found = in_account(world, account)
    assert found is not None
    return world.calendars.update(found, **changes) if changes else found


def event(world: World, of: Calendar, **changes: Any) -> CalendarEvent:
    values: dict[str, Any] = {"id": "e1", "calendar_id": of.id, "title": "Dentist", "start": START, "end": START + HOUR}
    return world.calendar_events.add(CalendarEvent(**{**values, **changes}))


def busy(world: World) -> list[Interval]:
    return [found[:2] for found in busy_of_user(world, user(world), at("2030-01-07 00:00"), at("2030-01-10 00:00"))]


def test_an_event_of_a_selected_calendar_keeps_its_owner_busy() -> None:
    world = office()
    mine = calendar(world)
    event(world, mine)
    assert busy(world) == [(START, START + HOUR)]
    assert not is_free(world, event_type(world), user(world), START, START + HOUR)
    unselect(world, mine)
    assert busy(world) == []


@pytest.mark.parametrize(
    ("changes", "blocks"),
    [
        ({"transparency": "transparent"}, False),
        ({"status": "cancelled"}, False),
        ({"status": "declined"}, False),
        ({"status": "pending"}, True),
    ],
)
def test_only_opaque_events_that_stand_block(changes: dict[str, Any], *, blocks: bool) -> None:
    world = office()
    event(world, calendar(world), **changes)
    assert bool(busy(world)) == blocks


def test_an_all_day_event_is_a_day_of_its_own_zone() -> None:
    world = office()
    event(
        world,
        calendar(world),
        start=at("2030-01-08 00:00"),
        end=at("2030-01-09 00:00"),
        all_day=True,
        time_zone="America/New_York",
    )
    assert busy(world) == [(at("2030-01-08 05:00"), at("2030-01-09 05:00"))]


def test_periods_without_a_name_block_as_events_do() -> None:
    world = office()
    calendar(world, busy_times=[{"start": "2030-01-08T13:00:00.000Z", "end": "2030-01-08T13:30:00.000Z"}])
    assert busy(world) == [(START, START + HOUR / 2)]


@pytest.mark.parametrize(("minutes", "seen"), [(-60, 0), (-59, 1), (0, 1), (59, 1), (60, 0)])
def test_periods_block_to_the_minute(minutes: int, seen: int) -> None:
    """Many periods are passed over unread: those at the edges of the time that is asked about must not be."""
    world = office()
    low = START + timedelta(minutes=minutes)
    calendar(world, busy_times=[{"start": wire(low), "end": wire(low + HOUR)}])
    assert len(busy_of_user(world, user(world), START, START + HOUR)) == seen


def test_the_event_of_a_booking_leaves_blocking_to_the_booking() -> None:
    """The booking knows whether it is the one being moved, and how many seats it has left."""
    world = office()
    booked = event_type(world)
    booking = stored(world, booked)
    written = event(world, calendar(world), booking_uid=booking.uid)
    assert busy(world) == []
    assert is_free(world, booked, user(world), START, START + HOUR, ignoring=booking)
    world.calendar_events.update(written, start=START + HOUR, end=START + 2 * HOUR)
    assert busy(world) == [(START + HOUR, START + 2 * HOUR)]


@pytest.mark.parametrize(
    ("before", "after", "start", "free"),
    [
        (0, 15, "12:00", False),
        (0, 15, "14:00", True),
        (15, 0, "12:00", True),
        (15, 0, "14:00", False),
        (0, 0, "12:00", True),
    ],
)
def test_buffers_of_the_event_type_keep_their_distance_from_calendars(
    before: int, after: int, start: str, *, free: bool
) -> None:
    """resources.md 5.3: the after-buffer before a busy time, the before-buffer after it."""
    world = office()
    event(world, calendar(world))
    kind = event_type(world, before_buffer=before, after_buffer=after)
    wanted = at(f"2030-01-08 {start}")
    assert is_free(world, kind, user(world), wanted, wanted + HOUR) is free


FEED = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//
BEGIN:VEVENT
UID:1
SUMMARY:Gym
DTSTART;TZID=Europe/Rome:20290326T090000
DTEND;TZID=Europe/Rome:20290326T100000
RRULE:FREQ=WEEKLY;BYDAY=MO,TU
EXDATE;TZID=Europe/Rome:20300107T090000
END:VEVENT
BEGIN:VEVENT
UID:1
SUMMARY:Gym, later
RECURRENCE-ID;TZID=Europe/Rome:20300108T090000
DTSTART;TZID=Europe/Rome:20300108T120000
DURATION:PT30M
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Free day
DTSTART;VALUE=DATE:20300109
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:Off
DTSTART;VALUE=DATE:20300109
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def test_a_feed_is_read_as_a_subscriber_reads_it() -> None:
    world = office()
    account = connect(world, user(world), ICS_FEED)
    url = "https://example.com/gym.ics"
    world.calendars.add(Calendar(1, 1, account.id, ICS_FEED, url, url))
    world.selected_calendars.add(SelectedCalendar(1, 1, ICS_FEED, url, account.id))
    world.ics_feeds.add(IcsFeed(1, url, FEED))
    assert busy(world) == [
        (at("2030-01-08 11:00"), at("2030-01-08 11:30")),
        (at("2030-01-09 00:00"), at("2030-01-10 00:00")),
    ]
    starts = [found.start for found in feeds.busy(world, url, at("2029-03-25 00:00"), at("2029-04-10 00:00"))]
    assert starts[:2] == [at("2029-03-26 07:00"), at("2029-03-27 07:00")], "nine on the wall in summer"
    later = [found.start for found in feeds.busy(world, url, at("2030-01-14 00:00"), at("2030-01-15 00:00"))]
    assert later == [at("2030-01-14 08:00")], "nine on the wall in winter"


HEAD, TAIL = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "END:VEVENT\r\nEND:VCALENDAR"
START_LINE = "DTSTART:20300101T000000Z\r\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hello", "Invalid content line"),
        ("BEGIN:VEVENT\r\nEND:VEVENT", "not a calendar"),
        (f"{HEAD}{TAIL}", "without DTSTART"),
        (f"{HEAD}{START_LINE}RRULE:FREQ=FOO\r\n{TAIL}", "FOO"),
        (f"{HEAD}DTSTART:2030\r\n{TAIL}", "DTSTART"),
        (f"{HEAD}{START_LINE}RRULE:FREQ=SECONDLY\r\n{TAIL}", "more often than every hour"),
    ],
)
def test_what_is_no_calendar_file_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        feeds.check(text)
