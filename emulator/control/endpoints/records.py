"""Any record of a world over HTTP; what the words mean stands in `control/records.py`."""

from __future__ import annotations

from typing import Any, Final

from emulator.control import records
from emulator.control.plane import Ask, Routes

Json = Any


async def list_kinds(_: Ask) -> Json:
    return records.described()


async def list_records(ask: Ask) -> Json:
    return records.listed(ask.world, ask.path["kind"], dict(ask.query))


async def create_record(ask: Ask) -> Json:
    created = records.create(ask.world, ask.path["kind"], await ask.body())
    ask.plane.timekeeper.wake()
    return created


async def read_record(ask: Ask) -> Json:
    return records.read(ask.world, ask.path["kind"], ask.path["id"])


async def patch_record(ask: Ask) -> Json:
    patched = records.patch(ask.world, ask.path["kind"], ask.path["id"], await ask.body())
    ask.plane.timekeeper.wake()
    return patched


async def delete_record(ask: Ask) -> Json:
    return records.delete(ask.world, ask.path["kind"], ask.path["id"])


ROUTES: Final[Routes] = {
    "/records": {"GET": (200, list_kinds)},
    "/records/{kind}": {"GET": (200, list_records), "POST": (201, create_record)},
    "/records/{kind}/{id}": {"GET": (200, read_record), "PATCH": (200, patch_record), "DELETE": (200, delete_record)},
}
