"""How values are written for people: instants and their zones, JSON, states, commands to copy."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from emulator.control.masking import MASK
from emulator.webhooks.delivery import in_line
from emulator.world.instants import parse, wire, zone

Json = Any

BRIEF: Final = 120
EXPLAINED: Final = re.compile(r"GET /_emulator/explain/slots\?(\S+) tells why")
"""In a hint; see `gateway/hints.py`."""

ON_PAGE: Final[Mapping[str, str]] = {"duration": "length"}
"""What the page of a time calls differently from the explanation."""

UNSENT: Final = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "expect", "host", "transfer-encoding", "user-agent"}
)
"""Headers that belong to the one who sent, or that curl makes by itself."""

GOOD: Final = frozenset({"accepted", "delivered", "valid", "created", "paid", "offered"})
BAD: Final = frozenset({"failed", "rejected", "invalid", "dropped", "removed"})
SO_SO: Final = frozenset({"pending", "waiting", "awaiting_host", "not reached", "queued", "in_flight"})


def instant(value: str | datetime | None) -> str:
    """An instant in UTC as people read it; milliseconds only where there are some."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else wire(value)
    return text.replace("T", " ").replace(".000Z", "Z")


def local(value: str | datetime, zone_name: str | None) -> str:
    """The same instant on the clock of a zone, with the zone's name; empty where there is no such zone."""
    try:
        where = zone(zone_name or "")
        there = (parse(value) if isinstance(value, str) else value).astimezone(where)
    except (KeyError, ValueError, OSError, OverflowError):
        return ""
    return f"{there:%a %Y-%m-%d %H:%M} {zone_name}"


def pretty(value: Json) -> str:
    """JSON with one member a line; other text as it is."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return str(value)
    return json.dumps(value, indent=2, ensure_ascii=False)


def brief(value: Json) -> str:
    """JSON on one line, cut where it gets long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= BRIEF else f"{text[:BRIEF]}…"


def tone(word: Any) -> str:
    """The kind of news a status or state is: good, bad, so-so or none."""
    if isinstance(word, int):
        return "bad" if word >= 500 or word == 0 else "so-so" if word >= 400 else "good"
    return "good" if word in GOOD else "bad" if word in BAD else "so-so" if word in SO_SO else "none"


def status(value: int | None) -> str:
    """An HTTP status; 0 and None stand for a connection that was cut."""
    return str(value) if value else "cut"


def curl(method: str, url: str, headers: Mapping[str, str], body: str | None) -> str:
    """A command for a shell that sends the same request. What is masked in the headers is a variable of the shell."""
    lines = [f"curl -s -X {shlex.quote(method)} {shlex.quote(url)}"]
    lines += [_header(name.lower(), value) for name, value in headers.items() if name.lower() not in UNSENT]
    if body:
        lines.append(f"--data-binary {shlex.quote(body)}")
    return " \\\n  ".join(lines)


def _header(name: str, value: str) -> str:
    if not value.endswith(MASK):
        return f"-H {shlex.quote(f'{name}: {value}')}"
    scheme = f"{value.partition(' ')[0]} " if " " in value else ""
    variable = "CALCOM_API_KEY" if name == "authorization" else "CALCOM_SECRET"
    # Whoever sent the request wrote the scheme: only the variable stands where the shell puts something in.
    return f'-H {shlex.quote(f"{name}: {scheme}")}"${variable}"'


def time_page(hint: str) -> str:
    """Below the inspector's root, the page of the time that a hint explains; for any other hint nothing."""
    found = EXPLAINED.search(hint)
    asked = dict(parse_qsl(found[1])) if found else {}
    moved, event_type = asked.pop("bookingUidToReschedule", ""), asked.pop("eventTypeId", "")
    if not (moved or event_type.isdecimal()):
        return ""
    place = f"bookings/{quote(moved, safe='')}" if moved else f"slots/{event_type}"
    return f"ui/{place}/start?{urlencode({ON_PAGE.get(name, name): value for name, value in asked.items()})}"


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "instant": instant,
    "local": local,
    "pretty": pretty,
    "brief": brief,
    "tone": tone,
    "status": status,
    "in_line": in_line,
    "time_page": time_page,
}
