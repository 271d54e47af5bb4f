"""Which scopes an event lies in: whose subscriptions may hear of it (webhooks.md 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from emulator.frozen import frozen
from emulator.world.appointments import Booking, EventType
from emulator.world.events import Event
from emulator.world.world import World


@frozen
class Audience:
    """The owners whose subscriptions count. `team_ids` are teams and organizations.

    `hook_id` names one subscription which alone is meant, whatever it belongs to.
    """

    user_id: int | None = None
    event_type_id: int | None = None
    parent_event_type_id: int | None = None
    team_ids: tuple[int, ...] = ()
    oauth_client_id: str | None = None
    platform: bool = True
    hook_id: str | None = None


NOBODY: Final = Audience(platform=False)


def audience_of(world: World, event: Event) -> Audience:
    """The scopes of an event; each family of triggers has its own way to them."""
    return _FAMILIES.get(event.trigger, _booking)(world, event)


def _booking(world: World, event: Event) -> Audience:
    """A team's bookings are the team's business, not the host's, unless the event type is a managed child."""
    booking = world.bookings.get(event.booking_id)
    if booking is None:
        return NOBODY
    event_type = world.event_types.get(booking.event_type_id)
    team_id, managed = team_of(world, event_type)
    user_id = booking.user_id if team_id is None or managed else None
    return Audience(
        user_id=user_id,
        event_type_id=event_type.id if event_type else None,
        parent_event_type_id=event_type.parent_id if event_type else None,
        team_ids=_teams(team_id, *_organizations(world, user_id, team_id)),
        oauth_client_id=client_of(world, booking),
    )


def _rejected(world: World, event: Event) -> Audience:
    """A refusal alone is told to the host's own subscriptions whosever the event type is."""
    booking = world.bookings.get(event.booking_id)
    user_id = booking.user_id if booking else None
    found = _booking(world, event)
    return replace(found, user_id=user_id, team_ids=_teams(*found.team_ids, *_organizations(world, user_id, None)))


def _no_show_updated(world: World, event: Event) -> Audience:
    """The owner of the event type, not the host; and the event type's own team, not that of its managed parent."""
    booking = world.bookings.get(event.booking_id)
    event_type = world.event_types.get(booking.event_type_id) if booking else None
    if booking is None or event_type is None:
        return _booking(world, event)
    user_id = None if event_type.team_id is not None and event_type.parent_id is None else event_type.owner_id
    return replace(
        _booking(world, event),
        user_id=user_id,
        team_ids=_teams(event_type.team_id, *_organizations(world, user_id, event_type.team_id)),
    )


def _video(world: World, event: Event) -> Audience:
    return replace(_booking(world, event), oauth_client_id=None)


def _attendance(world: World, event: Event) -> Audience:
    """Each subscription looks after its own while, so each is told on its own."""
    hook_id = event.facts.get("webhook_id")
    return _booking(world, event) if hook_id is None else Audience(platform=False, hook_id=hook_id)


def _instant(world: World, event: Event) -> Audience:
    """Neither users nor the whole instance are told of somebody who waits."""
    return replace(_booking(world, event), user_id=None, platform=False, oauth_client_id=None)


def _reported(world: World, event: Event) -> Audience:
    return replace(_booking(world, event), event_type_id=None, parent_event_type_id=None, oauth_client_id=None)


def _out_of_office(world: World, event: Event) -> Audience:
    """The user, all the user's teams, and the organization."""
    entry = world.out_of_office.get(event.facts.get("out_of_office_id"))
    if entry is None:
        return NOBODY
    teams = [each.team_id for each in world.memberships.where("user_id", entry.user_id) if each.accepted]
    return Audience(user_id=entry.user_id, team_ids=_teams(*teams, *_organizations(world, entry.user_id, None)))


def _form(world: World, event: Event) -> Audience:
    """A team's form is the team's, a personal one its owner's; the organization hears of both."""
    response = world.form_responses.get(event.facts.get("response_id"))
    form = world.routing_forms.get(response.form_id) if response else None
    if form is None:
        return NOBODY
    user_id = form.user_id if form.team_id is None else None
    return Audience(user_id=user_id, team_ids=_teams(form.team_id, *_organizations(world, user_id, form.team_id)))


def _organization(world: World, event: Event) -> Audience:
    return Audience(team_ids=_teams(event.facts.get("organization_id")), platform=False)


_FAMILIES: Final[Mapping[str, Callable[[World, Event], Audience]]] = MappingProxyType(
    {
        "BOOKING_REJECTED": _rejected,
        "BOOKING_NO_SHOW_UPDATED": _no_show_updated,
        "RECORDING_READY": _video,
        "RECORDING_TRANSCRIPTION_GENERATED": _video,
        "AFTER_HOSTS_CAL_VIDEO_NO_SHOW": _attendance,
        "AFTER_GUESTS_CAL_VIDEO_NO_SHOW": _attendance,
        "INSTANT_MEETING": _instant,
        "INSTANT_MEETING_ACCEPTED": _instant,
        "WRONG_ASSIGNMENT_REPORT": _reported,
        "OOO_CREATED": _out_of_office,
        "FORM_SUBMITTED": _form,
        "FORM_SUBMITTED_NO_EVENT": _form,
        "ROUTING_FORM_FALLBACK_HIT": _form,
        "DELEGATION_CREDENTIAL_ERROR": _organization,
        "DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED": _organization,
        "DELEGATION_CREDENTIAL_ROTATION_REQUIRED": _organization,
        "DELEGATION_CREDENTIAL_SECRET_ROTATED": _organization,
    }
)


def team_of(world: World, event_type: EventType | None) -> tuple[int | None, bool]:
    """The team of an event type, which a managed child has from its parent; and whether it is such a child."""
    if event_type is None:
        return None, False
    if event_type.parent_id is None:
        return event_type.team_id, False
    parent = world.event_types.get(event_type.parent_id)
    return (parent.team_id if parent is not None else None) or event_type.team_id, True


def organization_of(world: World, booking: Booking) -> int | None:
    """The organization that a booking's host belongs to."""
    return next(_organizations(world, booking.user_id, None), None)


def client_of(world: World, booking: Booking) -> str | None:
    """The platform client that manages a booking's host, if one does."""
    host = world.users.get(booking.user_id)
    return host.oauth_client_id if host is not None else None


def _organizations(world: World, user_id: int | None, team_id: int | None) -> Iterator[int]:
    user = world.users.get(user_id)
    if user is not None and user.organization_id is not None:
        yield user.organization_id
    team = world.teams.get(team_id)
    if team is not None and team.parent_id is not None:
        yield team.parent_id


def _teams(*ids: int | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(each for each in ids if each is not None))
