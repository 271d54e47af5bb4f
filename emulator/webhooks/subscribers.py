"""Who hears of an event (webhooks.md 5)."""

from __future__ import annotations

from collections.abc import Iterator

from emulator.webhooks.audience import audience_of
from emulator.world.events import Event
from emulator.world.records import Webhook
from emulator.world.world import World


def subscribers(world: World, event: Event) -> list[Webhook]:
    """Active subscriptions for the event: the instance's, the user's, the event type's, those of its managed parent,
    of teams and organizations, of the OAuth client; in each scope by id, none twice.

    Two subscriptions with one URL are two: only the id counts.
    """
    if not len(world.webhooks):
        return []
    found: dict[str, Webhook] = {}
    for scope in _scopes(world, event):
        heard = [hook for hook in scope if hook.active and event.trigger in hook.triggers]
        found.update((hook.id, hook) for hook in sorted(heard, key=lambda hook: hook.id) if hook.id not in found)
    return list(found.values())


def _scopes(world: World, event: Event) -> Iterator[list[Webhook]]:
    """The subscriptions of each scope that the event lies in, in the order in which the service asks them."""
    audience = audience_of(world, event)
    hooks = world.webhooks
    if audience.hook_id is not None:
        only = hooks.get(audience.hook_id)
        yield [only] if only is not None else []
        return
    if audience.platform:
        yield hooks.where("platform", True)
    if audience.user_id is not None:
        yield hooks.where("user_id", audience.user_id)
    for event_type_id in (audience.event_type_id, audience.parent_event_type_id):
        if event_type_id is not None:
            yield hooks.where("event_type_id", event_type_id)
    # Teams and organizations are one rank: by id among each other.
    yield [hook for team_id in audience.team_ids for hook in hooks.where("team_id", team_id)]
    if audience.oauth_client_id is not None:
        yield hooks.where("oauth_client_id", audience.oauth_client_id)
