"""Why a time that the code under test wanted, or looked for, is not to be had."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, Final
from urllib.parse import parse_qsl

from emulator.testing.http import ControlPlane, ControlPlaneError
from emulator.testing.records import Record
from emulator.testing.requests import body_of
from emulator.world.instants import parse
from emulator.world.instants import zone as zone_of

FEW: Final = 3
"""Reasons given."""

ASKED: Final = frozenset({"eventTypeId", "start", "end", "timeZone", "duration", "bookingUidToReschedule"})
OF_TIME: Final = re.compile(
    r"already has booking|not available|no.available|not_enough_available|available slots|in the past|too soon|too far"
    r"|window|notice|limit|absent|away",
    re.IGNORECASE,
)
"""In refusals that are about the time wanted."""

EMPTY: Final[tuple[Any, ...]] = ({}, {"slots": {}})
"""What a list of slots is when there are none, in the newer shape and in that of 2024-04-15."""


def not_on_offer(control: ControlPlane, entry: Record) -> list[str]:
    """Why the start that a refused booking or reschedule wanted is not free, as far as it is not.

    Nothing for a request that was refused for another reason.
    """
    refusal = entry["refusal"]
    if not refusal or refusal["by"] != "handler" or not OF_TIME.search(refusal["message"]):
        return []
    body = body_of(entry)
    last = entry["path"].rpartition("/")[2]
    if entry["method"] != "POST" or last not in ("bookings", "reschedule") or not isinstance(body, dict):
        return []
    asked = {"eventTypeId": body.get("eventTypeId"), "start": body.get("start")}
    attendee = body.get("attendee")
    if last == "reschedule":
        uid = entry["path"].split("/")[-2]
        moved = next(iter(control.get("/records/bookings", uid=uid)), None)
        asked |= {"eventTypeId": moved["eventTypeId"] if moved else None, "bookingUidToReschedule": uid}
        attendee = next(iter(moved["attendees"]), None) if moved else None
    if None in asked.values():
        return []
    reasons = _reasons(control, {name: str(value) for name, value in asked.items()})
    zone = attendee.get("timeZone") if isinstance(attendee, dict) else None
    return [_wanted(str(asked["start"]), str(zone or "UTC")), *reasons] if reasons else []


def _wanted(start: str, zone: str) -> str:
    """The time that was asked for as it was written, and on the attendee's clock."""
    try:
        local = parse(start).astimezone(zone_of(zone))
    except (ValueError, KeyError, OSError):
        return f"asked for {start}"
    return f"asked for {start}, which is {local:%A, %H:%M} in {zone}"


def nothing_on_offer(control: ControlPlane, entry: Record) -> list[str]:
    """Why a search for slots found none, the most frequent reasons; nothing where it found some."""
    if entry["method"] != "GET" or not entry["path"].endswith("/slots") or entry["status"] != 200:
        return []
    try:
        found = json.loads(entry["answer"]["body"] or "null")
    except ValueError:
        return []
    if not isinstance(found, dict) or found.get("data") not in EMPTY:
        return []
    return _reasons(control, {name: value for name, value in parse_qsl(entry["query"]) if name in ASKED})


def _reasons(control: ControlPlane, asked: dict[str, str]) -> list[str]:
    try:
        starts = control.get("/explain/slots", **asked)["starts"]
    except ControlPlaneError:  # what cannot be explained has been refused for another reason
        return []
    counted = Counter(reason["message"] for start in starts for reason in start["reasons"])
    return [message for message, _ in counted.most_common(FEW)]
