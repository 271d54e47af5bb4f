"""The sink: an address of the emulator's own that takes any webhook, for those who have no receiver.

What goes there is answered here and never leaves the process. The path alone tells it, whatever stands before: nobody
knows inside of a container under which name and port it is reached.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

PATH: Final = re.compile(r"(/w/[^/]+)?/_emulator/sink(/.*)?")
STATUS: Final = re.compile(r"[2-5][0-9]{2}")
UNREADABLE: Final = 400


def sunk(url: str, tries: int) -> int | None:
    """The status that the sink gives a delivery after so many tries; None for a URL that is elsewhere."""
    if "/_emulator/sink" not in url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not PATH.fullmatch(parts.path):
        return None
    try:
        return status_of(parse_qs(parts.query).get("status", [""])[-1], tries)
    except ValueError:
        return UNREADABLE


def status_of(wanted: str, tries: int) -> int:
    """One of the statuses in `wanted`, in their order, the last one from there on; 200 where there is none.

    Raises `ValueError` for what are no statuses.
    """
    statuses = [each.strip() for each in wanted.split(",")] if wanted else ["200"]
    for each in statuses:
        if not STATUS.fullmatch(each):
            raise ValueError(f"status must be statuses from 200 to 599 with commas between them, not {wanted!r}")
    return int(statuses[min(tries, len(statuses) - 1)])
