"""What was sent to subscribers."""

from __future__ import annotations

from typing import Any, Final

from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError

Json = Any


async def list_deliveries(ask: Ask) -> Json:
    rows = [delivery.to_json() for delivery in ask.plane.dispatcher.deliveries(ask.world)]
    for name, wanted in ask.query.items():
        if rows and name not in rows[0]:
            raise ControlError(
                400, f"deliveries have no field {name!r}", where=f"?{name}", hint=f"filter by {', '.join(rows[0])}"
            )
        rows = [row for row in rows if str(row[name]) == wanted]
    return rows


async def read_delivery(ask: Ask) -> Json:
    wanted = ask.path["id"]
    for delivery in ask.plane.dispatcher.deliveries(ask.world):
        if str(delivery.id) == wanted:
            return delivery.to_json()
    raise ControlError(404, f"there is no delivery {wanted!r}", hint="GET /_emulator/deliveries lists them")


async def replay(ask: Ask) -> Json:
    await read_delivery(ask)
    return ask.plane.dispatcher.replay(ask.world, int(ask.path["id"])).to_json()


async def drain(ask: Ask) -> Json:
    return await ask.plane.dispatcher.drain(ask.world)


ROUTES: Final[Routes] = {
    "/drain": {"POST": (200, drain)},
    "/deliveries": {"GET": (200, list_deliveries)},
    "/deliveries/{id}": {"GET": (200, read_delivery)},
    "/deliveries/{id}/replay": {"POST": (201, replay)},
}
