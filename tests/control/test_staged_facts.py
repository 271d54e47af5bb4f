"""Events about money and seats, sent at will."""

from __future__ import annotations

import json

import pytest

from tests.api_client import Api
from tests.behaviours.seating import seated_kind, take_seat
from tests.webhooks.subscriptions import check


@pytest.mark.parametrize("trigger", ["BOOKING_PAYMENT_INITIATED", "BOOKING_PAID"])
def test_a_payment_is_made_up_where_there_is_none(api: Api, trigger: str) -> None:
    sent = api.control("POST", "/trigger", {"trigger": trigger, "url": "http://127.0.0.1:9"})
    body = json.loads(sent["body"])
    check(body)
    assert body["payload"]["paymentId"] == 1
    assert api.control("GET", "/records/payments") == []


def test_the_payment_that_is_there_is_told_of(api: Api) -> None:
    api.control("PATCH", "/records/event-types/3", {"price": 700})
    made = api.book()
    (payment,) = api.control("GET", "/records/payments")
    sent = api.control("POST", "/trigger", {"trigger": "BOOKING_PAID", "uid": made["uid"], "url": "http://127.0.0.1:9"})
    told = json.loads(sent["body"])["payload"]
    assert (told["paymentId"], told["metadata"]["externalId"]) == (payment["id"], payment["externalId"])
    assert api.control("GET", f"/records/payments/{payment['uid']}") == payment


@pytest.mark.parametrize("trigger", ["BOOKING_CREATED", "BOOKING_CANCELLED"])
def test_a_seated_booking_tells_of_its_last_seat(api: Api, trigger: str) -> None:
    kind = seated_kind(api)
    take_seat(api, kind, "ann")
    made = take_seat(api, kind, "ben")
    sent = api.control("POST", "/trigger", {"trigger": trigger, "uid": made["uid"], "url": "http://127.0.0.1:9"})
    told = json.loads(sent["body"])["payload"]
    assert [each["bookingSeat"]["referenceUid"] for each in told["attendees"]] == [made["seatUid"]]
    assert ("attendeeSeatId" in told) == (trigger == "BOOKING_CREATED")
