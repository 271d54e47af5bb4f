"""What an event tells of the team, organization and platform client behind a booking (webhooks.md 4.1, 4.10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from emulator.scheduling.hosts import hosts
from emulator.scheduling.routing_forms import route_of
from emulator.webhooks.audience import client_of
from emulator.world.appointments import Attendee, Booking, EventType
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]

BOOKER_URL: Final = "https://app.cal.com"


def apart(
    world: World, event_type: EventType | None, booking: Booking, people: Sequence[Attendee]
) -> tuple[list[Attendee], list[Attendee]]:
    """Guests, and hosts other than the organizer, who are stored as attendees; the first attendee is always a guest."""
    if event_type is None or event_type.team_id is None:
        return list(people), []
    addresses = {user.email for user in hosts(world, event_type) if user.id != booking.user_id}
    guests = [person for number, person in enumerate(people) if number == 0 or person.email not in addresses]
    return guests, [person for person in people[1:] if person.email in addresses]


def team(world: World, event_type: EventType | None, members: Sequence[Attendee]) -> Json:
    """The team of an event type that has one, with the hosts who come along."""
    found = world.teams.get(event_type.team_id) if event_type is not None else None
    if found is None:
        return {}
    return {"team": {"id": found.id, "name": found.name, "members": [_member(world, person) for person in members]}}


def username_in_organization(world: World, host: User | None) -> Json:
    """The name a host goes by in the organization; others have no such key."""
    if host is None or host.organization_id is None:
        return {}
    for profile in world.profiles.where("user_id", host.id):
        if profile.organization_id == host.organization_id:
            return {"usernameInOrg": profile.username}
    return {}


def organization_id(world: World, event_type: EventType | None, host: User | None) -> int | None:
    """That of the event type's team, else the host's."""
    found = world.teams.get(event_type.team_id) if event_type is not None else None
    if found is not None and found.parent_id is not None:
        return found.parent_id
    return host.organization_id if host is not None else None


def booker_url(world: World, organization: int | None) -> str:
    """Where people book: an organization has a site of its own."""
    found = world.teams.get(organization)
    return f"https://{found.slug}.cal.com" if found is not None and found.slug else BOOKER_URL


def assignment(world: World, event_type: EventType | None, booking: Booking) -> list[Json]:
    """Why this host: a round robin booking that came of a routing form says by which of its routes."""
    if event_type is None or event_type.scheduling_type != "roundRobin":
        return []
    reasons = []
    for response in world.form_responses.where("booking_uid", booking.uid):
        form = world.routing_forms.get(response.form_id)
        route = route_of(form, response) if form is not None else None
        fell_back = route is not None and route.get("isFallback")
        reason = "ROUTING_FORM_ROUTING_FALLBACK" if fell_back else "ROUTING_FORM_ROUTING"
        reasons.append({"reasonEnum": reason, "reasonString": form.name if form is not None else ""})
    return reasons


def hides_branding(world: World, event_type: EventType | None, organization: int | None) -> bool:
    """Does the team, or the organization, want Cal.com's name left out?"""
    known = (world.teams.get(event_type.team_id) if event_type is not None else None, world.teams.get(organization))
    return any(each is not None and each.hide_branding for each in known)


def platform(world: World, booking: Booking) -> Json:
    """The client that manages the host, and where it wants people to go; all empty without one."""
    client = world.oauth_clients.get(client_of(world, booking))
    return {
        "platformClientId": client.id if client else "",
        "platformRescheduleUrl": (client.booking_reschedule_redirect_uri if client else None) or "",
        "platformCancelUrl": (client.booking_cancel_redirect_uri if client else None) or "",
        "platformBookingUrl": (client.booking_redirect_uri if client else None) or "",
    }


def destinations(
    world: World, event_type: EventType | None, booking: Booking, members: Sequence[Attendee]
) -> list[Json]:
    """The calendars that the booking is written to: the event type's own, else the organizer's and the members'."""
    own = event_type.destination_calendar if event_type is not None else None
    if own:
        return [_destination(own, event_type_id=event_type.id if event_type else None)]
    users = [booking.user_id, *(user.id for person in members if (user := world.users.by("email", person.email)))]
    return [
        _destination(
            {
                "id": each.id,
                "integration": each.integration,
                "externalId": each.external_id,
                "primaryEmail": each.primary_email,
                "credentialId": each.credential_id,
                "delegationCredentialId": each.delegation_credential_id,
            },
            user_id=each.user_id,
        )
        for user_id in users
        for each in world.destination_calendars.where("user_id", user_id)
    ]


def _destination(calendar: Json, user_id: int | None = None, event_type_id: int | None = None) -> Json:
    return {
        "id": calendar.get("id"),
        "integration": calendar.get("integration"),
        "externalId": calendar.get("externalId"),
        "primaryEmail": calendar.get("primaryEmail"),
        "userId": user_id,
        "eventTypeId": event_type_id,
        "credentialId": calendar.get("credentialId"),
        "delegationCredentialId": calendar.get("delegationCredentialId"),
    }


def _member(world: World, person: Attendee) -> Json:
    user = world.users.by("email", person.email)
    return {
        "id": user.id if user else None,
        "email": person.email,
        "name": person.name,
        "firstName": "",
        "lastName": "",
        "timeZone": person.time_zone,
        "language": {"locale": person.locale or "en"},
    }
