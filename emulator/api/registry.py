"""Who answers an operation: the modules of each of the service's controllers, imported when one is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Guard, Handler

CONTROLLERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ApiKeysController": ("api_keys",),
        "BookingAttendeesController_2024_08_13": ("bookings.attendees",),
        "BookingEmailVerificationController": ("bookings.verification",),
        "BookingGuestsController_2024_08_13": ("bookings.guests",),
        "BookingLocationController_2024_08_13": ("bookings.location",),
        "BookingRoutingTraceController_2024_08_13": ("bookings.references",),
        "BookingsController_2024_04_15": ("legacy.booking_changes", "legacy.bookings"),
        "BookingsController_2024_08_13": (
            "bookings.create",
            "bookings.read",
            "bookings.listing",
            "bookings.cancel",
            "bookings.reschedule",
            "bookings.decide",
            "bookings.mark_absent",
            "bookings.reassign",
            "bookings.references",
            "bookings.calendar_links",
        ),
        "BookingsController_2026_02_25": ("bookings.request_reschedule",),
        "BookingsController_2026_05_01": ("bookings.listing",),
        "CalUnifiedCalendarsController": ("unified_calendars",),
        "CalendarsController": ("calendars",),
        "ConferencingController": ("conferencing",),
        "DestinationCalendarsController": ("calendar_choices",),
        "EventTypeWebhooksController": ("event_type_webhooks",),
        "EventTypesController_2024_04_15": ("legacy.event_types",),
        "EventTypesController_2024_06_14": ("event_types",),
        "EventTypesController_2026_06_12": ("event_types", "booking_fields", "event_type_reports"),
        "EventTypesPrivateLinksController": ("private_links",),
        "MeBookingLimitsController": ("booking_limits",),
        "MeController": ("me",),
        "MeOutOfOfficeController": ("out_of_office",),
        "OAuth2Controller": ("oauth2",),
        "OAuthClientUsersController": ("managed_users",),
        "OAuthClientWebhooksController": ("oauth_client_webhooks",),
        "OAuthClientsController": ("oauth_clients",),
        "OAuthFlowController": ("managed_users", "platform_flow"),
        "OrgTeamsVerifiedResourcesController": ("verified_resources",),
        "OrganizationsBookingsController": ("teams.bookings", "teams.unwanted"),
        "OrganizationsBookingsController_2026_05_01": ("teams.bookings",),
        "OrganizationsConferencingController": ("conferencing",),
        "OrganizationsEventTypesController": ("teams.event_types",),
        "OrganizationsEventTypesController_2026_06_12": ("teams.event_types", "teams.booking_fields"),
        "OrganizationsStripeController": ("stripe",),
        "OrganizationsTeamsBookingsController": ("teams.bookings",),
        "OrganizationsTeamsController": ("teams.teams",),
        "OrganizationsTeamsMembershipsController": ("teams.memberships",),
        "OrganizationsUsersBookingsController": ("teams.bookings",),
        "OrganizationsUsersOOOController": ("out_of_office",),
        "OrganizationsWebhooksController": ("organization_webhooks",),
        "SchedulesController_2024_04_15": ("legacy.schedules",),
        "SchedulesController_2024_06_11": ("schedules",),
        "SelectedCalendarsController": ("calendar_choices",),
        "SlotsController_2024_04_15": ("legacy.slots",),
        "SlotsController_2024_09_04": ("slots", "reservations"),
        "StripeController": ("stripe",),
        "TeamsBookingsController": ("teams.bookings",),
        "TeamsController": ("teams.teams",),
        "TeamsEventTypesController": ("teams.event_types",),
        "TeamsEventTypesController_2026_06_12": ("teams.event_types", "teams.booking_fields"),
        "TeamsEventTypesWebhooksController": ("team_event_type_webhooks",),
        "TeamsMembershipsController": ("teams.memberships",),
        "TeamsUsersOOOController": ("out_of_office",),
        "TeamsVerifiedResourcesController": ("verified_resources",),
        "UserVerifiedResourcesController": ("verified_resources",),
        "WebhooksController": ("webhooks",),
    }
)
"""By controller, in the order in which its modules are looked through: an operationId begins with its controller."""

_CONTROLLER: Final = re.compile(r"[A-Za-z0-9]+Controller(?:_\d{4}_\d\d_\d\d)?")


class Registry:
    """Finds what answers an operation, by operationId; what was found is kept."""

    def __init__(self) -> None:
        self._modules: dict[str, Any] = {}

    def handler(self, operation_id: str) -> Handler | None:
        """What answers from state; None where nothing does."""
        module = self._module(operation_id)
        found: Handler | None = module and module.HANDLERS[operation_id]
        return found

    def guard(self, operation_id: str) -> Guard | None:
        """Who may come near; None where that is left to the handler."""
        found: Guard | None = getattr(self._module(operation_id), "GUARDS", {}).get(operation_id)
        return found

    def load(self) -> None:
        """Import every module, so that no request has to wait for that."""
        for names in CONTROLLERS.values():
            for name in names:
                import_module(f"emulator.api.{name}")

    def _module(self, operation_id: str) -> Any:
        if operation_id not in self._modules:
            self._modules[operation_id] = next(
                (module for module in _modules(operation_id) if operation_id in module.HANDLERS), None
            )
        return self._modules[operation_id]


def _modules(operation_id: str) -> Iterator[Any]:
    match = _CONTROLLER.match(operation_id)
    for name in CONTROLLERS.get(match[0], ()) if match else ():
        yield import_module(f"emulator.api.{name}")
