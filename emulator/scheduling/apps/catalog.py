"""The apps that accounts can be connected with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Category = Literal["calendar", "conferencing", "payment"]

GOOGLE_CALENDAR: Final = "google_calendar"
OFFICE_CALENDAR: Final = "office365_calendar"
APPLE_CALENDAR: Final = "apple_calendar"
ICS_FEED: Final = "ics-feed_calendar"
GOOGLE_MEET: Final = "google_video"
ZOOM: Final = "zoom_video"
TEAMS: Final = "office365_video"
STRIPE: Final = "stripe_payment"


class App(NamedTuple):
    """`slug` is its name in the app store, `type` that of its credentials; `folder` is where its pictures are."""

    type: str
    slug: str
    name: str
    folder: str
    category: Category
    about: str


APPS: Final[Mapping[str, App]] = MappingProxyType(
    {
        app.type: app
        for app in (
            App(
                GOOGLE_CALENDAR,
                "google-calendar",
                "Google Calendar",
                "googlecalendar",
                "calendar",
                "Calendars at Google.",
            ),
            App(
                OFFICE_CALENDAR,
                "office365-calendar",
                "Outlook Calendar",
                "office365calendar",
                "calendar",
                "Calendars at Microsoft.",
            ),
            App(
                APPLE_CALENDAR, "apple-calendar", "Apple Calendar", "applecalendar", "calendar", "Calendars in iCloud."
            ),
            App(ICS_FEED, "ics-feed", "ICS Feed", "ics-feedcalendar", "calendar", "Calendar files on the web."),
            App(GOOGLE_MEET, "google-meet", "Google Meet", "googlevideo", "conferencing", "Video calls at Google."),
            App(ZOOM, "zoom", "Zoom Video", "zoomvideo", "conferencing", "Video calls at Zoom."),
            App(TEAMS, "msteams", "MS Teams", "office365video", "conferencing", "Video calls at Microsoft."),
            App(STRIPE, "stripe", "Stripe", "stripepayment", "payment", "Payments by card."),
        )
    }
)
"""By the type of their credentials."""

CALENDARS: Final[Mapping[str, str]] = MappingProxyType(
    {"google": GOOGLE_CALENDAR, "office365": OFFICE_CALENDAR, "apple": APPLE_CALENDAR}
)
"""The calendar in a path → the type of its credentials, in the order in which the service lists them."""

CONFERENCING: Final[Mapping[str, str]] = MappingProxyType({"google-meet": GOOGLE_MEET, "zoom": ZOOM, "msteams": TEAMS})
"""The conferencing app in a path → the type of its credentials."""

OAUTH_CONFERENCING: Final = ("zoom", "msteams")
"""The conferencing apps that are connected by a consent at their provider."""

CAL_VIDEO: Final = "daily-video"
"""The app that everybody has."""
