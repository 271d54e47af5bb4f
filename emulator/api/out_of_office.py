"""Absences: of the caller, of a member of a team, of somebody in an organization (live.md 6, platform.md 3.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, success
from emulator.api.pagination import window
from emulator.api.teams.guard import administrator, organization_administrator
from emulator.errors import out_of_office as errors
from emulator.errors.teams import foreign_user_in_organization
from emulator.scheduling.out_of_office import absence, change, enter, sorted_by
from emulator.world.instants import wire
from emulator.world.records import OutOfOffice, User
from emulator.world.world import World

PAGE: Final = 250

Whose = Callable[[Call], User]
"""The guard of a route: whose absences it is about. Raises the refusal of whoever may not look after them."""


def creating(whose: Whose) -> Handler:
    def create(call: Call) -> Json:
        user = whose(call)
        return success(entry_output(enter(call.world, user, absence(call.body))))

    return create


def listing(whose: Whose) -> Handler:
    def list_all(call: Call) -> Json:
        return success(page(call, call.world.out_of_office.where("user_id", whose(call).id)))

    return list_all


def updating(whose: Whose) -> Handler:
    def update(call: Call) -> Json:
        user = whose(call)
        entry = _entry_of(call, user)
        return success(entry_output(change(call.world, user, entry, absence(call.body or {}))))

    return update


def deleting(whose: Whose) -> Handler:
    def delete(call: Call) -> Json:
        entry = _entry_of(call, whose(call))
        call.world.out_of_office.remove(entry)
        return success(entry_output(entry))

    return delete


def page(call: Call, entries: Iterable[OutOfOffice]) -> list[Json]:
    found = sorted_by(entries, call.query.get("sortStart"), call.query.get("sortEnd"))
    skip, take = window(call.query, PAGE)
    return list(map(entry_output, found[skip : skip + take]))


def entry_output(entry: OutOfOffice) -> dict[str, Json]:
    return {
        "userId": entry.user_id,
        "toUserId": entry.to_user_id,
        "id": entry.id,
        "uuid": entry.uuid,
        "start": wire(entry.start),
        "end": wire(entry.end),
        "notes": entry.notes,
        "reason": entry.reason,
    }


def caller(call: Call) -> User:
    return call.me.user


def _entry_of(call: Call, user: User) -> OutOfOffice:
    """The entry in the path; what is missing and what is somebody else's are one refusal."""
    entry = call.world.out_of_office.get(call.path["oooId"])
    if entry is None or entry.user_id != user.id:
        raise errors.foreign_entry()
    return entry


def team_user(call: Call) -> User:
    """Somebody in the team that the path names, for those who run it."""
    team = administrator(call)
    user = call.world.users.get(call.path["userId"])
    if user is None or not any(one.team_id == team.id for one in call.world.memberships.where("user_id", user.id)):
        raise errors.foreign_user_in_team(call.path["userId"], team.id)
    return user


def organization_user(call: Call) -> User:
    """Somebody in the organization that the path names, for those who run it. Who has a profile there is in it."""
    organization = organization_administrator(call)
    user = call.world.users.get(call.path["userId"])
    if user is None or user not in _people_of(call.world, organization.id):
        raise foreign_user_in_organization(call.path["userId"], organization.id)
    return user


def list_of_organization(call: Call) -> Json:
    """Absences of everybody in the organization, or of the one with the address asked for."""
    people = _people_of(call.world, organization_administrator(call).id)
    email = call.query.get("email")
    asked = [user for user in people if email is None or user.email == email]
    return success(page(call, (one for user in asked for one in call.world.out_of_office.where("user_id", user.id))))


def _people_of(world: World, organization_id: int) -> list[User]:
    profiles = world.profiles.where("organization_id", organization_id)
    users = {profile.user_id: world.users.get(profile.user_id) for profile in profiles}
    return [user for user in users.values() if user is not None]


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "MeOutOfOfficeController_createMyOOO": creating(caller),
        "MeOutOfOfficeController_getMyOOO": listing(caller),
        "MeOutOfOfficeController_updateMyOOO": updating(caller),
        "MeOutOfOfficeController_deleteMyOOO": deleting(caller),
        "TeamsUsersOOOController_createTeamUserOOO": creating(team_user),
        "TeamsUsersOOOController_getTeamUserOOO": listing(team_user),
        "TeamsUsersOOOController_updateTeamUserOOO": updating(team_user),
        "TeamsUsersOOOController_deleteTeamUserOOO": deleting(team_user),
        "OrganizationsUsersOOOController_createOrganizationUserOOO": creating(organization_user),
        "OrganizationsUsersOOOController_getOrganizationUserOOO": listing(organization_user),
        "OrganizationsUsersOOOController_updateOrganizationUserOOO": updating(organization_user),
        "OrganizationsUsersOOOController_deleteOrganizationUserOOO": deleting(organization_user),
        "OrganizationsUsersOOOController_getOrganizationUsersOOO": list_of_organization,
    }
)

GUARDS: Final[Mapping[str, Whose]] = MappingProxyType(
    {
        f"{controller}_{verb}{whom}OOO": guard
        for controller, whom, guard in (
            ("TeamsUsersOOOController", "TeamUser", team_user),
            ("OrganizationsUsersOOOController", "OrganizationUser", organization_user),
        )
        for verb in ("create", "get", "update")
    }
)
"""Who may look after whose absences, asked before anybody looks at what the request says of them."""
