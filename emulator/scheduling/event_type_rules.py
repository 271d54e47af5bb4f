"""What the settings of an event type must agree on, beyond the shape of each (resources.md 4.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from emulator.errors import event_types as errors
from emulator.scheduling.apps.calendars import connected
from emulator.scheduling.event_type_fields import reachable
from emulator.scheduling.event_type_locations import check_apps, check_locations
from emulator.scheduling.event_type_settings import check_limits, in_ascending_order, is_on
from emulator.scheduling.lookup import event_type_of_user
from emulator.scheduling.questions import questions
from emulator.world.appointments import EventType
from emulator.world.records import User
from emulator.world.world import World

VARIABLES: Final = frozenset(
    {
        "{Event type title}",
        "{Link title}",
        "{Event duration}",
        "{Organiser}",
        "{Organiser first name}",
        "{Scheduler}",
        "{Scheduler first name}",
        "{Scheduler last name}",
        "{Location}",
        "{LOCATION}",
        "{HOST/ATTENDEE}",
        "{HOST}",
        "{ATTENDEE}",
        "{USER}",
    }
)
"""What a custom name may hold in braces; the first is the older word for the second."""

_IN_BRACES = re.compile(r"\{[^{}]+\}")


def check_body(settings: Mapping[str, Any], version: str, *, of_team: bool = False) -> None:
    """The settings whose shape no schema checks."""
    check_limits(settings)
    if settings.get("locations") is not None:
        check_locations(settings["locations"], of_team=of_team)
    if settings.get("bookingFields") is not None:
        questions(version).check_fields(settings["bookingFields"])


def check_settings(world: World, owner: User, wanted: EventType, settings: Mapping[str, Any], *, new: bool) -> None:
    """Refuse `wanted`, the event type as it would be, for what the checked `settings` of the body changed.

    What a rule joins is looked at as soon as one side is sent; what was stored before the rule is left in peace.
    """
    sent = {name for name, value in settings.items() if value is not None}
    if "locations" in sent:
        check_apps(world, owner, settings["locations"])
    if "bookingFields" in sent:
        check_email(wanted)
    _check_alone(world, owner, wanted, settings, sent)
    if new:
        _check_new_slug(world, owner, wanted)
    if "scheduleId" in sent:
        check_schedule(world, owner, settings["scheduleId"])
    _check_core(wanted, sent)
    if "slug" in sent and not new:
        other = event_type_of_user(world, owner, wanted.slug)
        if other is not None and other.id != wanted.id:
            raise errors.slug_taken_on_update()


def check_rules(world: World, caller: User, wanted: EventType, settings: Mapping[str, Any], sent: set[str]) -> None:
    """What holds for every event type, whoever's it is; `sent` are the names of the settings that are not null."""
    _check_alone(world, caller, wanted, settings, sent)
    _check_core(wanted, sent)


def _check_alone(world: World, owner: User, wanted: EventType, settings: Mapping[str, Any], sent: set[str]) -> None:
    _check_pairs(wanted, sent)
    if "customName" in sent:
        _check_name(settings["customName"])
    _check_calendars(world, owner, settings)


def check_email(wanted: EventType) -> None:
    """Refuse questions after which the booker cannot be written to."""
    email, phone = reachable(wanted.booking_fields)
    if not (email or phone):
        raise errors.attendee_not_reachable()
    if not email:
        # A telephone number alone is for teams of organizations.
        raise errors.email_not_accessible()


def _check_pairs(wanted: EventType, sent: set[str]) -> None:
    if is_on(wanted.seats) and sent & {"seats", "locations", "confirmationPolicy"}:
        if len(wanted.locations) > 1:
            raise errors.seats_with_locations()
        if is_on(wanted.confirmation_policy):
            raise errors.seats_with_confirmation()
    if (
        sent & {"recurrence", "bookerActiveBookingsLimit"}
        and is_on(wanted.recurrence)
        and is_on(wanted.active_bookings_limit)
    ):
        raise errors.active_limit_with_recurrence()


def _check_name(pattern: str) -> None:
    for variable in _IN_BRACES.findall(pattern):
        if variable not in VARIABLES:
            raise errors.unknown_variable(variable)


def _check_calendars(world: World, owner: User, settings: Mapping[str, Any]) -> None:
    wanted = settings.get("destinationCalendar")
    mine = [calendar for _, calendars in connected(world, owner) for calendar in calendars]
    if wanted is not None:
        name = (wanted.get("integration"), wanted.get("externalId"))
        found = [calendar for calendar in mine if (calendar.integration, calendar.external_id) == name]
        if not found:
            raise errors.calendar_not_connected()
        if all(calendar.read_only for calendar in found):
            raise errors.calendar_read_only()
    if settings.get("useDestinationCalendarEmail") and not any(calendar.primary for calendar in mine):
        raise errors.no_primary_calendar()


def _check_new_slug(world: World, owner: User, wanted: EventType) -> None:
    if event_type_of_user(world, owner, wanted.slug) is not None:
        raise errors.slug_taken()


def check_schedule(world: World, owner: User, schedule_id: int) -> None:
    """Refuse a schedule that is not the user's."""
    schedule = world.schedules.get(schedule_id)
    if schedule is None or schedule.user_id != owner.id:
        raise errors.foreign_schedule(owner.id, schedule_id)


def _check_core(wanted: EventType, sent: set[str]) -> None:
    """The checks of the web application's own code, which come last."""
    if sent & {"recurrence", "seats"} and is_on(wanted.recurrence) and is_on(wanted.seats):
        raise errors.seats_with_recurrence()
    if "bookingLimitsCount" in sent and not in_ascending_order(wanted.booking_limits_count):
        raise errors.booking_limits_out_of_order()
    if "bookingLimitsDuration" in sent and not in_ascending_order(wanted.booking_limits_duration):
        raise errors.duration_limits_out_of_order()
