"""What goes wrong behind the API, and who hears of it (webhooks.md 4.7, live.md 2.4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api
from tests.behaviours.hooks import delivered, subscribe, told
from tests.receiver import Receiver

CREDENTIALS = {
    "delegation-credential-error": "DELEGATION_CREDENTIAL_ERROR",
    "delegation-credential-secret-rotated": "DELEGATION_CREDENTIAL_SECRET_ROTATED",
    "delegation-credential-rotation-required": "DELEGATION_CREDENTIAL_ROTATION_REQUIRED",
    "delegation-credential-secret-rotation-failed": "DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED",
}


@pytest.fixture
def organization(api: Api) -> int:
    number: int = api.control("POST", "/records/organizations", {"name": "Globex"})["id"]
    return number


@pytest.mark.parametrize(("kind", "trigger"), CREDENTIALS.items())
def test_delegated_credentials_are_the_organizations_business(
    api: Api, receiver: Receiver, organization: int, kind: str, trigger: str
) -> None:
    subscribe(api, receiver, "/org", teamId=organization)
    subscribe(api, receiver, "/everybody", platform=True)
    api.control("POST", f"/incidents/{kind}", {"organizationId": organization, "userId": 1, "message": "no access"})
    (body,) = told(api, receiver, trigger)
    assert [each.path for each in receiver.received] == ["/org"]
    payload = body["payload"]
    if kind == "delegation-credential-error":
        assert payload["error"] == {"type": "calendar_error", "message": "no access"}
        assert payload["user"] == {"id": 1, "email": "ada@example.com", "organizationId": organization}
    else:
        assert payload["delegationCredential"]["organizationId"] == organization


def test_an_entry_turned_down_in_a_calendar(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver, triggers=["CALENDAR_ENTRY_REJECTED"])
    uid = api.book()["uid"]
    api.control("POST", "/incidents/calendar-entry-rejected", {"bookingUid": uid, "rejectedBy": "bob@example.com"})
    (body,) = told(api, receiver, "CALENDAR_ENTRY_REJECTED")
    assert (body["payload"]["bookingUid"], body["payload"]["rejectedBy"]) == (uid, "bob@example.com")


def test_a_wrong_assignment_is_not_told_to_event_types(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver, "/user")
    subscribe(api, receiver, "/type", eventTypeId=3, triggers=["WRONG_ASSIGNMENT_REPORT"])
    uid = api.book()["uid"]
    report = {"bookingUid": uid, "correctAssignee": "eve@example.com", "additionalNotes": "She knows them"}
    api.control("POST", "/incidents/wrong-assignment-report", report)
    (body,) = told(api, receiver, "WRONG_ASSIGNMENT_REPORT")
    assert delivered(api, receiver, "/type") == []
    assert body["payload"]["booking"]["eventType"] == {
        "id": 3,
        "title": "60 min meeting",
        "slug": "60min",
        "teamId": None,
    }
    assert body["payload"]["report"] == {
        "reportedBy": {"id": 1, "email": "ada@example.com", "name": "Ada Host"},
        "firstAssignmentReason": None,
        "guest": "bob@example.com",
        "host": {"email": "ada@example.com", "name": "Ada Host"},
        "correctAssignee": "eve@example.com",
        "additionalNotes": "She knows them",
    }


@pytest.mark.parametrize(
    ("kind", "body", "status", "where"),
    [
        ("earthquake", {}, 404, None),
        ("wrong-assignment-report", {}, 400, "/bookingUid"),
        ("wrong-assignment-report", {"bookingUid": "none"}, 400, "/bookingUid"),
        ("calendar-entry-rejected", {"bookingId": 1}, 400, "/bookingId"),
        ("delegation-credential-error", {}, 400, "/organizationId"),
        ("delegation-credential-error", [], 400, "/"),
    ],
)
def test_incidents_that_cannot_be(api: Api, kind: str, body: Any, status: int, where: str | None) -> None:
    answer = api("POST", f"/_emulator/incidents/{kind}", body)
    assert (answer.status_code, answer.json()["error"].get("where")) == (status, where)
