"""Which subscriptions hear of an event, and why the others do not: as they stand now."""

from __future__ import annotations

from dataclasses import dataclass

from emulator.webhooks.subscribers import subscribers
from emulator.world.appointments import Booking
from emulator.world.events import Event
from emulator.world.records import Webhook
from emulator.world.world import World


@dataclass(slots=True, frozen=True)
class Ear:
    """One subscription; `reason` says why it does not hear of the event, and is empty where it does."""

    hook: Webhook
    reason: str = ""


def ears(world: World, trigger: str, booking: Booking | None) -> list[Ear]:
    """What every subscription of the world has to do with `trigger` happening to the booking."""
    event = Event(trigger, world.now(), booking.id if booking else None)
    hearing = {hook.id for hook in subscribers(world, event)}
    return [Ear(hook, "" if hook.id in hearing else _reason(hook, trigger)) for hook in world.webhooks]


def owner(hook: Webhook) -> str:
    """Whose events a subscription is about."""
    if hook.platform:
        return "the whole instance"
    for name, value in (
        ("user", hook.user_id),
        ("event type", hook.event_type_id),
        ("team", hook.team_id),
        ("client", hook.oauth_client_id),
    ):
        if value is not None:
            return f"{name} {value}"
    return "nobody"


def _reason(hook: Webhook, trigger: str) -> str:
    if not hook.active:
        return "it is switched off"
    if trigger not in hook.triggers:
        return f"{trigger} is not among its triggers: {', '.join(hook.triggers) or 'none'}"
    return f"it is about {owner(hook)}, and this is somebody else's event"
