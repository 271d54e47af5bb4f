from __future__ import annotations

from typing import Any

import pytest

from emulator.api.event_type_webhooks import HANDLERS
from emulator.errors.base import ApiError
from emulator.world.appointments import EventType
from emulator.world.world import World
from tests.answers import ask
from tests.api_client import Api
from tests.office import event_type, office, user
from tests.webhooks.subscriptions import subscribe

BODY: dict[str, Any] = {"subscriberUrl": "https://example.com/hook", "triggers": ["BOOKING_CREATED"], "active": True}
KEYS = "id payloadTemplate triggers subscriberUrl active secret time timeUnit version eventTypeId"
ONE = ["getEventTypeWebhook", "updateEventTypeWebhook", "deleteEventTypeWebhook"]
ALL = ["createEventTypeWebhook", "getEventTypeWebhooks", "deleteAllEventTypeWebhooks"]


@pytest.fixture
def world() -> World:
    return office()


@pytest.fixture
def kind(world: World) -> EventType:
    return event_type(world)


def run(world: World, verb: str, event_type_id: int, webhook_id: str | None = None, **more: Any) -> Any:
    path: dict[str, Any] = {"eventTypeId": event_type_id}
    if webhook_id is not None:
        path["webhookId"] = webhook_id
    if verb == "updateEventTypeWebhook":
        more.setdefault("body", {})
    if verb == "createEventTypeWebhook":
        more.setdefault("body", BODY)
    caller = user(world, more.pop("caller", 1))
    return ask(HANDLERS, f"EventTypeWebhooksController_{verb}", world, caller, **more, **path)


def refused(world: World, verb: str, event_type_id: int, webhook_id: str | None = None, **more: Any) -> tuple[int, str]:
    with pytest.raises(ApiError) as caught:
        run(world, verb, event_type_id, webhook_id, **more)
    return caught.value.status, caught.value.message


@pytest.mark.behaviour("webhooks", 11)
def test_create(world: World, kind: EventType) -> None:
    """webhooks.md 10 #11; live.md 2.4: the owner's key comes last."""
    created = run(world, "createEventTypeWebhook", kind.id)
    assert " ".join(created) == KEYS
    assert created["eventTypeId"] == kind.id


@pytest.mark.behaviour("webhooks", 12)
def test_one_url_once_an_event_type(world: World, kind: EventType) -> None:
    """webhooks.md 10 #12"""
    run(world, "createEventTypeWebhook", kind.id)
    run(world, "createEventTypeWebhook", event_type(world, slug="other").id)
    assert refused(world, "createEventTypeWebhook", kind.id) == (
        409,
        "Webhook with this subscriber url already exists for this event type",
    )


def test_update_may_make_duplicates(world: World, kind: EventType) -> None:
    """webhooks.md 6.5: neither the service nor the database looks."""
    run(world, "createEventTypeWebhook", kind.id)
    hook = subscribe(world, event_type_id=kind.id)
    updated = run(world, "updateEventTypeWebhook", kind.id, hook.id, body={"subscriberUrl": BODY["subscriberUrl"]})
    assert updated["subscriberUrl"] == BODY["subscriberUrl"]


@pytest.mark.behaviour("webhooks", 27, 29)
def test_urls_and_triggers_are_checked(world: World, kind: EventType) -> None:
    """webhooks.md 10 #27 and #29"""
    body = {**BODY, "triggers": ["DELEGATION_CREDENTIAL_ERROR"]}
    text = "DELEGATION_CREDENTIAL_ERROR trigger is only available for organization webhooks"
    assert refused(world, "createEventTypeWebhook", kind.id, body=body) == (400, text)
    body["subscriberUrl"] = "example"
    assert refused(world, "createEventTypeWebhook", kind.id, body=body) == (
        400,
        "Webhook URL is not allowed: Invalid URL format",
    )


@pytest.mark.behaviour("webhooks", 13, 14, 16, 20)
@pytest.mark.parametrize("verb", [*ALL, *ONE])
def test_event_types_that_are_foreign_or_unknown(world: World, kind: EventType, verb: str) -> None:
    """webhooks.md 10 #13, #14, #16 and #20; the event type is asked about first, and a team's is nobody's."""
    webhook_id = "nope" if verb in ONE else None
    teams = event_type(world, owner_id=None, team_id=5)
    guard = "IsUserEventTypeWebhookGuard -"
    assert refused(world, verb, 99, webhook_id) == (404, f"{guard} Event type (99) not found")
    assert refused(world, verb, kind.id, webhook_id, caller=2) == (
        403,
        f"{guard} User (2) is not the owner of event type ({kind.id})",
    )
    assert refused(world, verb, teams.id, webhook_id) == (
        403,
        f"{guard} User (1) is not the owner of event type ({teams.id})",
    )


@pytest.mark.behaviour("webhooks", 15, 17, 20)
@pytest.mark.parametrize("verb", ONE)
def test_webhooks_that_are_unknown_or_elsewhere(world: World, kind: EventType, verb: str) -> None:
    """webhooks.md 10 #15, #17 and #20"""
    own, others = subscribe(world), subscribe(world, event_type_id=event_type(world).id)
    guard = "IsUserEventTypeWebhookGuard -"
    assert refused(world, verb, kind.id, "nope") == (404, "Webhook (nope) not found")
    assert refused(world, verb, kind.id, own.id) == (
        400,
        f"{guard} Webhook ({own.id}) is not associated with an event type",
    )
    assert refused(world, verb, kind.id, others.id) == (
        403,
        f"{guard} Webhook ({others.id}) is not associated with event type ({kind.id})",
    )


@pytest.mark.behaviour("webhooks", 18)
def test_list_read_and_delete(world: World, kind: EventType) -> None:
    """webhooks.md 10 #18; nothing but the ten keys when one is read."""
    created = run(world, "createEventTypeWebhook", kind.id)
    subscribe(world)
    subscribe(world, event_type_id=event_type(world).id)
    assert run(world, "getEventTypeWebhooks", kind.id) == [created]
    assert run(world, "getEventTypeWebhooks", kind.id, query={"skip": 1}) == []
    assert run(world, "getEventTypeWebhook", kind.id, created["id"]) == created
    assert run(world, "deleteEventTypeWebhook", kind.id, created["id"]) == created
    assert run(world, "getEventTypeWebhooks", kind.id) == []


@pytest.mark.behaviour("webhooks", 19)
def test_delete_all_counts_in_the_plural(world: World, kind: EventType) -> None:
    """webhooks.md 10 #19"""
    kept = subscribe(world)
    subscribe(world, event_type_id=kind.id)
    assert run(world, "deleteAllEventTypeWebhooks", kind.id) == "1 webhooks deleted"
    assert run(world, "deleteAllEventTypeWebhooks", kind.id) == "0 webhooks deleted"
    assert list(world.webhooks) == [kept]


def test_over_http(api: Api) -> None:
    path = "/v2/event-types/3/webhooks"
    created = api.post(path, BODY)
    assert created.status_code == 201
    webhook_id = created.json()["data"]["id"]
    assert api.patch(f"{path}/{webhook_id}", {"active": False}).json()["data"]["active"] is False
    assert [hook["id"] for hook in api.data("GET", path)] == [webhook_id]
    assert api.get(f"/v2/webhooks/{webhook_id}").status_code == 403
    answer = api.delete(path)
    assert (answer.status_code, answer.json()) == (200, {"status": "success", "data": "1 webhooks deleted"})
