"""A shop that lets its customers book a call: the app under test.

`POST /calls` books through Cal.com; Cal.com tells `POST /hooks` what became of it; `GET /calls` lists the confirmed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CALCOM = os.environ.get("CALCOM_URL", "https://api.cal.com")
KEY = os.environ["CALCOM_API_KEY"]
OWN_URL = os.environ.get("OWN_URL", "http://127.0.0.1:9000")
SECRET = "a secret of the shop's own"  # noqa: S105 - an example


def calcom(path: str, body: dict) -> dict:
    headers = {
        "authorization": f"Bearer {KEY}",
        "cal-api-version": "2024-08-13",
        "content-type": "application/json",
    }
    asked = urllib.request.Request(f"{CALCOM}/v2{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return json.load(answer)["data"]


class Shop(BaseHTTPRequestHandler):
    confirmed: list[dict] = []

    def do_GET(self) -> None:
        self.answer(200, self.confirmed)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/calls":
            wanted = json.loads(body)
            customer = {"name": wanted["name"], "email": wanted["email"], "timeZone": "Europe/Rome"}
            booking = calcom("/bookings", {"eventTypeId": 1, "start": wanted["start"], "attendee": customer})
            self.answer(201, {"uid": booking["uid"]})
        elif self.path == "/hooks":
            signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
            if not hmac.compare_digest(signature, self.headers["x-cal-signature-256"] or ""):
                self.answer(401, {"error": "not from Cal.com"})
                return
            payload = json.loads(body)["payload"]
            self.confirmed.append({"uid": payload["uid"], "with": payload["attendees"][0]["name"]})
            self.answer(200, {})
        else:
            self.answer(404, {})

    def answer(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def serve(port: int) -> ThreadingHTTPServer:
    """The shop, listening and subscribed."""
    server = ThreadingHTTPServer(("", port), Shop)
    hook = {"subscriberUrl": f"{OWN_URL}/hooks", "triggers": ["BOOKING_CREATED"], "active": True, "secret": SECRET}
    calcom("/webhooks", hook)
    return server


if __name__ == "__main__":
    serve(int(os.environ.get("PORT", "9000"))).serve_forever()
