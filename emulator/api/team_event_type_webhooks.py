"""Webhook subscriptions of a team's event types (webhooks.md 6.1, platform.md 2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from emulator.api.call import Call, Guard, Handler
from emulator.api.subscriptions import Subscriptions
from emulator.auth import roles
from emulator.errors import webhooks as errors
from emulator.world.appointments import EventType
from emulator.world.records import Webhook

NAMES: Final = ("TeamsEventTypesWebhooksController", "TeamEventTypeWebhook")


def _readable(call: Call) -> EventType:
    return _event_type(call, "TEAM_MEMBER")


def _writable(call: Call) -> EventType:
    return _event_type(call, "TEAM_ADMIN")


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


SUBSCRIPTIONS: Final = Subscriptions(
    field="event_type_id",
    readable=_readable,
    writable=_writable,
    hook=_webhook,
    taken=errors.taken_by_event_type,
)
HANDLERS: Final[Mapping[str, Handler]] = SUBSCRIPTIONS.handlers(*NAMES)
GUARDS: Final[Mapping[str, Guard]] = SUBSCRIPTIONS.guards(*NAMES)
