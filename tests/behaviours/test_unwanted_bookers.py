"""Reports and blocks of an organization (live.md 6)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api, message


@pytest.fixture
def organization(api: Api) -> str:
    """Ada owns an organization and is a member of it; the answer is where its bookings are."""
    number = api.control("POST", "/records/organizations", {"name": "Acme", "slug": "acme"})["id"]
    api.control("PATCH", "/records/users/1", {"organizationId": number})
    api.control("POST", "/records/memberships", {"teamId": number, "userId": 1, "role": "OWNER", "accepted": True})
    return f"/v2/organizations/{number}/bookings"


def statuses(api: Api) -> list[str]:
    return [each["status"] for each in api.control("GET", "/records/bookings")]


def test_blocked_bookers_lose_what_they_have_and_get_nothing_more(api: Api, organization: str) -> None:
    first, _ = api.book(), api.book("2030-01-09T13:00:00Z")
    api.book("2030-01-10T13:00:00Z", attendee={**ATTENDEE, "email": "ann@elsewhere.org"})
    answer = api.post(f"{organization}/block", {"bookingUid": first["uid"], "blockType": "EMAIL"})
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert (data["success"], data["bookingUid"]) == (True, first["uid"])
    assert (data["cancelledCount"], data["blockedValue"]) == (2, "bob@example.com")
    assert statuses(api) == ["cancelled", "cancelled", "accepted"]
    (entry,) = api.control("GET", "/requests?limit=1")
    assert entry["effects"]["events"] == []
    refused = api.post("/v2/bookings", {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "attendee": ATTENDEE})
    assert (refused.status_code, message(refused)) == (403, "Cannot use this email to create the booking.")


def test_reports_cancel_by_domain_but_block_nobody(api: Api, organization: str) -> None:
    first, _ = api.book(), api.book("2030-01-09T13:00:00Z", attendee={**ATTENDEE, "email": "ann@example.com"})
    body: dict[str, Any] = {"bookingUid": first["uid"], "reason": "SPAM", "reportType": "DOMAIN"}
    data = api.data("POST", f"{organization}/report", body)
    assert (data["reportedCount"], data["cancelledCount"]) == (2, 2)
    assert statuses(api) == ["cancelled", "cancelled"]
    api.book()


def test_unknown_bookings_and_strangers(api: Api, organization: str) -> None:
    body = {"bookingUid": "none", "reason": "SPAM", "reportType": "EMAIL"}
    missing = api.post(f"{organization}/report", body)
    assert missing.status_code == 404
    assert missing.json()["error"]["message"] == missing.json()["error"]["details"] == "Booking not found"
    eve = api.control("POST", "/records/users", {"username": "eve"})
    headers = {"authorization": f"Bearer {eve['apiKey']}"}
    assert api.post(f"{organization}/report", body, headers=headers).status_code == 403
    assert api.post(f"{organization}/block", {"bookingUid": "none", "blockType": "x"}).status_code == 400
