"""A user's webhook subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.api.subscriptions import Subscriptions, webhook_output
from emulator.errors import webhooks as errors
from emulator.errors.common import duplicate_record
from emulator.world.instants import wire
from emulator.world.records import User, Webhook


def read(call: Call) -> Json:
    """The one answer that shows the whole row: the service forgets to leave out the rest (webhooks.md 6.6)."""
    hook = SUBSCRIPTIONS.writable_hook(call)
    whole = {
        "teamId": hook.team_id,
        "eventTypeId": hook.event_type_id,
        "createdAt": wire(hook.created_at),
        "appId": hook.app_id,
        "platform": hook.platform,
        "oAuthClientId": hook.oauth_client_id,
    }
    return success({**webhook_output(hook), "userId": hook.user_id, **whole})


def _me(call: Call) -> User:
    return call.me.user


def _webhook(call: Call, user: User) -> Webhook:
    webhook_id = call.path["webhookId"]
    hook = call.world.webhooks.get(webhook_id)
    if hook is None:
        raise errors.not_found(webhook_id)
    # Subscriptions of event types belong to no user: even their maker is refused here (webhooks.md 6.8).
    if hook.user_id != user.id and not call.me.is_system_admin:
        raise errors.foreign(user.id, webhook_id)
    return hook


# When an address is changed nobody checks before the database does: its own refusal (webhooks.md 6.5).
SUBSCRIPTIONS: Final = Subscriptions(
    field="user_id",
    readable=_me,
    writable=_me,
    hook=_webhook,
    taken=errors.taken_by_user,
    taken_later=duplicate_record,
)
HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "WebhooksController_createWebhook": SUBSCRIPTIONS.create,
        "WebhooksController_getWebhooks": SUBSCRIPTIONS.list_all,
        "WebhooksController_getWebhook": read,
        "WebhooksController_updateWebhook": SUBSCRIPTIONS.update,
        "WebhooksController_deleteWebhook": SUBSCRIPTIONS.delete,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType({"WebhooksController_updateWebhook": SUBSCRIPTIONS.writable_hook})
