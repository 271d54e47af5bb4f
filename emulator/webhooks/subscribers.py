"""Who hears of an event (webhooks.md 5)."""

from __future__ import annotations

from collections.abc import Iterator

from emulator.world.appointments import Booking, EventType
from emulator.world.events import Event
from emulator.world.records import Webhook
from emulator.world.world import World


def subscribers(world: World, event: Event) -> list[Webhook]:
    """Active subscriptions for the event: the user's, the event type's, those of its managed parent; by id, none twice.

    Two subscriptions with one URL are two: only the id counts.
    """
    booking = world.bookings.get(event.booking_id)
    if booking is None:
        return []
    found: dict[str, Webhook] = {}
    for scope in _scopes(world, event, booking):
        heard = [hook for hook in scope if hook.active and event.trigger in hook.triggers]
        found.update((hook.id, hook) for hook in sorted(heard, key=lambda hook: hook.id) if hook.id not in found)
    return list(found.values())


def _scopes(world: World, event: Event, booking: Booking) -> Iterator[list[Webhook]]:
    """The subscriptions of each scope that the event lies in, in the order in which the service asks them."""
    event_type = world.event_types.get(booking.event_type_id)
    user_id = _user(event, booking, event_type)
    if user_id is not None:
        yield world.webhooks.where("user_id", user_id)
    if event_type is not None:
        yield world.webhooks.where("event_type_id", event_type.id)
        if event_type.parent_id is not None:
            yield world.webhooks.where("event_type_id", event_type.parent_id)


def _user(event: Event, booking: Booking, event_type: EventType | None) -> int | None:
    """Whose own subscriptions count. A team's bookings are the team's business, not the host's, but for a refusal."""
    if event.trigger == "BOOKING_REJECTED":
        return booking.user_id
    if event_type is not None and event_type.team_id is not None and event_type.parent_id is None:
        return None
    if event.trigger == "BOOKING_NO_SHOW_UPDATED" and event_type is not None:
        return event_type.owner_id
    return booking.user_id
