"""Cal.com's own published document, given with `--spec`: mended at load, it serves the same state uncomplaining."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

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
        sampled = client.get("/v2/calendars", headers=ADA)
        assert (sampled.status_code, sampled.headers["x-emulator-fidelity"]) == (200, "sampled")
        assert app.gateway.violations == 0
