"""What the code under test would ask."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from emulator.testing import Calcom

NOW = "2029-12-03T08:00:00Z"
BODY: dict[str, Any] = {
    "eventTypeId": 2,
    "start": "2030-01-08T13:00:00Z",
    "attendee": {"name": "Bob", "email": "bob@example.com", "timeZone": "Europe/London"},
}


def call(world: Calcom, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """The data of an answer, or the whole refusal."""
    content = json.dumps(body).encode() if body is not None else None
    sent = {**world.headers, "content-type": "application/json", **headers}
    request = urllib.request.Request(world.url + path, content, sent, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["data"]
    except urllib.error.HTTPError as refusal:
        with refusal:
            return json.load(refusal)


def book(world: Calcom, **changes: Any) -> Any:
    return call(world, "POST", "/v2/bookings", {**BODY, **changes})


def move(world: Calcom, uid: str, start: str) -> Any:
    return call(world, "POST", f"/v2/bookings/{uid}/reschedule", {"start": start})
