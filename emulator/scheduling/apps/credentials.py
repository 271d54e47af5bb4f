"""Connecting accounts with apps, and what goes when one is disconnected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from emulator.scheduling.apps.catalog import APPS, GOOGLE_CALENDAR
from emulator.scheduling.locations import INTEGRATIONS
from emulator.world import ties
from emulator.world.connections import Credential
from emulator.world.records import Team, User
from emulator.world.world import World

Json = dict[str, Any]

DEFAULT_APP: Final = "defaultConferencingApp"
"""Where the choice of a default app is kept among the metadata of its owner."""
APP_INTEGRATIONS: Final = {"msteams": "office365-video", "daily-video": "cal-video"}
"""Apps whose slug in the app store is another word than their integration in the API."""


Owner = User | Team
"""Whose connections they are: a person's, or those that a team has in common."""


def credentials(world: World, owner: Owner, kind: str | None = None) -> Iterator[Credential]:
    """The owner's own connections, oldest first; those of one type if it is named."""
    for credential in world.credentials.where(_link(owner), owner.id):
        if kind is None or credential.type == kind:
            yield credential


def credential_of(world: World, owner: Owner, kind: str) -> Credential | None:
    """The owner's first connection of a type."""
    return next(credentials(world, owner, kind), None)


def connect(
    world: World, owner: Owner, kind: str, *, email: str | None = None, settings: Json | None = None
) -> Credential:
    """A new connection of the owner; one to the same account that exists already is made good again instead."""
    for known in credentials(world, owner, kind):
        if email is not None and known.email == email:
            return world.credentials.update(known, invalid=False, settings=settings or known.settings)
    return world.credentials.add(
        Credential(
            id=world.ids.next("credentials"),
            type=kind,
            app_id=APPS[kind].slug,
            user_id=owner.id if isinstance(owner, User) else None,
            team_id=owner.id if isinstance(owner, Team) else None,
            email=email,
            settings=settings or {},
        )
    )


def disconnect(world: World, credential: Credential) -> None:
    """Remove a connection with its calendars; event types that met in its app go back to Cal Video.

    The app stops being the default one.
    """
    ties.remove(world, world.credentials, credential)
    owner = world.users.get(credential.user_id) or world.teams.get(credential.team_id)
    if owner is not None:
        _leave(world, owner, credential)


def write_metadata(world: World, owner: Owner, metadata: Json) -> None:
    """Replace what is kept with an owner: the default conferencing app is."""
    if isinstance(owner, User):
        world.users.update(owner, metadata=metadata)
    else:
        world.teams.update(owner, metadata=metadata)


def _link(owner: Owner) -> str:
    return "user_id" if isinstance(owner, User) else "team_id"


def _leave(world: World, owner: Owner, credential: Credential) -> None:
    metadata = owner.metadata or {}
    chosen = metadata.get(DEFAULT_APP)
    if isinstance(chosen, dict) and chosen.get("appSlug") == credential.app_id:
        write_metadata(world, owner, {key: value for key, value in metadata.items() if key != DEFAULT_APP})
    gone = {APP_INTEGRATIONS.get(credential.app_id, credential.app_id)}
    if credential.type == GOOGLE_CALENDAR:
        # Google makes its meetings through the calendar.
        gone.add("google-meet")
    gone &= INTEGRATIONS.keys()
    link = "owner_id" if isinstance(owner, User) else "team_id"
    for event_type in world.event_types.where(link, owner.id):
        if any(place.get("integration") in gone for place in event_type.locations):
            places = [
                {"type": "integration", "integration": "cal-video"} if place.get("integration") in gone else place
                for place in event_type.locations
            ]
            world.event_types.update(event_type, locations=places)
