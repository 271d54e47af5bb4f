"""Webhook subscriptions of a team's event types (webhooks.md 6.1, platform.md 2.4)."""

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
from emulator.auth import roles
from emulator.errors import webhooks as errors
from emulator.world.appointments import EventType
from emulator.world.records import Webhook


def create(call: Call) -> Json:
    event_type = writable_event_type(call)
    check_url(call.settings, call.body["subscriberUrl"])
    check_triggers(call.body["triggers"])
    hooks = call.world.webhooks.where("event_type_id", event_type.id)
    check_free(hooks, call.body["subscriberUrl"], errors.taken_by_event_type)
    return success(webhook_output(subscribe(call.world, call.body, event_type_id=event_type.id)))


def list_all(call: Call) -> Json:
    return success(page(call, call.world.webhooks.where("event_type_id", readable_event_type(call).id)))


def read(call: Call) -> Json:
    return success(webhook_output(_webhook(call, readable_event_type(call))))


def update(call: Call) -> Json:
    hook = writable_webhook(call)
    return success(webhook_output(call.world.webhooks.update(hook, **changes_of(call, hook))))


def delete(call: Call) -> Json:
    hook = writable_webhook(call)
    call.world.webhooks.remove(hook)
    return success(webhook_output(hook))


def delete_all(call: Call) -> Json:
    return delete_each(call.world, call.world.webhooks.where("event_type_id", writable_event_type(call).id))


def readable_event_type(call: Call) -> EventType:
    return _event_type(call, "TEAM_MEMBER")


def writable_event_type(call: Call) -> EventType:
    return _event_type(call, "TEAM_ADMIN")


def writable_webhook(call: Call) -> Webhook:
    return _webhook(call, writable_event_type(call))


def _event_type(call: Call, least: roles.Role) -> EventType:
    """The event type in the path. Reading is declared for members, but a second guard wants leaders for everything."""
    team_id, event_type_id = call.path["teamId"], call.path["eventTypeId"]
    roles.check(call.world, call.me, least, team_id=team_id)
    if not call.me.is_system_admin and not roles.leads(call.world, call.me, team_id):
        raise errors.not_leading_team(call.me.user.id, team_id)
    event_type = call.world.event_types.get(event_type_id)
    if event_type is None or event_type.team_id != team_id:
        raise errors.not_of_team(event_type_id, team_id)
    return event_type


def _webhook(call: Call, event_type: EventType) -> Webhook:
    webhook_id = call.path["webhookId"]
    hook = call.world.webhooks.get(webhook_id)
    if hook is None:
        raise errors.unknown_to_team(webhook_id)
    if hook.event_type_id is None:
        raise errors.without_event_type(webhook_id)
    if hook.event_type_id != event_type.id:
        raise errors.of_another_team_event_type()
    return hook


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "TeamsEventTypesWebhooksController_createTeamEventTypeWebhook": create,
        "TeamsEventTypesWebhooksController_getTeamEventTypeWebhooks": list_all,
        "TeamsEventTypesWebhooksController_getTeamEventTypeWebhook": read,
        "TeamsEventTypesWebhooksController_updateTeamEventTypeWebhook": update,
        "TeamsEventTypesWebhooksController_deleteTeamEventTypeWebhook": delete,
        "TeamsEventTypesWebhooksController_deleteAllTeamEventTypeWebhooks": delete_all,
    }
)
