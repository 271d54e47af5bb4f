"""What goes when a user goes."""

from __future__ import annotations

from typing import Any

from emulator.scheduling.event_types import remove_event_type
from emulator.world.records import User
from emulator.world.tables import Table
from emulator.world.world import World


def remove_user(world: World, user: User) -> None:
    """Delete an account with its event types, bookings, hours, places in teams and credentials."""
    for booking in world.bookings.where("user_id", user.id):
        for seat in world.seats.where("booking_id", booking.id):
            world.seats.remove(seat)
        for attendee in world.attendees.where("booking_id", booking.id):
            world.attendees.remove(attendee)
        world.unplan(booking)
        world.bookings.remove(booking)
    for event_type in world.event_types.where("owner_id", user.id):
        remove_event_type(world, event_type)
    owned: tuple[Table[Any], ...] = (
        world.hosts,
        world.schedules,
        world.out_of_office,
        world.memberships,
        world.profiles,
        world.webhooks,
        world.api_keys,
        world.access_tokens,
        world.refresh_tokens,
        world.authorization_codes,
    )
    for table in owned:
        for record in table.where("user_id", user.id):
            table.remove(record)
    world.users.remove(user)
