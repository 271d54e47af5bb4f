"""A user's webhook subscriptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.api.pagination import window
from emulator.errors import webhooks as errors
from emulator.errors.base import ApiError
from emulator.errors.common import duplicate_record
from emulator.settings import Settings
from emulator.webhooks.triggers import OLD_VERSION
from emulator.webhooks.urls import reason_against
from emulator.world.instants import wire
from emulator.world.records import Webhook
from emulator.world.world import World

ORGANIZATION_ONLY: Final = "DELEGATION_CREDENTIAL_ERROR"


def create(call: Call) -> Json:
    world, owner = call.world, call.me.user
    check_url(call.settings, call.body["subscriberUrl"])
    check_triggers(call.body["triggers"])
    check_free(world.webhooks.where("user_id", owner.id), call.body["subscriberUrl"], errors.taken_by_user)
    return success(webhook_output(subscribe(world, call.body, user_id=owner.id)))


def list_own(call: Call) -> Json:
    return success(page(call, call.world.webhooks.where("user_id", call.me.user.id)))


def read(call: Call) -> Json:
    """The one answer that shows the whole row: the service forgets to leave out the rest (webhooks.md 6.6)."""
    hook = owned_webhook(call)
    whole = {
        "teamId": hook.team_id,
        "eventTypeId": hook.event_type_id,
        "createdAt": wire(hook.created_at),
        "appId": hook.app_id,
        "platform": hook.platform,
        "oAuthClientId": hook.oauth_client_id,
    }
    return success({**webhook_output(hook), "userId": hook.user_id, **whole})


def update(call: Call) -> Json:
    hook = owned_webhook(call)
    changes = changes_of(call, hook)
    url = changes.get("subscriber_url", hook.subscriber_url)
    if url != hook.subscriber_url:
        # Nobody checks before the database does: its own refusal (webhooks.md 6.5).
        check_free(call.world.webhooks.where("user_id", call.me.user.id), url, duplicate_record)
    return success(webhook_output(call.world.webhooks.update(hook, **changes)))


def delete(call: Call) -> Json:
    hook = owned_webhook(call)
    call.world.webhooks.remove(hook)
    return success(webhook_output(hook))


def subscribe(world: World, body: Mapping[str, Any], **owner: Any) -> Webhook:
    """Insert a subscription as the body has it; `owner` is the one attribute that says whose it is."""
    return world.webhooks.add(
        Webhook(
            id=world.ids.uuid(),
            subscriber_url=body["subscriberUrl"],
            triggers=list(body["triggers"]),
            created_at=world.now(),
            active=body["active"],
            payload_template=body.get("payloadTemplate"),
            secret=body.get("secret"),
            version=body.get("version") or OLD_VERSION,
            time=body.get("time"),
            time_unit=body.get("timeUnit"),
            **owner,
        )
    )


def changes_of(call: Call, hook: Webhook) -> dict[str, Any]:
    """A PATCH's body as attributes; the URL is looked at only when it changes. Raises the service's 400."""
    body = call.body or {}
    url = body.get("subscriberUrl")
    if url is not None and url != hook.subscriber_url:
        check_url(call.settings, url)
    names = {
        "subscriberUrl": "subscriber_url",
        "triggers": "triggers",
        "active": "active",
        "payloadTemplate": "payload_template",
        "secret": "secret",
        "version": "version",
        "time": "time",
        "timeUnit": "time_unit",
    }
    nullable = ("payloadTemplate", "secret", "time", "timeUnit")
    return {
        attribute: body[name]
        for name, attribute in names.items()
        if name in body and (body[name] is not None or name in nullable)
    }


def check_url(settings: Settings, url: str) -> None:
    reason = reason_against(url, hosted=settings.hosted_urls)
    if reason is not None:
        raise errors.url_not_allowed(reason)


def check_triggers(triggers: list[str]) -> None:
    if ORGANIZATION_ONLY in triggers:
        raise errors.organization_trigger(ORGANIZATION_ONLY)


def page(call: Call, hooks: list[Webhook]) -> list[Json]:
    skip, take = window(call.query)
    return [webhook_output(hook) for hook in hooks[skip : skip + take]]


def webhook_output(hook: Webhook) -> dict[str, Json]:
    """Ten keys in the live order, the owner's last (live.md 2.4)."""
    shown: dict[str, Json] = {
        "id": hook.id,
        "payloadTemplate": hook.payload_template,
        "triggers": hook.triggers,
        "subscriberUrl": hook.subscriber_url,
        "active": hook.active,
        "secret": hook.secret,
        "time": hook.time,
        "timeUnit": hook.time_unit,
        "version": hook.version,
    }
    owners = {
        "eventTypeId": hook.event_type_id,
        "teamId": hook.team_id,
        "oAuthClientId": hook.oauth_client_id,
    }
    owner = next((name for name, value in owners.items() if value is not None), None)
    return shown | ({"userId": hook.user_id} if owner is None else {owner: owners[owner]})


def check_free(hooks: Iterable[Webhook], url: str, refusal: Callable[[], ApiError]) -> None:
    """Refuse an address that one of the owner's subscriptions has already; letter by letter (webhooks.md 6.5)."""
    if any(hook.subscriber_url == url for hook in hooks):
        raise refusal()


def delete_each(world: World, hooks: Iterable[Webhook]) -> Json:
    """Remove them; the service counts in the plural only."""
    doomed = list(hooks)
    for hook in doomed:
        world.webhooks.remove(hook)
    return success(f"{len(doomed)} webhooks deleted")


def owned_webhook(call: Call) -> Webhook:
    """The guard of one subscription: it must be the caller's."""
    webhook_id = call.path["webhookId"]
    hook = call.world.webhooks.get(webhook_id)
    if hook is None:
        raise errors.not_found(webhook_id)
    # Subscriptions of event types belong to no user: even their maker is refused here (webhooks.md 6.8).
    if hook.user_id != call.me.user.id and not call.me.is_system_admin:
        raise errors.foreign(call.me.user.id, webhook_id)
    return hook


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "WebhooksController_createWebhook": create,
        "WebhooksController_getWebhooks": list_own,
        "WebhooksController_getWebhook": read,
        "WebhooksController_updateWebhook": update,
        "WebhooksController_deleteWebhook": delete,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "WebhooksController_updateWebhook": owned_webhook,
    }
)
