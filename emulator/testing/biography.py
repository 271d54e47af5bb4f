"""The life of a booking as text: what was asked of it, what became of it, what was sent about it, what is yet to come.

All times are the world's, in UTC.
"""

from __future__ import annotations

from typing import Final

from emulator.testing.http import ControlPlane
from emulator.testing.layout import fold, span, when, who
from emulator.testing.records import Record
from emulator.testing.requests import line_of
from emulator.testing.webhooks import outcome

MOST: Final = 8
OTHERS: Final = 20
SILENT: Final = 2
"""Lines about a booking to which nothing has happened."""

QUIET: Final = frozenset({"updatedAt", "references", "icsSequence"})
"""Fields whose change says nothing that a reader wants to know."""


def biography(control: ControlPlane, uid: str) -> str:
    """The biography of the booking `uid` and of those it was moved from and to."""
    bookings: list[Record] = control.get("/records/bookings")
    line = _lineage(bookings, uid)
    if not line:
        return f"there is no booking {uid!r} in this world"
    return fold("\n".join(_chapter(line, control.get("/requests"), control.get("/deliveries"), _due(control))))


def life(control: ControlPlane) -> str:
    """Everything of a world that a failing test wants to see: its time, requests, and the lives of its bookings."""
    clock = control.get("/clock")
    requests, deliveries = control.get("/requests"), control.get("/deliveries")
    mode = {"frozen": "stands still", "shifted": "runs on, shifted,", "real": "is the machine's,"}[clock["mode"]]
    lines = [f"world {control.url}, its clock {mode} at {when(clock['now'])} UTC"]
    bookings: list[Record] = control.get("/records/bookings")
    due = _due(control)
    told: set[str] = set()
    moved = {booking["rescheduledFromUid"] for booking in bookings}
    latest = [booking for booking in bookings if booking["uid"] not in moved]
    before = 0
    for booking in latest[-MOST:]:
        line = _lineage(bookings, booking["uid"])
        told.update(each["uid"] for each in line)
        chapter = _chapter(line, requests, deliveries, due)
        # Bookings of which there is nothing to tell, such as records of the test's, stand close together.
        close = len(chapter) == before == SILENT
        lines += chapter if close else ["", *chapter]
        before = len(chapter)
    if len(latest) > MOST:
        lines += ["", f"(and {len(latest) - MOST} older bookings)"]
    ids = {booking["id"] for booking in bookings if booking["uid"] in told}
    other = [entry for entry in requests if not _about(entry, told, ids)]
    if other:
        lines += ["", "other requests:", *(f"  {when(entry['at'])}  {line_of(entry)}" for entry in other[-OTHERS:])]
    return fold("\n".join(lines))


def _due(control: ControlPlane) -> list[Record]:
    """What falls due later, as far as somebody is subscribed to it."""
    wanted = {trigger for hook in control.get("/records/webhooks") for trigger in hook["triggers"]}
    if not wanted:
        return []
    return [each for each in control.get("/state")["emulator"]["agenda"] if each["trigger"] in wanted]


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


def _chapter(line: list[Record], requests: list[Record], deliveries: list[Record], due: list[Record]) -> list[str]:
    last = line[-1]
    guests = ", ".join(attendee["email"] for attendee in last["attendees"]) or "nobody"
    lines = [f"booking {last['uid']}, {last['status']}: {last['title']}"]
    for booking in line:
        became = f"with {guests}" if booking is last else "moved"
        time = span(booking["start"], booking["end"])
        lines.append(f"  {booking['uid']}: {time}, {booking['status']}, {became}")
    uids, ids = {booking["uid"] for booking in line}, {booking["id"] for booking in line}
    sent = {each["id"]: each for each in deliveries if each["uid"] in uids}
    story: list[tuple[str, int, list[str]]] = []
    for entry in requests:
        if _about(entry, uids, ids):
            caused = [sent.pop(number) for number in entry["effects"]["deliveries"] if number in sent]
            story.append((entry["at"], 0, [line_of(entry), *_changes(entry, ids), *map(_sending, caused)]))
    story += [(each["createdAt"], 1, [_sending(each).strip()]) for each in sent.values()]
    story += [(each["at"], 2, [f"{each['trigger']} falls due"]) for each in due if each["bookingId"] in ids]
    for at, _, (first, *more) in sorted(story, key=lambda each: each[:2]):
        lines += [f"  {when(at)}  {first}", *(f"{'':23}{each}" for each in more)]
    return lines


def _sending(delivery: Record) -> str:
    return f"  {delivery['trigger']} to {who(delivery['url'])}: {outcome(delivery)}"


def _about(entry: Record, uids: set[str], ids: set[int]) -> bool:
    touched = any(row["kind"] == "bookings" and row["id"] in ids for row in entry["effects"]["records"])
    return touched or any(f"/{uid}" in entry["path"] for uid in uids)


def _changes(entry: Record, ids: set[int]) -> list[str]:
    """What a request did to the bookings; what it made goes without saying."""
    told = [
        (row["change"], [name for name in row.get("fields") or [] if name not in QUIET])
        for row in entry["effects"]["records"]
        if row["kind"] == "bookings" and row["id"] in ids and row["change"] != "created"
    ]
    return [f"  booking {change}" + (f": {', '.join(fields)}" if fields else "") for change, fields in told]
