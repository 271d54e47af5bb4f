"""The test: book through the app, let Cal.com's webhooks arrive, see the call confirmed."""

from __future__ import annotations

import json
import os
import urllib.request
from typing import Any

APP = os.environ.get("APP_URL", "http://127.0.0.1:9000")
CALCOM = os.environ.get("CALCOM_URL", "http://127.0.0.1:8000")


def ask(url: str, body: dict | None = None, method: str | None = None, version: str = "2024-08-13") -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json", "cal-api-version": version}
    asked = urllib.request.Request(url, data, headers, method=method)
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.load(answer)


def check() -> None:
    day = ask(f"{CALCOM}/v2/slots?eventTypeId=1&start=2030-01-08&end=2030-01-08", version="2024-09-04")
    # The first time that is free: the test can be run again and again against the same emulator.
    start = day["data"]["2030-01-08"][0]["start"]
    booked = ask(f"{APP}/calls", {"name": "Bob", "email": "bob@example.com", "start": start})
    # Answers when every delivery has ended: no sleep, no polling.
    ask(f"{CALCOM}/_emulator/drain", method="POST")
    assert {"uid": booked["uid"], "with": "Bob"} in ask(f"{APP}/calls")


if __name__ == "__main__":
    check()
    print("the call is booked and confirmed")
