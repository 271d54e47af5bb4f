"""Absences: of the caller, of a member of a team, of somebody in an organization (live.md 6, platform.md 3.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, success
from emulator.errors import out_of_office as errors
from emulator.scheduling.out_of_office import absence, change, enter, sorted_by
from emulator.world.instants import wire
from emulator.world.records import OutOfOffice, User

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
    skip, take = call.query.get("skip") or 0, call.query.get("take") or PAGE
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


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "MeOutOfOfficeController_createMyOOO": creating(caller),
        "MeOutOfOfficeController_getMyOOO": listing(caller),
        "MeOutOfOfficeController_updateMyOOO": updating(caller),
        "MeOutOfOfficeController_deleteMyOOO": deleting(caller),
    }
)
