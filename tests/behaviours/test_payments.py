"""Bookings that cost something: bookings.md 3.2, 3.6, 7.2, 9; webhooks.md 1.2, 4.6."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api
from tests.behaviours.heard import listen
from tests.behaviours.seating import ANYBODY, START, names, person, seated_kind, take_seat
from tests.receiver import Receiver

APPS = {"apps": {"stripe": {"enabled": True, "price": 2500, "currency": "EUR"}}}


@pytest.fixture
def priced(api: Api) -> int:
    """The id of an event type that costs something."""
    record = {"ownerId": 1, "title": "Advice", "slug": "advice", "lengthInMinutes": 60, "metadata": APPS}
    number: int = api.control("POST", "/records/event-types", record)["id"]
    return number


def pay(api: Api, uid: str, outcome: str = "succeed", **more: Any) -> Any:
    return api.control("POST", f"/bookings/{uid}/payment", {"outcome": outcome, **more})


def triggers(news: list[tuple[str, Any]]) -> list[str]:
    return [trigger for trigger, _ in news]


def test_the_payment_app_sets_the_price(api: Api, priced: int) -> None:
    """webhooks.md 4.1: the app's price, in the least unit."""
    read = api.data("GET", f"/v2/event-types/{priced}")
    assert (read["price"], read["currency"]) == (2500, "eur")


@pytest.mark.behaviour("webhooks", 53)
def test_a_booking_waits_for_its_money(api: Api, receiver: Receiver, priced: int) -> None:
    news = listen(api, receiver)
    made = api.book(eventTypeId=priced, metadata={"purpose": "p"})
    assert made["status"] == "pending"
    ((trigger, told),) = news()
    assert (trigger, told["status"], told["price"], told["currency"]) == (
        "BOOKING_PAYMENT_INITIATED",
        "ACCEPTED",
        2500,
        "eur",
    )
    (payment,) = api.control("GET", "/records/payments")
    assert (told["paymentId"], told["metadata"]["purpose"]) == (payment["id"], "p")
    assert (payment["amount"], payment["currency"], payment["appId"]) == (2500, "eur", "stripe")
    assert (payment["bookingId"], payment["success"], payment["refunded"]) == (made["id"], False, False)
    assert api.control("GET", f"/records/bookings/{made['id']}")["paid"] is False
    assert api.control("GET", "/clock")["due"] == []


def test_asking_again_gives_the_same_booking(api: Api, receiver: Receiver, priced: int) -> None:
    """bookings.md 3.2 step 17: whoever goes back to pay is not charged twice."""
    news = listen(api, receiver)
    first, again = api.book(eventTypeId=priced), api.book(eventTypeId=priced)
    assert first["uid"] == again["uid"]
    assert triggers(news()) == ["BOOKING_PAYMENT_INITIATED"]
    assert len(api.control("GET", "/records/payments")) == 1


def test_what_is_not_paid_does_not_block_the_time(api: Api, priced: int) -> None:
    """bookings.md 3.2 step 24: pending bookings do not."""
    unpaid = api.book(eventTypeId=priced)
    assert api.book(eventTypeId=priced, attendee=person("eve"))["status"] == "pending"
    pay(api, unpaid["uid"])
    body = {"eventTypeId": 3, "start": START, "attendee": person("cat")}
    assert api.post("/v2/bookings", body).status_code == 409


def test_paying_makes_it_stand(api: Api, receiver: Receiver, priced: int) -> None:
    made = api.book(eventTypeId=priced)
    news = listen(api, receiver)
    ended = pay(api, made["uid"])
    assert (ended["booking"]["status"], ended["booking"]["paid"], ended["payment"]["success"]) == (
        "accepted",
        True,
        True,
    )
    (first, paid), (second, created) = news()
    assert (first, second) == ("BOOKING_PAID", "BOOKING_CREATED")
    assert (paid["status"], paid["paymentId"]) == ("ACCEPTED", ended["payment"]["id"])
    assert paid["metadata"] == {
        "identifier": "cal.com",
        "bookingId": made["id"],
        "eventTypeId": priced,
        "bookerEmail": "bob@example.com",
        "eventTitle": "Advice",
        "externalId": ended["payment"]["externalId"],
    }
    assert "attendeeIcsContent" in paid
    assert (created["status"], "paymentId" in created) == ("ACCEPTED", False)
    read = api.data("GET", f"/v2/bookings/{made['uid']}")
    assert (read["status"], read["location"]) == ("accepted", f"https://app.cal.com/video/{made['uid']}")
    due = {each["trigger"] for each in api.control("GET", "/clock")["due"]}
    assert {"MEETING_STARTED", "MEETING_ENDED"} <= due


def test_a_payment_that_fails_can_be_tried_again(api: Api, receiver: Receiver, priced: int) -> None:
    made = api.book(eventTypeId=priced)
    news = listen(api, receiver)
    failed = pay(api, made["uid"], "fail")
    assert (failed["booking"]["status"], failed["payment"]["failed"], news()) == ("pending", True, [])
    assert pay(api, made["uid"])["payment"]["failed"] is False
    assert triggers(news()) == ["BOOKING_PAID", "BOOKING_CREATED"]


@pytest.mark.behaviour("webhooks", 55)
def test_what_is_paid_may_still_want_the_host(api: Api, receiver: Receiver, priced: int) -> None:
    api.control("PATCH", f"/records/event-types/{priced}", {"confirmationPolicy": {"type": "always"}})
    news = listen(api, receiver)
    made = api.book(eventTypeId=priced)
    pay(api, made["uid"])
    (_, initiated), (_, paid), (_, requested) = told = news()
    assert triggers(told) == ["BOOKING_PAYMENT_INITIATED", "BOOKING_PAID", "BOOKING_REQUESTED"]
    assert (paid["status"], requested["status"], requested["requiresConfirmation"]) == ("PENDING", "PENDING", True)
    assert "attendeeIcsContent" not in paid
    assert initiated["oneTimePassword"] == requested["oneTimePassword"]
    assert api.data("GET", f"/v2/bookings/{made['uid']}")["status"] == "pending"
    assert api.data("POST", f"/v2/bookings/{made['uid']}/confirm")["status"] == "accepted"
    assert triggers(news()) == ["BOOKING_CREATED"]


def test_a_hosts_word_for_what_is_not_paid(api: Api, receiver: Receiver, priced: int) -> None:
    """bookings.md 7.2: it is accepted, and nobody is told before the money is there."""
    made = api.book(eventTypeId=priced)
    news = listen(api, receiver)
    confirmed = api.data("POST", f"/v2/bookings/{made['uid']}/confirm")
    assert (confirmed["status"], confirmed["location"]) == ("accepted", "integrations:daily")
    assert (news(), api.control("GET", "/clock")["due"]) == ([], [])
    pay(api, made["uid"])
    assert triggers(news()) == ["BOOKING_PAID"]
    assert api.data("GET", f"/v2/bookings/{made['uid']}")["location"].startswith("https://")


@pytest.mark.parametrize("way", ["cancel", "decline"])
def test_money_goes_back(api: Api, priced: int, way: str) -> None:
    """bookings.md 5 and 7.2."""
    api.control("PATCH", f"/records/event-types/{priced}", {"confirmationPolicy": {"type": "always"}})
    made = api.book(eventTypeId=priced)
    pay(api, made["uid"])
    api.data("POST", f"/v2/bookings/{made['uid']}/{way}", {"cancellationReason": "x"} if way == "cancel" else {})
    (payment,) = api.control("GET", "/records/payments")
    assert (payment["success"], payment["refunded"]) == (True, True)


@pytest.mark.parametrize(
    ("policy", "refunded"),
    [
        ({"refundPolicy": "never"}, False),
        ({"refundPolicy": "days", "refundDaysCount": 60}, False),
        ({"refundPolicy": "days", "refundDaysCount": 3}, True),
        ({"refundPolicy": "always"}, True),
    ],
)
def test_the_app_may_keep_the_money(api: Api, priced: int, policy: dict[str, Any], refunded: bool) -> None:
    app = {"enabled": True, "price": 2500, "currency": "eur", **policy}
    api.control("PATCH", f"/records/event-types/{priced}", {"metadata": {"apps": {"stripe": app}}})
    made = api.book(eventTypeId=priced)
    pay(api, made["uid"])
    api.data("POST", f"/v2/bookings/{made['uid']}/cancel", headers=ANYBODY)
    assert api.control("GET", "/records/payments")[0]["refunded"] is refunded


def test_nothing_goes_back_that_never_came(api: Api, priced: int) -> None:
    made = api.book(eventTypeId=priced)
    api.data("POST", f"/v2/bookings/{made['uid']}/cancel", headers=ANYBODY)
    assert api.control("GET", "/records/payments")[0]["refunded"] is False


def test_a_paid_booking_moves_with_its_payment(api: Api, receiver: Receiver, priced: int) -> None:
    """bookings.md 3.6: what has a price asks the host anew, unless it is the host who moves it."""
    made = api.book(eventTypeId=priced)
    pay(api, made["uid"])
    news = listen(api, receiver)
    path = f"/v2/bookings/{made['uid']}/reschedule"
    new = api.data("POST", path, {"start": "2030-01-09T10:00:00Z"}, headers=ANYBODY)
    assert (new["status"], triggers(news())) == ("pending", ["BOOKING_REQUESTED"])
    (payment,) = api.control("GET", "/records/payments")
    assert payment["bookingId"] == new["id"]
    assert api.control("GET", f"/records/bookings/{new['id']}")["paid"] is True
    path = f"/v2/bookings/{new['uid']}/reschedule"
    last = api.data("POST", path, {"start": "2030-01-10T10:00:00Z"})
    assert (last["status"], triggers(news())) == ("accepted", ["BOOKING_RESCHEDULED"])


def test_an_unpaid_booking_that_moves_is_to_be_paid_anew(api: Api, receiver: Receiver, priced: int) -> None:
    made = api.book(eventTypeId=priced)
    news = listen(api, receiver)
    path = f"/v2/bookings/{made['uid']}/reschedule"
    new = api.data("POST", path, {"start": "2030-01-09T10:00:00Z"}, headers=ANYBODY)
    ((trigger, told),) = news()
    assert (new["status"], trigger, told["rescheduleUid"]) == ("pending", "BOOKING_PAYMENT_INITIATED", made["uid"])
    assert pay(api, new["uid"])["booking"]["status"] == "accepted"


def test_each_seat_is_paid_on_its_own(api: Api, receiver: Receiver) -> None:
    kind = seated_kind(api, seats=2)
    api.control("PATCH", f"/records/event-types/{kind}", {"price": 900})
    news = listen(api, receiver)
    first = take_seat(api, kind, "ann")
    assert first["status"] == "pending"
    pay(api, first["uid"])
    told = news()
    assert triggers(told) == ["BOOKING_PAYMENT_INITIATED", "BOOKING_PAID", "BOOKING_CREATED"]
    assert {payload["attendeeSeatId"] for _, payload in told} == {first["seatUid"]}
    second = take_seat(api, kind, "ben")
    assert (second["uid"], second["status"], names(second)) == (first["uid"], "accepted", ["Ann", "Ben"])
    pay(api, second["uid"])
    told = news()
    assert triggers(told) == ["BOOKING_PAYMENT_INITIATED", "BOOKING_PAID", "BOOKING_CREATED"]
    assert {payload["attendeeSeatId"] for _, payload in told} == {second["seatUid"]}
    assert told[1][1]["metadata"]["bookerEmail"] == "ben@example.com"
    body = {"start": "2030-01-09T13:00:00Z", "seatUid": second["seatUid"]}
    moved = api.data("POST", f"/v2/bookings/{first['uid']}/reschedule", body, headers=ANYBODY)
    of_ben = next(each for each in api.control("GET", "/records/payments") if each["seatUid"] == moved["seatUid"])
    assert (of_ben["bookingId"], of_ben["success"]) == (moved["id"], True)
    api.data("POST", f"/v2/bookings/{first['uid']}/cancel", {"seatUid": first["seatUid"]}, headers=ANYBODY)
    refunded = {each["seatUid"]: each["refunded"] for each in api.control("GET", "/records/payments")}
    assert refunded == {first["seatUid"]: True, moved["seatUid"]: False}


def test_seats_that_got_a_price_only_later(api: Api, receiver: Receiver) -> None:
    kind = seated_kind(api, seats=2)
    first = take_seat(api, kind, "ann")
    api.control("PATCH", f"/records/event-types/{kind}", {"price": 900})
    news = listen(api, receiver)
    second = take_seat(api, kind, "ben")
    assert (second["uid"], second["status"]) == (first["uid"], "accepted")
    pay(api, second["uid"])
    assert triggers(news()) == ["BOOKING_PAYMENT_INITIATED", "BOOKING_PAID", "BOOKING_CREATED"]


@pytest.mark.parametrize(
    ("body", "status", "where"),
    [
        ({}, 400, "/outcome"),
        ({"outcome": "maybe"}, 400, "/outcome"),
        ({"outcome": ["succeed"]}, 400, "/outcome"),
        ({"outcome": "succeed", "amount": 3}, 400, "/amount"),
        ({"outcome": "succeed", "payment": "none"}, 404, "/payment"),
    ],
)
def test_the_control_plane_says_what_is_wrong(
    api: Api, priced: int, body: dict[str, Any], status: int, where: str
) -> None:
    made = api.book(eventTypeId=priced)
    answer = api("POST", f"/_emulator/bookings/{made['uid']}/payment", body)
    assert (answer.status_code, answer.json()["error"]["where"]) == (status, where)
    assert answer.json()["error"]["message"]


def test_what_nobody_can_pay_for(api: Api, priced: int) -> None:
    free, costly, gone = api.book(), api.book("2030-01-09T13:00:00Z", eventTypeId=priced), "none"
    pay(api, costly["uid"])
    lost = api.book("2030-01-10T13:00:00Z", eventTypeId=priced)
    api.data("POST", f"/v2/bookings/{lost['uid']}/cancel", headers=ANYBODY)
    for uid, status in ((free["uid"], 409), (costly["uid"], 409), (lost["uid"], 409), (gone, 404)):
        assert api("POST", f"/_emulator/bookings/{uid}/payment", {"outcome": "succeed"}).status_code == status
