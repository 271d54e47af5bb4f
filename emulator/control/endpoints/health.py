"""Is it up, and what does it serve?"""

from __future__ import annotations

from typing import Any, Final

import orjson

from emulator import __version__
from emulator.control.plane import Ask, Routes
from emulator.resources import resource

Json = Any


async def health(ask: Ask) -> Json:
    return {
        "status": "ok",
        "version": __version__,
        "worlds": sum(1 for _ in ask.plane.universe),
        "baselines": ask.plane.baselines.names,
        "documents": ask.plane.engine.summary(),
        "contractViolations": ask.plane.gateway.violations + ask.plane.dispatcher.violations,
    }


async def document(_: Ask) -> Json:
    return orjson.loads(resource("spec/emulator.json").read_bytes())


ROUTES: Final[Routes] = {
    "/health": {"GET": (200, health)},
    "/openapi.json": {"GET": (200, document)},
}
