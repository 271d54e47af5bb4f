"""Webhook subscriptions of platform clients (webhooks.md 6.1, platform.md 4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.api.oauth_clients import readable_client, writable_client
from emulator.api.webhooks import changes_of, check_free, check_url, delete_each, page, subscribe, webhook_output
from emulator.errors import webhooks as errors
from emulator.errors.common import duplicate_record
from emulator.world.credentials import OAuthClient
from emulator.world.records import Webhook


def create(call: Call) -> Json:
    """Which triggers go where is not asked here."""
    client = writable_client(call)
    check_url(call.settings, call.body["subscriberUrl"])
    hooks = call.world.webhooks.where("oauth_client_id", client.id)
    check_free(hooks, call.body["subscriberUrl"], errors.taken_by_client)
    return success(webhook_output(subscribe(call.world, call.body, oauth_client_id=client.id)))


def list_all(call: Call) -> Json:
    return success(page(call, call.world.webhooks.where("oauth_client_id", readable_client(call).id)))


def read(call: Call) -> Json:
    return success(webhook_output(_webhook(call, readable_client(call))))


def update(call: Call) -> Json:
    hook = writable_webhook(call)
    changes = changes_of(call, hook)
    url = changes.get("subscriber_url", hook.subscriber_url)
    if url != hook.subscriber_url:
        # As with users' subscriptions it is the database that refuses.
        check_free(call.world.webhooks.where("oauth_client_id", hook.oauth_client_id), url, duplicate_record)
    return success(webhook_output(call.world.webhooks.update(hook, **changes)))


def delete(call: Call) -> Json:
    hook = writable_webhook(call)
    call.world.webhooks.remove(hook)
    return success(webhook_output(hook))


def delete_all(call: Call) -> Json:
    return delete_each(call.world, call.world.webhooks.where("oauth_client_id", writable_client(call).id))


def writable_webhook(call: Call) -> Webhook:
    return _webhook(call, writable_client(call))


def _webhook(call: Call, client: OAuthClient) -> Webhook:
    webhook_id = call.path["webhookId"]
    hook = call.world.webhooks.get(webhook_id)
    if hook is None:
        raise errors.not_found(webhook_id)
    if hook.oauth_client_id != client.id:
        raise errors.not_of_client()
    return hook


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "OAuthClientWebhooksController_createOAuthClientWebhook": create,
        "OAuthClientWebhooksController_getOAuthClientWebhooks": list_all,
        "OAuthClientWebhooksController_getOAuthClientWebhook": read,
        "OAuthClientWebhooksController_updateOAuthClientWebhook": update,
        "OAuthClientWebhooksController_deleteOAuthClientWebhook": delete,
        "OAuthClientWebhooksController_deleteAllOAuthClientWebhooks": delete_all,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "OAuthClientWebhooksController_createOAuthClientWebhook": writable_client,
        "OAuthClientWebhooksController_getOAuthClientWebhooks": readable_client,
        "OAuthClientWebhooksController_updateOAuthClientWebhook": writable_webhook,
    }
)
