"""The life of teams and of the memberships in them (platform.md 2.1, 2.2, 3.3, 3.4)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.errors import teams as errors
from emulator.errors.common import duplicate_record
from emulator.scheduling.slug import slugify
from emulator.scheduling.team_hosts import enlist, strike
from emulator.world.records import Membership, Team, User
from emulator.world.world import World

SETTINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "name",
        "slug": "slug",
        "logoUrl": "logo_url",
        "calVideoLogo": "cal_video_logo",
        "appLogo": "app_logo",
        "appIconLogo": "app_icon_logo",
        "bannerUrl": "banner_url",
        "bio": "bio",
        "hideBranding": "hide_branding",
        "isPrivate": "is_private",
        "hideBookATeamMember": "hide_book_a_team_member",
        "metadata": "metadata",
        "theme": "theme",
        "brandColor": "brand_color",
        "darkBrandColor": "dark_brand_color",
        "timeFormat": "time_format",
        "timeZone": "time_zone",
        "weekStart": "week_start",
        "bookingLimits": "booking_limits",
        "includeManagedEventsInLimits": "include_managed_events_in_limits",
    }
)
"""What can be said of a team, and its field of the record. Null counts as not sent."""


def create_team(
    world: World,
    creator: User,
    settings: Mapping[str, Any],
    *,
    organization: Team | None = None,
    client_id: str | None = None,
) -> Team:
    """A new team whose owner is the creator, at once or when the invitation is accepted (`autoAcceptCreator`).

    Without an organization a name that the creator's teams have already is a 400; within one a slug that is taken is a
    409. No bill is sent.
    """
    if organization is None:
        _check_name(world, creator, settings["name"])
    fields = _fields(settings)
    # An empty list of settings would read back as such; without any there is nothing to show.
    fields.setdefault("metadata", None)
    fields.setdefault("slug", slugify(settings["name"]))
    parent_id = organization.id if organization else None
    _check_slug(world, fields["slug"], parent_id)
    team = world.teams.add(Team(id=world.ids.next("teams"), parent_id=parent_id, created_by_client=client_id, **fields))
    if organization is None or creator.role != "ADMIN":
        accepted = settings.get("autoAcceptCreator") is not False
        _join(world, team, creator.id, {"role": "OWNER", "accepted": accepted})
    return team


def update_team(world: World, team: Team, settings: Mapping[str, Any]) -> Team:
    """Change what is sent. Raises a 409 for a slug that another team of the organization has."""
    fields = _fields(settings)
    if "slug" in fields:
        _check_slug(world, fields["slug"], team.parent_id, besides=team)
    return world.teams.update(team, **fields)


def add_member(world: World, team: Team, settings: Mapping[str, Any]) -> Membership:
    """A new membership. Who is accepted gets a part in every event type for the whole team.

    Raises a 400 for an unknown user, and a 409 for one who has a membership already.
    """
    user_id = settings["userId"]
    if world.users.get(user_id) is None:
        raise errors.unknown_user()
    if membership_of(world, user_id, team.id) is not None:
        raise duplicate_record()
    membership = _join(world, team, user_id, settings)
    if membership.accepted:
        enlist(world, team, user_id)
    return membership


def update_member(world: World, team: Team, membership: Membership, settings: Mapping[str, Any]) -> Membership:
    """Change role or acceptance. In a team of an organization, whoever is accepted now gets a part in event types.

    In any other team nobody notices: the service reads the membership only after it changed it (platform.md 2.2).
    """
    before = membership.accepted
    world.memberships.update(membership, updated_at=world.now(), **_standing(settings))
    if team.parent_id is not None and membership.accepted and not before:
        enlist(world, team, membership.user_id)
    return membership


def remove_member(world: World, team: Team, membership: Membership) -> None:
    """End a membership, and the member's part in the team's event types."""
    world.memberships.remove(membership)
    strike(world, team, membership.user_id)


def membership_of(world: World, user_id: int, team_id: int) -> Membership | None:
    """The user's membership in a team or organization."""
    found = world.memberships.where("user_id", user_id)
    return next((membership for membership in found if membership.team_id == team_id), None)


def _join(world: World, team: Team, user_id: int, settings: Mapping[str, Any]) -> Membership:
    now = world.now()
    standing = {"role": "MEMBER", "accepted": False, **_standing(settings)}
    return world.memberships.add(
        Membership(world.ids.next("memberships"), team.id, user_id, created_at=now, updated_at=now, **standing)
    )


def _standing(settings: Mapping[str, Any]) -> dict[str, Any]:
    names = {"role": "role", "accepted": "accepted", "disableImpersonation": "disable_impersonation"}
    return {field: settings[name] for name, field in names.items() if settings.get(name) is not None}


def _fields(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {field: settings[name] for name, field in SETTINGS.items() if settings.get(name) is not None}


def _check_name(world: World, creator: User, name: str) -> None:
    for membership in world.memberships.where("user_id", creator.id):
        team = world.teams.get(membership.team_id)
        if team is not None and team.name == name:
            raise errors.name_taken(name)


def _check_slug(world: World, slug: str, parent_id: int | None, *, besides: Team | None = None) -> None:
    # The database keeps slugs apart within an organization only: a missing parent equals no other.
    if parent_id is None:
        return
    if any(team.parent_id == parent_id and team is not besides for team in world.teams.where("slug", slug)):
        raise duplicate_record()
