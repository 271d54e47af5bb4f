"""Webhook subscriptions of an event type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from emulator.api.call import Call, Guard, Handler
from emulator.api.subscriptions import Subscriptions
from emulator.errors import webhooks as errors
from emulator.world.appointments import EventType
from emulator.world.records import Webhook

NAMES: Final = ("EventTypeWebhooksController", "EventTypeWebhook")


def _owned(call: Call) -> EventType:
    """The guard of the whole resource: the event type in the path, if it is the caller's."""
    event_type_id = call.path["eventTypeId"]
    event_type = call.world.event_types.get(event_type_id)
    if event_type is None:
        raise errors.event_type_not_found(event_type_id)
    if event_type.owner_id != call.me.user.id and not call.me.is_system_admin:
        raise errors.event_type_foreign(call.me.user.id, event_type_id)
    return event_type


def _webhook(call: Call, event_type: EventType) -> Webhook:
    webhook_id = call.path["webhookId"]
    hook = call.world.webhooks.get(webhook_id)
    if hook is None:
        raise errors.not_found(webhook_id)
    if hook.event_type_id is None:
        raise errors.not_of_any_event_type(webhook_id)
    if hook.event_type_id != event_type.id:
        raise errors.of_another_event_type(webhook_id, event_type.id)
    return hook


SUBSCRIPTIONS: Final = Subscriptions(
    field="event_type_id",
    readable=_owned,
    writable=_owned,
    hook=_webhook,
    taken=errors.taken_by_event_type,
)
HANDLERS: Final[Mapping[str, Handler]] = SUBSCRIPTIONS.handlers(*NAMES)
GUARDS: Final[Mapping[str, Guard]] = SUBSCRIPTIONS.guards(*NAMES)
