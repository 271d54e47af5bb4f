"""The worlds of this process: list, make, read, reset, drop."""

from __future__ import annotations

from typing import Any, Final

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
    return _shown(ask.plane.universe.get(ask.path["name"]))


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
    return {"name": world.name, "seed": world.seed, "now": wire(world.now()), "bookings": len(world.bookings)}


ROUTES: Final[Routes] = {
    "/worlds": {"GET": (200, list_worlds)},
    "/worlds/{name}": {"GET": (200, read_world), "PUT": (200, create_world), "DELETE": (200, drop_world)},
    "/reset": {"POST": (200, reset)},
}
