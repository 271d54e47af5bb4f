"""The kinds of records around a user: accounts with other apps, calendars, and addresses that were verified."""

from __future__ import annotations

from typing import Any

from emulator.control import account_completion as completion
from emulator.control.kind import Kind
from emulator.control.vocabulary import Vocabulary
from emulator.scheduling.apps.calendars import is_selected, select, unselect
from emulator.world.connections import (
    Calendar,
    CalendarEvent,
    Credential,
    DestinationCalendar,
    IcsFeed,
    SelectedCalendar,
)
from emulator.world.verification import VerificationCode, VerifiedEmail, VerifiedPhone
from emulator.world.world import World


def account_kinds() -> list[Kind]:
    owners = {"user_id": "users", "team_id": "teams"}
    return [
        Kind(
            "credentials",
            Vocabulary(Credential),
            lambda world: world.credentials,
            completion.credential,
            owners,
        ),
        Kind(
            "calendars",
            Vocabulary(Calendar),
            lambda world: world.calendars,
            completion.calendar,
            {"user_id": "users", "credential_id": "credentials"},
            check=completion.check_calendar,
            members={"isSelected": True},
            show=lambda world, calendar: {"isSelected": is_selected(world, calendar)},
            attach=_mark,
        ),
        Kind(
            "calendar-events",
            Vocabulary(CalendarEvent),
            lambda world: world.calendar_events,
            completion.calendar_event,
            {"calendar_id": "calendars"},
            opaque_id=lambda world: world.ids.hexadecimal(26),
            check=completion.check_calendar_event,
        ),
        Kind(
            "selected-calendars",
            Vocabulary(SelectedCalendar),
            lambda world: world.selected_calendars,
            completion.named_calendar,
            {"user_id": "users", "credential_id": "credentials"},
        ),
        Kind(
            "destination-calendars",
            Vocabulary(DestinationCalendar),
            lambda world: world.destination_calendars,
            completion.named_calendar,
            {"user_id": "users", "credential_id": "credentials"},
        ),
        Kind("ics-feeds", Vocabulary(IcsFeed), lambda world: world.ics_feeds, check=completion.check_feed),
        Kind(
            "verification-codes",
            Vocabulary(VerificationCode),
            lambda world: world.verification_codes,
            completion.verification_code,
            owners,
        ),
        Kind("verified-emails", Vocabulary(VerifiedEmail), lambda world: world.verified_emails, references=owners),
        Kind("verified-phones", Vocabulary(VerifiedPhone), lambda world: world.verified_phones, references=owners),
    ]


def _mark(world: World, calendar: Calendar, members: dict[str, Any]) -> None:
    """Whether a calendar's busy times count stands in records of its own."""
    if members.get("isSelected"):
        select(world, calendar)
    elif "isSelected" in members:
        unselect(world, calendar)
