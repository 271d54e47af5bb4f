"""Cal.com's own published document, given with `--spec`: mended at load, it serves the same state uncomplaining."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from emulator.api.registry import Registry
from emulator.app import Emulator
from tests.api_client import ATTENDEE
from tests.contract_engine.reference import REFERENCES, needs_references

ADA = {"authorization": "Bearer cal_test_ada"}


@needs_references
@pytest.mark.parametrize("document", REFERENCES.values(), ids=REFERENCES)
def test_it_serves_the_core_from_state_and_the_rest_from_samples(document: Path) -> None:
    app = Emulator(spec=document, now="2029-12-03T08:00:00Z")
    with TestClient(app, base_url="http://emulator") as client:

        def ask(method: str, path: str, version: str | None = None, json: Any = None) -> Any:
            headers = {**ADA, "cal-api-version": version} if version else ADA
            answer = client.request(method, path, json=json, headers=headers)
            assert answer.status_code < 300, answer.text
            assert answer.headers["x-emulator-fidelity"] == "stateful"
            return answer.json()["data"]

        body = {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "attendee": ATTENDEE}
        uid = ask("POST", "/v2/bookings", "2024-08-13", body)["uid"]
        moved = ask("POST", f"/v2/bookings/{uid}/reschedule", "2024-08-13", {"start": "2030-01-09T13:00:00Z"})
        ask("GET", "/v2/bookings", "2024-08-13")
        ask("POST", f"/v2/bookings/{moved['uid']}/cancel", "2024-08-13", {"cancellationReason": "x"})
        ask("GET", "/v2/event-types/1", "2024-06-14")
        ask("POST", "/v2/event-types", "2024-06-14", {"title": "T", "slug": "t", "lengthInMinutes": 30})
        ask("GET", "/v2/slots?eventTypeId=1&start=2030-01-08&end=2030-01-08", "2024-09-04")
        hook = {"subscriberUrl": "http://127.0.0.1:9", "triggers": ["BOOKING_CREATED"], "active": True}
        ask("POST", "/v2/webhooks", None, hook)
        assert ask("GET", "/v2/calendars") == {"connectedCalendars": [], "destinationCalendar": {}}
        url = ask("GET", "/v2/calendars/google/connect?redir=http://emulator/health")["authUrl"]
        assert [step.status_code for step in client.post(url).history] == [303, 301]
        busy = "timeZone=UTC&dateFrom=2030-01-08&dateTo=2030-01-09&calendarsToLoad[0][credentialId]=1"
        assert ask("GET", f"/v2/calendars/busy-times?{busy}&calendarsToLoad[0][externalId]=a") == []
        assert ask("GET", "/v2/verified-resources/emails/1") is None
        for path in _unanswered(document)[:1]:
            sampled = client.get(path, headers=ADA)
            assert (sampled.status_code, sampled.headers["x-emulator-fidelity"]) == (200, "sampled")
        assert app.gateway.violations == 0


def _unanswered(document: Path) -> list[str]:
    """Paths of the document that nobody here answers from state, filled with numbers."""
    registry = Registry()
    paths = json.loads(document.read_text(encoding="utf-8"))["paths"]
    return [
        re.sub(r"\{\w+\}", "1", path)
        for path, item in paths.items()
        if "get" in item
        and not registry.handler(item["get"]["operationId"])
        and not any(one["in"] == "query" and one["required"] for one in item["get"].get("parameters", ()))
    ]
