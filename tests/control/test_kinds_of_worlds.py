"""The worlds that ship for each kind of booking: each loads, and what its name promises works over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.testclient import TestClient

from emulator.app import Emulator
from emulator.resources import resource
from tests.api_client import ATTENDEE, Api
from tests.behaviours.seating import ANYBODY, names
from tests.conftest import NOW


@contextmanager
def world(name: str) -> Iterator[Api]:
    emulator = Emulator(check_answers=True, now=NOW, fixtures=(resource(f"fixtures/{name}.yaml"),))
    with TestClient(emulator, base_url="http://emulator", raise_server_exceptions=False) as client:
        yield Api(client, "main")


def test_seated() -> None:
    with world("seated") as api:
        there = api.data("GET", "/v2/bookings/workshopJanuary8th2030", headers=ANYBODY)
        assert names(there) == ["Ann Guest", "Ben Guest"]
        joined = api.book("2030-01-08T13:00:00Z", eventTypeId=1)
        assert (joined["uid"], len(joined["attendees"])) == ("workshopJanuary8th2030", 3)
        hidden = api.post(
            "/v2/bookings",
            {"eventTypeId": 2, "start": "2030-01-09T09:00:00Z", "attendee": ATTENDEE},
            headers=ANYBODY,
        )
        assert (hidden.status_code, hidden.json()["data"]["attendees"]) == (201, [])
        found = api.data("GET", "/v2/bookings/by-seat/00000000-0000-4000-8000-00000000000b", headers=ANYBODY)
        assert found["uid"] == "workshopJanuary8th2030"
        body = {"seatUid": "00000000-0000-4000-8000-00000000000a"}
        left = api.data("POST", "/v2/bookings/workshopJanuary8th2030/cancel", body, headers=ANYBODY)
        assert names(left) == ["Ben Guest", "Bob Guest"]


def test_paid() -> None:
    with world("paid") as api:
        prices = {each["slug"]: (each["price"], each["currency"]) for each in api.data("GET", "/v2/event-types")}
        assert prices == {
            "consultation": (5000, "eur"),
            "audit": (20000, "eur"),
            "course": (1500, "eur"),
            "masterclass": (900, "eur"),
            "chat": (0, "usd"),
        }
        made = api.book("2030-01-09T13:00:00Z", eventTypeId=3)
        assert made["status"] == "pending"
        for uid in (made["uid"], "unpaidConsultation30aa"):
            paid = api.control("POST", f"/bookings/{uid}/payment", {"outcome": "succeed"})
            assert paid["booking"]["status"] == "accepted"
        api.data("POST", "/v2/bookings/paidConsultation2030aa/cancel", headers=ANYBODY)
        assert api.control("GET", "/records/payments/1")["refunded"] is True


def test_recurring() -> None:
    with world("recurring") as api:
        series = api.data("GET", "/v2/bookings/00000000-0000-4000-8000-000000000001")
        assert [each["start"][:10] for each in series] == ["2030-01-07", "2030-01-14", "2030-01-21", "2030-01-28"]
        made = api.book("2030-01-08T09:00:00Z", eventTypeId=2, recurrenceCount=2)
        assert [each["start"][:10] for each in made] == ["2030-01-08", "2030-01-22"]
        body = {"cancelSubsequentBookings": True}
        left = api.data("POST", f"/v2/bookings/{series[2]['uid']}/cancel", body, headers=ANYBODY)
        assert [each["status"] for each in left] == ["accepted", "accepted", "cancelled", "cancelled"]


def test_confirmation() -> None:
    with world("confirmation") as api:
        waiting = api.data("GET", "/v2/bookings?status=unconfirmed")
        assert [each["uid"] for each in waiting] == ["interviewWithAnn2030aa", "interviewWithBen2030aa"]
        assert api.data("POST", "/v2/bookings/interviewWithAnn2030aa/confirm")["status"] == "accepted"
        assert api.data("POST", "/v2/bookings/interviewWithBen2030aa/decline")["status"] == "rejected"
        assert api.book("2030-01-09T13:00:00Z", eventTypeId=2)["status"] == "pending"
        body = {"eventTypeId": 2, "start": "2030-01-09T13:00:00Z", "attendee": {**ATTENDEE, "email": "x@example.com"}}
        assert api.post("/v2/bookings", body).status_code == 409
        assert api.book("2029-12-03T10:00:00Z", eventTypeId=3)["status"] == "pending"
        assert api.book("2030-01-10T10:00:00Z", eventTypeId=3)["status"] == "accepted"
