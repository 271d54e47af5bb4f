from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from emulator.api.call import Call
from emulator.api.webhooks import HANDLERS
from emulator.auth.caller import Caller
from emulator.errors.base import ApiError
from emulator.settings import Settings
from emulator.world.world import World
from tests.answers import ask
from tests.api_client import Api, message
from tests.office import event_type, office, user
from tests.webhooks.subscriptions import subscribe

BODY: dict[str, Any] = {
    "subscriberUrl": "https://example.com/hook",
    "triggers": ["BOOKING_RESCHEDULED", "BOOKING_CREATED", "BOOKING_CANCELLED"],
    "active": True,
    "payloadTemplate": "template",
}
KEYS = "id payloadTemplate triggers subscriberUrl active secret time timeUnit version userId"


@pytest.fixture
def world() -> World:
    return office()


def run(world: World, verb: str, webhook_id: str | None = None, *, caller: int = 1, **more: Any) -> Any:
    path: dict[str, Any] = {} if webhook_id is None else {"webhookId": webhook_id}
    return ask(HANDLERS, f"WebhooksController_{verb}", world, user(world, caller), **more, **path)


def refused(world: World, verb: str, webhook_id: str | None = None, **more: Any) -> tuple[int, str]:
    with pytest.raises(ApiError) as caught:
        run(world, verb, webhook_id, **more)
    return caught.value.status, caught.value.message


@pytest.mark.behaviour("webhooks", 1, 2)
def test_create(world: World) -> None:
    """webhooks.md 10 #1 and #2; live.md 2.4: ten keys in order, a version when none was asked for."""
    created = run(world, "createWebhook", body=BODY)
    assert " ".join(created) == KEYS
    assert UUID(created["id"]).version == 4
    assert created["triggers"] == BODY["triggers"]
    assert (created["userId"], created["payloadTemplate"], created["version"]) == (1, "template", "2021-10-20")


@pytest.mark.behaviour("webhooks", 34)
def test_what_was_not_given_is_null(world: World) -> None:
    """webhooks.md 10 #34"""
    bare = {name: value for name, value in BODY.items() if name != "payloadTemplate"}
    created = run(world, "createWebhook", body={**bare, "triggers": []})
    assert [created[key] for key in ("payloadTemplate", "secret", "time", "timeUnit", "triggers")] == [
        None,
        None,
        None,
        None,
        [],
    ]


def test_what_was_given_is_kept(world: World) -> None:
    more = {"secret": "s", "version": "2026-07-27", "time": 5, "timeUnit": "MINUTE", "active": False}
    created = run(world, "createWebhook", body={**BODY, **more})
    assert {key: created[key] for key in more} == more
    assert run(world, "getWebhook", created["id"])["secret"] == "s"


@pytest.mark.behaviour("webhooks", 3)
def test_one_url_once_a_user(world: World) -> None:
    """webhooks.md 10 #3; 6.5: compared letter by letter."""
    run(world, "createWebhook", body=BODY)
    assert refused(world, "createWebhook", body=BODY) == (
        409,
        "Webhook with this subscriber url already exists for this user",
    )
    run(world, "createWebhook", body={**BODY, "subscriberUrl": f"{BODY['subscriberUrl']}/"})
    run(world, "createWebhook", body=BODY, caller=2)


@pytest.mark.behaviour("webhooks", 27)
def test_organization_triggers(world: World) -> None:
    """webhooks.md 10 #27; asked after the URL and before duplicates, on creation only."""
    created = run(world, "createWebhook", body=BODY)
    credential = {**BODY, "triggers": ["BOOKING_CREATED", "DELEGATION_CREDENTIAL_ERROR"]}
    text = "DELEGATION_CREDENTIAL_ERROR trigger is only available for organization webhooks"
    assert refused(world, "createWebhook", body=credential) == (400, text)
    metadata = {**credential, "subscriberUrl": "http://169.254.169.254/"}
    assert refused(world, "createWebhook", body=metadata) == (400, "Webhook URL is not allowed: Blocked hostname")
    assert run(world, "updateWebhook", created["id"], body={"triggers": credential["triggers"]})


@pytest.mark.behaviour("webhooks", 4)
def test_update(world: World) -> None:
    """webhooks.md 10 #4"""
    created = run(world, "createWebhook", body={**BODY, "secret": "s"})
    updated = run(world, "updateWebhook", created["id"], body={"active": False})
    assert updated == {**created, "active": False}
    assert run(world, "updateWebhook", created["id"], body={}) == updated
    replaced = run(world, "updateWebhook", created["id"], body={"triggers": ["MEETING_ENDED"], "version": "2026-07-27"})
    assert (replaced["triggers"], replaced["version"], replaced["secret"]) == (["MEETING_ENDED"], "2026-07-27", "s")
    cleared = run(world, "updateWebhook", created["id"], body={"secret": None, "payloadTemplate": None, "active": None})
    assert (cleared["secret"], cleared["payloadTemplate"], cleared["active"]) == (None, None, False)


@pytest.mark.behaviour("webhooks", 30)
def test_update_asks_about_a_new_url_only(world: World) -> None:
    """webhooks.md 10 #30"""
    hook = subscribe(world, "http://169.254.169.254/")
    kept = run(world, "updateWebhook", hook.id, body={"subscriberUrl": hook.subscriber_url, "active": False})
    assert kept["active"] is False
    run(world, "updateWebhook", hook.id, body={"active": True})
    assert refused(world, "updateWebhook", hook.id, body={"subscriberUrl": "ftp://x"}) == (
        400,
        "Webhook URL is not allowed: Only HTTP and HTTPS protocols are allowed",
    )


def test_update_to_a_taken_url_is_the_databases_refusal(world: World) -> None:
    """webhooks.md 6.5"""
    run(world, "createWebhook", body=BODY)
    other = run(world, "createWebhook", body={**BODY, "subscriberUrl": "https://example.com/other"})
    answer = refused(world, "updateWebhook", other["id"], body={"subscriberUrl": BODY["subscriberUrl"]})
    assert answer == (409, "Invalid Input: Trying to create a record that already exists.")


@pytest.mark.behaviour("webhooks", 31)
def test_hosted_urls(world: World) -> None:
    """webhooks.md 10 #31"""
    hook = subscribe(world, "https://example.com/")
    body = {"subscriberUrl": "http://example.com/"}
    for operation, path in (("createWebhook", {}), ("updateWebhook", {"webhookId": hook.id})):
        name = f"WebhooksController_{operation}"
        sent = {**BODY, **body}
        call = Call(world, name, "", path, {}, sent, Caller(user(world)), Settings(hosted_urls=True))
        with pytest.raises(ApiError, match="Webhook URL is not allowed: Only HTTPS URLs are allowed"):
            HANDLERS[name](call)


@pytest.mark.behaviour("webhooks", 5, 35)
def test_read_shows_the_whole_row(world: World) -> None:
    """webhooks.md 10 #5 and #35"""
    created = run(world, "createWebhook", body=BODY)
    read = run(world, "getWebhook", created["id"])
    assert {key: read[key] for key in created} == created
    extra = {key: value for key, value in read.items() if key not in created}
    assert extra == {
        "teamId": None,
        "eventTypeId": None,
        "createdAt": "2029-12-03T08:00:00.000Z",
        "appId": None,
        "platform": False,
        "oAuthClientId": None,
    }
    (listed,) = run(world, "getWebhooks")
    assert listed == created


@pytest.mark.behaviour("webhooks", 6, 7, 10)
@pytest.mark.parametrize("verb", ["getWebhook", "updateWebhook", "deleteWebhook"])
def test_unknown_and_foreign_ones(world: World, verb: str) -> None:
    """webhooks.md 10 #6, #7 and #10; 6.8: one of an event type is nobody's, even its maker's."""
    more: dict[str, Any] = {"body": {}} if verb == "updateWebhook" else {}
    assert refused(world, verb, "nope", **more) == (404, "Webhook (nope) not found")
    hooks = [subscribe(world, id="eves", user_id=2), subscribe(world, id="types", event_type_id=event_type(world).id)]
    for hook in hooks:
        assert refused(world, verb, hook.id, **more) == (
            403,
            f"IsUserWebhookGuard - user with id=(1) is not the owner of webhook with id=({hook.id})",
        )
    assert len(world.webhooks) == 2


def test_a_system_administrator_may(world: World) -> None:
    world.users.update(user(world, 2), role="ADMIN")
    hook = subscribe(world)
    assert run(world, "getWebhook", hook.id, caller=2)["userId"] == 1


@pytest.mark.behaviour("webhooks", 8)
def test_list_only_ones_own_in_pages(world: World) -> None:
    """webhooks.md 10 #8; 6.7"""
    own = [subscribe(world, f"http://x/{number}").id for number in range(3)]
    subscribe(world, user_id=2)
    subscribe(world, event_type_id=event_type(world).id)
    assert [hook["id"] for hook in run(world, "getWebhooks")] == own
    assert [hook["id"] for hook in run(world, "getWebhooks", query={"take": 1, "skip": 1})] == own[1:2]
    assert run(world, "getWebhooks", query={"skip": 5}) == []


@pytest.mark.behaviour("webhooks", 9)
def test_delete_answers_what_is_gone(world: World) -> None:
    """webhooks.md 10 #9"""
    created = run(world, "createWebhook", body=BODY)
    updated = run(world, "updateWebhook", created["id"], body={"active": False})
    assert run(world, "deleteWebhook", created["id"]) == updated
    assert len(world.webhooks) == 0


@pytest.mark.behaviour("webhooks", 32)
@pytest.mark.parametrize(
    "change", [{"active": None}, {"triggers": ["BOOKING_CONFIRMED"]}, {"triggers": "BOOKING_CREATED"}, {"version": "1"}]
)
def test_bodies_that_are_refused(api: Api, change: dict[str, Any]) -> None:
    """webhooks.md 10 #32"""
    body = {name: value for name, value in {**BODY, **change}.items() if value is not None}
    answer = api.post("/v2/webhooks", body)
    assert (answer.status_code, message(answer)) == (400, "Bad Request Exception")
    (error,) = answer.json()["error"]["details"]["errors"]
    assert error["property"] in change
    assert api.data("GET", "/v2/webhooks") == []


@pytest.mark.behaviour("webhooks", 33)
@pytest.mark.parametrize("query", ["take=0", "take=251", "skip=-1"])
def test_pages_that_are_refused(api: Api, query: str) -> None:
    """webhooks.md 10 #33"""
    assert api.get(f"/v2/webhooks?{query}").status_code == 400


def test_over_http(api: Api) -> None:
    """Statuses, unknown keys (stripped), and the envelope of the refusal of webhooks.md 14."""
    created = api.post("/v2/webhooks", {**BODY, "eventTypeId": 3, "userId": 7})
    assert created.status_code == 201
    assert created.json()["data"]["userId"] != 7
    assert "eventTypeId" not in created.json()["data"]
    again = api.post("/v2/webhooks", BODY)
    text = "Webhook with this subscriber url already exists for this user"
    assert again.status_code == 409
    assert again.json()["error"] == {
        "code": "ConflictException",
        "message": text,
        "details": {"message": text, "error": "Conflict", "statusCode": 409},
    }
    path = f"/v2/webhooks/{created.json()['data']['id']}"
    assert api.patch(path, {"active": False}).status_code == 200
    assert api.delete(path).json()["data"]["active"] is False
    assert api.get(path).status_code == 404
    assert api.get("/v2/webhooks", headers={"authorization": None}).status_code == 401
