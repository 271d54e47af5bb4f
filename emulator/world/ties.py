"""What belongs to what: a record that goes takes its parts along, and those that only refer to it forget it.

Whoever removes a record that others belong to or refer to does so here, the API as well as the control plane.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.world.tables import Table
from emulator.world.world import World

Ties = Mapping[str, tuple[tuple[str, str], ...]]

_TOKENS: Final = ("access_tokens", "refresh_tokens", "authorization_codes")


def _by(field: str, *tables: str) -> tuple[tuple[str, str], ...]:
    return tuple((table, field) for table in tables)


PARTS: Final[Ties] = MappingProxyType(
    {
        "users": (
            *_by(
                "user_id",
                *("api_keys", *_TOKENS, "schedules", "out_of_office", "memberships", "profiles", "hosts", "webhooks"),
                *("routing_forms", "bookings", "credentials", "calendars", "selected_calendars"),
                *("destination_calendars", "verification_codes", "verified_emails", "verified_phones"),
            ),
            ("event_types", "owner_id"),
        ),
        "api-keys": _by("api_key_id", "rate_limits"),
        "oauth-clients": (
            *_by("client_id", *_TOKENS),
            ("webhooks", "oauth_client_id"),
            ("teams", "created_by_client"),
        ),
        "oauth2-clients": _by("client_id", *_TOKENS),
        # Of organizations too.
        "teams": (
            *_by(
                "team_id",
                *("memberships", "event_types", "webhooks", "routing_forms", "api_keys", "credentials", *_TOKENS),
                *("verification_codes", "verified_emails", "verified_phones"),
            ),
            ("teams", "parent_id"),
            *_by("organization_id", "profiles", "oauth_clients", "blocked_emails"),
        ),
        "event-types": (
            ("event_types", "parent_id"),
            *_by("event_type_id", "hosts", "private_links", "webhooks", "reservations"),
            *_by("event_type_id", "event_type_changes", "crm_sync_errors"),
        ),
        "bookings": _by("booking_id", "seats", "payments", "attendees"),
        "attendees": _by("attendee_id", "seats"),
        "credentials": _by("credential_id", "calendars", "selected_calendars", "destination_calendars"),
        "calendars": _by("calendar_id", "calendar_events"),
        "routing-forms": _by("form_id", "form_responses"),
    }
)
"""Name of a table → tables of the world, and the fields of theirs in which parts have the id of what they belong to."""

REFERENCES: Final[Ties] = MappingProxyType(
    {
        "users": _by("user_id", "oauth2_clients", "event_type_changes"),
        "oauth-clients": _by("oauth_client_id", "users"),
        "teams": _by("organization_id", "users"),
        "schedules": (*_by("schedule_id", "event_types", "hosts"), ("users", "default_schedule_id")),
        "event-types": _by("event_type_id", "bookings"),
    }
)
"""As `PARTS`, for what stays and refers to nothing any more."""


def remove(world: World, table: Table[Any], record: Any) -> None:
    """Take a record out of its table, with all that belongs to it and what is planned for it."""
    _remove(world, table, record, set())


def _remove(world: World, table: Table[Any], record: Any, going: set[tuple[str, Any]]) -> None:
    # Nothing keeps a record from being a part of its own part: what is `going` is not begun with again.
    going.add((table.name, record.id))
    for name, field in PARTS.get(table.name, ()):
        parts: Table[Any] = getattr(world, name)
        for part in parts.having(field, record.id):
            # What belongs to two things may be gone with the other one already.
            if (parts.name, part.id) not in going and parts.get(part.id) is part:
                _remove(world, parts, part, going)
    for name, field in REFERENCES.get(table.name, ()):
        others: Table[Any] = getattr(world, name)
        for other in others.having(field, record.id):
            others.update(other, **{field: None})
    if table is world.bookings:
        world.unplan(record)
        for event in world.calendar_events.where("booking_uid", record.uid):
            world.calendar_events.remove(event)
    table.remove(record)
