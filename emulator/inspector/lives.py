"""What happened, in the order in which it happened: of a whole world, or of one booking across its moves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from emulator.gateway.exchange import Exchange
from emulator.inspector.differences import Difference, differences
from emulator.webhooks.delivery import Delivery
from emulator.world.appointments import Booking
from emulator.world.world import World

Json = dict[str, Any]

NOT_NEWS: Final = frozenset({"updatedAt"})
FEW: Final = 8


@dataclass(slots=True)
class Row:
    """A request, or else a webhook. `changed` is how the answer shows a booking unlike the answer before it."""

    at: datetime
    request: Exchange | None = None
    delivery: Delivery | None = None
    changed: list[Difference] = field(default_factory=list)


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


def merged(asked: Iterable[Exchange], sent: Iterable[Delivery], *, newest_first: bool = True) -> list[Row]:
    """Requests and webhooks as rows of one list; what a request caused comes right after it."""
    groups: dict[int, list[Row]] = {}
    alone: list[tuple[datetime, int, list[Row]]] = []
    cause_of: dict[int, int] = {}
    for entry in asked:
        groups[entry.number] = [Row(entry.at, request=entry)]
        cause_of.update(dict.fromkeys(entry.deliveries, entry.number))
    latest = max(groups, default=0)
    for one in sent:
        row = Row(one.created_at, delivery=one)
        if one.id in cause_of:
            groups[cause_of[one.id]].append(row)
        else:
            alone.append((one.created_at, latest + one.id, [row]))
    ordered = [(rows[0].at, number, rows) for number, rows in groups.items()] + alone
    ordered.sort(key=lambda each: each[:2], reverse=newest_first)
    return [row for _, _, rows in ordered for row in rows]


def story(line: Sequence[Booking], asked: Iterable[Exchange], sent: Iterable[Delivery]) -> list[Row]:
    """What concerns the bookings of a lineage, the oldest first, with what each answer shows of the change."""
    uids, ids = {one.uid for one in line}, {one.id for one in line}
    about = [entry for entry in asked if concerns(entry, uids, ids)]
    rows = merged(about, [one for one in sent if one.booking_uid in uids], newest_first=False)
    seen: dict[str | None, Json] = {}
    for row in rows:
        if row.request is None:
            continue
        shown = _shown_booking(row.request, uids)
        if shown is None:
            continue
        # Answers of two versions differ in more than what happened.
        before = seen.get(row.request.version)
        if before is not None:
            row.changed = [one for one in differences(before, shown) if one.path not in NOT_NEWS]
        seen[row.request.version] = shown
    return rows


def refused_before(booking: Booking, emails: Iterable[str], asked: Sequence[Exchange]) -> list[Exchange]:
    """The last refused attempts to book that came before a booking and name one of its attendees, or its start."""
    made = next((one.number for one in asked if _made(one, booking)), None)
    if made is None:
        return []
    names = [*emails, booking.start.strftime("%Y-%m-%dT%H:%M")]
    tried = [
        one
        for one in asked
        if one.number < made
        and one.method == "POST"
        and one.path.rstrip("/").endswith("/bookings")
        and one.message is not None
        and any(name.encode() in one.body for name in names)
    ]
    return tried[-FEW:]


def touched(world: World, entry: Exchange) -> list[tuple[Booking, str]]:
    """The bookings that a request made or changed, and which of the two, each once."""
    found: dict[int, tuple[Booking, str]] = {}
    for change in entry.changes:
        booking = world.bookings.get(change.id) if change.table == "bookings" else None
        if booking is not None and booking.id not in found:
            found[booking.id] = (booking, change.done)
    return list(found.values())


def concerns(entry: Exchange, uids: set[str], ids: set[int]) -> bool:
    """Whether a request changed one of the bookings, or named one in its path."""
    if any(change.table == "bookings" and change.id in ids for change in entry.changes):
        return True
    return any(part in uids for part in entry.path.split("/"))


def _made(entry: Exchange, booking: Booking) -> bool:
    return any(
        change.table == "bookings" and change.id == booking.id and change.done == "created" for change in entry.changes
    )


def _shown_booking(entry: Exchange, uids: set[str]) -> Json | None:
    """The booking in an answer; none where it is not all there, or several are."""
    if entry.message is not None or not entry.content:
        return None
    try:
        answer = json.loads(entry.content)
    except ValueError:
        return None
    data = answer.get("data") if isinstance(answer, dict) else None
    return data if isinstance(data, dict) and data.get("uid") in uids else None
