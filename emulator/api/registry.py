"""All handlers by operationId: the one list of what is answered from state."""

from __future__ import annotations

from collections.abc import Mapping

from emulator.api import (
    api_keys,
    booking_fields,
    booking_limits,
    calendar_choices,
    calendars,
    conferencing,
    event_type_reports,
    event_type_webhooks,
    event_types,
    managed_users,
    me,
    oauth2,
    oauth_client_webhooks,
    oauth_clients,
    organization_webhooks,
    out_of_office,
    platform_flow,
    private_links,
    reservations,
    schedules,
    slots,
    stripe,
    team_event_type_webhooks,
    unified_calendars,
    verified_resources,
    webhooks,
)
from emulator.api.bookings import (
    attendees,
    calendar_links,
    cancel,
    create,
    decide,
    guests,
    listing,
    location,
    mark_absent,
    read,
    reassign,
    references,
    request_reschedule,
    reschedule,
    verification,
)
from emulator.api.call import Handler
from emulator.api.legacy import booking_changes as legacy_booking_changes
from emulator.api.legacy import bookings as legacy_bookings
from emulator.api.legacy import event_types as legacy_event_types
from emulator.api.legacy import schedules as legacy_schedules
from emulator.api.legacy import slots as legacy_slots
from emulator.api.teams import booking_fields as team_booking_fields
from emulator.api.teams import bookings as team_bookings
from emulator.api.teams import event_types as team_event_types
from emulator.api.teams import memberships, teams, unwanted


def handlers() -> Mapping[str, Handler]:
    """Every handler; raises `ValueError` when two modules claim one operation."""
    modules = (
        api_keys,
        attendees,
        booking_fields,
        booking_limits,
        calendar_choices,
        calendar_links,
        calendars,
        cancel,
        conferencing,
        create,
        decide,
        event_type_reports,
        event_type_webhooks,
        event_types,
        guests,
        legacy_booking_changes,
        legacy_bookings,
        legacy_event_types,
        legacy_schedules,
        legacy_slots,
        listing,
        location,
        mark_absent,
        managed_users,
        me,
        oauth2,
        memberships,
        oauth_client_webhooks,
        oauth_clients,
        organization_webhooks,
        out_of_office,
        platform_flow,
        private_links,
        read,
        reassign,
        references,
        request_reschedule,
        reschedule,
        reservations,
        schedules,
        slots,
        teams,
        team_event_type_webhooks,
        team_booking_fields,
        team_bookings,
        team_event_types,
        stripe,
        unified_calendars,
        unwanted,
        verification,
        verified_resources,
        webhooks,
    )
    found: dict[str, Handler] = {}
    for module in modules:
        for operation_id, handler in module.HANDLERS.items():
            if operation_id in found:
                raise ValueError(f"{operation_id} has two handlers, one of them in {module.__name__}")
            found[operation_id] = handler
    return found
