"""Routing forms: what is told at once, and a quarter of an hour later (webhooks.md 1.2, 4.7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api
from tests.behaviours.hooks import delivered, subscribe, told
from tests.receiver import Receiver

FORM: dict[str, Any] = {
    "name": "How can we help?",
    "userId": 1,
    "fields": [
        {"id": "f1", "identifier": "email", "label": "E-mail", "type": "email", "required": True},
        {
            "id": "f2",
            "identifier": "topic",
            "label": "Topic",
            "type": "select",
            "options": [{"id": "o1", "label": "Sales"}, {"id": "o2", "label": "Support"}],
        },
        {"id": "f3", "label": "Remarks", "type": "text"},
    ],
    "routes": [
        {"id": "r1", "action": {"type": "eventTypeRedirectUrl", "value": "ada/60min", "eventTypeId": 3}},
        {"id": "r2", "isFallback": True, "action": {"type": "customPageMessage", "value": "Bye"}},
    ],
}
ANSWERS = {"email": "Bob@Example.com", "topic": "o2", "Remarks": "Soon, please"}


@pytest.fixture
def form(api: Api, receiver: Receiver) -> str:
    subscribe(api, receiver)
    form_id: str = api.control("POST", "/records/routing-forms", FORM)["id"]
    return form_id


def submit(api: Api, form: str, **more: Any) -> Any:
    return api.control("POST", f"/routing-forms/{form}/responses", {"responses": ANSWERS, **more})


def wait(api: Api, minutes: float) -> Any:
    return api.control("POST", "/clock/advance", {"seconds": minutes * 60})


@pytest.mark.behaviour("webhooks", 65)
def test_a_submission_is_told_at_once_with_copies_beside_the_envelope(api: Api, receiver: Receiver, form: str) -> None:
    submit(api, form)
    (body,) = told(api, receiver, "FORM_SUBMITTED")
    assert list(body) == ["email", "topic", "Remarks", "triggerEvent", "createdAt", "payload"]
    assert (body["email"], body["topic"], body["Remarks"]) == ("Bob@Example.com", ["Support"], "Soon, please")
    assert body["payload"] == {
        "formId": form,
        "formName": "How can we help?",
        "teamId": None,
        "responses": {
            "email": {"value": "Bob@Example.com", "response": "Bob@Example.com"},
            "topic": {"value": ["Support"], "response": [{"label": "Support", "id": "o2"}]},
            "Remarks": {"value": "Soon, please", "response": "Soon, please"},
        },
    }


def test_an_option_nobody_knows_has_no_id(api: Api, receiver: Receiver, form: str) -> None:
    submit(api, form, responses={"topic": ["Sales", "Other"]})
    (body,) = told(api, receiver, "FORM_SUBMITTED")
    assert body["payload"]["responses"]["topic"] == {
        "value": ["Sales", "Other"],
        "response": [{"label": "Sales", "id": "o1"}, {"label": "Other", "id": None}],
    }


def test_the_envelope_wins_over_a_field_of_its_name(api: Api, receiver: Receiver, form: str) -> None:
    api.control("PATCH", f"/records/routing-forms/{form}", {"fields": [{"id": "x", "identifier": "triggerEvent"}]})
    submit(api, form, responses={"triggerEvent": "MINE"})
    (body,) = told(api, receiver, "FORM_SUBMITTED")
    assert body["payload"]["responses"]["triggerEvent"]["value"] == "MINE"


@pytest.mark.behaviour("webhooks", 65)
def test_without_a_booking_the_follow_up_comes_after_fifteen_minutes(api: Api, receiver: Receiver, form: str) -> None:
    response = submit(api, form, routeId="r1")
    wait(api, 14.99)
    assert told(api, receiver, "FORM_SUBMITTED_NO_EVENT") == []
    wait(api, 0.01)
    (body,) = told(api, receiver, "FORM_SUBMITTED_NO_EVENT")
    assert list(body) == ["triggerEvent", "createdAt", "payload"]
    assert body["payload"]["redirect"] == {"type": "eventTypeRedirectUrl", "value": "ada/60min"}
    assert body["payload"]["responseId"] == response["id"]


@pytest.mark.behaviour("webhooks", 65)
@pytest.mark.parametrize(
    ("minutes", "address", "sent"),
    [(10, "bob@example.COM", False), (10, "eve@example.com", True), (46, "bob@example.com", True)],
)
def test_a_booking_by_the_same_person_lately_stops_the_follow_up(
    api: Api, receiver: Receiver, form: str, minutes: float, address: str, sent: bool
) -> None:
    """Of the same form, by the same address in any case, within the hour before the follow-up."""
    uid = api.book()["uid"]
    submit(api, form, responses={**ANSWERS, "email": address}, bookingUid=uid)
    wait(api, minutes)
    submit(api, form)
    wait(api, 15)
    assert bool(told(api, receiver, "FORM_SUBMITTED_NO_EVENT")) is sent


def test_a_submission_that_became_a_booking_is_not_followed_up(api: Api, receiver: Receiver, form: str) -> None:
    response = submit(api, form)
    uid = api.book()["uid"]
    api.control("PATCH", f"/records/routing-form-responses/{response['id']}", {"routedToBookingUid": uid})
    wait(api, 60)
    assert told(api, receiver, "FORM_SUBMITTED_NO_EVENT") == []


def test_a_booking_that_names_its_submission_stops_the_follow_up(api: Api, receiver: Receiver, form: str) -> None:
    response = submit(api, form)
    uid = api.book(routing={"responseId": response["id"], "teamMemberIds": []})["uid"]
    (row,) = api.control("GET", "/records/routing-form-responses")
    assert row["routedToBookingUid"] == uid
    wait(api, 60)
    assert told(api, receiver, "FORM_SUBMITTED_NO_EVENT") == []


def test_the_fallback_is_told(api: Api, receiver: Receiver, form: str) -> None:
    response = submit(api, form, routeId="r2")
    (body,) = told(api, receiver, "ROUTING_FORM_FALLBACK_HIT")
    assert body["payload"]["fallbackAction"] == {"type": "customPageMessage", "value": "Bye"}
    assert body["payload"]["responseId"] == response["id"]
    assert body["payload"]["responses"]["f1"]["value"] == "Bob@Example.com"


@pytest.mark.behaviour("webhooks", 75)
def test_templates_of_forms_look_into_the_payload(api: Api, receiver: Receiver, form: str) -> None:
    template = '{"form":"{{payload.formName}}"}'
    subscribe(api, receiver, "/template", triggers=["FORM_SUBMITTED"], payloadTemplate=template)
    subscribe(api, receiver, "/booking", triggers=["BOOKING_CREATED"], payloadTemplate='{"title":"{{title}}"}')
    submit(api, form)
    title = api.book()["title"]
    assert [each.json for each in delivered(api, receiver, "/template")] == [{"form": "How can we help?"}]
    assert [each.json for each in delivered(api, receiver, "/booking")] == [{"title": title}]


def test_what_a_form_refuses(api: Api, form: str) -> None:
    path = f"/_emulator/routing-forms/{form}/responses"
    assert "'size'" in api("POST", path, {"responses": {"size": "L"}}).json()["error"]["message"]
    assert api("POST", path, {"routeId": "r9"}).json()["error"]["where"] == "/routeId"
    assert api("POST", path, {"bookingUid": "none"}).json()["error"]["where"] == "/bookingUid"
    assert api("POST", path, {"responses": []}).json()["error"]["where"] == "/responses"
    assert api("POST", "/_emulator/routing-forms/none/responses", {}).status_code == 404
    assert api.control("GET", "/records/routing-form-responses") == []
