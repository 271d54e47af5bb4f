"""Connecting accounts with apps, and what goes when one is disconnected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from emulator.scheduling.apps.catalog import APPS, GOOGLE_CALENDAR
from emulator.scheduling.locations import INTEGRATIONS
from emulator.world.connections import Credential
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]

APP_INTEGRATIONS = {"msteams": "office365-video", "daily-video": "cal-video"}
"""Apps whose slug in the app store is another word than their integration in the API."""


def credentials(world: World, user: User, kind: str | None = None) -> Iterator[Credential]:
    """The user's own connections, oldest first; those of one type if it is named."""
    for credential in world.credentials.where("user_id", user.id):
        if kind is None or credential.type == kind:
            yield credential


def credential_of(world: World, user: User, kind: str) -> Credential | None:
    """The user's first connection of a type."""
    return next(credentials(world, user, kind), None)


def connect(
    world: World, user: User, kind: str, *, email: str | None = None, settings: Json | None = None
) -> Credential:
    """A new connection of the user; one to the same account that exists already is made good again instead."""
    for known in credentials(world, user, kind):
        if email is not None and known.email == email:
            return world.credentials.update(known, invalid=False, settings=settings or known.settings)
    return world.credentials.add(
        Credential(
            id=world.ids.next("credentials"),
            type=kind,
            app_id=APPS[kind].slug,
            user_id=user.id,
            email=email,
            settings=settings or {},
        )
    )


def disconnect(world: World, credential: Credential) -> None:
    """Remove a connection with its calendars; event types that met in its app go back to Cal Video.

    The app stops being the default one.
    """
    for calendar in world.calendars.where("credential_id", credential.id):
        for event in world.calendar_events.where("calendar_id", calendar.id):
            world.calendar_events.remove(event)
        world.calendars.remove(calendar)
    for selected in world.selected_calendars.where("user_id", credential.user_id):
        if selected.credential_id == credential.id:
            world.selected_calendars.remove(selected)
    for destination in world.destination_calendars.where("user_id", credential.user_id):
        if destination.credential_id == credential.id:
            world.destination_calendars.remove(destination)
    world.credentials.remove(credential)
    owner = world.users.get(credential.user_id)
    if owner is not None:
        _leave(world, owner, credential)


def _leave(world: World, owner: User, credential: Credential) -> None:
    chosen = owner.metadata.get("defaultConferencingApp")
    if isinstance(chosen, dict) and chosen.get("appSlug") == credential.app_id:
        world.users.update(
            owner, metadata={key: value for key, value in owner.metadata.items() if key != "defaultConferencingApp"}
        )
    gone = {APP_INTEGRATIONS.get(credential.app_id, credential.app_id)}
    if credential.type == GOOGLE_CALENDAR:
        # Google makes its meetings through the calendar.
        gone.add("google-meet")
    gone &= INTEGRATIONS.keys()
    for event_type in world.event_types.where("owner_id", owner.id):
        if any(place.get("integration") in gone for place in event_type.locations):
            places = [
                {"type": "integration", "integration": "cal-video"} if place.get("integration") in gone else place
                for place in event_type.locations
            ]
            world.event_types.update(event_type, locations=places)
