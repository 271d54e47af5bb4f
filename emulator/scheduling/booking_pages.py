"""Addresses of the pages where people book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from emulator.world.records import User
from emulator.world.world import World

SITE: Final = "cal.com"
WEB_APP: Final = "https://app.cal.com"


def booking_page(world: World, owners: Sequence[User], slug: str) -> str:
    """The page of an event type of one person, or of the group event type of several.

    Members of an organization live in its subdomain. Empty for people without a username and for managed users.
    """
    names = [owner.username for owner in owners if owner.username]
    if not names or len(names) < len(owners):
        return ""
    host = SITE
    organization = world.teams.get(owners[0].organization_id)
    if organization is not None:
        if organization.is_platform:
            return ""
        if organization.slug:
            host = f"{organization.slug}.{SITE}"
    return f"https://{host}/{'+'.join(names)}/{slug}"


def private_page(link_id: str) -> str:
    """The page behind a private link."""
    return f"{WEB_APP}/d/{link_id}"
