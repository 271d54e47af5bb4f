"""Asking the attendee for another time, and the trace of a routing form (live.md 2.1, 6)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message
from tests.receiver import Receiver

NEWEST: dict[str, str | None] = {"cal-api-version": "2026-02-25"}


def ask(api: Api, uid: str, body: Any = None, **headers: str | None) -> Any:
    return api.post(f"/v2/bookings/{uid}/request-reschedule", body, headers={**NEWEST, **headers})


def test_the_booking_is_cancelled_in_the_hosts_name(api: Api, receiver: Receiver) -> None:
    booking = api.book()
    api.data("POST", "/v2/webhooks", {"subscriberUrl": receiver.url, "triggers": ["BOOKING_CANCELLED"], "active": True})
    answer = ask(api, booking["uid"], {"rescheduleReason": "Ill"})
    assert (answer.status_code, answer.json()) == (200, {"status": "success"})
    after = api.data("GET", f"/v2/bookings/{booking['uid']}", headers=NEWEST)
    assert (after["status"], after["cancelledByEmail"], after["cancellationReason"]) == (
        "cancelled",
        "ada@example.com",
        "Ill",
    )
    assert "rescheduledToUid" not in after
    api.control("POST", "/drain")
    (received,) = receiver.received
    payload = received.json["payload"]
    assert payload["requestReschedule"] is True
    assert payload["cancelledBy"] == "ada@example.com"
    assert payload["cancellationReason"] == "Please reschedule. Ill"
    keys = list(payload)
    assert keys.index("cancelledBy") + 1 == keys.index("requestReschedule")
    assert payload["status"] == "CANCELLED"


def test_no_body_is_needed_and_the_slot_is_free_again(api: Api) -> None:
    booking = api.book()
    assert ask(api, booking["uid"]).status_code == 200
    assert api.data("GET", f"/v2/bookings/{booking['uid']}")["cancellationReason"] == ""
    api.book()


def test_the_attendee_may_move_what_was_cancelled_so(api: Api) -> None:
    booking = api.book()
    ask(api, booking["uid"])
    move = {"start": "2030-01-09T13:00:00Z"}
    moved = api.data("POST", f"/v2/bookings/{booking['uid']}/reschedule", move, headers={"authorization": None})
    assert moved["rescheduledFromUid"] == booking["uid"]
    again = api.post(f"/v2/bookings/{booking['uid']}/reschedule", move)
    assert again.status_code == 400
    assert moved["uid"] in message(again)
    assert api.data("GET", f"/v2/bookings/{booking['uid']}")["rescheduledToUid"] == moved["uid"]


def test_what_is_cancelled_or_rejected_cannot_be_asked_about(api: Api) -> None:
    booking = api.book()
    ask(api, booking["uid"])
    answer = ask(api, booking["uid"])
    assert answer.status_code == 404
    assert answer.json()["error"] == {
        "code": "NOT_FOUND",
        "message": "Invalid Query: The requested record was not found.",
    }
    rejected = api.book(eventTypeId=4)
    api.data("POST", f"/v2/bookings/{rejected['uid']}/decline")
    assert ask(api, rejected["uid"]).status_code == 404
    pending = api.book(eventTypeId=4)
    assert ask(api, pending["uid"]).status_code == 200


def test_only_those_with_access_may_ask(api: Api) -> None:
    booking = api.book()
    eve = api.control("POST", "/records/users", {"email": "eve@example.com"})
    refused = ask(api, booking["uid"], authorization=f"Bearer {eve['apiKey']}")
    assert refused.status_code == 403
    assert message(refused).startswith(f"BookingPbacGuard - user with id={eve['id']} does not have access")
    assert ask(api, "missing").status_code == 403
    assert ask(api, booking["uid"], authorization=None).status_code == 401
    assert api.data("GET", f"/v2/bookings/{booking['uid']}")["status"] == "accepted"


@pytest.mark.parametrize("version", [None, "2024-08-13"])
def test_older_versions_do_not_know_it(api: Api, version: str | None) -> None:
    path = f"/v2/bookings/{api.book()['uid']}/request-reschedule"
    answer = api.post(path, headers={"cal-api-version": version})
    assert (answer.status_code, message(answer)) == (404, f"Cannot POST {path}")


def test_a_booking_without_a_routing_form_has_an_empty_trace(api: Api) -> None:
    uid = api.book()["uid"]
    assert api.data("GET", f"/v2/bookings/{uid}/routing-trace") == {"steps": [], "groups": [], "formSubmission": None}
    answer = api.get(f"/v2/bookings/{uid}/routing-trace", headers={"cal-api-version": None})
    assert (answer.status_code, message(answer)) == (404, f"Cannot GET /v2/bookings/{uid}/routing-trace")


def test_a_trace_that_the_control_plane_wrote(api: Api) -> None:
    booking = api.book()
    step = {"message": "Matched", "round": 0, "domain": "routing_form", "step": "match", "timestamp": 1.5, "data": {}}
    trace = {
        "steps": [step],
        "groups": [{"round": 0, "domain": "routing_form", "steps": [step]}],
        "formSubmission": {
            "form": {"name": "Sales", "description": None},
            "responses": [{"fieldId": "f", "label": "Size", "displayValue": "10"}],
        },
    }
    api.control("PATCH", f"/records/bookings/{booking['id']}", {"routingTrace": trace})
    assert api.data("GET", f"/v2/bookings/{booking['uid']}/routing-trace") == trace
    eve = api.control("POST", "/records/users", {"email": "eve@example.com"})
    headers = {"authorization": f"Bearer {eve['apiKey']}"}
    assert api.get(f"/v2/bookings/{booking['uid']}/routing-trace", headers=headers).status_code == 403
