"""Where a user meets by video: the apps that are connected, and the one chosen as default."""

from __future__ import annotations

from typing import Any

from emulator.scheduling.apps.catalog import APPS, CAL_VIDEO, CONFERENCING
from emulator.scheduling.apps.credentials import (
    APP_INTEGRATIONS,
    DEFAULT_APP,
    Owner,
    credential_of,
    credentials,
    write_metadata,
)
from emulator.scheduling.locations import INTEGRATIONS
from emulator.world.connections import Credential
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]


def conferencing_apps(world: World, owner: Owner) -> list[Credential]:
    """The owner's connected apps, oldest first. Cal Video, which everybody has, is none of them."""
    return [each for each in credentials(world, owner) if APPS[each.type].category == "conferencing"]


def is_connected(world: World, owner: Owner, slug: str) -> bool:
    """Whether the owner has the app of that slug. Everybody has Cal Video."""
    return slug == CAL_VIDEO or credential_of(world, owner, CONFERENCING[slug]) is not None


def choose_default(world: World, owner: Owner, slug: str) -> None:
    """Make an app, by its slug, the one that `organizersDefaultApp` stands for."""
    write_metadata(world, owner, {**(owner.metadata or {}), DEFAULT_APP: {"appSlug": slug}})


def default_choice(owner: Owner) -> Json | None:
    """`{appSlug, appLink?}`, or None for somebody who never chose."""
    chosen = (owner.metadata or {}).get(DEFAULT_APP)
    return chosen if isinstance(chosen, dict) and chosen.get("appSlug") else None


def default_integration(user: User) -> str | None:
    """The default app under the name that locations of event types have for it."""
    slug = (default_choice(user) or {}).get("appSlug")
    integration = APP_INTEGRATIONS.get(slug, slug) if isinstance(slug, str) else None
    return integration if integration in INTEGRATIONS else None


def connected_integrations(world: World, user: User) -> set[str]:
    """What event types of the user may name as integration: Cal Video, the default app, and everything connected."""
    found = {APP_INTEGRATIONS.get(each.app_id, each.app_id) for each in conferencing_apps(world, user)}
    return {"cal-video", *found, *filter(None, [default_integration(user)])}
