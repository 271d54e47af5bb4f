"""One complete Cal.com in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

from emulator.world.appointments import Attendee, Booking, EventType, Host, Payment, Reservation, Seat
from emulator.world.clock import Clock
from emulator.world.connections import (
    Calendar,
    CalendarEvent,
    Credential,
    DestinationCalendar,
    IcsFeed,
    SelectedCalendar,
)
from emulator.world.credentials import (
    AccessToken,
    AuthorizationCode,
    OAuth2Client,
    OAuthClient,
    RateLimit,
    RefreshToken,
)
from emulator.world.events import Agenda, Event
from emulator.world.faults import Fault
from emulator.world.ids import Ids
from emulator.world.records import (
    ApiKey,
    BlockedEmail,
    Membership,
    OutOfOffice,
    PrivateLink,
    Profile,
    Schedule,
    Team,
    User,
    Webhook,
)
from emulator.world.reports import CrmSyncError, EventTypeChange
from emulator.world.routing import FormResponse, RoutingForm
from emulator.world.shelves import Shelves
from emulator.world.tables import Change, Table, UndoLog
from emulator.world.verification import VerificationCode, VerifiedEmail, VerifiedPhone


class World:
    """Users, bookings and everything between them, with a clock, a seed and an outbox of events of their own.

    `baseline` names what the world began as and goes back to; `number` tells worlds of one process apart that have or
    had the same name. Nothing is shared between worlds. Work that must happen wholly or not at all runs inside
    `transaction`.
    """

    def __init__(self, name: str = "default", seed: int = 0, clock: Clock | None = None) -> None:
        self.name = name
        self.baseline: Any = "default"
        self.number = 0
        self.seed = seed
        self.clock = clock or Clock()
        self.ids = Ids(seed)
        self._undo = log = UndoLog()
        self.agenda = Agenda(log)
        self.outbox: list[Event] = []
        self.users: Table[User] = Table("users", log, unique=("email",), index=("username", "oauth_client_id"))
        self.api_keys: Table[ApiKey] = Table("api-keys", log, unique=("digest",), index=("user_id",))
        self.rate_limits: Table[RateLimit] = Table("rate-limits", log, index=("api_key_id",))
        self.oauth_clients: Table[OAuthClient] = Table("oauth-clients", log, index=("organization_id",))
        self.oauth2_clients: Table[OAuth2Client] = Table("oauth2-clients", log)
        token_indexes = ("client_id", "user_id")
        self.access_tokens: Table[AccessToken] = Table("access-tokens", log, unique=("token",), index=token_indexes)
        self.refresh_tokens: Table[RefreshToken] = Table("refresh-tokens", log, unique=("token",), index=token_indexes)
        self.authorization_codes: Table[AuthorizationCode] = Table(
            "authorization-codes", log, unique=("code",), index=("user_id",)
        )
        self.schedules: Table[Schedule] = Table("schedules", log, index=("user_id",))
        self.out_of_office: Table[OutOfOffice] = Table(
            "out-of-office",
            log,
            index=("user_id", "to_user_id"),
            ordered={"user_id": "start"},
            span=("start", "end"),
        )
        self.teams: Table[Team] = Table("teams", log, index=("slug", "parent_id"))
        self.memberships: Table[Membership] = Table("memberships", log, index=("team_id", "user_id"))
        self.profiles: Table[Profile] = Table("profiles", log, index=("user_id", "organization_id", "username"))
        self.event_types: Table[EventType] = Table(
            "event-types", log, index=("owner_id", "team_id", "parent_id", "slug")
        )
        self.event_type_changes: Table[EventTypeChange] = Table("event-type-changes", log, index=("event_type_id",))
        self.crm_sync_errors: Table[CrmSyncError] = Table("crm-sync-errors", log, index=("event_type_id",))
        self.hosts: Table[Host] = Table("hosts", log, index=("event_type_id", "user_id"))
        self.private_links: Table[PrivateLink] = Table("private-links", log, index=("event_type_id",))
        self.bookings: Table[Booking] = Table(
            "bookings",
            log,
            unique=("uid",),
            index=("user_id", "event_type_id", "recurring_uid", "from_reschedule"),
            ordered={"user_id": "start", "event_type_id": "start"},
            span=("start", "end"),
            sparse=("recurring_uid", "from_reschedule"),
        )
        self.attendees: Table[Attendee] = Table("attendees", log, index=("booking_id", "email", "name"))
        self.shelves = Shelves(self.bookings, self.attendees)
        self.seats: Table[Seat] = Table("seats", log, unique=("uid",), index=("booking_id", "attendee_id"))
        self.payments: Table[Payment] = Table("payments", log, unique=("uid",), index=("booking_id",))
        self.reservations: Table[Reservation] = Table(
            "reservations",
            log,
            unique=("uid",),
            index=("event_type_id",),
            ordered={"event_type_id": "start"},
            span=("start", "end"),
        )
        self.verification_codes: Table[VerificationCode] = Table(
            "verification-codes", log, index=("email", "phone_number")
        )
        self.verified_emails: Table[VerifiedEmail] = Table("verified-emails", log, index=("user_id", "team_id"))
        self.verified_phones: Table[VerifiedPhone] = Table("verified-phones", log, index=("user_id", "team_id"))
        self.blocked_emails: Table[BlockedEmail] = Table("blocked-emails", log, index=("value",))
        self.credentials: Table[Credential] = Table("credentials", log, index=("user_id", "team_id"))
        self.calendars: Table[Calendar] = Table("calendars", log, index=("user_id", "credential_id"))
        self.calendar_events: Table[CalendarEvent] = Table(
            "calendar-events",
            log,
            index=("calendar_id", "booking_uid"),
            ordered={"calendar_id": "start"},
            span=("start", "end"),
        )
        self.selected_calendars: Table[SelectedCalendar] = Table("selected-calendars", log, index=("user_id",))
        self.destination_calendars: Table[DestinationCalendar] = Table("destination-calendars", log, index=("user_id",))
        self.ics_feeds: Table[IcsFeed] = Table("ics-feeds", log, unique=("url",))
        self.webhooks: Table[Webhook] = Table(
            "webhooks", log, index=("user_id", "event_type_id", "team_id", "oauth_client_id", "platform")
        )
        self.routing_forms: Table[RoutingForm] = Table("routing-forms", log, index=("user_id", "team_id"))
        self.form_responses: Table[FormResponse] = Table(
            "routing-form-responses", log, unique=("uuid",), index=("form_id", "booking_uid")
        )
        self.faults: Table[Fault] = Table("faults", log)

    @property
    def tables(self) -> list[Table[Any]]:
        """Every table, in the order in which they were made."""
        return [part for part in vars(self).values() if isinstance(part, Table)]

    def now(self) -> datetime:
        return self.clock.now()

    def emit(self, trigger: str, booking: Booking | None = None, /, **facts: Any) -> None:
        """Record an event; it leaves the world when the running transaction ends well."""
        self.outbox.append(Event(trigger, self.now(), booking.id if booking else None, facts))

    def plan(self, at: datetime, trigger: str, booking: Booking | None = None, /, **facts: Any) -> None:
        """Enter something in the agenda; what hangs on a booking goes with it."""
        self.agenda.add(at, trigger, booking.id if booking else None, facts)

    def unplan(self, booking: Booking) -> None:
        """Take everything about a booking out of the agenda."""
        self.agenda.drop(booking.id)

    @property
    def changes(self) -> list[Change]:
        """What the running or last transaction did to records, in order; nothing if it was undone."""
        return self._undo.changes

    def transaction(self) -> AbstractContextManager[None]:
        """Keep every change made inside when it ends well; otherwise undo them all and forget their events."""
        return _Transaction(self)

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Try something out: whatever is made inside, records, events and identifiers, is as if it had never been."""
        position, mark = self.ids.position, len(self.outbox)
        self._undo.begin()
        try:
            yield
        finally:
            self._undo.rollback()
            del self.outbox[mark:]
            self.ids.move_to(position)

    def take_events(self) -> list[Event]:
        """Empty the outbox."""
        events, self.outbox = self.outbox, []
        return events


class _Transaction:
    """A class, not a generator: every request runs in one."""

    __slots__ = ("_mark", "_world")

    def __init__(self, world: World) -> None:
        self._world = world

    def __enter__(self) -> None:
        self._world._undo.begin()
        self._mark = len(self._world.outbox)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._world._undo.commit()
        else:
            self._world._undo.rollback()
            del self._world.outbox[self._mark :]
