"""Any event at will, and the doctor who looks at its signature."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from emulator.webhooks.triggers import TRIGGERS
from tests.api_client import Api
from tests.control.plane import ask, problem, told
from tests.receiver import Receiver


def subscribe(api: Api, url: str, *triggers: str, **fields: Any) -> str:
    hook = {"userId": 1, "subscriberUrl": url, "triggers": list(triggers), "secret": "s3cret", **fields}
    return str(told(api, "POST", "/records/webhooks", hook)["id"])


def send(api: Api, trigger: str, **more: Any) -> Any:
    return told(api, "POST", "/trigger", {"trigger": trigger, **more})


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_every_trigger_can_be_sent_and_leaves_nothing_behind(api: Api, receiver: Receiver, trigger: str) -> None:
    kinds = ("bookings", "attendees", "routing-forms", "routing-form-responses", "out-of-office")
    before = [told(api, "GET", f"/records/{kind}") for kind in kinds]
    sent = send(api, trigger, url=receiver.url, secret="hush")
    told(api, "POST", "/drain")
    (received,) = receiver.received
    assert received.signed_with("hush")
    assert received.json["triggerEvent"] == trigger
    assert received.body.decode() == sent["body"]
    (delivery,) = sent["deliveries"]
    assert (delivery["cause"], delivery["trigger"], delivery["uid"]) == (
        "POST /_emulator/trigger",
        trigger,
        sent["uid"],
    )
    assert [told(api, "GET", f"/records/{kind}") for kind in kinds] == before
    assert told(api, "GET", "/clock")["due"] == []


def test_what_is_made_up_does_not_change_what_comes_after(api: Api) -> None:
    send(api, "BOOKING_CREATED")
    with_trigger = api.book()
    told(api, "POST", "/reset")
    assert api.book() == with_trigger


def test_a_booking_of_the_world_is_told_as_it_stands(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver.url, "BOOKING_CANCELLED", "BOOKING_CREATED")
    booking = api.book()
    sent = send(api, "BOOKING_CANCELLED", uid=booking["uid"])
    told(api, "POST", "/drain")
    created, cancelled = (received.json["payload"] for received in receiver.received)
    assert (sent["madeUp"], sent["uid"]) == (False, booking["uid"])
    assert (cancelled["uid"], cancelled["status"]) == (booking["uid"], "CANCELLED")
    assert cancelled["attendees"] == created["attendees"]
    assert api.data("GET", f"/v2/bookings/{booking['uid']}")["status"] == "accepted"
    assert receiver.received[1].signed_with("s3cret")


def test_only_who_would_hear_of_it_does(api: Api, receiver: Receiver) -> None:
    subscribe(api, f"{receiver.url}/one", "BOOKING_CREATED")
    subscribe(api, f"{receiver.url}/two", "BOOKING_PAID")
    subscribe(api, f"{receiver.url}/three", "BOOKING_CREATED", active=False)
    sent = send(api, "BOOKING_CREATED")
    assert [delivery["url"] for delivery in sent["deliveries"]] == [f"{receiver.url}/one"]
    nobody = send(api, "OOO_CREATED")
    assert (nobody["deliveries"], "oooEntry" in nobody["body"]) == ([], True)


def test_overrides_reach_the_body_the_template_and_the_signature(api: Api, receiver: Receiver) -> None:
    overrides = {
        "/payload/title": "Mine",
        "/payload/attendees/0/email": "x@example.com",
        "/payload/attendees/-": {"email": "late@example.com"},
        "/payload/metadata/a~1b": 1,
    }
    send(api, "BOOKING_CREATED", url=receiver.url, secret="hush", overrides=overrides)
    send(api, "BOOKING_CREATED", url=f"{receiver.url}/t", overrides=overrides, payloadTemplate='{"t":"{{title}}"}')
    told(api, "POST", "/drain")
    plain, rendered = sorted(receiver.received, key=lambda received: received.path)
    payload = plain.json["payload"]
    assert (payload["title"], payload["metadata"]["a/b"]) == ("Mine", 1)
    assert [person["email"] for person in payload["attendees"]] == ["x@example.com", "late@example.com"]
    assert plain.signed_with("hush")
    assert rendered.body == b'{"t":"Mine"}'


def test_the_payload_version_can_be_chosen(api: Api) -> None:
    old = json.loads(send(api, "BOOKING_CREATED")["body"])["payload"]
    sent = send(api, "BOOKING_CREATED", url="http://127.0.0.1:9/", version="2026-07-27")
    new = json.loads(sent["body"])["payload"]
    assert new.keys() - old.keys()
    assert sent["deliveries"][0]["headers"]["X-Cal-Webhook-Version"] == "2026-07-27"


def test_a_made_up_booking_is_of_the_event_type_asked_for(api: Api) -> None:
    payload = json.loads(send(api, "BOOKING_REQUESTED", eventTypeId=4)["body"])["payload"]
    assert (payload["eventTypeId"], payload["type"], payload["status"]) == (4, "interview", "PENDING")


def test_faults_strike_and_are_used_up(api: Api, receiver: Receiver) -> None:
    told(api, "POST", "/faults", {"effect": "drop", "times": 1})
    states = [send(api, "BOOKING_CREATED", url=receiver.url)["deliveries"][0]["state"] for _ in range(2)]
    assert states == ["dropped", "queued"]
    assert told(api, "GET", "/faults/1")["applied"] == 1


@pytest.mark.parametrize(
    ("body", "words", "hint"),
    [
        ({}, "say which trigger", "there are BOOKING_CREATED"),
        ({"trigger": "BOOKING_CONFIRMED"}, "no trigger 'BOOKING_CONFIRMED'", "did you mean"),
        ({"trigger": "BOOKING_PAID", "uid": "none"}, "no booking 'none'", "leave uid out"),
        ({"trigger": "OOO_CREATED", "uid": "x"}, "about no booking", None),
        ({"trigger": "BOOKING_PAID", "secret": "x"}, "secret belongs to a url", None),
        ({"trigger": "BOOKING_PAID", "url": "ftp://x"}, "no http URL", None),
        ({"trigger": "BOOKING_PAID", "url": "http://x", "version": "1"}, "no version", "2026-07-27"),
        ({"trigger": "BOOKING_PAID", "url": "http://x", "secret": 1}, "secret must be text", None),
        ({"trigger": "BOOKING_PAID", "url": "http://x", "payloadTemplate": "{{#if"}, "does not render", None),
        ({"trigger": "BOOKING_PAID", "overrides": []}, "overrides are an object", None),
        ({"trigger": "BOOKING_PAID", "overrides": {"title": 1}}, "no JSON pointer", "/payload/title"),
        ({"trigger": "BOOKING_PAID", "overrides": {"/payload/nope/x": 1}}, "there is no 'nope'", "there are"),
        ({"trigger": "BOOKING_PAID", "overrides": {"/payload/attendees/9": 1}}, "there is no '9'", "a list of 1"),
        ({"trigger": "BOOKING_PAID", "overrides": {"/payload/title/x": 1}}, "there is no 'x'", "no members"),
        ({"trigger": "BOOKING_PAID", "eventTypeId": 99}, "no event type 99", None),
        ({"trigger": "BOOKING_PAID", "eventTypeId": "x"}, "is no number", None),
        ({"trigger": "BOOKING_PAID", "booking": 1}, "unknown field: 'booking'", None),
    ],
)
def test_refusals_say_what_is_wrong(api: Api, body: Any, words: str, hint: str | None) -> None:
    answer = ask(api, "POST", "/trigger", body)
    assert answer.status_code == 400
    assert words in problem(answer)["message"]
    assert hint is None or hint in problem(answer)["hint"]


def test_no_room_no_recording(api: Api) -> None:
    booking = api.book()
    told(api, "PATCH", f"/records/bookings/{booking['id']}", {"location": "https://example.com", "references": []})
    answer = ask(api, "POST", "/trigger", {"trigger": "RECORDING_READY", "uid": booking["uid"]})
    assert (answer.status_code, problem(answer)["where"]) == (409, "/uid")


def verdict(api: Api, **given: Any) -> Any:
    return told(api, "POST", "/verify-signature", given)


def test_the_doctor_over_http(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver.url, "BOOKING_CREATED")
    api.book()
    told(api, "POST", "/drain")
    (received,) = receiver.received
    signature = received.headers["x-cal-signature-256"]
    text = received.body.decode()
    good = verdict(api, body=text, signature=signature, secret="s3cret")
    assert (good["valid"], good["expected"], good["findings"], good["deliveryId"]) == (True, signature, [], 1)
    encoded = base64.b64encode(received.body).decode()
    assert verdict(api, bodyBase64=encoded, signature=signature, secret="s3cret")["valid"]
    written = json.dumps(received.json)
    assert steps(verdict(api, body=written, signature=signature, secret="s3cret")) == ["re-serialised"]
    assert steps(verdict(api, body=received.json, signature=signature, secret="s3cret")) == ["re-serialised"]
    assert steps(verdict(api, body=text, signature=f"sha256={signature}", secret="s3cret")) == ["prefix"]
    assert steps(verdict(api, body=text, signature=signature)) == ["no-secret"]
    assert steps(verdict(api, body=text, secret="s3cret")) == ["no-header"]


def test_the_doctor_knows_what_was_sent(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver.url, "BOOKING_CREATED")
    api.book()
    told(api, "POST", "/drain")
    (received,) = receiver.received
    signature, text = received.headers["x-cal-signature-256"], received.body.decode()
    other = verdict(api, body=text, signature=signature, secret="other")
    assert (steps(other), other["deliveryId"]) == (["other-secret"], 1)
    changed = verdict(api, body=text.replace("Bob", "Eve"), signature=signature, secret="s3cret")
    assert steps(changed) == ["other-body"]
    # Go and others write an object's members in order of their names.
    ordered = json.dumps(received.json, sort_keys=True, separators=(",", ":"))
    assert steps(verdict(api, body=ordered, signature=signature, secret="s3cret")) == ["re-serialised"]
    twice = json.dumps(text)
    assert steps(verdict(api, body=twice, signature=signature, secret="s3cret")) == ["re-serialised"]
    assert "sent 'Bob" in changed["findings"][0]["message"]
    assert steps(verdict(api, body=text, signature="0" * 64, secret="s3cret")) == ["unknown"]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "/body"),
        ({"body": "x", "bodyBase64": "eA=="}, "/body"),
        ({"bodyBase64": "?"}, "/bodyBase64"),
        ({"body": "x", "secret": 1}, "/secret"),
        ({"body": "x", "header": "y"}, "/header"),
    ],
)
def test_the_doctor_needs_something_to_look_at(api: Api, body: Any, where: str) -> None:
    answer = ask(api, "POST", "/verify-signature", body)
    assert (answer.status_code, problem(answer)["where"]) == (400, where)


def steps(answer: Any) -> list[str]:
    return [finding["step"] for finding in answer["findings"]]
