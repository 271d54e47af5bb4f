"""The test: book through the app, let Cal.com's webhooks arrive, see the call confirmed."""

from __future__ import annotations

import json
import os
import urllib.request

APP = os.environ.get("APP_URL", "http://127.0.0.1:9000")
CALCOM = os.environ.get("CALCOM_URL", "http://127.0.0.1:8000")


def ask(url: str, body: dict | None = None, method: str | None = None) -> object:
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(url, data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.load(answer)


def check() -> None:
    wanted = {"name": "Bob", "email": "bob@example.com", "start": "2030-01-08T09:00:00Z"}
    booked = ask(f"{APP}/calls", wanted)
    # Answers when every delivery has ended: no sleep, no polling.
    ask(f"{CALCOM}/_emulator/drain", method="POST")
    assert ask(f"{APP}/calls") == [{"uid": booked["uid"], "with": "Bob"}]


if __name__ == "__main__":
    check()
    print("the call is booked and confirmed")
