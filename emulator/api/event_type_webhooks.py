"""Webhook subscriptions of an event type."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, success
from emulator.api.webhooks import (
    changes_of,
    check_free,
    check_triggers,
    check_url,
    delete_each,
    page,
    subscribe,
    webhook_output,
)
from emulator.errors import webhooks as errors
from emulator.world.appointments import EventType
from emulator.world.records import Webhook


def create(call: Call) -> Json:
    event_type = owned_event_type(call)
    check_url(call.settings, call.body["subscriberUrl"])
    check_triggers(call.body["triggers"])
    hooks = call.world.webhooks.where("event_type_id", event_type.id)
    check_free(hooks, call.body["subscriberUrl"], errors.taken_by_event_type)
    return success(webhook_output(subscribe(call.world, call.body, event_type_id=event_type.id)))


def list_all(call: Call) -> Json:
    return success(page(call, call.world.webhooks.where("event_type_id", owned_event_type(call).id)))


def read(call: Call) -> Json:
    return success(webhook_output(owned_webhook(call)))


def update(call: Call) -> Json:
    hook = owned_webhook(call)
    return success(webhook_output(call.world.webhooks.update(hook, **changes_of(call, hook))))


def delete(call: Call) -> Json:
    hook = owned_webhook(call)
    call.world.webhooks.remove(hook)
    return success(webhook_output(hook))


def delete_all(call: Call) -> Json:
    return delete_each(call.world, call.world.webhooks.where("event_type_id", owned_event_type(call).id))


def owned_event_type(call: Call) -> EventType:
    """The guard of the whole resource: the event type in the path, if it is the caller's."""
    event_type_id = call.path["eventTypeId"]
    event_type = call.world.event_types.get(event_type_id)
    if event_type is None:
        raise errors.event_type_not_found(event_type_id)
    if event_type.owner_id != call.me.user.id and not call.me.is_system_admin:
        raise errors.event_type_foreign(call.me.user.id, event_type_id)
    return event_type


def owned_webhook(call: Call) -> Webhook:
    """The guard of one subscription: it must belong to the event type in the path."""
    event_type = owned_event_type(call)
    webhook_id = call.path["webhookId"]
    hook = call.world.webhooks.get(webhook_id)
    if hook is None:
        raise errors.not_found(webhook_id)
    if hook.event_type_id is None:
        raise errors.not_of_any_event_type(webhook_id)
    if hook.event_type_id != event_type.id:
        raise errors.of_another_event_type(webhook_id, event_type.id)
    return hook


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "EventTypeWebhooksController_createEventTypeWebhook": create,
        "EventTypeWebhooksController_getEventTypeWebhooks": list_all,
        "EventTypeWebhooksController_getEventTypeWebhook": read,
        "EventTypeWebhooksController_updateEventTypeWebhook": update,
        "EventTypeWebhooksController_deleteEventTypeWebhook": delete,
        "EventTypeWebhooksController_deleteAllEventTypeWebhooks": delete_all,
    }
)
