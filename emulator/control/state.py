"""A whole world as a document, and back again: the same records, clock, identifiers and agenda, completed by nothing.

An exported world is a world file with one more member, `emulator`, which says how far the world has come. A file that
has it is taken exactly as it is; one that has not is written record by record and completed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from emulator.control.kind import Kind
from emulator.control.kinds import KINDS
from emulator.control.problems import ControlError, suggestion
from emulator.world.ids import Ids
from emulator.world.instants import parse, wire
from emulator.world.tables import DuplicateKeyError
from emulator.world.world import World

Json = Any
State = dict[str, Any]

HEAD: Final = "emulator"
FORMAT: Final = 1
MEMBERS: Final = ("format", "seed", "clock", "ids", "agenda")


def exported(world: World) -> State:
    """The world as it is now, kinds without records left out. What is on its way to subscribers is no part of it."""
    state: State = {
        HEAD: {
            "format": FORMAT,
            "seed": world.seed,
            "clock": _clock(world),
            "ids": world.ids.position,
            "agenda": [
                {"at": wire(due.at), "trigger": due.trigger, "bookingId": due.booking_id, "facts": due.facts}
                for due in world.agenda
            ],
        }
    }
    for kind in KINDS.values():
        rows = [kind.vocabulary.to_json(record) for record in kind.table(world) if kind.holds(record)]
        if rows:
            state[kind.name] = rows
    return state


def restore(world: World, state: Mapping[str, Json]) -> World:
    """Put an exported state into an empty world. Raises a `ControlError` that says where the state is wrong."""
    head = state[HEAD]
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        hint = "export it again with GET /_emulator/state"
        raise ControlError(400, f"this is no exported world of format {FORMAT}", where=f"/{HEAD}/format", hint=hint)
    for name in head:
        if name not in MEMBERS:
            hint = f"known are {', '.join(MEMBERS)}"
            raise ControlError(400, f"unknown member {name!r}", where=f"/{HEAD}/{name}", hint=hint)
    try:
        world.seed = int(head.get("seed", 0))
        world.ids = Ids(world.seed)
        _set_clock(world, head["clock"])
        _write(world, state)
        for due in head["agenda"]:
            world.agenda.add(parse(due["at"]), due["trigger"], due["bookingId"], dict(due["facts"]))
        world.ids.move_to(head["ids"])
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise ControlError(400, f"the state is damaged: {type(error).__name__} {error}", where=f"/{HEAD}") from None
    return world


def _write(world: World, state: Mapping[str, Json]) -> None:
    """Every record, then a look whether what each refers to is there. Kinds of one table are written by id."""
    written: list[tuple[Kind, Any, str]] = []
    for name, rows in state.items():
        if name == HEAD:
            continue
        kind = KINDS.get(name)
        if kind is None:
            hint = f"{suggestion(name, KINDS)}kinds are {', '.join(KINDS)}"
            raise ControlError(400, f"there is no kind of record called {name!r}", where=f"/{name}", hint=hint)
        if not isinstance(rows, list):
            raise ControlError(400, f"{name} must be a list of records", where=f"/{name}")
        written += [
            (kind, _record(world, kind, row, f"/{name}/{number}"), f"/{name}/{number}")
            for number, row in enumerate(rows)
        ]
    written.sort(key=lambda one: _rank(one[0], one[1]))
    for kind, record, where in written:
        try:
            kind.table(world).add(record)
        except DuplicateKeyError as error:
            raise ControlError(409, str(error), where=where) from None
    for kind, record, where in written:
        _refers(world, kind, record, where)


def _rank(kind: Kind, record: Any) -> int:
    """Kinds that share a table stand in it in the order in which they were made, which is that of their ids."""
    return record.id if kind.sequence and isinstance(record.id, int) else 0


def _record(world: World, kind: Kind, row: Json, where: str) -> Any:
    if not isinstance(row, dict):
        raise ControlError(400, f"a record is an object, not {row!r}", where=where)
    try:
        given = kind.vocabulary.attributes(row)
        kind.check(world, given)
    except ControlError as error:
        raise error.within(where) from None
    missing = kind.vocabulary.missing(given)
    if missing:
        raise ControlError(400, f"{kind.name} need {', '.join(missing)}", where=where)
    return kind.vocabulary.record(**given)


def _refers(world: World, kind: Kind, record: Any, where: str) -> None:
    for attribute, target in kind.references.items():
        value = getattr(record, attribute)
        if value is not None and KINDS[target].table(world).get(value) is None:
            name = next(name for name, field in kind.vocabulary.fields.items() if field.name == attribute)
            raise ControlError(400, f"there is no record {value!r} among {target}", where=f"{where}/{name}")


def _clock(world: World) -> State:
    if world.clock.frozen:
        return {"mode": "frozen", "now": wire(world.now())}
    if world.clock.offset:
        return {"mode": "shifted", "milliseconds": world.clock.offset // timedelta(milliseconds=1)}
    return {"mode": "real"}


def _set_clock(world: World, clock: Mapping[str, Json]) -> None:
    world.clock.release()
    if clock["mode"] == "frozen":
        world.clock.freeze(parse(clock["now"]))
    elif clock["mode"] == "shifted":
        world.clock.shift(timedelta(milliseconds=clock["milliseconds"]))
    elif clock["mode"] != "real":
        raise ValueError(f"the clock has no mode {clock['mode']!r}")
