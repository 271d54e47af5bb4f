"""What happened, in the order in which it happened: of a whole world, or of one booking across its moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from emulator.world.appointments import Booking
from emulator.world.world import World

Json = dict[str, Any]


def lineage(world: World, uid: str) -> list[Booking]:
    """A booking with those it was moved from and to, oldest first; empty where there is none of this uid."""
    found = world.bookings.by("uid", uid)
    if found is None:
        return []
    line = [found]
    while (earlier := world.bookings.by("uid", line[0].from_reschedule)) is not None and earlier not in line:
        line.insert(0, earlier)
    while later := [one for one in world.bookings.where("from_reschedule", line[-1].uid) if one not in line]:
        line.append(later[-1])
    return line


def merged(asked: Iterable[Json], sent: Iterable[Json], *, newest_first: bool = True) -> list[Json]:
    """Requests and deliveries as rows of one list; what a request caused comes right after it."""
    groups: dict[int, list[Json]] = {}
    alone: list[tuple[str, int, list[Json]]] = []
    cause_of: dict[int, int] = {}
    for entry in asked:
        groups[entry["number"]] = [{"request": entry, "at": entry["at"]}]
        cause_of.update(dict.fromkeys(entry["effects"]["deliveries"], entry["number"]))
    latest = max(groups, default=0)
    for one in sent:
        row = {"delivery": one, "at": one["createdAt"]}
        if one["id"] in cause_of:
            groups[cause_of[one["id"]]].append(row)
        else:
            alone.append((one["createdAt"], latest + one["id"], [row]))
    ordered = [(rows[0]["at"], number, rows) for number, rows in groups.items()] + alone
    ordered.sort(key=lambda each: each[:2], reverse=newest_first)
    return [row for _, _, rows in ordered for row in rows]


def story(line: Sequence[Json], asked: Iterable[Json], sent: Iterable[Json]) -> list[Json]:
    """What concerns the bookings of a lineage, the oldest first."""
    uids, ids = {one["uid"] for one in line}, {one["id"] for one in line}
    about = [entry for entry in asked if _concerns(entry, uids, ids)]
    return merged(about, [one for one in sent if one["uid"] in uids], newest_first=False)


def _concerns(entry: Json, uids: set[str], ids: set[int]) -> bool:
    touched = any(row["kind"] == "bookings" and row["id"] in ids for row in entry["effects"]["records"])
    return touched or any(f"/{uid}" in entry["path"] for uid in uids)
