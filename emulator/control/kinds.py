"""The kinds of records that the control plane writes directly, and what completes each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from emulator.control import completion, trouble
from emulator.control.account_kinds import account_kinds
from emulator.control.credential_kinds import credential_kinds
from emulator.control.kind import Kind
from emulator.control.problems import ControlError, suggestion
from emulator.control.report_kinds import report_kinds
from emulator.control.vocabulary import Vocabulary
from emulator.world.appointments import Attendee, Booking, EventType, Host, Payment, Reservation, Seat
from emulator.world.faults import Fault
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
from emulator.world.routing import FormResponse, RoutingForm


def _kinds() -> list[Kind]:
    return [
        Kind(
            "users",
            Vocabulary(User),
            lambda world: world.users,
            completion.user,
            {"oauth_client_id": "oauth-clients"},
        ),
        Kind(
            "api-keys",
            Vocabulary(ApiKey),
            lambda world: world.api_keys,
            completion.api_key,
            {"user_id": "users"},
            opaque_id=lambda world: world.ids.uuid(),
        ),
        *credential_kinds(),
        Kind(
            "schedules",
            Vocabulary(Schedule),
            lambda world: world.schedules,
            completion.schedule,
            {"user_id": "users"},
        ),
        Kind(
            "out-of-office",
            Vocabulary(OutOfOffice),
            lambda world: world.out_of_office,
            completion.out_of_office,
            {"user_id": "users"},
        ),
        Kind(
            "teams",
            Vocabulary(Team),
            lambda world: world.teams,
            completion.team,
            {"parent_id": "organizations"},
            holds=lambda team: not team.is_organization,
        ),
        Kind(
            "organizations",
            Vocabulary(Team),
            lambda world: world.teams,
            completion.organization,
            sequence="teams",
            holds=lambda team: team.is_organization,
        ),
        Kind(
            "profiles",
            Vocabulary(Profile),
            lambda world: world.profiles,
            completion.profile,
            {"user_id": "users", "organization_id": "organizations"},
        ),
        Kind(
            "memberships",
            Vocabulary(Membership),
            lambda world: world.memberships,
            completion.membership,
            {"team_id": "teams", "user_id": "users"},
        ),
        Kind(
            "event-types",
            Vocabulary(EventType),
            lambda world: world.event_types,
            completion.event_type,
            {
                "owner_id": "users",
                "team_id": "teams",
                "schedule_id": "schedules",
                "parent_id": "event-types",
            },
            check=completion.settings,
        ),
        Kind(
            "hosts",
            Vocabulary(Host),
            lambda world: world.hosts,
            completion.host,
            {"event_type_id": "event-types", "user_id": "users", "schedule_id": "schedules"},
        ),
        Kind(
            "private-links",
            Vocabulary(PrivateLink),
            lambda world: world.private_links,
            references={"event_type_id": "event-types"},
            opaque_id=lambda world: world.ids.uid(),
        ),
        Kind(
            "bookings",
            Vocabulary(Booking),
            lambda world: world.bookings,
            completion.booking,
            {"user_id": "users", "event_type_id": "event-types"},
        ),
        Kind(
            "attendees",
            Vocabulary(Attendee),
            lambda world: world.attendees,
            completion.attendee,
            {"booking_id": "bookings"},
        ),
        Kind(
            "seats",
            Vocabulary(Seat),
            lambda world: world.seats,
            completion.seat,
            {"booking_id": "bookings", "attendee_id": "attendees"},
        ),
        Kind(
            "payments",
            Vocabulary(Payment),
            lambda world: world.payments,
            completion.payment,
            {"booking_id": "bookings"},
        ),
        Kind(
            "reservations",
            Vocabulary(Reservation),
            lambda world: world.reservations,
            completion.reservation,
            {"event_type_id": "event-types"},
        ),
        Kind(
            "webhooks",
            Vocabulary(Webhook),
            lambda world: world.webhooks,
            completion.created_now,
            {
                "user_id": "users",
                "event_type_id": "event-types",
                "team_id": "teams",
                "oauth_client_id": "oauth-clients",
            },
            opaque_id=lambda world: world.ids.uuid(),
        ),
        Kind(
            "blocked-emails",
            Vocabulary(BlockedEmail),
            lambda world: world.blocked_emails,
            completion.blocked_email,
            {"organization_id": "organizations"},
        ),
        Kind(
            "routing-forms",
            Vocabulary(RoutingForm),
            lambda world: world.routing_forms,
            completion.routing_form,
            {"user_id": "users", "team_id": "teams"},
            opaque_id=lambda world: world.ids.uuid(),
        ),
        Kind(
            "routing-form-responses",
            Vocabulary(FormResponse),
            lambda world: world.form_responses,
            completion.form_response,
            {"form_id": "routing-forms"},
        ),
        Kind("faults", Vocabulary(Fault), lambda world: world.faults, trouble.check),
    ]


KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in (*_kinds(), *account_kinds(), *report_kinds())}


def kind_named(name: str) -> Kind:
    """Raises a 404 that lists the kinds there are."""
    kind = KINDS.get(name)
    if kind is None:
        hint = f"{suggestion(name, KINDS)}kinds are {', '.join(KINDS)}"
        raise ControlError(404, f"there is no kind of record called {name!r}", hint=hint)
    return kind
