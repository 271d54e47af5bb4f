"""Who hears of an event (webhooks.md 5)."""

from __future__ import annotations

from emulator.world.appointments import Booking, EventType
from emulator.world.events import Event
from emulator.world.records import Webhook
from emulator.world.world import World


def subscribers(world: World, event: Event) -> list[Webhook]:
    """Active subscriptions for the event: the user's first, then the event type's, each by age; none twice."""
    booking = world.bookings.get(event.booking_id)
    if booking is None:
        return []
    event_type = world.event_types.get(booking.event_type_id)
    candidates = [
        *world.webhooks.where("user_id", _user(event, booking, event_type)),
        *(world.webhooks.where("event_type_id", event_type.id) if event_type else ()),
    ]
    found = {hook.id: hook for hook in candidates if hook.active and event.trigger in hook.triggers}
    return list(found.values())


def _user(event: Event, booking: Booking, event_type: EventType | None) -> int | None:
    """Whose own subscriptions count. A team's bookings are the team's business, not the host's, but for a refusal."""
    if event.trigger == "BOOKING_REJECTED":
        return booking.user_id or -1
    if event_type is not None and event_type.team_id is not None and event_type.parent_id is None:
        return -1
    if event.trigger == "BOOKING_NO_SHOW_UPDATED" and event_type is not None:
        return event_type.owner_id
    return booking.user_id or -1
