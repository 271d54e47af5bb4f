"""The users whom a platform client makes and manages: how they are called, and what they own (platform.md 4.2)."""

from __future__ import annotations

from typing import Any, Final

from emulator.scheduling.event_type_defaults import default_booking_fields, default_locations
from emulator.scheduling.slug import slugify
from emulator.scheduling.working_hours import office_hours
from emulator.world.appointments import EventType
from emulator.world.credentials import OAuthClient
from emulator.world.records import Membership, Profile, Schedule, User
from emulator.world.world import World

EVENT_TYPES: Final = (
    ("thirty-minutes", "30 Minutes", 30, False),
    ("sixty-minutes", "60 Minutes", 60, False),
    ("thirty-minutes-video", "30 Minutes", 30, True),
    ("sixty-minutes-video", "60 Minutes", 60, True),
)
"""Slug, title, minutes, and whether the meeting is in Cal Video: what a client's users start with if it says so."""


def managed_email(email: str, client_id: str) -> str:
    """The address under which a client's user is stored; one that was rewritten already stays as it is."""
    if f"+{client_id}@" in email:
        return email
    local, at, domain = email.partition("@")
    return f"{local}+{client_id}{at}{domain}"


def username_of(email: str) -> str:
    """The name that a managed user goes by: the address's local part and the first two labels of its domain."""
    local, _, domain = email.partition("@")
    return slugify("-".join([local, *domain.split(".")[:2]]))


def create(world: World, client: OAuthClient, email: str, name: str, settings: dict[str, Any]) -> User:
    """A member of the client's organization. `settings` are fields of the account.

    With a time zone comes a schedule in it; without one there is none, so that nothing of the user can be booked.
    Event types come if the client wants them. Raises `DuplicateKeyError` where the address is taken.
    """
    stored = managed_email(email, client.id)
    user = world.users.add(
        User(
            id=world.ids.next("users"),
            username=username_of(stored),
            email=stored,
            name=name,
            created_at=world.now(),
            organization_id=client.organization_id,
            oauth_client_id=client.id,
            **settings,
        )
    )
    _join(world, user, client.organization_id)
    if "time_zone" in settings:
        schedule = Schedule(
            id=world.ids.next("schedules"),
            user_id=user.id,
            name="Default schedule",
            time_zone=user.time_zone,
            availability=office_hours(),
        )
        world.schedules.add(schedule)
        world.users.update(user, default_schedule_id=schedule.id)
    if client.are_default_event_types_enabled:
        for slug, title, minutes, video in EVENT_TYPES:
            _add_event_type(world, user, slug, title, minutes, video=video)
    return user


def rename(world: World, client: OAuthClient, user: User, email: str) -> None:
    """Another address, from which the name follows. Raises `DuplicateKeyError` where it is taken."""
    stored = managed_email(email, client.id)
    world.users.update(user, email=stored, username=username_of(stored))


def find(world: World, client: OAuthClient, emails: list[str] | None) -> list[User]:
    """The client's users, oldest first; `emails` keeps those with one of the addresses, as given or as stored."""
    users = world.users.where("oauth_client_id", client.id)
    if emails is None:
        return users
    wanted = {*emails, *(managed_email(email, client.id) for email in emails)}
    return [user for user in users if user.email in wanted]


def client_id_of(world: World, event_type: EventType) -> str | None:
    """The platform client whose users host the event type: that of its owner, or the one that made its team."""
    owner = world.users.get(event_type.owner_id)
    if owner is not None:
        return owner.oauth_client_id
    team = world.teams.get(event_type.team_id)
    return team.created_by_client if team is not None else None


def stored_address(world: World, client_id: str | None, email: str) -> str:
    """The address of a client's user who is called by the plain one; any other stays as it is (bookings.md 3.6)."""
    if client_id is None:
        return email
    stored = managed_email(email, client_id)
    user = world.users.by("email", stored)
    return stored if user is not None and user.oauth_client_id == client_id else email


def _join(world: World, user: User, organization_id: int) -> None:
    now = world.now()
    world.profiles.add(Profile(world.ids.next("profiles"), user.id, organization_id, user.username or ""))
    membership = Membership(world.ids.next("memberships"), organization_id, user.id, created_at=now, updated_at=now)
    world.memberships.add(membership)


def _add_event_type(world: World, user: User, slug: str, title: str, minutes: int, *, video: bool) -> None:
    world.event_types.add(
        EventType(
            id=world.ids.next("event-types"),
            title=title,
            slug=slug,
            length=minutes,
            owner_id=user.id,
            booking_fields=default_booking_fields(),
            locations=default_locations() if video else [],
        )
    )
