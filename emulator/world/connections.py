"""The records of a user's connections to other apps: accounts, calendars and what stands in them.

Nothing here is fetched from anywhere: what a provider would know is what a test wrote.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]

EventStatus = Literal["accepted", "pending", "declined", "cancelled"]
Transparency = Literal["opaque", "transparent"]


@dataclass(slots=True, eq=False)
class Credential:
    """An account with an app, of a user or of a team: a calendar, a conferencing app or Stripe.

    `type` is the app's name with its category (`google_calendar`, `zoom_video`, `stripe_payment`), `app_id` its slug.
    `email` is the account's address, `settings` what else the app was told (never a password). An `invalid` one has to
    be connected again.
    """

    id: int
    type: str
    app_id: str
    user_id: int | None = None
    team_id: int | None = None
    email: str | None = None
    invalid: bool = False
    settings: Json = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Calendar:
    """One calendar of a connected account. `external_id` is what its provider calls it.

    `busy_times` are periods of which the provider tells no more than that they are taken: `{start, end}` with
    instants as `wire` writes them, and a `title` if anybody cares. Events that can be looked at are records of their
    own.
    """

    id: int
    user_id: int
    credential_id: int
    integration: str
    external_id: str
    name: str
    email: str | None = None
    primary: bool = False
    read_only: bool = False
    busy_times: list[Json] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class CalendarEvent:
    """An event in a connected calendar. One that was written for a booking carries its uid.

    An `all_day` event covers whole dates of `time_zone`: those that `start` and `end` have in UTC, the last one
    excluded. A `transparent` one leaves its owner free.
    """

    id: str
    calendar_id: int
    title: str
    start: datetime
    end: datetime
    time_zone: str = "UTC"
    all_day: bool = False
    transparency: Transparency = "opaque"
    status: EventStatus = "accepted"
    description: str | None = None
    attendees: list[Json] = field(default_factory=list)
    hosts: list[Json] = field(default_factory=list)
    locations: list[Json] = field(default_factory=list)
    booking_uid: str | None = None


@dataclass(slots=True, eq=False)
class SelectedCalendar:
    """A calendar whose busy times count. It need not be one that is connected: the service does not ask."""

    id: int
    user_id: int
    integration: str
    external_id: str
    credential_id: int | None = None
    delegation_credential_id: str | None = None


@dataclass(slots=True, eq=False)
class DestinationCalendar:
    """Where a user's bookings are written to; an event type may have a destination of its own, kept with it."""

    id: int
    user_id: int
    integration: str
    external_id: str
    credential_id: int | None = None
    primary_email: str | None = None
    delegation_credential_id: str | None = None


@dataclass(slots=True, eq=False)
class IcsFeed:
    """A calendar file on the web, as whoever subscribes to it would read it. `ics` is its text.

    One that is not `readable` cannot be subscribed to.
    """

    id: int
    url: str
    ics: str = ""
    readable: bool = True
