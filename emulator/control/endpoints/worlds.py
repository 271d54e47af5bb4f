"""The worlds of this process: list, make, read, reset, drop."""

from __future__ import annotations

from typing import Any, Final

from emulator.control import state
from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.world.instants import wire
from emulator.world.world import World

Json = Any


async def list_worlds(ask: Ask) -> Json:
    return [_shown(world) for world in ask.plane.universe]


async def read_world(ask: Ask) -> Json:
    return _shown(_known(ask))


async def create_world(ask: Ask) -> Json:
    """Make the world; one that is there stays as it is, unless a baseline or another world to copy is named."""
    body = await ask.members("baseline", "copyOf")
    universe, name = ask.plane.universe, ask.path["name"]
    if not body:
        return _shown(universe.get(name))
    if body.keys() == {"copyOf"}:
        original = body["copyOf"]
        if not isinstance(original, str) or not universe.known(original):
            hint = "GET /_emulator/worlds lists them"
            raise ControlError(400, f"there is no world {original!r}", where="/copyOf", hint=hint)
        return _shown(universe.make(name, state.exported(universe.get(original))))
    if "copyOf" in body or not isinstance(body["baseline"], str):
        hint = f'{{"copyOf": "default"}} or {{"baseline": "{ask.plane.baselines.names[-1]}"}}'
        raise ControlError(400, "name a baseline or a world to copy", where="/baseline", hint=hint)
    return _shown(universe.make(name, body["baseline"]))


async def drop_world(ask: Ask) -> Json:
    world = _known(ask)
    ask.plane.universe.drop(world.name)
    return {"dropped": world.name}


async def reset(ask: Ask) -> Json:
    return _shown(ask.plane.universe.reset(ask.world.name))


def _known(ask: Ask) -> World:
    name = ask.path["name"]
    if not ask.plane.universe.known(name):
        raise ControlError(404, f"there is no world {name!r}", hint="GET /_emulator/worlds lists them")
    return ask.plane.universe.get(name)


def _shown(world: World) -> Json:
    return {
        "name": world.name,
        "baseline": world.baseline if isinstance(world.baseline, str) else None,
        "seed": world.seed,
        "now": wire(world.now()),
        "bookings": len(world.bookings),
    }


ROUTES: Final[Routes] = {
    "/worlds": {"GET": (200, list_worlds)},
    "/worlds/{name}": {"GET": (200, read_world), "PUT": (200, create_world), "DELETE": (200, drop_world)},
    "/reset": {"POST": (200, reset)},
}
