"""The world's time: read it, set it, let it pass."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.world.instants import parse, wire
from emulator.world.world import World

Json = Any


async def read_clock(ask: Ask) -> Json:
    return _shown(ask.world)


async def set_clock(ask: Ask) -> Json:
    """Freeze at an instant without firing what lies between, or go back to the machine's time."""
    world, body = ask.world, await ask.members("now")
    if "now" not in body:
        raise ControlError(
            400, "say which instant", where="/now", hint='{"now": "2030-01-08T13:00:00Z"} or {"now": null}'
        )
    if body["now"] is None:
        world.clock.release()
    else:
        world.clock.freeze(instant(body["now"], "/now"))
    ask.plane.timekeeper.wake()
    return _shown(world)


async def advance(ask: Ask) -> Json:
    """Move time on and answer when everything that fell due has been fired and every delivery has ended."""
    world, body = ask.world, await ask.body()
    target = _target(world, body)
    if target < world.now():
        raise ControlError(
            400,
            f"{wire(target)} is before the world's time, {wire(world.now())}",
            hint="PUT /_emulator/clock sets any instant; advance only goes forward",
        )
    fired = await ask.plane.timekeeper.settle(world, target)
    return {**_shown(world), "fired": fired}


def instant(value: Json, where: str) -> datetime:
    """An instant from JSON. Raises a 400 that names `where` it stood."""
    if isinstance(value, str):
        try:
            return parse(value)
        except (ValueError, OverflowError):
            pass
    raise ControlError(
        400, f"{value!r} is not an ISO 8601 instant", where=where, hint="for example 2030-01-08T13:00:00Z"
    )


def _shown(world: World) -> Json:
    mode = "frozen" if world.clock.frozen else "shifted" if world.clock.offset else "real"
    due = [{"at": wire(due.at), "trigger": due.trigger, "bookingId": due.booking_id} for due in world.agenda]
    return {"now": wire(world.now()), "mode": mode, "due": due[:100]}


def _target(world: World, body: Json) -> datetime:
    if isinstance(body, dict) and body.keys() == {"to"}:
        return instant(body["to"], "/to")
    if isinstance(body, dict) and body.keys() == {"seconds"}:
        seconds = body["seconds"]
        if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 <= seconds <= 10**10:
            try:
                return world.now() + timedelta(seconds=seconds)
            except OverflowError:
                pass
        raise ControlError(400, f"seconds must be a number from 0 to 10000000000, not {seconds!r}", where="/seconds")
    raise ControlError(400, "say how far", hint='{"to": "2030-01-08T13:00:00Z"} or {"seconds": 3600}')


ROUTES: Final[Routes] = {
    "/clock": {"GET": (200, read_clock), "PUT": (200, set_clock)},
    "/clock/advance": {"POST": (200, advance)},
}
