"""Who may come near a resource at all: asked before anybody looks at what the request says.

The service's guards run before its validation: an invalid body from somebody without access gets the guard's refusal.
Handlers ask the same functions again; the gateway asks them here only when a request turns out to be invalid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from emulator.api import (
    booking_limits,
    event_type_webhooks,
    oauth_client_webhooks,
    oauth_clients,
    organization_webhooks,
    out_of_office,
    private_links,
    team_event_type_webhooks,
    verified_resources,
    webhooks,
)
from emulator.api.bookings.guard import accessible_booking
from emulator.api.call import Call
from emulator.api.teams import booking_fields as team_booking_fields
from emulator.api.teams import bookings as team_bookings
from emulator.api.teams import event_types as team_event_types
from emulator.api.teams import memberships, teams, unwanted

Guard = Callable[[Call], object]
"""Raises the refusal of whoever has no access. Only the call's path and caller are to be looked at."""

GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "BookingAttendeesController_2024_08_13_addAttendee": accessible_booking,
        "BookingAttendeesController_2024_08_13_getBookingAttendee": accessible_booking,
        "BookingsController_2026_02_25_requestReschedule": accessible_booking,
        "EventTypeWebhooksController_createEventTypeWebhook": event_type_webhooks.owned_event_type,
        "EventTypeWebhooksController_getEventTypeWebhooks": event_type_webhooks.owned_event_type,
        "EventTypeWebhooksController_updateEventTypeWebhook": event_type_webhooks.owned_webhook,
        "EventTypesPrivateLinksController_createPrivateLink": private_links.owned_event_type,
        "EventTypesPrivateLinksController_updatePrivateLink": private_links.owned_event_type,
        "OAuthClientUsersController_createUser": oauth_clients.writable_client,
        "OAuthClientUsersController_getManagedUsers": oauth_clients.writable_client,
        "OAuthClientUsersController_updateUser": oauth_clients.writable_client,
        "OAuthClientWebhooksController_createOAuthClientWebhook": oauth_clients.writable_client,
        "OAuthClientWebhooksController_getOAuthClientWebhooks": oauth_clients.readable_client,
        "OAuthClientWebhooksController_updateOAuthClientWebhook": oauth_client_webhooks.writable_webhook,
        "OAuthClientsController_createOAuthClient": oauth_clients.writer,
        "OAuthClientsController_updateOAuthClient": oauth_clients.writable_client,
        "OrganizationsWebhooksController_createOrganizationWebhook": organization_webhooks.administered_organization,
        "OrganizationsWebhooksController_getAllOrganizationWebhooks": organization_webhooks.administered_organization,
        "OrganizationsWebhooksController_updateOrgWebhook": organization_webhooks.administered_webhook,
        "TeamsEventTypesWebhooksController_createTeamEventTypeWebhook": team_event_type_webhooks.writable_event_type,
        "TeamsEventTypesWebhooksController_getTeamEventTypeWebhooks": team_event_type_webhooks.readable_event_type,
        "TeamsEventTypesWebhooksController_updateTeamEventTypeWebhook": team_event_type_webhooks.writable_webhook,
        **out_of_office.GUARDS,
        "MeBookingLimitsController_updateBookingLimits": booking_limits.member,
        "MeBookingLimitsController_updateTeamBookingLimits": booking_limits.member,
        "WebhooksController_updateWebhook": webhooks.owned_webhook,
        **teams.GUARDS,
        **unwanted.GUARDS,
        **memberships.GUARDS,
        **team_event_types.GUARDS,
        **verified_resources.GUARDS,
        **team_bookings.GUARDS,
        **team_booking_fields.GUARDS,
    }
)
