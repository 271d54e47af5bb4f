"""Addresses of the pages where people book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from emulator.world.appointments import EventType
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


def team_page(world: World, event_type: EventType) -> str | None:
    """The page of a team's event type; None for managed ones, which nobody can book, and for teams without a slug."""
    team = world.teams.get(event_type.team_id)
    if team is None or not team.slug or event_type.scheduling_type == "managed":
        return None
    organization = world.teams.get(team.parent_id)
    if organization is not None and organization.slug:
        return f"https://{organization.slug}.{SITE}/{team.slug}/{event_type.slug}"
    return f"https://{SITE}/team/{team.slug}/{event_type.slug}"


def private_page(link_id: str) -> str:
    """The page behind a private link."""
    return f"{WEB_APP}/d/{link_id}"
