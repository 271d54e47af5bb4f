"""Trouble on request: what shall go wrong, where, and how often."""

from __future__ import annotations

from typing import Any, Final

from emulator.control import records
from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError, suggestion

Json = Any

KIND: Final = "faults"


async def list_faults(ask: Ask) -> Json:
    return records.listed(ask.world, KIND, dict(ask.query))


async def add_fault(ask: Ask) -> Json:
    body = await ask.body()
    if isinstance(body, dict):
        _known(ask, body.get("operation"))
    return records.create(ask.world, KIND, body)


async def read_fault(ask: Ask) -> Json:
    return records.read(ask.world, KIND, ask.path["id"])


async def delete_fault(ask: Ask) -> Json:
    return records.delete(ask.world, KIND, ask.path["id"])


async def clear_faults(ask: Ask) -> Json:
    rows = records.listed(ask.world, KIND, {})
    for row in rows:
        records.delete(ask.world, KIND, str(row["id"]))
    return {"cleared": len(rows)}


def _known(ask: Ask, operation: Json) -> None:
    """Refuse an operation that no document has: such a fault would wait for ever."""
    if not isinstance(operation, str) or "*" in operation:
        return
    names = sorted({one.id for one in ask.plane.engine.router.operations})
    if operation not in names:
        short = operation.rpartition("_")[2].lower()
        same = [name for name in names if name.rpartition("_")[2].lower() == short]
        hint = f"did you mean {' or '.join(same)}? " if same else suggestion(operation, names)
        raise ControlError(
            400,
            f"there is no operation {operation!r}",
            where="/operation",
            hint=f"{hint}an operationId of /openapi.json, or a pattern such as *_createBooking",
        )


ROUTES: Final[Routes] = {
    "/faults": {"GET": (200, list_faults), "POST": (201, add_fault), "DELETE": (200, clear_faults)},
    "/faults/{id}": {"GET": (200, read_fault), "DELETE": (200, delete_fault)},
}
