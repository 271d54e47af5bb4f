"""Teams, on their own and within organizations (platform.md 2.1, 3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, TypeVar

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.api.pagination import window
from emulator.api.teams import guard
from emulator.scheduling.teams import create_team, membership_of, update_team
from emulator.world import ties
from emulator.world.records import Team

T = TypeVar("T")


def create(call: Call) -> Json:
    """Nobody is asked to pay, as on a server of one's own: the team is there at once."""
    return success(team_output(create_team(call.world, call.me.user, call.body)))


def list_mine(call: Call) -> Json:
    """Every team and organization that the caller was invited to or is in."""
    found = [
        call.world.teams.get(membership.team_id)
        for membership in call.world.memberships.where("user_id", call.me.user.id)
    ]
    return success([team_output(team) for team in found if team is not None])


def read(call: Call) -> Json:
    return success(team_output(guard.member(call)))


def update(call: Call) -> Json:
    return success(team_output(update_team(call.world, guard.owner(call), call.body or {})))


def delete(call: Call) -> Json:
    team = guard.owner(call)
    ties.remove(call.world, call.world.teams, team)
    return success(team_output(team))


def create_in_organization(call: Call) -> Json:
    organization = guard.organization_administrator(call)
    client_id = call.me.client.id if call.me.client is not None else None
    made = create_team(call.world, call.me.user, call.body, organization=organization, client_id=client_id)
    return success(team_output(made))


def list_of_organization(call: Call) -> Json:
    organization = guard.organization_administrator(call)
    return success([team_output(team) for team in page(call, call.world.teams.where("parent_id", organization.id))])


def list_mine_of_organization(call: Call) -> Json:
    """With what the caller is in each of them."""
    organization = guard.organization_member(call)
    mine = []
    for team in call.world.teams.where("parent_id", organization.id):
        membership = membership_of(call.world, call.me.user.id, team.id)
        if membership is not None:
            mine.append({**team_output(team), "accepted": membership.accepted, "role": membership.role})
    return success(page(call, mine))


def read_in_organization(call: Call) -> Json:
    return success(team_output(guard.administrator(call)))


def update_in_organization(call: Call) -> Json:
    return success(team_output(update_team(call.world, guard.administered_team(call), call.body or {})))


def delete_in_organization(call: Call) -> Json:
    team = guard.administered_team(call)
    ties.remove(call.world, call.world.teams, team)
    return success(team_output(team))


def page(call: Call, rows: Sequence[T]) -> Sequence[T]:
    """The part of a list that `skip` and `take` ask for."""
    skip, take = window(call.query)
    return rows[skip : skip + take]


def team_output(team: Team) -> dict[str, Any]:
    """A team as the API shows it; metadata that was never set is left out."""
    shown = {
        "id": team.id,
        "parentId": team.parent_id,
        "name": team.name,
        "slug": team.slug,
        "logoUrl": team.logo_url,
        "calVideoLogo": team.cal_video_logo,
        "appLogo": team.app_logo,
        "appIconLogo": team.app_icon_logo,
        "bio": team.bio,
        "hideBranding": team.hide_branding,
        "isOrganization": team.is_organization,
        "isPrivate": team.is_private,
        "hideBookATeamMember": team.hide_book_a_team_member,
        "theme": team.theme,
        "brandColor": team.brand_color,
        "darkBrandColor": team.dark_brand_color,
        "bannerUrl": team.banner_url,
        "timeFormat": team.time_format,
        "timeZone": team.time_zone,
        "weekStart": team.week_start,
    }
    return shown if team.metadata is None else {**shown, "metadata": team.metadata}


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "TeamsController_createTeam": create,
        "TeamsController_getTeams": list_mine,
        "TeamsController_getTeam": read,
        "TeamsController_updateTeam": update,
        "TeamsController_deleteTeam": delete,
        "OrganizationsTeamsController_createTeam": create_in_organization,
        "OrganizationsTeamsController_getAllTeams": list_of_organization,
        "OrganizationsTeamsController_getMyTeams": list_mine_of_organization,
        "OrganizationsTeamsController_getTeam": read_in_organization,
        "OrganizationsTeamsController_updateTeam": update_in_organization,
        "OrganizationsTeamsController_deleteTeam": delete_in_organization,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "TeamsController_updateTeam": guard.owner,
        "OrganizationsTeamsController_createTeam": guard.organization_administrator,
        "OrganizationsTeamsController_getAllTeams": guard.organization_administrator,
        "OrganizationsTeamsController_getMyTeams": guard.organization_member,
        "OrganizationsTeamsController_updateTeam": guard.administered_team,
    }
)
