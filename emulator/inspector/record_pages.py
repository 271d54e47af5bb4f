"""The inspector's pages about records of any kind: the tables of the world, with links along their references."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from emulator.control import records
from emulator.control.kinds import KINDS, kind_named
from emulator.control.plane import Ask
from emulator.inspector.rendering import paged, render
from emulator.inspector.writing import brief

Json = Any


async def kinds(ask: Ask) -> Response:
    """Every kind, and how many records of it there are."""
    rows = [
        {"name": kind.name, "number": sum(map(kind.holds, kind.table(ask.world))), "fields": kind.vocabulary.names}
        for kind in KINDS.values()
    ]
    return render(ask, "records", rows=rows)


async def listed(ask: Ask) -> Response:
    """The records of one kind, the newest first, each with what it can be told by."""
    kind = kind_named(ask.path["kind"])
    rows, page = paged([one for one in kind.table(ask.world) if kind.holds(one)][::-1], ask.query)
    shown = [records.shown(ask.world, kind, one) for one in rows]
    return render(ask, "kind", section="records", name=kind.name, rows=[_line(row) for row in shown], page=page)


async def record(ask: Ask) -> Response:
    """One record, its references links."""
    kind = kind_named(ask.path["kind"])
    row = records.read(ask.world, kind.name, ask.path["id"])
    targets = {
        name: kind.references[field.name]
        for name, field in kind.vocabulary.fields.items()
        if field.name in kind.references
    }
    return render(ask, "record", section="records", name=kind.name, id=ask.path["id"], row=row, targets=targets)


def _line(row: Json) -> Json:
    """The id of a record, and its first few plain values beside it."""
    plain = [
        f"{name}: {brief(value)}"
        for name, value in row.items()
        if name != "id" and isinstance(value, str | int) and value != ""
    ]
    return {"id": row.get("id") or row.get("uid"), "plain": plain[:4]}
