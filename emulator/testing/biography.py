"""The life of a booking as text: what was asked of it, what became of it, what was sent about it."""

from __future__ import annotations

import json
from typing import Any

from emulator.testing.http import ControlPlane
from emulator.testing.records import Record
from emulator.testing.requests import line_of
from emulator.testing.webhooks import outcome

MOST = 8


def biography(control: ControlPlane, uid: str) -> str:
    """The biography of the booking `uid` and of those it was moved from and to."""
    bookings: list[Record] = control.get("/records/bookings")
    line = _lineage(bookings, uid)
    if not line:
        return f"there is no booking {uid!r} in this world"
    return "\n".join(_chapter(line, control.get("/requests"), control.get("/deliveries")))


def life(control: ControlPlane) -> str:
    """Everything of a world that a failing test wants to see: its time, requests, and the lives of its bookings."""
    clock = control.get("/clock")
    requests, deliveries = control.get("/requests"), control.get("/deliveries")
    lines = [f"world {control.url}, its clock is {clock['mode']} at {clock['now']}"]
    bookings: list[Record] = control.get("/records/bookings")
    told: set[str] = set()
    moved = {booking["rescheduledFromUid"] for booking in bookings}
    latest = [booking for booking in bookings if booking["uid"] not in moved]
    for booking in latest[-MOST:]:
        line = _lineage(bookings, booking["uid"])
        told.update(each["uid"] for each in line)
        lines += ["", *_chapter(line, requests, deliveries)]
    if len(latest) > MOST:
        lines += ["", f"(and {len(latest) - MOST} older bookings)"]
    ids = {booking["id"] for booking in bookings if booking["uid"] in told}
    other = [entry for entry in requests if not _about(entry, told, ids)]
    if other:
        lines += ["", "other requests:", *(f"  {_stamp(entry['at'])}  {line_of(entry)}" for entry in other[-20:])]
    return "\n".join(lines)


def _lineage(bookings: list[Record], uid: str) -> list[Record]:
    """The booking with its forebears and successors, oldest first."""
    by_uid = {booking["uid"]: booking for booking in bookings}
    successors = {booking["rescheduledFromUid"]: booking for booking in bookings if booking["rescheduledFromUid"]}
    if uid not in by_uid:
        return []
    line = [by_uid[uid]]
    while (earlier := by_uid.get(line[0]["rescheduledFromUid"] or "")) is not None and earlier not in line:
        line.insert(0, earlier)
    while (later := successors.get(line[-1]["uid"])) is not None and later not in line:
        line.append(later)
    return line


def _chapter(line: list[Record], requests: list[Record], deliveries: list[Record]) -> list[str]:
    last = line[-1]
    guests = ", ".join(attendee["email"] for attendee in last["attendees"]) or "nobody"
    lines = [f"booking {last['uid']} ({last['title']}), {last['status']}, with {guests}"]
    for booking in line:
        moved = " -> moved" if booking is not last else ""
        lines.append(f"  {booking['uid']}: {booking['start']} to {booking['end']}, {booking['status']}{moved}")
    uids, ids = {booking["uid"] for booking in line}, {booking["id"] for booking in line}
    sent = {each["id"]: each for each in deliveries if _uid_of(each) in uids}
    story: list[tuple[str, int, list[str]]] = []
    for entry in requests:
        if _about(entry, uids, ids):
            caused = [sent.pop(number) for number in entry["effects"]["deliveries"] if number in sent]
            story.append((entry["at"], 0, [line_of(entry), *_changes(entry, ids), *map(_sending, caused)]))
    story += [(each["createdAt"], 1, [_sending(each).strip()]) for each in sent.values()]
    for at, _, (first, *more) in sorted(story, key=lambda each: each[:2]):
        lines += [f"  {_stamp(at)}  {first}", *(f"{'':27}{each}" for each in more)]
    return lines


def _sending(delivery: Record) -> str:
    return f"  {delivery['trigger']} to {delivery['url']}: {outcome(delivery)}"


def _about(entry: Record, uids: set[str], ids: set[int]) -> bool:
    touched = any(row["kind"] == "bookings" and row["id"] in ids for row in entry["effects"]["records"])
    return touched or any(f"/{uid}" in entry["path"] for uid in uids)


def _changes(entry: Record, ids: set[int]) -> list[str]:
    return [
        f"  booking {row['change']}" + (f": {', '.join(row['fields'])}" if row.get("fields") else "")
        for row in entry["effects"]["records"]
        if row["kind"] == "bookings" and row["id"] in ids
    ]


def _uid_of(delivery: Record) -> Any:
    try:
        body = json.loads(delivery["body"])
    except ValueError:
        return None
    payload = body.get("payload") if isinstance(body, dict) else None
    return payload.get("uid") if isinstance(payload, dict) else body.get("uid") if isinstance(body, dict) else None


def _stamp(instant: str) -> str:
    return instant.replace("T", " ").removesuffix("Z")
