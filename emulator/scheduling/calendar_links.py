"""Links by which somebody puts a booking into a calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from emulator.world.appointments import Booking, EventType

Json = dict[str, Any]

URI_SAFE: Final = ";,/?:@&=+$-_.!~*'()#"
"""What JavaScript's `encodeURI` leaves alone; of these `encodeURIComponent` leaves only the marks."""

MARKS: Final = "-_.!~*'()"


class CalendarLink(NamedTuple):
    """Where a booking is put into a calendar: its name, the API's id for it, and the URL."""

    label: str
    id: str
    link: str


def calendar_links(booking: Booking, event_type: EventType, now: datetime) -> list[CalendarLink]:
    """Google, Microsoft Office, Microsoft Outlook and an iCalendar file as a data URL, in this order."""
    title, description = booking.title, event_type.description or ""
    place = booking.video_call_url
    google = (
        f"https://calendar.google.com/calendar/r/eventedit?dates={_compact(booking.start)}/{_compact(booking.end)}"
        f"&text={title}&details={quote(description, safe=MARKS)}"
    )
    if place:
        google += f"&location={quote(place, safe=MARKS)}"
    rule = _rule(event_type)
    if rule:
        google += f"&recur={quote(rule, safe=MARKS)}"
    compose = (
        f"calendar/0/deeplink/compose?body={description}&enddt={_seconds(booking.end)}"
        f"&path=%2Fcalendar%2Faction%2Fcompose&rru=addevent&startdt={_seconds(booking.start)}&subject={title}"
    )
    if place:
        compose += f"&location={place}"
    # The service encodes the link to Outlook as a whole and the one to Office not at all (bookings.md 7.4).
    outlook = quote(f"https://outlook.live.com/{compose}", safe=URI_SAFE)
    return [
        CalendarLink("Google Calendar", "googleCalendar", google),
        CalendarLink("Microsoft Office", "microsoftOffice", f"https://outlook.office.com/{compose}"),
        CalendarLink("Microsoft Outlook", "microsoftOutlook", outlook),
        CalendarLink("ICS", "ics", f"data:text/calendar,{quote(_file(booking, description, now), safe=MARKS)}"),
    ]


def _file(booking: Booking, description: str, now: datetime) -> str:
    from icalendar import Calendar, Event  # noqa: PLC0415 - slow to load, and hardly ever wanted

    event = Event()
    event.add("uid", booking.ics_uid or booking.uid)
    event.add("summary", booking.title)
    event.add("dtstamp", now)
    event.add("dtstart", booking.start)
    event.add("dtend", booking.end)
    event.add("description", description)
    if booking.video_call_url:
        event.add("location", booking.video_call_url)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "calcom-emulator")
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _rule(event_type: EventType) -> str | None:
    rule = event_type.recurrence or {}
    if not rule or rule.get("disabled"):
        return None
    frequency = str(rule.get("frequency", "weekly")).upper()
    return f"RRULE:FREQ={frequency};COUNT={rule.get('occurrences', 1)};INTERVAL={rule.get('interval', 1)}"


def _compact(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _seconds(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
