"""Webhook subscriptions of platform clients (webhooks.md 6.1, platform.md 4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from emulator.api.call import Call, Guard, Handler
from emulator.api.oauth_clients import readable_client, writable_client
from emulator.api.subscriptions import Subscriptions
from emulator.errors import webhooks as errors
from emulator.errors.common import duplicate_record
from emulator.world.credentials import OAuthClient
from emulator.world.records import Webhook

NAMES: Final = ("OAuthClientWebhooksController", "OAuthClientWebhook")


def _webhook(call: Call, client: OAuthClient) -> Webhook:
    webhook_id = call.path["webhookId"]
    hook = call.world.webhooks.get(webhook_id)
    if hook is None:
        raise errors.not_found(webhook_id)
    if hook.oauth_client_id != client.id:
        raise errors.not_of_client()
    return hook


# Which triggers go where is not asked here. As with users' subscriptions it is the database that refuses an address.
SUBSCRIPTIONS: Final = Subscriptions(
    field="oauth_client_id",
    readable=readable_client,
    writable=writable_client,
    hook=_webhook,
    taken=errors.taken_by_client,
    taken_later=duplicate_record,
    any_trigger=True,
)
HANDLERS: Final[Mapping[str, Handler]] = SUBSCRIPTIONS.handlers(*NAMES)
GUARDS: Final[Mapping[str, Guard]] = SUBSCRIPTIONS.guards(*NAMES)
