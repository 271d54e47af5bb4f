"""How many bookings the caller takes: altogether, and in teams that set limits (live.md 6)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.errors import me as errors
from emulator.scheduling.host_limits import changed, effective_limits, limiting_memberships, shown, team_limits
from emulator.world.records import Membership, Team, User
from emulator.world.world import World


def read(call: Call) -> Json:
    return success(shown(member(call).booking_limits))


def update(call: Call) -> Json:
    """What is left out stays as it is; null removes a limit."""
    user = member(call)
    call.world.users.update(user, booking_limits=changed(user.booking_limits, call.body or {}))
    return success(shown(user.booking_limits))


def delete(call: Call) -> None:
    call.world.users.update(member(call), booking_limits={})


def list_teams(call: Call) -> Json:
    user, world = member(call), call.world
    limiting = list(limiting_memberships(world, user))
    overall = user.booking_limits
    sums = [
        sum(effective_limits(world, *each).get(name, 0) for each in limiting) > most for name, most in overall.items()
    ]
    return success(
        {
            "teams": [_team_output(world, *each) for each in limiting],
            "globalLimit": shown(overall) if overall else None,
            # More may come from the teams together than the member takes altogether.
            "isOvercommitted": any(sums),
        }
    )


def update_team(call: Call) -> Json:
    """Limits of one's own in place of a team's; null inherits the team's again."""
    team, membership = _limiting(call)
    limits = changed(membership.booking_limits or {}, call.body or {})
    call.world.memberships.update(membership, booking_limits=limits or None)
    return success(_team_output(call.world, team, membership))


def delete_team(call: Call) -> None:
    call.world.memberships.update(_limiting(call)[1], booking_limits=None)


def member(call: Call) -> User:
    """The guard: a caller within an organization."""
    if call.me.organization_id is None:
        raise errors.not_in_organization()
    return call.me.user


def _limiting(call: Call) -> tuple[Team, Membership]:
    for team, membership in limiting_memberships(call.world, member(call)):
        if team.id == call.path["teamId"]:
            return team, membership
    raise errors.team_sets_no_limit()


def _team_output(world: World, team: Team, membership: Membership) -> dict[str, Json]:
    return {
        "teamId": team.id,
        "teamName": team.name,
        "teamLimit": shown(team_limits(team)),
        "memberLimit": shown(membership.booking_limits) if membership.booking_limits else None,
        "effectiveLimit": shown(effective_limits(world, team, membership)),
    }


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "MeBookingLimitsController_getBookingLimits": read,
        "MeBookingLimitsController_updateBookingLimits": update,
        "MeBookingLimitsController_deleteBookingLimits": delete,
        "MeBookingLimitsController_getTeamBookingLimits": list_teams,
        "MeBookingLimitsController_updateTeamBookingLimits": update_team,
        "MeBookingLimitsController_deleteTeamBookingLimits": delete_team,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "MeBookingLimitsController_updateBookingLimits": member,
        "MeBookingLimitsController_updateTeamBookingLimits": member,
    }
)
