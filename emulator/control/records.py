"""Any record, directly, in any state: silent writes that check only what the store itself must hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import orjson

from emulator.control.asking import number_in
from emulator.control.kind import Attributes, Kind
from emulator.control.kinds import KINDS, kind_named
from emulator.control.misfits import checked, misfits
from emulator.control.problems import ControlError, suggestion
from emulator.scheduling.meetings import plan_meeting
from emulator.world import ties
from emulator.world.tables import DuplicateKeyError
from emulator.world.world import World

Json = dict[str, Any]

INNER: Final = frozenset({"attendees", "hosts"})
"""Members of records that are records themselves, of the kind of this name."""


EXTRA_TYPES: Final[Mapping[str, tuple[Any, str]]] = MappingProxyType(
    {
        "apiKey": (str | None, "a string or null"),
        "isDefault": (bool, "true or false"),
        "isSelected": (bool, "true or false"),
    }
)


def listed(world: World, kind_name: str, filters: dict[str, str]) -> list[Json]:
    """Every record of a kind whose fields equal all `filters` (JSON names to text). Raises a 400 for unknown fields."""
    kind = kind_named(kind_name)
    rows = [shown(world, kind, record) for record in kind.table(world) if kind.holds(record)]
    known = [*kind.vocabulary.names, *extras(kind.name)]
    for name, wanted in filters.items():
        field, *inner = name.split(".")
        if field not in known:
            raise ControlError(
                400,
                f"{kind.name} have no field {name!r}",
                where=f"?{name}",
                hint=f"{suggestion(name, known)}filter by {', '.join(known)}",
            )
        rows = [row for row in rows if _has(row.get(field), inner, wanted)]
    return rows


def described() -> list[Json]:
    """The kinds there are, and what their records have."""
    return [
        {
            "kind": kind.name,
            "fields": [*kind.vocabulary.names, *extras(kind.name)],
            "required": kind.vocabulary.missing({}),
            "references": {
                next(name for name, field in kind.vocabulary.fields.items() if field.name == attribute): target
                for attribute, target in kind.references.items()
            },
        }
        for kind in KINDS.values()
    ]


def read(world: World, kind_name: str, key: str) -> Json:
    kind = kind_named(kind_name)
    return shown(world, kind, _found(world, kind, key))


def create(world: World, kind_name: str, data: Any) -> Json:
    """Write one record; what was not given is completed. Raises a 400 or 409 that says what is wrong."""
    kind = kind_named(kind_name)
    if not isinstance(data, dict):
        raise ControlError(400, f"a record is a JSON object, not {type(data).__name__}", where="/")
    with world.transaction():
        record = _create(world, kind, dict(data))
    return shown(world, kind, record)


def all_misfits(kind_name: str, data: Json) -> Iterator[ControlError]:
    """What in a record, and in those inside it, is not of the shape it has to be of; `create` raises the first."""
    yield from misfits(kind_name, data)
    for member in INNER.intersection(extras(kind_name)):
        rows = data.get(member)
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, dict):
                yield from (error.within(f"/{member}/{number}") for error in misfits(member, row))


def patch(world: World, kind_name: str, key: str, data: Any) -> Json:
    """Change the given fields of a record, unchecked by any rule of the API."""
    kind = kind_named(kind_name)
    if not isinstance(data, dict):
        raise ControlError(400, f"changes are a JSON object, not {type(data).__name__}", where="/")
    record = _found(world, kind, key)
    if "id" in data and data["id"] != record.id:
        raise ControlError(400, "the id of a record cannot change", where="/id")
    members = {name: data[name] for name in kind.members if name in data}
    own = _without_beside(shown(world, kind, record), {name: data[name] for name in data if name not in members})
    changes = kind.vocabulary.attributes(own, tuple(kind.members))
    checked(kind.name, data)
    _check_references(world, kind, changes)
    kind.check(world, changes)
    with world.transaction():
        try:
            kind.table(world).update(record, **changes)
            kind.attach(world, record, members)
        except DuplicateKeyError as error:
            raise _taken(kind, error) from None
        if kind.name == "bookings" and changes.keys() & {"status", "start", "end"}:
            plan_meeting(world, record)
    return shown(world, kind, record)


def delete(world: World, kind_name: str, key: str) -> Json:
    """Remove a record and what hangs on it; gives the record as it was."""
    kind = kind_named(kind_name)
    record = _found(world, kind, key)
    last = shown(world, kind, record)
    with world.transaction():
        ties.remove(world, kind.table(world), record)
    return last


def shown(world: World, kind: Kind, record: Any) -> Json:
    """A record's JSON, with what belongs to it: a user's API key, a booking's attendees, an event type's hosts."""
    row = kind.vocabulary.to_json(record)
    if kind.name == "users":
        keys = world.api_keys.where("user_id", record.id)
        row["apiKey"] = keys[0].clear if keys else None
    if kind.name == "bookings":
        attendees = KINDS["attendees"].vocabulary
        row["attendees"] = [attendees.to_json(attendee) for attendee in world.attendees.where("booking_id", record.id)]
    if kind.name == "event-types":
        hosts = KINDS["hosts"].vocabulary
        row["hosts"] = [hosts.to_json(host) for host in world.hosts.where("event_type_id", record.id)]
    if kind.name == "schedules":
        owner = world.users.get(record.user_id)
        row["isDefault"] = owner is not None and owner.default_schedule_id == record.id
    return {**row, **kind.show(world, record)}


def _create(world: World, kind: Kind, data: Json) -> Any:
    extra: Json = {name: data.pop(name) for name in extras(kind.name) if name in data}
    given = kind.vocabulary.attributes(data, extras(kind.name))
    checked(kind.name, data)
    _check_extra(extra)
    _check_references(world, kind, given)
    kind.check(world, given)
    try:
        kind.complete(world, given)
    except OverflowError:
        raise ControlError(400, f"no calendar reaches as far as these {kind.name} would", where="/") from None
    if "id" in given:
        if kind.opaque_id is None:
            if number_in(str(given["id"])) is None:
                hint = "leave it out for the next one that is free"
                raise ControlError(400, "no path leads to an id of so many digits", where="/id", hint=hint)
            world.ids.reserve(kind.ids, given["id"])
    else:
        given["id"] = kind.new_id(world)
    missing = kind.vocabulary.missing(given)
    if missing:
        raise ControlError(400, f"{kind.name} need {', '.join(missing)}", where=f"/{missing[0]}")
    try:
        record = kind.table(world).add(kind.vocabulary.record(**given))
        _add_extra(world, kind, record, extra)
        kind.attach(world, record, {name: extra.get(name, default) for name, default in kind.members.items()})
    except DuplicateKeyError as error:
        raise _taken(kind, error) from None
    return record


def _taken(kind: Kind, error: DuplicateKeyError) -> ControlError:
    """What to say when two records would have the same of something that only one can have."""
    if error.field == "digest":
        # A secret's fingerprint tells nobody which one it is.
        return ControlError(409, "there is a record with this secret already", hint="give each of them its own")
    field = next((name for name, field in kind.vocabulary.fields.items() if field.name == error.field), error.field)
    return ControlError(409, str(error), where=f"/{field}", hint=f"choose another {field}")


def extras(kind_name: str) -> tuple[str, ...]:
    """Members that a record shows beside its own fields, and that may therefore be posted back."""
    others = {
        "users": ("apiKey",),
        "bookings": ("attendees",),
        "event-types": ("hosts",),
        "schedules": ("isDefault",),
    }
    return others.get(kind_name) or tuple(KINDS[kind_name].members)


def _check_extra(extra: Json) -> None:
    """What records show beside their fields has types too; lists of records are looked at one by one."""
    for name, (kind, words) in EXTRA_TYPES.items():
        if name in extra and not isinstance(extra[name], kind):
            raise ControlError(400, f"{name} must be {words}, not {extra[name]!r}", where=f"/{name}")


def _add_extra(world: World, kind: Kind, record: Any, extra: Json) -> None:
    if kind.name == "users":
        key = {"userId": record.id, "apiKey": extra["apiKey"]} if extra.get("apiKey") else {"userId": record.id}
        _create(world, KINDS["api-keys"], key)
    elif kind.name == "bookings":
        _add_each(world, "attendees", extra.get("attendees", ()), {"bookingId": record.id})
        if record.responses is None and extra.get("attendees"):
            first = world.attendees.where("booking_id", record.id)[0]
            world.bookings.update(record, responses={"email": first.email, "name": first.name})
        plan_meeting(world, record)
    elif kind.name == "event-types":
        _add_each(world, "hosts", extra.get("hosts", ()), {"eventTypeId": record.id})
    elif extra.get("isDefault"):
        owner = world.users.get(record.user_id)
        if owner is not None:
            world.users.update(owner, default_schedule_id=record.id)


def _add_each(world: World, member: str, rows: Any, owner: Json) -> None:
    """The records that stand inside another one; what is wrong with one of them is wrong there."""
    if not isinstance(rows, list | tuple | None):
        raise ControlError(400, f"{member} must be a list of records, not {rows!r}", where=f"/{member}")
    for number, row in enumerate(rows or ()):
        where = f"/{member}/{number}"
        if not isinstance(row, dict):
            raise ControlError(400, f"a record is an object, not {row!r}", where=where)
        try:
            _create(world, KINDS[member], {**row, **owner})
        except ControlError as error:
            raise error.within(where) from None


BESIDE: Final[Mapping[str, str]] = {
    "apiKey": "keys are records of api-keys",
    "attendees": "attendees are records of their own: PATCH, POST or DELETE /records/attendees",
    "hosts": "hosts are records of their own: PATCH, POST or DELETE /records/hosts",
    "isDefault": "PATCH defaultScheduleId of the user",
}
"""Members that are written with a new record, and where to change them afterwards."""


def _without_beside(before: Json, changes: Json) -> Json:
    """Changes without what stands beside the record's own fields, which may be sent back as it was shown."""
    for name, where in BESIDE.items():
        if name in changes and name in before and changes[name] != before[name]:
            raise ControlError(400, f"{name} cannot be changed here", where=f"/{name}", hint=where)
    return {name: value for name, value in changes.items() if name not in BESIDE or name not in before}


def _check_references(world: World, kind: Kind, given: Attributes) -> None:
    for attribute, target in kind.references.items():
        value = given.get(attribute)
        if value is None:
            continue
        kind_meant = KINDS[target]
        found = kind_meant.table(world).get(value)
        # An organization may stand wherever a team is asked for, a team not where an organization is.
        if found is None or (kind_meant.sequence is not None and not kind_meant.holds(found)):
            name = next(name for name, field in kind.vocabulary.fields.items() if field.name == attribute)
            raise ControlError(
                400,
                f"there is no record {value!r} among {target}",
                where=f"/{name}",
                hint=f"create it in {target} first",
                missing=target,
            )


def _found(world: World, kind: Kind, key: str) -> Any:
    table = kind.table(world)
    record = table.get(key if kind.opaque_id else number_in(key))
    if record is None and kind.name in ("bookings", "seats", "payments", "reservations"):
        record = table.by("uid", key)
    if record is None or not kind.holds(record):
        raise ControlError(
            404, f"there is no record {key!r} among {kind.name}", hint=f"GET /_emulator/records/{kind.name}"
        )
    return record


def _has(value: Any, inner: list[str], wanted: str) -> bool:
    """Whether a value is the one wanted: by its text, as a member of a list, or further in by the names in `inner`."""
    if isinstance(value, list):
        return any(_has(item, inner, wanted) for item in value) or (not inner and _as_text(value) == wanted)
    if inner:
        return isinstance(value, dict) and inner[0] in value and _has(value[inner[0]], inner[1:], wanted)
    return _as_text(value) == wanted


def _as_text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return orjson.dumps(value).decode() if isinstance(value, dict | list) else str(value)
